package dev.coulomb.node.planner;

import dev.coulomb.node.sql.Listening;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;

/**
 * Inner joins in an order in which each table meets one that is already there by an equality, where
 * the written order pairs everything with everything first. An order that needs no such pairs stays
 * as it is written. Confined to one planning.
 */
final class JoinOrder extends RelHomogeneousShuttle {
  private final RexBuilder rex;

  JoinOrder(RexBuilder rex) {
    this.rex = rex;
  }

  @Override
  public RelNode visit(RelNode node) {
    Listening.check();
    Joined joined = new Joined();
    if (!isJoined(node)) {
      return super.visit(node);
    }
    joined.collect(node);
    RelNode ordered = joined.factors.size() < 3 ? null : joined.ordered();
    return ordered == null ? super.visit(node) : ordered;
  }

  private static boolean isJoined(RelNode node) {
    return switch (node) {
      case Filter filter -> filter.getVariablesSet().isEmpty() && isJoined(filter.getInput());
      case Join join -> join.getJoinType() == JoinRelType.INNER && join.getVariablesSet().isEmpty();
      default -> false;
    };
  }

  /** What is joined, and by what; columns are numbered in the order in which it is written. */
  private final class Joined {
    private final List<RelNode> factors = new ArrayList<>();
    private final List<Integer> starts = new ArrayList<>();
    private final List<RexNode> conditions = new ArrayList<>();
    private int width;

    void collect(RelNode node) {
      int offset = width;
      if (!isJoined(node)) {
        factors.add(node);
        starts.add(offset);
        width += node.getRowType().getFieldCount();
      } else if (node instanceof Filter filter) {
        collect(filter.getInput());
        add(filter.getCondition(), offset);
      } else if (node instanceof Join join) {
        collect(join.getLeft());
        collect(join.getRight());
        add(join.getCondition(), offset);
      }
    }

    private void add(RexNode condition, int offset) {
      for (RexNode conjunct : RelOptUtil.conjunctions(condition)) {
        conditions.add(RexUtil.shift(conjunct, offset));
      }
    }

    /** In another order, with the columns as they were; null where that would be no better. */
    @Nullable RelNode ordered() {
      List<BitSet> equalities = new ArrayList<>();
      for (RexNode condition : conditions) {
        if (condition.getKind() == SqlKind.EQUALS) {
          equalities.add(factorsOf(condition));
        }
      }
      List<Integer> written = new ArrayList<>();
      for (int i = 0; i < factors.size(); i++) {
        written.add(i);
      }
      List<Integer> order = greedy(equalities);
      return pairs(order, equalities) < pairs(written, equalities) ? tree(order) : null;
    }

    private BitSet factorsOf(RexNode condition) {
      BitSet found = new BitSet();
      for (int column : RelOptUtil.InputFinder.bits(condition)) {
        int at = Collections.binarySearch(starts, column);
        found.set(at >= 0 ? at : -at - 2);
      }
      return found;
    }

    /** First what is bound to a constant, then always what an equality leads to. */
    private List<Integer> greedy(List<BitSet> equalities) {
      List<Integer> order = new ArrayList<>();
      BitSet placed = new BitSet();
      for (BitSet equality : equalities) {
        if (placed.isEmpty() && equality.cardinality() == 1) {
          placed.or(equality);
          order.add(equality.nextSetBit(0));
        }
      }
      while (order.size() < factors.size()) {
        int next = -1;
        for (int i = placed.nextClearBit(0); i < factors.size(); i = placed.nextClearBit(i + 1)) {
          if (next < 0 || meets(i, placed, equalities)) {
            next = i;
          }
          if (meets(i, placed, equalities)) {
            break;
          }
        }
        placed.set(next);
        order.add(next);
      }
      return order;
    }

    private static boolean meets(int factor, BitSet placed, List<BitSet> equalities) {
      for (BitSet equality : equalities) {
        if (equality.get(factor) && equality.cardinality() > 1) {
          BitSet others = (BitSet) equality.clone();
          others.clear(factor);
          others.andNot(placed);
          if (others.isEmpty()) {
            return true;
          }
        }
      }
      return false;
    }

    /** How many of an order are paired with everything before them. */
    private static int pairs(List<Integer> order, List<BitSet> equalities) {
      BitSet placed = new BitSet();
      int pairs = 0;
      for (int factor : order) {
        pairs += placed.isEmpty() || meets(factor, placed, equalities) ? 0 : 1;
        placed.set(factor);
      }
      return pairs;
    }

    private RelNode tree(List<Integer> order) {
      int[] places = new int[width];
      int next = 0;
      RelNode tree = null;
      for (int factor : order) {
        RelNode node = factors.get(factor).accept(JoinOrder.this);
        for (int i = 0; i < node.getRowType().getFieldCount(); i++) {
          places[starts.get(factor) + i] = next++;
        }
        tree =
            tree == null
                ? node
                : LogicalJoin.create(
                    tree, node, List.of(), rex.makeLiteral(true), Set.of(), JoinRelType.INNER);
      }
      RelNode joined = Objects.requireNonNull(tree, "at least three are joined");
      RexShuttle moved =
          new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef column) {
              return new RexInputRef(places[column.getIndex()], column.getType());
            }
          };
      RexNode condition = RexUtil.composeConjunction(rex, moved.visitList(conditions));
      RelNode filtered = LogicalFilter.create(joined, condition);
      List<RexNode> columns = new ArrayList<>();
      for (int column = 0; column < width; column++) {
        columns.add(rex.makeInputRef(filtered, places[column]));
      }
      List<String> names = new ArrayList<>();
      for (RelNode factor : factors) {
        names.addAll(factor.getRowType().getFieldNames());
      }
      return LogicalProject.create(filtered, List.of(), columns, names, Set.of());
    }
  }
}
