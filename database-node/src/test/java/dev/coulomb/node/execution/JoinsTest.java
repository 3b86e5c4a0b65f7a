package dev.coulomb.node.execution;

import static dev.coulomb.node.execution.TestDatabase.column;
import static dev.coulomb.node.execution.TestDatabase.values;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.node.catalog.Index;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.plan.Access;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Function;
import dev.coulomb.node.plan.JoinKind;
import dev.coulomb.node.plan.Operator;
import dev.coulomb.node.types.SqlType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JoinsTest {
  private static final List<SqlType> TYPES = List.of(SqlType.INTEGER, SqlType.INTEGER);
  private static final int INDEX = 9;

  @Test
  void allKindsOfJoinsGiveThePairsThatMatch() {
    long seed = Long.getLong("seed", 5L);
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 60; round++) {
      List<List<@Nullable Object>> left = rows(random);
      List<List<@Nullable Object>> right = rows(random);
      TestDatabase database = new TestDatabase(1);
      Table table =
          database.create(
              TestDatabase.table(
                  1,
                  0,
                  List.of(),
                  List.of(new Index(INDEX, "i", List.of(0), false)),
                  SqlType.INTEGER,
                  SqlType.INTEGER));
      right.forEach(row -> database.store(0).insert(table, row.toArray()));
      for (JoinKind kind : JoinKind.values()) {
        boolean residual = random.nextBoolean();
        List<List<@Nullable Object>> expected = naive(left, right, kind, residual);
        assertThat(database.run(hashJoin(left, right, kind, residual)))
            .as("hash %s, replay with -Dseed=%d", kind, seed)
            .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(database.run(nestedLoopJoin(left, right, kind, residual)))
            .as("nested loop %s, replay with -Dseed=%d", kind, seed)
            .containsExactlyInAnyOrderElementsOf(expected);
        if (kind != JoinKind.FULL) {
          assertThat(database.run(lookupJoin(left, table, kind, residual)))
              .as("lookup %s, replay with -Dseed=%d", kind, seed)
              .containsExactlyInAnyOrderElementsOf(expected);
        }
      }
    }
  }

  @Test
  void keysOfDifferentKindsOfNumbersMeet() {
    TestDatabase database = new TestDatabase(1);
    Operator left = values(List.of(SqlType.INTEGER), List.of(List.of(1L), List.of(2L)));
    Operator right =
        values(
            List.of(SqlType.NUMERIC),
            List.of(List.of(new BigDecimal("1.00")), List.of(new BigDecimal("2.5"))));
    Operator join =
        new Operator.HashJoin(
            left,
            right,
            JoinKind.INNER,
            List.of(column(0, SqlType.INTEGER)),
            List.of(column(0, SqlType.NUMERIC)),
            null);
    assertThat(database.run(join)).containsExactly(List.of(1L, new BigDecimal("1.00")));
  }

  private static List<List<@Nullable Object>> rows(SplittableRandom random) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    int count = random.nextInt(12);
    for (int i = 0; i < count; i++) {
      List<@Nullable Object> row = new ArrayList<>();
      row.add(random.nextInt(5) == 0 ? null : (Long) (long) random.nextInt(6));
      row.add((long) random.nextInt(4));
      rows.add(row);
    }
    return rows;
  }

  private static List<List<@Nullable Object>> naive(
      List<List<@Nullable Object>> left,
      List<List<@Nullable Object>> right,
      JoinKind kind,
      boolean residual) {
    List<List<@Nullable Object>> out = new ArrayList<>();
    Set<Integer> matchedRight = new HashSet<>();
    for (List<@Nullable Object> l : left) {
      boolean matched = false;
      for (int r = 0; r < right.size(); r++) {
        if (matches(l, right.get(r), residual)) {
          matched = true;
          matchedRight.add(r);
          if (kind != JoinKind.SEMI && kind != JoinKind.ANTI) {
            out.add(joined(l, right.get(r)));
          }
        }
      }
      if (kind == JoinKind.SEMI ? matched : kind == JoinKind.ANTI && !matched) {
        out.add(l);
      } else if (!matched && (kind == JoinKind.LEFT || kind == JoinKind.FULL)) {
        out.add(joined(l, nulls()));
      }
    }
    for (int r = 0; r < right.size() && kind == JoinKind.FULL; r++) {
      if (!matchedRight.contains(r)) {
        out.add(joined(nulls(), right.get(r)));
      }
    }
    return out;
  }

  private static boolean matches(
      List<@Nullable Object> left, List<@Nullable Object> right, boolean residual) {
    Object key = left.getFirst();
    return key != null
        && key.equals(right.getFirst())
        && (!residual || String.valueOf(left.get(1)).compareTo(String.valueOf(right.get(1))) < 0);
  }

  private static List<@Nullable Object> nulls() {
    List<@Nullable Object> row = new ArrayList<>();
    row.add(null);
    row.add(null);
    return row;
  }

  private static List<@Nullable Object> joined(
      List<@Nullable Object> left, List<@Nullable Object> right) {
    List<@Nullable Object> both = new ArrayList<>(left);
    both.addAll(right);
    return both;
  }

  private static Expression condition(Function function, int left, int right) {
    return new Expression.Call(
        function,
        List.of(column(left, SqlType.INTEGER), column(right, SqlType.INTEGER)),
        SqlType.BOOLEAN);
  }

  private static @Nullable Expression residual(boolean wanted) {
    return wanted ? condition(Function.LESS, 1, 3) : null;
  }

  private static Operator hashJoin(
      List<List<@Nullable Object>> left,
      List<List<@Nullable Object>> right,
      JoinKind kind,
      boolean residual) {
    List<Expression> key = List.of(column(0, SqlType.INTEGER));
    return new Operator.HashJoin(
        values(TYPES, left), values(TYPES, right), kind, key, key, residual(residual));
  }

  private static Operator nestedLoopJoin(
      List<List<@Nullable Object>> left,
      List<List<@Nullable Object>> right,
      JoinKind kind,
      boolean residual) {
    Expression equal = condition(Function.EQUAL, 0, 2);
    Expression rest = residual(residual);
    Expression both =
        rest == null
            ? equal
            : new Expression.Call(Function.AND, List.of(equal, rest), SqlType.BOOLEAN);
    return new Operator.NestedLoopJoin(values(TYPES, left), values(TYPES, right), kind, both);
  }

  private static Operator lookupJoin(
      List<List<@Nullable Object>> left, Table table, JoinKind kind, boolean residual) {
    Access access =
        new Access.KeyRange(INDEX, List.of(column(0, SqlType.INTEGER)), null, null, false);
    Operator.Scan scan = new Operator.Scan(table, List.of(0, 1), access, List.of());
    return new Operator.LookupJoin(values(TYPES, left), scan, kind, residual(residual));
  }
}
