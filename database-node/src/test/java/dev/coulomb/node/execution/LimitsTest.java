package dev.coulomb.node.execution;

import static dev.coulomb.node.execution.TestDatabase.column;
import static dev.coulomb.node.execution.TestDatabase.literal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.plan.Access;
import dev.coulomb.node.plan.AggregateCall;
import dev.coulomb.node.plan.AggregateFunction;
import dev.coulomb.node.plan.AggregatePhase;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.JoinKind;
import dev.coulomb.node.plan.Operator;
import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.plan.Routing;
import dev.coulomb.node.plan.SortKey;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A query ends at its limits, and leaves nothing behind. */
class LimitsTest {
  private static final Table TABLE =
      TestDatabase.table(1, 0, List.of(0), List.of(), SqlType.BIGINT, SqlType.TEXT);
  private static final Operator SCAN =
      new Operator.Gather(
          new Operator.Scan(TABLE, List.of(0, 1), new Access.Full(false), List.of()), List.of());
  private static final Expression TRUE = literal(true, SqlType.BOOLEAN);

  private final TestDatabase database = new TestDatabase(2);

  @BeforeEach
  void fill() {
    database.create(TABLE);
    for (long i = 0; i < 2_000; i++) {
      database.insert(TABLE, i, "text " + i);
    }
  }

  static Stream<Operator> collectors() {
    List<Expression> key = List.of(column(0, SqlType.BIGINT));
    return Stream.of(
        new Operator.Sort(SCAN, List.of(new SortKey(1, false, false)), null, null),
        new Operator.FirstRows(SCAN, List.of(0), List.of(new SortKey(1, false, false))),
        new Operator.HashJoin(SCAN, SCAN, JoinKind.INNER, key, key, null),
        new Operator.NestedLoopJoin(SCAN, SCAN, JoinKind.INNER, TRUE),
        new Operator.Aggregate(SCAN, key, List.of(), AggregatePhase.COMPLETE),
        new Operator.Aggregate(
            SCAN,
            List.of(),
            List.of(
                new AggregateCall(AggregateFunction.COUNT, key, true, null, SqlType.BIGINT),
                new AggregateCall(
                    AggregateFunction.STRING_AGG,
                    List.of(column(1, SqlType.TEXT)),
                    false,
                    null,
                    SqlType.TEXT)),
            AggregatePhase.COMPLETE));
  }

  @ParameterizedTest
  @MethodSource("collectors")
  void whatCollectsRowsIsBoundedByTheWorkingMemory(Operator collector) {
    WorkMemory little = new WorkMemory(20_000);
    assertThatThrownBy(() -> database.run(collector, database.context(little)))
        .isInstanceOfSatisfying(
            SqlError.class, e -> assertThat(e.state()).isEqualTo(SqlState.OUT_OF_MEMORY));
    assertThat(little.usedBytes()).isZero();
  }

  @ParameterizedTest
  @MethodSource("collectors")
  void aClosedQueryHasGivenEverythingBack(Operator collector) {
    WorkMemory enough = new WorkMemory(TestDatabase.WORK_BYTES);
    try (RowSource source = open(collector, database.context(enough))) {
      assertThat(source.next()).isNotNull();
      assertThat(enough.usedBytes()).isPositive();
    }
    assertThat(enough.usedBytes()).isZero();
  }

  @ParameterizedTest
  @MethodSource("collectors")
  void aCancelledQueryEndsWithTheReason(Operator collector) {
    database.cancel.raise(new SqlError(SqlState.QUERY_CANCELED, "canceled by the user"));
    assertThatThrownBy(() -> database.run(collector)).hasMessage("canceled by the user");
  }

  @Test
  void theFirstFewNeedLittleMemory() {
    Operator first =
        new Operator.Sort(
            SCAN, List.of(new SortKey(0, true, false)), null, literal(5L, SqlType.BIGINT));
    assertThat(database.run(first, database.context(new WorkMemory(2_000))))
        .extracting(row -> row.get(0))
        .containsExactly(1999L, 1998L, 1997L, 1996L, 1995L);
  }

  @Test
  void aScanStreamsWithoutWorkingMemory() {
    assertThat(database.run(SCAN, database.context(new WorkMemory(0)))).hasSize(2_000);
  }

  @Test
  void aSeriesStreamsWithoutWorkingMemoryAndHearsThatItIsCancelled() {
    Operator series =
        new Operator.Series(
            literal(1L, SqlType.BIGINT),
            literal(Long.MAX_VALUE, SqlType.BIGINT),
            literal(1L, SqlType.BIGINT),
            SqlType.BIGINT);
    try (RowSource rows = open(series, database.context(new WorkMemory(0)))) {
      assertThat(rows.next()).containsExactly(1L);
      assertThat(rows.next()).containsExactly(2L);
      database.cancel.raise(new SqlError(SqlState.QUERY_CANCELED, "canceled by the user"));
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 1_000; i++) {
                  rows.next();
                }
              })
          .hasMessage("canceled by the user");
    }
  }

  private static RowSource open(Operator operator, ExecutionContext context) {
    Plan.Query query = new Plan.Query(operator, new Routing.AllPartitions(), false);
    return CompiledQuery.compile(query).open(context);
  }
}
