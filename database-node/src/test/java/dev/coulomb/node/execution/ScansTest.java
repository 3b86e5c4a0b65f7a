package dev.coulomb.node.execution;

import static dev.coulomb.node.execution.TestDatabase.column;
import static dev.coulomb.node.execution.TestDatabase.literal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.node.catalog.Index;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.execution.expression.ValueOrder;
import dev.coulomb.node.plan.Access;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Function;
import dev.coulomb.node.plan.Operator;
import dev.coulomb.node.types.SqlType;
import dev.coulomb.node.types.TypeKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ScansTest {
  private static final int INDEX = 7;

  private final TestDatabase database = new TestDatabase(1);
  private final Table table =
      database.create(
          TestDatabase.table(
              1,
              0,
              List.of(0),
              List.of(new Index(INDEX, "i", List.of(1, 2), false)),
              SqlType.INTEGER,
              SqlType.INTEGER,
              SqlType.numeric(10, 2)));

  @Test
  void rowsComeInTheOrderOfTheKeyInBothDirections() {
    fill(20);
    List<List<@Nullable Object>> up = database.run(scan(new Access.Full(false)));
    List<List<@Nullable Object>> down = database.run(scan(new Access.Full(true)));
    assertThat(up).hasSize(20).extracting(List::getFirst).isSorted();
    assertThat(down).isEqualTo(up.reversed());
  }

  @Test
  void aWholeKeyFindsOneRowOrNone() {
    fill(20);
    assertThat(database.run(scan(key(literal(7L, SqlType.INTEGER))))).hasSize(1);
    assertThat(database.run(scan(key(literal(77L, SqlType.INTEGER))))).isEmpty();
    assertThat(database.run(scan(key(literal(null, SqlType.INTEGER))))).isEmpty();
    Access parameter = key(new Expression.Parameter(0, SqlType.INTEGER));
    assertThat(database.run(scan(parameter), 3L)).extracting(List::getFirst).containsExactly(3L);
  }

  @Test
  void aKeyThatNoIntegerEqualsFindsNothing() {
    fill(20);
    assertThat(database.run(scan(key(literal(new BigDecimal("7.5"), SqlType.NUMERIC))))).isEmpty();
    assertThat(database.run(scan(key(literal(7.0, SqlType.DOUBLE))))).hasSize(1);
    BigDecimal huge = new BigDecimal("1e30");
    assertThat(database.run(scan(key(literal(huge, SqlType.NUMERIC))))).isEmpty();
    assertThat(database.run(scan(key(literal(1L << 40, SqlType.BIGINT))))).isEmpty();
  }

  @Test
  void onlyRowsThatMeetAllConditionsAreGiven() {
    fill(20);
    Expression odd =
        call(
            Function.EQUAL,
            new Expression.Call(
                Function.MODULO,
                List.of(column(1, SqlType.INTEGER), literal(2L, SqlType.INTEGER)),
                SqlType.INTEGER),
            literal(1L, SqlType.INTEGER));
    Expression small =
        call(Function.LESS, column(1, SqlType.INTEGER), literal(6L, SqlType.INTEGER));
    Operator scan =
        new Operator.Scan(table, List.of(2, 0), new Access.Full(false), List.of(odd, small));
    assertThat(database.run(scan)).extracting(row -> row.get(1)).containsExactly(1L, 3L, 5L);
  }

  @Test
  void rangesOfKeysFindWhatComparingFinds() {
    long seed = Long.getLong("seed", 11L);
    SplittableRandom random = new SplittableRandom(seed);
    fill(60);
    for (int round = 0; round < 500; round++) {
      boolean byIndex = random.nextBoolean();
      boolean withEqual = byIndex && random.nextBoolean();
      TypeKind kind = withEqual ? TypeKind.NUMERIC : TypeKind.INTEGER;
      Access.Bound lower = random.nextInt(3) == 0 ? null : bound(random);
      Access.Bound upper = random.nextInt(3) == 0 ? null : bound(random);
      long equal = random.nextInt(-1, 8);
      List<Expression> equals = withEqual ? List.of(literal(equal, SqlType.INTEGER)) : List.of();
      Access access =
          new Access.KeyRange(
              byIndex ? INDEX : Access.PRIMARY_KEY, equals, lower, upper, random.nextBoolean());
      int compared = byIndex ? withEqual ? 2 : 1 : 0;
      List<Object> expected = new ArrayList<>();
      for (List<@Nullable Object> row : database.run(scan(new Access.Full(false)))) {
        boolean fits = !withEqual || (row.get(1) != null && row.get(1).equals(equal));
        fits &= inside(row.get(compared), kind, lower, upper);
        if (fits) {
          expected.add(row.get(0));
        }
      }
      assertThat(database.run(scan(access)))
          .as("%s, replay with -Dseed=%d", access, seed)
          .extracting(row -> row.get(0))
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @Test
  void anIndexGivesItsOrderWithNullsLast() {
    fill(30);
    Access byIndex = new Access.KeyRange(INDEX, List.of(), null, null, false);
    List<List<@Nullable Object>> rows = database.run(scan(byIndex));
    assertThat(rows)
        .hasSize(30)
        .isSortedAccordingTo(
            Comparator.comparing(
                row -> (Long) row.get(1), Comparator.nullsLast(Comparator.naturalOrder())));
    Access reversed = new Access.KeyRange(INDEX, List.of(), null, null, true);
    List<List<@Nullable Object>> backwards = new ArrayList<>(database.run(scan(reversed)));
    Collections.reverse(backwards);
    assertThat(backwards).isEqualTo(rows);
  }

  @Test
  void virtualTablesAndSystemFunctionsComeFromTheSystemCatalog() {
    Operator scan =
        new Operator.VirtualScan("pg_catalog", "pg_class", List.of(SqlType.TEXT, SqlType.TEXT));
    Expression call = new Expression.SystemCall("version", List.of(), SqlType.TEXT);
    Operator project = new Operator.Project(scan, List.of(column(1, SqlType.TEXT), call));
    assertThat(database.run(project)).containsExactly(List.of("pg_class", "version"));
  }

  private void fill(int rows) {
    for (long i = 0; i < rows; i++) {
      Long second = i % 7 == 6 ? null : (Long) (i % 7 == 5 ? i : i % 7);
      database.insert(table, i, second, i % 5 == 4 ? null : new BigDecimal(i + ".50"));
    }
  }

  private Operator scan(Access access) {
    return new Operator.Scan(table, List.of(0, 1, 2), access, List.of());
  }

  private static Access key(Expression value) {
    return new Access.KeyRange(Access.PRIMARY_KEY, List.of(value), null, null, false);
  }

  private static Expression call(Function function, Expression left, Expression right) {
    return new Expression.Call(function, List.of(left, right), SqlType.BOOLEAN);
  }

  private static Access.Bound bound(SplittableRandom random) {
    Expression value =
        switch (random.nextInt(8)) {
          case 0 ->
              literal(new BigDecimal(random.nextInt(-40, 640)).movePointLeft(1), SqlType.NUMERIC);
          case 1 -> literal(random.nextInt(-40, 640) / 10.0, SqlType.DOUBLE);
          case 2 -> literal(random.nextBoolean() ? 1e300 : -1e300, SqlType.DOUBLE);
          case 3 -> literal(Double.NaN, SqlType.DOUBLE);
          case 4 -> literal(random.nextBoolean() ? Long.MAX_VALUE : Long.MIN_VALUE, SqlType.BIGINT);
          default -> literal((long) random.nextInt(-2, 62), SqlType.INTEGER);
        };
    return new Access.Bound(value, random.nextBoolean());
  }

  private static boolean inside(
      @Nullable Object value,
      TypeKind kind,
      Access.@Nullable Bound lower,
      Access.@Nullable Bound upper) {
    if (value == null) {
      return lower == null && upper == null;
    }
    return (lower == null || sign(value, kind, lower) > (lower.inclusive() ? -1 : 0))
        && (upper == null || sign(value, kind, upper) < (upper.inclusive() ? 1 : 0));
  }

  private static int sign(Object value, TypeKind kind, Access.Bound bound) {
    Object other = ((Expression.Literal) bound.value()).value();
    if (other instanceof Double number) {
      double own = ((Number) value).doubleValue();
      return Integer.signum(ValueOrder.of(TypeKind.DOUBLE).compare(own, number));
    }
    BigDecimal own = new BigDecimal(value.toString());
    assertThat(kind).isIn(TypeKind.INTEGER, TypeKind.NUMERIC);
    return own.compareTo(new BigDecimal(String.valueOf(other)));
  }
}
