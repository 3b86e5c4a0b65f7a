package dev.coulomb.node.planner.query;

import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Operator;
import dev.coulomb.node.planner.Fragment;
import dev.coulomb.node.planner.Relations;
import dev.coulomb.node.planner.typing.CalciteTypes;
import dev.coulomb.node.types.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Several ways of grouping in one query: each groups the rows on its own, and the columns that it
 * does not group by are null. Confined to one planning.
 */
public final class GroupingSets {
  private final Relations relations;
  private final BiFunction<ImmutableBitSet, List<AggregateCall>, Fragment> grouping;

  /**
   * @param grouping groups the input by some columns, and gives them and the aggregates
   */
  public GroupingSets(
      Relations relations, BiFunction<ImmutableBitSet, List<AggregateCall>, Fragment> grouping) {
    this.relations = relations;
    this.grouping = grouping;
  }

  /** All ways one after the other; of a single one its groups where they are. */
  public Fragment of(Aggregate aggregate) {
    List<AggregateCall> calls =
        aggregate.getAggCallList().stream().filter(call -> !isConstant(call)).toList();
    List<Fragment> sets = new ArrayList<>();
    for (ImmutableBitSet set : aggregate.getGroupSets()) {
      sets.add(completed(grouping.apply(set, calls), aggregate, set));
    }
    if (sets.size() == 1) {
      return sets.getFirst();
    }
    List<Fragment> gathered = sets.stream().map(Fragment::gather).toList();
    return Fragment.gathered(
        new Operator.UnionAll(gathered.stream().map(Fragment::operator).toList()),
        gathered.toArray(Fragment[]::new));
  }

  private static boolean isConstant(AggregateCall call) {
    SqlKind kind = call.getAggregation().getKind();
    return kind == SqlKind.LITERAL_AGG || kind == SqlKind.GROUPING;
  }

  /** The columns of one way, with nulls and constants between them. */
  private Fragment completed(Fragment grouped, Aggregate aggregate, ImmutableBitSet set) {
    List<SqlType> types = grouped.operator().types();
    List<Expression> outputs = new ArrayList<>();
    int next = 0;
    for (int column : aggregate.getGroupSet()) {
      if (set.get(column)) {
        outputs.add(new Expression.Column(next, types.get(next)));
        next++;
      } else {
        SqlType type =
            CalciteTypes.of(aggregate.getInput().getRowType().getFieldList().get(column).getType());
        outputs.add(new Expression.Literal(null, type));
      }
    }
    for (AggregateCall call : aggregate.getAggCallList()) {
      if (call.getAggregation().getKind() == SqlKind.LITERAL_AGG) {
        outputs.add(relations.expressions(List.of()).of(call.rexList.get(0)));
      } else if (call.getAggregation().getKind() == SqlKind.GROUPING) {
        outputs.add(new Expression.Literal(grouping(call, set), SqlType.BIGINT));
      } else {
        outputs.add(new Expression.Column(next, types.get(next)));
        next++;
      }
    }
    boolean plain = set.equals(aggregate.getGroupSet());
    return plain
        ? grouped.with(new Operator.Project(grouped.operator(), outputs))
        : grouped.with(new Operator.Project(grouped.operator(), outputs), java.util.Set.of());
  }

  /** A bit for each argument, the last one lowest: is it not grouped by? */
  private static long grouping(AggregateCall call, ImmutableBitSet set) {
    long bits = 0;
    for (int column : call.getArgList()) {
      bits = bits << 1 | (set.get(column) ? 0 : 1);
    }
    return bits;
  }
}
