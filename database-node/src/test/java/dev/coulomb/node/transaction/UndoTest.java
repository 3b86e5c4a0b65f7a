package dev.coulomb.node.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coulomb.node.types.SqlError;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A statement that fails in the middle, after it has changed rows in several partitions. */
class UndoTest {
  private static final int ROWS = 200;

  private final TestEngine engine = new TestEngine();
  private List<List<@Nullable Object>> before = List.of();

  @BeforeEach
  void rows() {
    engine.run(
        "CREATE TABLE t (id bigint PRIMARY KEY, a integer, b text NOT NULL) PARTITION BY HASH (id)",
        "CREATE INDEX t_a ON t (a)",
        "CREATE TABLE r (code text PRIMARY KEY, n integer UNIQUE)",
        "INSERT INTO r VALUES ('a', 1), ('b', 2), ('c', 3)");
    engine.run("INSERT INTO t VALUES " + values(1, ROWS));
    before = contents();
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void insertsThatMeetADuplicate() {
    refused("23505", "INSERT INTO t VALUES " + values(ROWS + 1, 2 * ROWS) + ", (7, 7, 'again')");
    refused("23505", "INSERT INTO r VALUES ('d', 4), ('e', 1)");
  }

  @Test
  void insertsThatMeetANullOrADivisionByZero() {
    refused("23502", "INSERT INTO t VALUES " + values(ROWS + 1, ROWS + 50) + ", (9999, 1, null)");
    refused(
        "22012", "INSERT INTO t VALUES " + values(ROWS + 1, ROWS + 50) + ", (9999, 1 / 0, 'x')");
  }

  @Test
  void updatesThatFailAtOneOfManyRows() {
    for (int bad = 1; bad <= ROWS; bad += 33) {
      refused("22012", "UPDATE t SET a = a + 1, b = b || (1 / (id - %d))".formatted(bad));
    }
    refused("23505", "UPDATE r SET n = 1");
    refused("22012", "UPDATE r SET n = n + 10, code = code || (1 / (n - 2))");
  }

  @Test
  void deletesThatFailAtOneOfManyRows() {
    for (int bad = 1; bad <= ROWS; bad += 33) {
      refused("22012", "DELETE FROM t WHERE 1 / (id - %d) < 2".formatted(bad));
      refused("22012", "DELETE FROM t RETURNING 1 / (id - %d)".formatted(bad));
    }
    refused("22012", "DELETE FROM r WHERE 1 / (n - 3) < 2");
  }

  /** What was undone leaves no pages behind either. */
  @Test
  void undoGivesItsMemoryBack() {
    refused("23505", "INSERT INTO t VALUES " + values(ROWS + 1, 2 * ROWS) + ", (7, 7, 'again')");
    long used = engine.pages().usedBytes();
    for (int i = 0; i < 10; i++) {
      refused("23505", "INSERT INTO t VALUES " + values(ROWS + 1, 2 * ROWS) + ", (7, 7, 'again')");
    }
    assertThat(engine.pages().usedBytes()).isEqualTo(used);
  }

  /** Successes and failures in turn, and what should be left of them. */
  @Test
  void aLongHistoryOfFailuresLeavesTheSuccesses() {
    long seed = Long.getLong("seed", System.nanoTime());
    SplittableRandom random = new SplittableRandom(seed);
    long sum = IntStream.rangeClosed(1, ROWS).sum();
    for (int i = 0; i < 100; i++) {
      int bad = 1 + random.nextInt(ROWS);
      if (random.nextBoolean()) {
        engine.run("UPDATE t SET a = a + 1 WHERE id = " + bad);
        sum++;
      } else {
        String sql = "UPDATE t SET a = a + 100 / (id - %d) WHERE id >= %d";
        try {
          engine.run(sql.formatted(bad, bad - random.nextInt(3)));
        } catch (SqlError expected) {
          assertThat(expected.state().code()).as("seed %d", seed).isEqualTo("22012");
        }
      }
      assertThat(engine.value("SELECT sum(a) FROM t")).as("seed %d", seed).isEqualTo(sum);
    }
    assertThat(engine.value("SELECT count(*) FROM t WHERE a >= 0"))
        .as("seed %d: the index agrees", seed)
        .isEqualTo((long) ROWS);
  }

  private void refused(String state, String sql) {
    long[] positions = positions();
    assertThatExceptionOfType(SqlError.class)
        .isThrownBy(() -> engine.rows(sql))
        .matches(error -> error.state().code().equals(state), "is " + state);
    assertThat(contents()).isEqualTo(before);
    assertThat(positions()).as("nothing was recorded").isEqualTo(positions);
    assertThat(engine.openViews()).as("only the view of the replicated tables").isEqualTo(1);
  }

  private long[] positions() {
    return IntStream.rangeClosed(0, TestEngine.PARTITIONS)
        .mapToLong(engine.log()::position)
        .toArray();
  }

  /** All rows, and the same by way of the index. */
  private List<List<@Nullable Object>> contents() {
    List<List<@Nullable Object>> all = engine.rows("SELECT * FROM t ORDER BY id");
    assertThat(engine.rows("SELECT * FROM t WHERE a >= 0 ORDER BY id")).isEqualTo(all);
    all.addAll(engine.rows("SELECT * FROM r ORDER BY code"));
    return all;
  }

  private static String values(int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(id -> "(%d, %d, 'row %d')".formatted(id, id, id))
        .collect(Collectors.joining(", "));
  }
}
