package dev.coulomb.node.planner;

import dev.coulomb.node.plan.AggregateCall;
import dev.coulomb.node.plan.AggregateFunction;
import dev.coulomb.node.plan.AggregatePhase;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Operator;
import dev.coulomb.node.plan.SortKey;
import dev.coulomb.node.planner.query.GroupingSets;
import dev.coulomb.node.planner.typing.CalciteTypes;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * Grouping: whole inside the partitions when a key decides the partition, else in part there and to
 * its end at the coordinator. Confined to one planning.
 */
public final class Aggregates {
  private final Relations relations;

  Aggregates(Relations relations) {
    this.relations = relations;
  }

  Fragment aggregate(Aggregate aggregate) {
    boolean plain =
        aggregate.getGroupType() == Aggregate.Group.SIMPLE
            && aggregate.getAggCallList().stream()
                .map(call -> call.getAggregation().getKind())
                .noneMatch(kind -> kind == SqlKind.LITERAL_AGG || kind == SqlKind.GROUPING);
    return plain
        ? grouped(aggregate, aggregate.getGroupSet(), aggregate.getAggCallList())
        : new GroupingSets(relations, (set, calls) -> grouped(aggregate, set, calls)).of(aggregate);
  }

  private Fragment grouped(
      Aggregate aggregate,
      ImmutableBitSet columns,
      List<org.apache.calcite.rel.core.AggregateCall> named) {
    Fragment input = relations.of(aggregate.getInput());
    List<SqlType> types = input.operator().types();
    List<Expression> keys = new ArrayList<>();
    Set<Integer> partitionColumns = new HashSet<>();
    for (int column : columns) {
      Admission.checkEquality(types.get(column));
      if (input.partitionColumns().contains(column)) {
        partitionColumns.add(keys.size());
      }
      keys.add(new Expression.Column(column, types.get(column)));
    }
    List<AggregateCall> calls = named.stream().map(call -> call(call, types)).toList();
    return grouped(input, keys, partitionColumns, calls);
  }

  private static Fragment grouped(
      Fragment input,
      List<Expression> keys,
      Set<Integer> partitionColumns,
      List<AggregateCall> calls) {
    if (!input.isPartitioned() || !partitionColumns.isEmpty()) {
      return input.with(
          new Operator.Aggregate(input.operator(), keys, calls, AggregatePhase.COMPLETE),
          partitionColumns);
    }
    boolean splits = calls.stream().allMatch(call -> call.function().splits() && !call.distinct());
    if (!splits) {
      Fragment gathered = input.gather();
      return gathered.with(
          new Operator.Aggregate(gathered.operator(), keys, calls, AggregatePhase.COMPLETE));
    }
    return twoPhases(input, keys, calls);
  }

  private static Fragment twoPhases(
      Fragment input, List<Expression> keys, List<AggregateCall> calls) {
    Operator partial =
        new Operator.Aggregate(input.operator(), keys, calls, AggregatePhase.PARTIAL);
    List<SqlType> states = partial.types();
    List<Expression> finalKeys = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      finalKeys.add(new Expression.Column(i, states.get(i)));
    }
    List<AggregateCall> finalCalls = new ArrayList<>();
    int state = keys.size();
    for (AggregateCall call : calls) {
      List<Expression> arguments = new ArrayList<>();
      for (int i = 0; i < call.function().stateTypes(call.type()).size(); i++) {
        arguments.add(new Expression.Column(state, states.get(state)));
        state++;
      }
      finalCalls.add(new AggregateCall(call.function(), arguments, false, null, call.type()));
    }
    Fragment gathered = input.with(partial).gather();
    return gathered.with(
        new Operator.Aggregate(gathered.operator(), finalKeys, finalCalls, AggregatePhase.FINAL));
  }

  private static AggregateCall call(
      org.apache.calcite.rel.core.AggregateCall call, List<SqlType> types) {
    List<Expression> arguments = new ArrayList<>();
    for (int argument : call.getArgList()) {
      arguments.add(new Expression.Column(argument, types.get(argument)));
    }
    @Nullable Expression filter =
        call.filterArg < 0 ? null : new Expression.Column(call.filterArg, SqlType.BOOLEAN);
    AggregateFunction function = function(call.getAggregation().getName());
    if (function == AggregateFunction.MIN || function == AggregateFunction.MAX) {
      Admission.checkOrdered(arguments.getFirst().type());
    }
    SqlType type =
        switch (function) {
          case MIN, MAX, ANY_VALUE, SINGLE_VALUE -> arguments.getFirst().type();
          default -> CalciteTypes.computed(call.getType());
        };
    List<SortKey> order =
        function == AggregateFunction.STRING_AGG ? order(call, types, arguments) : List.of();
    return new AggregateCall(function, arguments, call.isDistinct(), filter, type, order);
  }

  /** Only where it makes a difference: by its first argument when only different ones count. */
  private static List<SortKey> order(
      org.apache.calcite.rel.core.AggregateCall call,
      List<SqlType> types,
      List<Expression> arguments) {
    List<SortKey> order = new ArrayList<>();
    for (SortKey key : Sorts.keys(call.getCollation())) {
      SqlType type = types.get(key.column());
      Admission.checkOrdered(type);
      Expression column = new Expression.Column(key.column(), type);
      if (!arguments.contains(column)) {
        arguments.add(column);
      }
      order.add(new SortKey(arguments.indexOf(column), key.descending(), key.nullsFirst()));
    }
    if (order.isEmpty() && call.isDistinct()) {
      Admission.checkOrdered(arguments.getFirst().type());
      order.add(new SortKey(0, false, false));
    }
    return order;
  }

  /** The aggregate of that name; 0A000 where there is none. */
  public static AggregateFunction function(String name) {
    AggregateFunction function = known(name);
    if (function == null) {
      throw new SqlError(SqlState.FEATURE_NOT_SUPPORTED, "this aggregate is not supported")
          .with("aggregate", name.toLowerCase(Locale.ROOT));
    }
    return function;
  }

  /** The aggregate of that name, or null. */
  public static @Nullable AggregateFunction known(String name) {
    return switch (name.toUpperCase(Locale.ROOT)) {
      case "COUNT" -> AggregateFunction.COUNT;
      case "SUM", "$SUM0" -> AggregateFunction.SUM;
      case "MIN" -> AggregateFunction.MIN;
      case "MAX" -> AggregateFunction.MAX;
      case "AVG" -> AggregateFunction.AVG;
      case "EVERY", "BOOL_AND", "LOGICAL_AND" -> AggregateFunction.BOOL_AND;
      case "SOME", "BOOL_OR", "LOGICAL_OR" -> AggregateFunction.BOOL_OR;
      case "STRING_AGG", "LISTAGG" -> AggregateFunction.STRING_AGG;
      case "STDDEV", "STDDEV_SAMP" -> AggregateFunction.STDDEV_SAMP;
      case "STDDEV_POP" -> AggregateFunction.STDDEV_POP;
      case "VARIANCE", "VAR_SAMP" -> AggregateFunction.VAR_SAMP;
      case "VAR_POP" -> AggregateFunction.VAR_POP;
      case "SINGLE_VALUE" -> AggregateFunction.SINGLE_VALUE;
      case "ANY_VALUE" -> AggregateFunction.ANY_VALUE;
      default -> null;
    };
  }
}
