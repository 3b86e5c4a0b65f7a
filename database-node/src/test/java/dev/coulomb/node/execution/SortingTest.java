package dev.coulomb.node.execution;

import static dev.coulomb.node.execution.TestDatabase.column;
import static dev.coulomb.node.execution.TestDatabase.literal;
import static dev.coulomb.node.execution.TestDatabase.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.plan.Access;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Operator;
import dev.coulomb.node.plan.SortKey;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SortingTest {
  private static final List<SqlType> TYPES = List.of(SqlType.TEXT, SqlType.INTEGER);

  private final TestDatabase database = new TestDatabase(3);

  @Test
  void textIsSortedByItsBytesAndNullsGoWhereTheKeySays() {
    Operator input =
        values(TYPES, List.of(row("b", 1L), row(null, 2L), row("B", 3L), row("é", 4L)));
    assertThat(second(sort(input, new SortKey(0, false, false)))).containsExactly(3L, 1L, 4L, 2L);
    assertThat(second(sort(input, new SortKey(0, true, true)))).containsExactly(2L, 4L, 1L, 3L);
    assertThat(second(sort(input, new SortKey(0, false, true)))).containsExactly(2L, 3L, 1L, 4L);
  }

  @Test
  void theFirstFewAreThoseOfTheWholeSort() {
    long seed = Long.getLong("seed", 8L);
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 100; round++) {
      List<List<@Nullable Object>> rows = new ArrayList<>();
      for (long i = 0; i < random.nextInt(40); i++) {
        rows.add(row(random.nextInt(4) == 0 ? null : "k" + random.nextInt(5), i));
      }
      List<SortKey> keys =
          List.of(
              new SortKey(0, random.nextBoolean(), random.nextBoolean()),
              new SortKey(1, random.nextBoolean(), false));
      List<List<@Nullable Object>> all =
          database.run(new Operator.Sort(values(TYPES, rows), keys, null, null));
      int offset = random.nextInt(10);
      int limit = random.nextInt(10);
      Operator few = new Operator.Sort(values(TYPES, rows), keys, number(offset), number(limit));
      int from = Math.min(offset, all.size());
      assertThat(database.run(few))
          .as("replay with -Dseed=%d", seed)
          .isEqualTo(all.subList(from, Math.min(from + limit, all.size())));
    }
  }

  @Test
  void sortedPartitionsAreMergedInOrder() {
    Table table = database.partitioned(1, SqlType.BIGINT, SqlType.INTEGER);
    for (long i = 0; i < 100; i++) {
      database.insert(table, i, i * 37 % 101);
    }
    Operator scan = new Operator.Scan(table, List.of(0, 1), new Access.Full(false), List.of());
    SortKey key = new SortKey(1, true, false);
    Operator merged = new Operator.Gather(sort(scan, key), List.of(key));
    Operator gathered = sort(new Operator.Gather(scan, List.of()), key);
    assertThat(database.run(merged)).hasSize(100).isEqualTo(database.run(gathered));
    Operator limited = new Operator.Limit(merged, number(10), number(3));
    assertThat(database.run(limited)).isEqualTo(database.run(gathered).subList(10, 13));
  }

  @Test
  void limitAndOffsetMayBeNullButNotNegative() {
    Operator input = values(TYPES, List.of(row("a", 1L), row("b", 2L)));
    Expression none = literal(null, SqlType.BIGINT);
    assertThat(database.run(new Operator.Limit(input, none, none))).hasSize(2);
    assertThat(database.run(new Operator.Limit(input, number(1), null))).hasSize(1);
    assertThat(database.run(new Operator.Limit(input, number(5), null))).isEmpty();
    assertThat(database.run(new Operator.Limit(input, null, number(0)))).isEmpty();
    Expression parameter = new Expression.Parameter(0, SqlType.BIGINT);
    assertThat(database.run(new Operator.Limit(input, null, parameter), 1L)).hasSize(1);
    assertThatThrownBy(() -> database.run(new Operator.Limit(input, null, number(-1))))
        .isInstanceOfSatisfying(
            SqlError.class,
            e -> assertThat(e.state()).isEqualTo(SqlState.INVALID_ROW_COUNT_IN_LIMIT));
    assertThatThrownBy(() -> database.run(new Operator.Sort(input, List.of(), number(-1), null)))
        .isInstanceOfSatisfying(
            SqlError.class,
            e -> assertThat(e.state()).isEqualTo(SqlState.INVALID_ROW_COUNT_IN_OFFSET));
  }

  @Test
  void allInputsOfAUnionAreGiven() {
    Operator one = values(TYPES, List.of(row("a", 1L)));
    Operator two = values(TYPES, List.of(row("a", 1L), row("b", 2L)));
    assertThat(second(new Operator.UnionAll(List.of(one, two)))).containsExactly(1L, 1L, 2L);
  }

  private List<@Nullable Object> second(Operator operator) {
    List<@Nullable Object> column = new ArrayList<>();
    database.run(operator).forEach(row -> column.add(row.get(1)));
    return column;
  }

  private static Operator sort(Operator input, SortKey key) {
    return new Operator.Sort(input, List.of(key), null, null);
  }

  private static Expression number(long value) {
    return literal(value, SqlType.BIGINT);
  }

  private static List<@Nullable Object> row(@Nullable String text, long number) {
    List<@Nullable Object> row = new ArrayList<>();
    row.add(text);
    row.add(number);
    return row;
  }

  @Test
  void aColumnCanBeComputedFromAnother() {
    Operator input = values(TYPES, List.of(row("a", 1L)));
    Operator project =
        new Operator.Project(input, List.of(column(1, SqlType.INTEGER), column(0, SqlType.TEXT)));
    assertThat(database.run(project)).containsExactly(List.of(1L, "a"));
  }
}
