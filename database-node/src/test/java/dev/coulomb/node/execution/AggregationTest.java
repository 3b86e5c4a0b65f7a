package dev.coulomb.node.execution;

import static dev.coulomb.node.execution.TestDatabase.column;
import static dev.coulomb.node.execution.TestDatabase.literal;
import static dev.coulomb.node.execution.TestDatabase.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.plan.Access;
import dev.coulomb.node.plan.AggregateCall;
import dev.coulomb.node.plan.AggregateFunction;
import dev.coulomb.node.plan.AggregatePhase;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Function;
import dev.coulomb.node.plan.Operator;
import dev.coulomb.node.types.Interval;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlType;
import dev.coulomb.node.types.TextFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AggregationTest {
  private final TestDatabase database = new TestDatabase(4);

  @Test
  void aggregatesAnswerAsPostgresDoes() {
    assertThat(of(AggregateFunction.AVG, SqlType.NUMERIC, SqlType.INTEGER, "1", "2", null, "4"))
        .isEqualTo("2.3333333333333333");
    assertThat(of(AggregateFunction.AVG, SqlType.NUMERIC, SqlType.INTEGER, "100000", "100001"))
        .isEqualTo("100000.500000000000");
    assertThat(of(AggregateFunction.AVG, SqlType.NUMERIC, SqlType.NUMERIC, "1.5", "2.25"))
        .isEqualTo("1.8750000000000000");
    assertThat(of(AggregateFunction.AVG, SqlType.DOUBLE, SqlType.DOUBLE, "1", "2"))
        .isEqualTo("1.5");
    assertThat(of(AggregateFunction.AVG, SqlType.INTERVAL, SqlType.INTERVAL, "1 mon", "2 days"))
        .isEqualTo("16 days");
    assertThat(of(AggregateFunction.SUM, SqlType.BIGINT, SqlType.INTEGER, "2147483647", "1"))
        .isEqualTo("2147483648");
    assertThat(
            of(
                AggregateFunction.SUM,
                SqlType.NUMERIC,
                SqlType.BIGINT,
                "9223372036854775807",
                "9223372036854775807",
                "-1"))
        .isEqualTo("18446744073709551613");
    assertThat(of(AggregateFunction.SUM, SqlType.REAL, SqlType.REAL, "0.1", "0.2"))
        .isEqualTo("0.3");
    assertThat(of(AggregateFunction.STDDEV_SAMP, SqlType.NUMERIC, SqlType.INTEGER, "1", "2", "4"))
        .isEqualTo("1.5275252316519467");
    assertThat(of(AggregateFunction.VAR_POP, SqlType.NUMERIC, SqlType.INTEGER, "1", "2", "4"))
        .isEqualTo("1.5555555555555556");
    assertThat(of(AggregateFunction.STDDEV_POP, SqlType.DOUBLE, SqlType.DOUBLE, "1", "2", "4"))
        .isEqualTo("1.247219128924647");
    assertThat(of(AggregateFunction.VAR_SAMP, SqlType.NUMERIC, SqlType.INTEGER, "1")).isNull();
    assertThat(of(AggregateFunction.MAX, SqlType.DOUBLE, SqlType.DOUBLE, "1", "NaN", "Infinity"))
        .isEqualTo("NaN");
    assertThat(of(AggregateFunction.MIN, SqlType.TEXT, SqlType.TEXT, "b", null, "B", "a"))
        .isEqualTo("B");
    assertThat(of(AggregateFunction.BOOL_AND, SqlType.BOOLEAN, SqlType.BOOLEAN, "t", null, "f"))
        .isEqualTo("f");
    assertThat(of(AggregateFunction.BOOL_OR, SqlType.BOOLEAN, SqlType.BOOLEAN, "t", null, "f"))
        .isEqualTo("t");
    assertThat(of(AggregateFunction.COUNT, SqlType.BIGINT, SqlType.TEXT, "a", null)).isEqualTo("1");
  }

  @Test
  void withoutKeysThereIsARowEvenOfNothing() {
    for (AggregateFunction function : AggregateFunction.values()) {
      String expected = function == AggregateFunction.COUNT ? "0" : null;
      SqlType type =
          switch (function) {
            case COUNT -> SqlType.BIGINT;
            case BOOL_AND, BOOL_OR -> SqlType.BOOLEAN;
            case STRING_AGG -> SqlType.TEXT;
            default -> SqlType.NUMERIC;
          };
      assertThat(of(function, type, type)).as(function.name()).isEqualTo(expected);
    }
  }

  @Test
  void twoValuesAreNoSingleValue() {
    assertThatThrownBy(
            () -> of(AggregateFunction.SINGLE_VALUE, SqlType.INTEGER, SqlType.INTEGER, "1", "1"))
        .isInstanceOf(SqlError.class)
        .hasMessageContaining("more than one row");
  }

  @Test
  void partsOfPartitionsTogetherAreTheWhole() {
    long seed = Long.getLong("seed", 3L);
    SplittableRandom random = new SplittableRandom(seed);
    Table table =
        database.partitioned(
            1,
            SqlType.BIGINT,
            SqlType.INTEGER,
            SqlType.numeric(12, 2),
            SqlType.DOUBLE,
            SqlType.INTERVAL);
    for (long i = 0; i < 500; i++) {
      database.insert(
          table,
          i,
          random.nextInt(6) == 0 ? null : (Long) (long) random.nextInt(7),
          random.nextInt(9) == 0
              ? null
              : new java.math.BigDecimal(random.nextInt(9999)).movePointLeft(2),
          (double) random.nextInt(100),
          new Interval(0, random.nextInt(9), 0));
    }
    Operator scan =
        new Operator.Scan(table, List.of(0, 1, 2, 3, 4), new Access.Full(false), List.of());
    List<Expression> keys = List.of(column(1, SqlType.INTEGER));
    List<AggregateCall> calls = calls();
    Operator whole =
        new Operator.Aggregate(
            new Operator.Gather(scan, List.of()), keys, calls, AggregatePhase.COMPLETE);
    Operator partial = new Operator.Aggregate(scan, keys, calls, AggregatePhase.PARTIAL);
    Operator parts =
        new Operator.Aggregate(
            new Operator.Gather(partial, List.of()),
            List.of(column(0, SqlType.INTEGER)),
            ofStates(calls),
            AggregatePhase.FINAL);
    assertThat(parts.types()).isEqualTo(whole.types());
    assertThat(texts(parts))
        .as("replay with -Dseed=%d", seed)
        .hasSize(8)
        .containsExactlyInAnyOrderElementsOf(texts(whole));
  }

  private static List<AggregateCall> calls() {
    Expression small =
        new Expression.Call(
            Function.LESS,
            List.of(column(0, SqlType.BIGINT), literal(100L, SqlType.BIGINT)),
            SqlType.BOOLEAN);
    return List.of(
        new AggregateCall(AggregateFunction.COUNT, List.of(), false, null, SqlType.BIGINT),
        new AggregateCall(AggregateFunction.COUNT, List.of(), false, small, SqlType.BIGINT),
        call(AggregateFunction.SUM, 0, SqlType.BIGINT, SqlType.NUMERIC),
        call(AggregateFunction.SUM, 1, SqlType.INTEGER, SqlType.BIGINT),
        call(AggregateFunction.AVG, 2, SqlType.NUMERIC, SqlType.NUMERIC),
        call(AggregateFunction.AVG, 3, SqlType.DOUBLE, SqlType.DOUBLE),
        call(AggregateFunction.AVG, 4, SqlType.INTERVAL, SqlType.INTERVAL),
        call(AggregateFunction.MIN, 2, SqlType.NUMERIC, SqlType.NUMERIC),
        call(AggregateFunction.MAX, 3, SqlType.DOUBLE, SqlType.DOUBLE));
  }

  private static AggregateCall call(
      AggregateFunction function, int column, SqlType argument, SqlType result) {
    return new AggregateCall(function, List.of(column(column, argument)), false, null, result);
  }

  private static List<AggregateCall> ofStates(List<AggregateCall> calls) {
    List<AggregateCall> last = new ArrayList<>();
    int at = 1;
    for (AggregateCall call : calls) {
      List<Expression> state = new ArrayList<>();
      for (SqlType type : call.function().stateTypes(call.type())) {
        state.add(column(at++, type));
      }
      last.add(new AggregateCall(call.function(), state, false, null, call.type()));
    }
    return last;
  }

  private List<String> texts(Operator operator) {
    return database.run(operator).stream().map(Object::toString).toList();
  }

  @Test
  void distinctCountsWhatIsEqualOnce() {
    Operator input =
        values(
            List.of(SqlType.NUMERIC),
            List.of(
                List.of(new java.math.BigDecimal("1.0")),
                List.of(new java.math.BigDecimal("1.00")),
                List.of(new java.math.BigDecimal("2"))));
    List<Expression> argument = List.of(column(0, SqlType.NUMERIC));
    Operator aggregate =
        new Operator.Aggregate(
            input,
            List.of(),
            List.of(
                new AggregateCall(AggregateFunction.COUNT, argument, true, null, SqlType.BIGINT),
                new AggregateCall(AggregateFunction.COUNT, argument, false, null, SqlType.BIGINT)),
            AggregatePhase.COMPLETE);
    assertThat(database.run(aggregate)).containsExactly(List.of(2L, 3L));
  }

  @Test
  void equalKeysAreOneGroupAndNullIsAGroup() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Double key : new Double[] {0.0, -0.0, Double.NaN, Double.NaN, null, null}) {
      List<@Nullable Object> row = new ArrayList<>();
      row.add(key);
      rows.add(row);
    }
    Operator aggregate =
        new Operator.Aggregate(
            values(List.of(SqlType.DOUBLE), rows),
            List.of(column(0, SqlType.DOUBLE)),
            List.of(
                new AggregateCall(AggregateFunction.COUNT, List.of(), false, null, SqlType.BIGINT)),
            AggregatePhase.COMPLETE);
    assertThat(database.run(aggregate)).hasSize(3).allMatch(row -> row.get(1).equals(2L));
  }

  @Test
  void textIsJoinedInTheOrderOfTheRows() {
    List<SqlType> types = List.of(SqlType.TEXT, SqlType.TEXT);
    Operator input = values(types, List.of(List.of("a", ","), List.of("b", ";"), List.of("c", "")));
    List<Expression> arguments = List.of(column(0, SqlType.TEXT), column(1, SqlType.TEXT));
    Operator aggregate =
        new Operator.Aggregate(
            input,
            List.of(),
            List.of(
                new AggregateCall(
                    AggregateFunction.STRING_AGG, arguments, false, null, SqlType.TEXT)),
            AggregatePhase.COMPLETE);
    assertThat(database.run(aggregate)).containsExactly(List.of("a;bc"));
  }

  private @Nullable String of(
      AggregateFunction function, SqlType result, SqlType argument, @Nullable String... texts) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (String text : texts) {
      List<@Nullable Object> row = new ArrayList<>();
      row.add(text == null ? null : TextFormat.parse(argument, text));
      rows.add(row);
    }
    List<Expression> arguments = List.of(column(0, argument));
    Operator aggregate =
        new Operator.Aggregate(
            values(List.of(argument), rows),
            List.of(),
            List.of(new AggregateCall(function, arguments, false, null, result)),
            AggregatePhase.COMPLETE);
    Object value = database.run(aggregate).getFirst().getFirst();
    return value == null ? null : TextFormat.format(result, value);
  }
}
