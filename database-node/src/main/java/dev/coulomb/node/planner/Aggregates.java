package dev.coulomb.node.planner;

import dev.coulomb.node.plan.AggregateCall;
import dev.coulomb.node.plan.AggregateFunction;
import dev.coulomb.node.plan.AggregatePhase;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Operator;
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
    if (aggregate.getGroupType() != Aggregate.Group.SIMPLE) {
      throw new SqlError(SqlState.FEATURE_NOT_SUPPORTED, "grouping sets are not supported");
    }
    Fragment input = relations.of(aggregate.getInput());
    List<SqlType> types = input.operator().types();
    List<Expression> keys = new ArrayList<>();
    Set<Integer> partitionColumns = new HashSet<>();
    for (int column : aggregate.getGroupSet()) {
      Admission.checkEquality(types.get(column));
      if (input.partitionColumns().contains(column)) {
        partitionColumns.add(keys.size());
      }
      keys.add(new Expression.Column(column, types.get(column)));
    }
    List<AggregateCall> calls = new ArrayList<>();
    for (var call : aggregate.getAggCallList()) {
      if (call.getAggregation().getKind() != SqlKind.LITERAL_AGG) {
        calls.add(call(call, types));
      }
    }
    Fragment grouped = grouped(input, keys, partitionColumns, calls);
    return calls.size() == aggregate.getAggCallList().size()
        ? grouped
        : withConstants(grouped, aggregate, keys.size());
  }

  /** Puts constants back, which Calcite counts as aggregates, between the others. */
  private Fragment withConstants(Fragment grouped, Aggregate aggregate, int keys) {
    List<SqlType> types = grouped.operator().types();
    List<Expression> outputs = new ArrayList<>();
    for (int i = 0; i < keys; i++) {
      outputs.add(new Expression.Column(i, types.get(i)));
    }
    int next = keys;
    for (var call : aggregate.getAggCallList()) {
      if (call.getAggregation().getKind() == SqlKind.LITERAL_AGG) {
        outputs.add(relations.expressions(List.of()).of(call.rexList.get(0)));
      } else {
        outputs.add(new Expression.Column(next, types.get(next)));
        next++;
      }
    }
    return grouped.with(new Operator.Project(grouped.operator(), outputs));
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
    if (!call.getCollation().getFieldCollations().isEmpty()) {
      throw new SqlError(
          SqlState.FEATURE_NOT_SUPPORTED, "ORDER BY inside an aggregate is not supported");
    }
    SqlType type =
        switch (function) {
          case MIN, MAX, ANY_VALUE, SINGLE_VALUE -> arguments.getFirst().type();
          default -> CalciteTypes.computed(call.getType());
        };
    return new AggregateCall(function, arguments, call.isDistinct(), filter, type);
  }

  /** The aggregate of that name; 0A000 where there is none. */
  public static AggregateFunction function(String named) {
    String name = named.toUpperCase(Locale.ROOT);
    return switch (name) {
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
      default ->
          throw new SqlError(SqlState.FEATURE_NOT_SUPPORTED, "this aggregate is not supported")
              .with("aggregate", name.toLowerCase(Locale.ROOT));
    };
  }
}
