package dev.coulomb.node.execution;

import static dev.coulomb.node.execution.TestDatabase.column;
import static dev.coulomb.node.execution.TestDatabase.literal;

import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.plan.Access;
import dev.coulomb.node.plan.AggregateCall;
import dev.coulomb.node.plan.AggregateFunction;
import dev.coulomb.node.plan.AggregatePhase;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Function;
import dev.coulomb.node.plan.Operator;
import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.plan.Routing;
import dev.coulomb.node.types.SqlType;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** A point look-up (budget: 1 µs in a partition), an expression, and a scan that aggregates. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class ExecutionBenchmark {
  private static final int ROWS = 10_000;

  private final TestDatabase database = new TestDatabase(1);
  private final Table table =
      database.partitioned(1, SqlType.BIGINT, SqlType.INTEGER, SqlType.DOUBLE, SqlType.TEXT);
  private final CompiledQuery lookup = query(lookup(table));
  private final CompiledQuery aggregate = query(aggregate(table));
  private final CompiledQuery groups = query(groups(table));
  private final CompiledExpression expression = CompiledExpression.compile(condition());
  private final ExecutionContext context = database.context(4_711L);
  private final @Nullable Object[] row = {4_711L, 11L, 1.5, "text"};

  public ExecutionBenchmark() {
    for (long i = 0; i < ROWS; i++) {
      database.insert(table, i, i % 100, i / 3.0, "the text of row " + i);
    }
  }

  public static void main(String[] arguments) throws RunnerException {
    new Runner(new OptionsBuilder().include(ExecutionBenchmark.class.getSimpleName()).build())
        .run();
  }

  @Benchmark
  public @Nullable Object evaluateAnExpression() {
    return expression.evaluate(row, context);
  }

  @Benchmark
  public @Nullable Object lookUpARow() {
    try (RowSource source = lookup.open(context)) {
      return source.next();
    }
  }

  /** Nanoseconds are for all {@value #ROWS} rows. */
  @Benchmark
  public @Nullable Object filterAndAggregateAllRows() {
    try (RowSource source = aggregate.open(context)) {
      return source.next();
    }
  }

  /** Nanoseconds are for all {@value #ROWS} rows. */
  @Benchmark
  public @Nullable Object groupAllRows() {
    try (RowSource source = groups.open(context)) {
      return source.next();
    }
  }

  private static CompiledQuery query(Operator root) {
    return CompiledQuery.compile(new Plan.Query(root, new Routing.AllPartitions(), false));
  }

  private static Operator lookup(Table table) {
    Access access =
        new Access.KeyRange(
            Access.PRIMARY_KEY,
            List.of(new Expression.Parameter(0, SqlType.BIGINT)),
            null,
            null,
            false);
    return new Operator.Scan(table, List.of(0, 1, 2, 3), access, List.of());
  }

  private static Operator aggregate(Table table) {
    Operator scan =
        new Operator.Scan(table, List.of(1, 2), new Access.Full(false), List.of(less(0, 50)));
    return new Operator.Aggregate(
        scan,
        List.of(column(0, SqlType.INTEGER)),
        List.of(
            new AggregateCall(AggregateFunction.COUNT, List.of(), false, null, SqlType.BIGINT),
            new AggregateCall(
                AggregateFunction.AVG,
                List.of(column(1, SqlType.DOUBLE)),
                false,
                null,
                SqlType.DOUBLE)),
        AggregatePhase.COMPLETE);
  }

  private static Operator groups(Table table) {
    return new Operator.Aggregate(
        new Operator.Scan(table, List.of(1, 0), new Access.Full(false), List.of()),
        List.of(column(0, SqlType.INTEGER)),
        List.of(
            new AggregateCall(AggregateFunction.COUNT, List.of(), false, null, SqlType.BIGINT),
            new AggregateCall(
                AggregateFunction.SUM,
                List.of(column(1, SqlType.BIGINT)),
                false,
                null,
                SqlType.NUMERIC)),
        AggregatePhase.PARTIAL);
  }

  private static Expression condition() {
    Expression text =
        new Expression.Call(
            Function.LIKE,
            List.of(column(3, SqlType.TEXT), literal("te%", SqlType.TEXT)),
            SqlType.BOOLEAN);
    return new Expression.Call(Function.AND, List.of(less(1, 50), text), SqlType.BOOLEAN);
  }

  private static Expression less(int column, long than) {
    return new Expression.Call(
        Function.LESS,
        List.of(column(column, SqlType.INTEGER), literal(than, SqlType.INTEGER)),
        SqlType.BOOLEAN);
  }
}
