package dev.coulomb.node.planner.materialized;

import dev.coulomb.node.catalog.Derivation;
import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.planner.typing.CalciteTypes;
import dev.coulomb.node.types.SqlType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalTableScan;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.util.ImmutableBitSet;
import org.apache.calcite.util.Optionality;
import org.jspecify.annotations.Nullable;

/**
 * The query of a materialized view over its groups: other tables are joined to groups in the place
 * of rows, and what groups have is put together where a group of the view is more than one of them.
 * Confined to one planning.
 */
final class GroupsQuery {
  /** A sum of states, of their type. */
  private static final SqlAggFunction TOGETHER =
      new SqlAggFunction(
          "SUM",
          null,
          SqlKind.SUM,
          ReturnTypes.ARG0_NULLABLE_IF_EMPTY,
          null,
          OperandTypes.ANY,
          SqlFunctionCategory.USER_DEFINED_FUNCTION,
          false,
          false,
          Optionality.FORBIDDEN) {};

  private final Grouping grouping;
  private final Derivation view;
  private final RexBuilder rex;
  private RelNode tree;

  /** Where the fields of the query's tables are now; -1: a column of the source. */
  private final int[] moved;

  private final List<RelDataType> groupTypes = new ArrayList<>();

  /**
   * @param groups the table of the groups
   */
  GroupsQuery(Grouping grouping, Derivation view, RexBuilder rex, RelOptTable groups) {
    this.grouping = grouping;
    this.view = view;
    this.rex = rex;
    this.moved = new int[grouping.flat().width()];
    RelNode scan = LogicalTableScan.create(grouping.aggregate().getCluster(), groups, List.of());
    scan.getRowType().getFieldList().forEach(field -> groupTypes.add(field.getType()));
    this.tree = scan;
    if (view.hasExtremes()) {
      RexNode zero =
          rex.makeExactLiteral(BigDecimal.ZERO, CalciteTypes.of(SqlType.SMALLINT, false));
      tree =
          LogicalFilter.create(
              scan, rex.makeCall(SqlStdOperatorTable.EQUALS, rex.makeInputRef(scan, 0), zero));
    }
  }

  /** What takes the place of the query's aggregate: the same rows, of the same type. */
  RelNode aggregate() {
    join();
    Aggregate original = grouping.aggregate();
    List<RexNode> inputs = new ArrayList<>();
    for (int group : original.getGroupSet()) {
      inputs.add(overGroups(grouping.flat().fields().get(group)));
    }
    int keys = inputs.size();
    inputs.add(column(view.rows()));
    for (int i = 0; i < view.measures().size(); i++) {
      inputs.add(column(view.measure(i)));
    }
    tree = LogicalProject.create(tree, List.of(), inputs, (List<String>) null, Set.of());
    if (!grouping.isWhole()) {
      tree = together(keys, inputs);
    }
    List<RexNode> results = new ArrayList<>();
    for (int i = 0; i < keys; i++) {
      results.add(typed(rex.makeInputRef(tree, i), original, i));
    }
    for (int i = 0; i < original.getAggCallList().size(); i++) {
      RexNode result = result(original.getAggCallList().get(i), keys);
      results.add(typed(result, original, keys + i));
    }
    return LogicalProject.create(
        tree, List.of(), results, original.getRowType().getFieldNames(), Set.of());
  }

  /** The other tables beside the groups, under the conditions that are not the groups' own. */
  private void join() {
    FlatQuery flat = grouping.flat();
    int width = groupTypes.size();
    for (int i = 0; i < flat.tables().size(); i++) {
      int start = flat.start(i);
      int fields = flat.tables().get(i).getRowType().getFieldCount();
      for (int field = 0; field < fields; field++) {
        moved[start + field] = i == grouping.source() ? -1 : width + field;
      }
      if (i != grouping.source()) {
        tree =
            LogicalJoin.create(
                tree,
                flat.tables().get(i),
                List.of(),
                rex.makeLiteral(true),
                Set.of(),
                JoinRelType.INNER);
        width += fields;
      }
    }
    List<RexNode> conditions =
        flat.conditions().stream()
            .filter(condition -> !grouping.isOwn(condition))
            .map(this::overGroups)
            .toList();
    if (!conditions.isEmpty()) {
      tree = LogicalFilter.create(tree, RexUtil.composeConjunction(rex, conditions));
    }
  }

  private RexNode column(int ordinal) {
    return new RexInputRef(ordinal, groupTypes.get(ordinal));
  }

  /** An expression over the query's tables as one over the groups and the other tables. */
  private RexNode overGroups(RexNode node) {
    int key = grouping.keys().indexOf(node);
    if (key >= 0) {
      return column(view.key(key));
    }
    return node.accept(
        new RexShuttle() {
          @Override
          public RexNode visitInputRef(RexInputRef field) {
            int other = moved[field.getIndex()];
            if (other >= 0) {
              return new RexInputRef(other, field.getType());
            }
            int own = grouping.keys().indexOf(field);
            Invariant.that(own >= 0, "what is left of a query asks for keys only");
            return column(view.key(own));
          }
        });
  }

  private RelNode together(int keys, List<RexNode> inputs) {
    List<AggregateCall> calls = new ArrayList<>();
    for (int i = keys; i < inputs.size(); i++) {
      Derivation.@Nullable Measure measure = i == keys ? null : view.measures().get(i - keys - 1);
      SqlAggFunction function =
          measure == null
              ? TOGETHER
              : switch (measure.kind()) {
                case COUNT, SUM -> TOGETHER;
                case MIN -> SqlStdOperatorTable.MIN;
                case MAX -> SqlStdOperatorTable.MAX;
              };
      RelDataType type =
          CalciteTypes.FACTORY.createTypeWithNullability(
              inputs.get(i).getType(), keys == 0 || inputs.get(i).getType().isNullable());
      calls.add(
          AggregateCall.create(
              function,
              false,
              false,
              false,
              List.of(),
              List.of(i),
              -1,
              null,
              RelCollations.EMPTY,
              type,
              null));
    }
    return LogicalAggregate.create(tree, List.of(), ImmutableBitSet.range(keys), null, calls);
  }

  /** What an aggregate gives, from what is kept for it. */
  private RexNode result(AggregateCall call, int keys) {
    int measure = grouping.measure(call);
    RexNode state = rex.makeInputRef(tree, keys + 1 + measure);
    return switch (call.getAggregation().getName()) {
      case "COUNT" -> orZero(state);
      case "AVG" -> {
        RelDataType numeric = CalciteTypes.of(SqlType.NUMERIC, true);
        RexNode count = rex.makeInputRef(tree, keys + 2 + measure);
        yield rex.makeCall(
            SqlStdOperatorTable.DIVIDE, rex.makeCast(numeric, state), rex.makeCast(numeric, count));
      }
      default -> state;
    };
  }

  private RexNode orZero(RexNode count) {
    if (!count.getType().isNullable()) {
      return count;
    }
    RexNode zero = rex.makeExactLiteral(BigDecimal.ZERO, CalciteTypes.of(SqlType.BIGINT, false));
    return rex.makeCall(
        SqlStdOperatorTable.CASE,
        rex.makeCall(SqlStdOperatorTable.IS_NULL, count),
        zero,
        rex.makeNotNull(count));
  }

  private RexNode typed(RexNode node, Aggregate original, int field) {
    RelDataType type = original.getRowType().getFieldList().get(field).getType();
    return node.getType().equals(type) ? node : rex.makeAbstractCast(type, node, false);
  }
}
