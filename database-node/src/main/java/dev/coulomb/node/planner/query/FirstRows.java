package dev.coulomb.node.planner.query;

import dev.coulomb.node.plan.Operator;
import dev.coulomb.node.plan.SortKey;
import dev.coulomb.node.plan.WindowFunction;
import dev.coulomb.node.planner.Admission;
import dev.coulomb.node.planner.Fragment;
import dev.coulomb.node.planner.Relations;
import dev.coulomb.node.planner.typing.WindowOperators;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelFieldCollation.NullDirection;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexFieldCollation;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;

/**
 * Rows whose {@code row_number()} is one: the first row of each window partition, which are found
 * without sorting and numbering the others. Where the partitions have parts of a window, each finds
 * its own first rows. Confined to one planning.
 */
public final class FirstRows {
  private final Relations relations;
  private final RexBuilder rex;

  public FirstRows(Relations relations, RexBuilder rex) {
    this.relations = relations;
    this.rex = rex;
  }

  /** The rows of a filter that is one for first rows; null for any other. */
  public @Nullable Fragment of(Filter filter) {
    if (!(filter.getInput() instanceof Project project)) {
      return null;
    }
    int number = number(project);
    if (number < 0) {
      return null;
    }
    boolean compares = !(project.getProjects().get(number) instanceof RexOver);
    List<RexNode> others = new ArrayList<>();
    boolean first = false;
    for (RexNode conjunct : RelOptUtil.conjunctions(filter.getCondition())) {
      boolean says =
          compares ? isColumn(conjunct, number) : isOne(conjunct, node -> isColumn(node, number));
      first |= says;
      if (!says) {
        others.add(conjunct);
      }
    }
    if (!first) {
      return null;
    }
    Fragment rows = firstRows(project, number);
    return others.isEmpty()
        ? rows
        : rows.with(
            new Operator.Filter(
                rows.operator(),
                relations
                    .expressions(rows.operator().types())
                    .of(RexUtil.composeConjunction(rex, others))));
  }

  /**
   * The column that is a row number, or that compares it with one, and has the only window
   * function; below 0: there is none.
   */
  private static int number(Project project) {
    int found = -1;
    for (int i = 0; i < project.getProjects().size(); i++) {
      RexNode column = project.getProjects().get(i);
      if (!RexOver.containsOver(column)) {
        continue;
      }
      boolean numbers = isNumber(column) || isOne(column, FirstRows::isNumber);
      if (!numbers || found >= 0) {
        return -1;
      }
      found = i;
    }
    return found;
  }

  private static boolean isNumber(RexNode node) {
    return node instanceof RexOver over
        && (over.getAggOperator().getKind() == SqlKind.ROW_NUMBER
            || WindowOperators.meaning(over.getAggOperator()) == WindowFunction.ROW_NUMBER);
  }

  private static boolean isColumn(RexNode node, int index) {
    return node instanceof RexInputRef column && column.getIndex() == index;
  }

  /** True of a comparison of such a thing with 1. */
  private static boolean isOne(RexNode node, Predicate<RexNode> thing) {
    return node.getKind() == SqlKind.EQUALS
        && thing.test(((RexCall) node).getOperands().get(0))
        && ((RexCall) node).getOperands().get(1) instanceof RexLiteral literal
        && Long.valueOf(1).equals(literal.getValueAs(Long.class));
  }

  private Fragment firstRows(Project project, int number) {
    List<RexNode> before = new ArrayList<>(project.getProjects());
    RexNode column = before.get(number);
    boolean compares = !(column instanceof RexOver);
    RexOver over = (RexOver) (compares ? ((RexCall) column).getOperands().get(0) : column);
    before.set(
        number, compares ? rex.makeLiteral(true) : rex.makeLiteral(1L, over.getType(), true));
    List<Integer> keys = new ArrayList<>();
    for (RexNode key : over.getWindow().partitionKeys) {
      keys.add(place(key, before));
    }
    List<SortKey> order = new ArrayList<>();
    for (RexFieldCollation key : over.getWindow().orderKeys) {
      boolean nullsFirst = key.getNullDirection() == NullDirection.FIRST;
      order.add(
          new SortKey(place(key.left, before), key.getDirection().isDescending(), nullsFirst));
    }
    Fragment input = relations.projected(relations.of(project.getInput()), before);
    keys.forEach(key -> Admission.checkEquality(input.operator().types().get(key)));
    order.forEach(key -> Admission.checkOrdered(input.operator().types().get(key.column())));
    Fragment rows = input.with(new Operator.FirstRows(input.operator(), keys, order));
    if (input.isPartitioned() && keys.stream().noneMatch(input.partitionColumns()::contains)) {
      Fragment gathered = rows.gather();
      rows = gathered.with(new Operator.FirstRows(gathered.operator(), keys, order));
    }
    int width = project.getProjects().size();
    if (before.size() == width) {
      return rows;
    }
    List<RexNode> named = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      named.add(new RexInputRef(i, before.get(i).getType()));
    }
    return relations.projected(rows, named);
  }

  private static int place(RexNode key, List<RexNode> before) {
    int known = before.indexOf(key);
    if (known < 0) {
      before.add(key);
    }
    return known < 0 ? before.size() - 1 : known;
  }
}
