package dev.coulomb.node.planner.query;

import dev.coulomb.node.plan.AggregateCall;
import dev.coulomb.node.plan.AggregateFunction;
import dev.coulomb.node.plan.AggregatePhase;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Function;
import dev.coulomb.node.plan.Operator;
import dev.coulomb.node.plan.SortKey;
import dev.coulomb.node.plan.WindowCall;
import dev.coulomb.node.plan.WindowFrame;
import dev.coulomb.node.plan.WindowFunction;
import dev.coulomb.node.planner.Admission;
import dev.coulomb.node.planner.Fragment;
import dev.coulomb.node.planner.Relations;
import dev.coulomb.node.types.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.calcite.rel.core.Minus;
import org.apache.calcite.rel.core.SetOp;

/**
 * {@code INTERSECT ALL} and {@code EXCEPT ALL}: equal rows of each side are numbered, and a row of
 * one side meets the one of the same number of the other. Confined to one planning.
 */
public final class SetOperations {
  private static final long LEFT = 1;
  private static final long RIGHT = 2;

  private final Relations relations;

  public SetOperations(Relations relations) {
    this.relations = relations;
  }

  /** All inputs, from left to right. */
  public Fragment all(SetOp operation) {
    Fragment result = relations.of(operation.getInput(0));
    for (int i = 1; i < operation.getInputs().size(); i++) {
      Fragment next = relations.of(operation.getInput(i));
      result = both(result, next, operation instanceof Minus);
    }
    return result;
  }

  private static Fragment both(Fragment left, Fragment right, boolean minus) {
    List<SqlType> types = left.operator().types();
    int width = types.size();
    Fragment one = numbered(left, LEFT);
    Fragment two = numbered(right, RIGHT);
    Operator together = new Operator.UnionAll(List.of(one.operator(), two.operator()));
    List<Expression> keys = columns(together.types().subList(0, width + 1));
    Expression side = new Expression.Column(width + 1, SqlType.INTEGER);
    Operator grouped =
        new Operator.Aggregate(
            together,
            keys,
            List.of(
                new AggregateCall(
                    AggregateFunction.MIN, List.of(side), false, null, SqlType.INTEGER),
                new AggregateCall(
                    AggregateFunction.MAX, List.of(side), false, null, SqlType.INTEGER)),
            AggregatePhase.COMPLETE);
    Expression wanted = minus ? is(width + 2, LEFT) : is(width + 1, LEFT);
    Operator chosen = new Operator.Filter(grouped, wanted);
    if (!minus) {
      chosen = new Operator.Filter(chosen, is(width + 2, RIGHT));
    }
    return Fragment.gathered(new Operator.Project(chosen, columns(types)), one, two);
  }

  private static Expression is(int column, long side) {
    return new Expression.Call(
        Function.EQUAL,
        List.of(
            new Expression.Column(column, SqlType.INTEGER),
            new Expression.Literal(side, SqlType.INTEGER)),
        SqlType.BOOLEAN);
  }

  private static List<Expression> columns(List<SqlType> types) {
    return IntStream.range(0, types.size())
        .<Expression>mapToObj(i -> new Expression.Column(i, types.get(i)))
        .toList();
  }

  /** The rows, each with its number among those that are equal, and its side. */
  private static Fragment numbered(Fragment input, long side) {
    List<SqlType> types = input.operator().types();
    types.forEach(Admission::checkOrdered);
    List<Integer> columns = IntStream.range(0, types.size()).boxed().toList();
    List<SortKey> keys = columns.stream().map(column -> new SortKey(column, false, false)).toList();
    Fragment sorted =
        input.with(new Operator.Sort(input.operator(), keys, null, null)).gather(keys);
    WindowCall number =
        new WindowCall(
            WindowFunction.ROW_NUMBER, null, List.of(), WindowFrame.DEFAULT, SqlType.BIGINT);
    Operator numbered = new Operator.Window(sorted.operator(), columns, List.of(), List.of(number));
    List<Expression> outputs = new ArrayList<>(columns(numbered.types()));
    outputs.add(new Expression.Literal(side, SqlType.INTEGER));
    return sorted.with(new Operator.Project(numbered, outputs));
  }
}
