package dev.coulomb.node.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.node.types.SqlError;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Where a statement looks never changes what it answers: tables that are spread over partitions and
 * the same tables kept whole give the same rows. {@code -Dseed} replays the random part.
 */
class PlacementTest {
  private static final int ROUNDS = 300;

  private static final String SCHEMA =
      """
      create table a (k int primary key, x int, s text) partition by hash (k);
      create table b (k bigint, n smallint, x bigint, primary key (k, n)) partition by hash (k);
      create table c (k smallint, x int, s char(4), primary key (k, s)) partition by hash (s);
      create table d (k char(4) primary key, x smallint, s varchar(9)) partition by hash (k);
      create table r (k int primary key, x bigint, s text);
      create index a_x on a (x, k);
      create index c_k on c (k, s)
      """;

  private final LiveDatabase spread = new LiveDatabase();
  private final LiveDatabase whole = new LiveDatabase();

  PlacementTest() {
    spread.run(SCHEMA);
    whole.run(SCHEMA.replaceAll("partition by hash \\(.\\)", ""));
    for (int i = -2; i < 12; i++) {
      String text = i % 3 == 0 ? "null" : "'t" + i % 4 + "'";
      both("insert into a values (" + i + ", " + i % 5 + ", " + text + ")");
      both(
          "insert into b values (" + i / 2 + ", " + i + ", null), (7, " + i + 100 + ", " + i + ")");
      both("insert into c values (" + i % 4 + ", " + i + ", 't" + i + "')");
      both("insert into d values ('t" + i + "', " + i % 6 + ", " + text + ")");
      both("insert into r values (" + i * 2 + ", " + i + ", " + text + ")");
    }
  }

