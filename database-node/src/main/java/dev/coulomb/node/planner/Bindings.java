package dev.coulomb.node.planner;

import dev.coulomb.node.planner.typing.CalciteTypes;
import dev.coulomb.node.sql.Listening;
import dev.coulomb.node.types.TypeKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;

/**
 * What one side of a join is bound to, said of the other side: of {@code a.k = b.k AND a.k = 7} it
 * follows that {@code b.k = 7}. Only of equal columns and constants, and only where rows that the
 * new condition drops could not have met anything. One pass; what it adds has to be pushed down,
 * and may then say more. Calcite's own rule for this does not come to an end.
 */
final class Bindings extends RelHomogeneousShuttle {
  private final RexBuilder rex;

  Bindings(RexBuilder rex) {
    this.rex = rex;
  }

  @Override
  public RelNode visit(RelNode node) {
    Listening.check();
    RelNode visited = super.visit(node);
    return visited instanceof Join join ? spread(join) : visited;
  }

  private RelNode spread(Join join) {
    JoinRelType type = join.getJoinType();
    boolean toLeft =
        type == JoinRelType.INNER || type == JoinRelType.RIGHT || type == JoinRelType.SEMI;
    boolean toRight =
        type == JoinRelType.INNER
            || type == JoinRelType.LEFT
            || type == JoinRelType.SEMI
            || type == JoinRelType.ANTI;
    Map<Integer, RexNode> left = known(join.getLeft());
    Map<Integer, RexNode> right = known(join.getRight());
    int width = join.getLeft().getRowType().getFieldCount();
    List<RexNode> moreLeft = new ArrayList<>();
    List<RexNode> moreRight = new ArrayList<>();
    for (RexNode conjunct : RelOptUtil.conjunctions(join.getCondition())) {
      RexNode one = equalTo(conjunct, 0, width);
      RexNode two = equalTo(conjunct, width, Integer.MAX_VALUE);
      if (one == null || two == null || !isAlike(one, two)) {
        continue;
      }
      RexNode shifted = RexUtil.shift(two, -width);
      RexNode ofLeft = value(one, left);
      RexNode ofRight = value(shifted, right);
      if (toLeft && !isBound(one, left) && ofRight != null) {
        moreLeft.add(rex.makeCall(SqlStdOperatorTable.EQUALS, one, ofRight));
      }
      if (toRight && !isBound(shifted, right) && ofLeft != null) {
        moreRight.add(rex.makeCall(SqlStdOperatorTable.EQUALS, shifted, ofLeft));
      }
    }
    return moreLeft.isEmpty() && moreRight.isEmpty()
        ? join
        : join.copy(
            join.getTraitSet(),
            List.of(filtered(join.getLeft(), moreLeft), filtered(join.getRight(), moreRight)));
  }

  private RelNode filtered(RelNode input, List<RexNode> conditions) {
    return conditions.isEmpty()
        ? input
        : LogicalFilter.create(input, RexUtil.composeConjunction(rex, conditions));
  }

  /** The side of an equality that is a column of a range of columns, maybe widened; or null. */
  private static @Nullable RexNode equalTo(RexNode conjunct, int from, int to) {
    if (conjunct.getKind() == SqlKind.EQUALS) {
      for (RexNode side : ((RexCall) conjunct).getOperands()) {
        RexInputRef column = column(side);
        if (column != null && column.getIndex() >= from && column.getIndex() < to) {
          return side;
        }
      }
    }
    return null;
  }

  /** A column, also one that is cast to a wider integer. */
  private static @Nullable RexInputRef column(RexNode node) {
    if (node instanceof RexCall cast
        && cast.getKind() == SqlKind.CAST
        && cast.getOperands().get(0) instanceof RexInputRef inner
        && isWider(kind(cast), kind(inner))) {
      return inner;
    }
    return node instanceof RexInputRef column ? column : null;
  }

  private static boolean isWider(TypeKind wide, TypeKind narrow) {
    return wide.isInteger() && narrow.isInteger() && wide.compareTo(narrow) >= 0;
  }

  /** True where equal values are interchangeable: blanks at the end of a char(n) are not. */
  private static boolean isAlike(RexNode one, RexNode two) {
    return kind(one) == kind(two) || (kind(one).isInteger() && kind(two).isInteger());
  }

  private static TypeKind kind(RexNode node) {
    return CalciteTypes.of(node.getType()).kind();
  }

  private static boolean isBound(RexNode side, Map<Integer, RexNode> known) {
    RexInputRef column = column(side);
    return column != null && known.containsKey(column.getIndex());
  }

  /** The constant that a side is known to equal, of the side's type; or null. */
  private @Nullable RexNode value(RexNode side, Map<Integer, RexNode> known) {
    RexInputRef column = column(side);
    RexNode value = column == null ? null : known.get(column.getIndex());
    if (value == null || kind(value) == kind(side)) {
      return value;
    }
    return isWider(kind(side), kind(value)) ? rex.makeCast(side.getType(), value) : null;
  }

  /** The constant that a column of every row is, or is known to equal; or null. */
  static @Nullable RexNode constant(RelNode node, int column) {
    if (node instanceof Project project) {
      RexNode value = project.getProjects().get(column);
      if (RexUtil.isConstant(value)) {
        return value;
      }
    }
    return known(node).get(column);
  }

  /** Columns of which every row has the same value, and that value. */
  private static Map<Integer, RexNode> known(RelNode node) {
    Map<Integer, RexNode> known = new HashMap<>();
    switch (node) {
      case Filter filter -> {
        known.putAll(known(filter.getInput()));
        RelOptUtil.conjunctions(filter.getCondition()).forEach(each -> learn(each, known));
      }
      case Project project -> {
        Map<Integer, RexNode> input = known(project.getInput());
        for (int i = 0; i < project.getProjects().size(); i++) {
          if (project.getProjects().get(i) instanceof RexInputRef column
              && input.containsKey(column.getIndex())) {
            known.put(i, input.get(column.getIndex()));
          }
        }
      }
      case Join join -> {
        if (!join.getJoinType().generatesNullsOnLeft()) {
          known.putAll(known(join.getLeft()));
        }
        if (join.getJoinType() == JoinRelType.INNER || join.getJoinType() == JoinRelType.RIGHT) {
          int width = join.getLeft().getRowType().getFieldCount();
          known(join.getRight()).forEach((column, value) -> known.put(column + width, value));
        }
      }
      case Aggregate aggregate when aggregate.getGroupType() == Aggregate.Group.SIMPLE -> {
        Map<Integer, RexNode> input = known(aggregate.getInput());
        List<Integer> keys = aggregate.getGroupSet().asList();
        for (int i = 0; i < keys.size(); i++) {
          if (input.containsKey(keys.get(i))) {
            known.put(i, input.get(keys.get(i)));
          }
        }
      }
      case Sort sort -> known.putAll(known(sort.getInput()));
      default -> {}
    }
    return known;
  }

  private static void learn(RexNode conjunct, Map<Integer, RexNode> known) {
    if (conjunct.getKind() != SqlKind.EQUALS) {
      return;
    }
    List<RexNode> sides = ((RexCall) conjunct).getOperands();
    for (int i = 0; i < 2; i++) {
      RexInputRef column = column(sides.get(i));
      RexNode value = sides.get(1 - i);
      if (column != null && RexUtil.isConstant(value) && isAlike(sides.get(i), value)) {
        known.putIfAbsent(column.getIndex(), value);
      }
    }
  }
}