  private void both(String sql) {
    spread.run(sql);
    whole.run(sql);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select * from a join b on a.k = b.k where b.k = 7",
        "select * from a left join b on a.k = b.k where a.k = 7",
        "select * from a left join b on a.k = b.k and b.k = 7",
        "select * from a right join b on a.k = b.k where a.k = 7",
        "select * from a full join b on a.k = b.k where b.k = 7",
        "select * from a full join b on a.k = b.k and a.k = 7",
        "select * from a where k::bigint = 5000000000 or k = 3",
        "select * from b where k = 5000000000",
        "select * from c where s = 't3  '",
        "select * from d where k = 't3 '",
        "select * from d where 't3   ' = k",
        "select * from d where k < 't3 '",
        "select * from d where k in ('t3 ', 't4')",
        "select * from d where k = upper('T3 ')",
        "select * from a join d on a.s = d.k",
        "select * from c join d on c.s = d.k where d.k = 't3 '",
        "select a.k, count(*) from a join b on a.k = b.k group by a.k",
        "select k::bigint, count(*) from a group by k::bigint",
        "select k from a where k not in (select k from b where k = 7)",
        "select k from a where exists (select 1 from b where b.k = a.k and b.k = 7)",
        "select k, (select max(n) from b where b.k = a.k) from a where k = 7",
        "select 1 from a, b where a.k = 3 and b.k = 7",
        "select 1 from a, b where a.k = 3 and b.k = 3",
        "select k from a where k = 3 union all select k from b where k = 7",
        "select k from a intersect select k from b",
        "select k from a except select k from b",
        "select k from a where k = 3 except select k from b where k = 7",
      })
  void aStatementSeesAllOfItsRows(String sql) {
    assertThat(answer(spread, sql)).isEqualTo(answer(whole, sql));
  }

  @Test
  void changesReachAllOfTheirRows() {
    for (String condition :
        List.of("k = 't3  '", "k = 't3'", "'t4 ' = k", "k > 't3 '", "s = 't1' and k = 't5 '")) {
      String update = "update d set x = x + 1 where " + condition;
      assertThat(spread.run(update)).as(update).isEqualTo(whole.run(update));
    }
    for (String condition : List.of("k = 5000000000", "k = 7 and n > 3", "k = 1 or k = 2")) {
      String delete = "delete from b where " + condition;
      assertThat(spread.run(delete)).as(delete).isEqualTo(whole.run(delete));
    }
    for (String table : List.of("b", "d")) {
      String all = "select * from " + table;
      assertThat(answer(spread, all)).isEqualTo(answer(whole, all));
    }
  }

  @Test
  void aParameterMayStandInReturningOnly() {
    assertThat(spread.run("update a set x = 9 where k = 3 returning k + $1, x", 4L))
        .containsExactly(List.of("7", "9"));
    assertThat(spread.run("insert into r values (99, 1, $1) returning k + $2", "x", 1L))
        .containsExactly(List.of("100"));
  }

  @Test
  void statementsAtRandomSeeAllOfTheirRows() {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("PlacementTest: -Dseed=" + seed);
    SplittableRandom random = new SplittableRandom(seed);
    int answered = 0;
    for (int round = 0; round < ROUNDS; round++) {
      String sql = new RandomQuery(random).text();
      List<String> expected = answer(whole, sql);
      assertThat(answer(spread, sql)).as("-Dseed=%d: %s", seed, sql).isEqualTo(expected);
      answered += expected.equals(List.of()) || expected.getFirst().startsWith("error") ? 0 : 1;
    }
    assertThat(answered).isGreaterThan(ROUNDS / 4);
  }

  /** Rows in no order, or the error. */
  private static List<String> answer(LiveDatabase database, String sql) {
    try {
      return database.run(sql).stream().map(row -> String.join("|", row)).sorted().toList();
    } catch (SqlError error) {
      return List.of("error " + error.state());
    }
  }

  /** Joins of two or three tables on columns of like types, with conditions here and there. */
  private static final class RandomQuery {
    private static final List<String> NUMBERS = List.of("a.k", "b.k", "b.n", "c.k", "r.k");
    private static final List<String> TEXTS = List.of("a.s", "c.s", "d.k", "d.s", "r.s");

    private final SplittableRandom random;
    private final List<String> tables = new ArrayList<>();

    RandomQuery(SplittableRandom random) {
      this.random = random;
    }

    String text() {
      StringBuilder from = new StringBuilder(" from " + table());
      int joins = random.nextInt(3);
      for (int i = 0; i < joins; i++) {
        String join =
            pick(List.of(" join ", " join ", " left join ", " right join ", " full join "));
        from.append(join).append(table()).append(" on ").append(joined());
      }
      int conditions = random.nextInt(3);
      for (int i = 0; i < conditions; i++) {
        from.append(i == 0 ? " where " : " and ").append(condition());
      }
      String first = tables.getFirst();
      return switch (random.nextInt(4)) {
        case 0 -> "select " + first + ".k, count(*)" + from + " group by " + first + ".k";
        case 1 -> "select count(*), max(" + tables.getLast() + ".k)" + from;
        case 2 -> "select distinct " + first + ".k" + from;
        default -> "select *" + from;
      };
    }

    private String table() {
      List<String> left =
          Stream.of("a", "b", "c", "d", "r").filter(name -> !tables.contains(name)).toList();
      tables.add(pick(left));
      return tables.getLast();
    }

    private String joined() {
      String equal = equality();
      return switch (random.nextInt(4)) {
        case 0 -> equal + " and " + condition();
        case 1 -> equal + " and " + equality();
        default -> equal;
      };
    }

    private String equality() {
      List<String> kind = random.nextInt(3) == 0 ? TEXTS : NUMBERS;
      List<String> mine = columns(kind, tables.subList(tables.size() - 1, tables.size()));
      List<String> others = columns(kind, tables.subList(0, tables.size() - 1));
      return mine.isEmpty() || others.isEmpty()
          ? condition()
          : pick(others) + pick(List.of(" = ", " = ", " = ", " < ")) + pick(mine);
    }

    private String condition() {
      List<String> numbers = columns(NUMBERS, tables);
      List<String> texts = columns(TEXTS, tables);
      boolean ofTexts = numbers.isEmpty() || (!texts.isEmpty() && random.nextInt(3) == 0);
      String column = pick(ofTexts ? texts : numbers);
      return switch (random.nextInt(9)) {
        case 0 -> column + " > " + constant(ofTexts);
        case 1 -> column + " in (" + constant(ofTexts) + ", " + constant(ofTexts) + ")";
        case 2 -> column + " is null";
        case 3 -> column + " in (select k from " + (ofTexts ? "d" : "b") + ")";
        case 4 -> "(" + column + " = " + constant(ofTexts) + " or " + column + " is null)";
        default -> column + " = " + constant(ofTexts);
      };
    }

    private String constant(boolean text) {
      int number = random.nextInt(-2, 12);
      if (text) {
        return pick(List.of("'t" + number + "'", "'t" + number + " '", "'t" + number + "    '"));
      }
      return random.nextInt(8) == 0 ? pick(List.of("5000000000", "70000")) : "" + number;
    }

    private static List<String> columns(List<String> of, List<String> tables) {
      return of.stream().filter(column -> tables.contains(column.substring(0, 1))).toList();
    }

    private String pick(List<String> from) {
      return from.get(random.nextInt(from.size()));
    }
  }
}
