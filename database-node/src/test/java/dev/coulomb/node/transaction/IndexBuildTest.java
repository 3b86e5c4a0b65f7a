package dev.coulomb.node.transaction;

import static dev.coulomb.node.transaction.HeldBuilds.HELD;
import static dev.coulomb.node.transaction.HeldBuilds.idIn;
import static dev.coulomb.node.transaction.HeldBuilds.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coulomb.node.types.CancelSignal;
import dev.coulomb.node.types.Outcome;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Indexes of tables with rows come while others write. */
class IndexBuildTest {
  private static final int ROWS = 4_000;
  private static final int KEYS = 50;

  private final TestEngine engine = new TestEngine();
  private final HeldBuilds builds = new HeldBuilds(engine);
  private final CancelSignal cancel = new CancelSignal();
  private final CountDownLatch goOn = new CountDownLatch(1);

  @BeforeEach
  void tables() {
    engine.run(
        "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text) PARTITION BY HASH (id)",
        "CREATE TABLE r (id bigint PRIMARY KEY, a bigint, b text)");
    for (String table : List.of("t", "r")) {
      for (int id = 0; id < ROWS; id += 1_000) {
        StringBuilder rows = new StringBuilder("INSERT INTO " + table + " VALUES ");
        for (int i = id; i < id + 1_000; i++) {
          rows.append(i == id ? "" : ", ").append("(%d, %d, 'row')".formatted(i, i % KEYS));
        }
        engine.run(rows.toString());
      }
    }
  }

  @AfterEach
  void close() {
    goOn.countDown();
    engine.close();
  }

  @Test
  void writersGoOnAndAreCaughtUpWith() {
    CompletableFuture<Outcome> built = heldUp("CREATE INDEX t_a ON t (a)");
    for (int partition : List.of(0, 2, 3)) {
      long id = idIn(partition, 0);
      engine.rows("INSERT INTO t VALUES ($1, 7, 'new')", idIn(partition, ROWS));
      engine.rows("UPDATE t SET a = 8 WHERE id = $1", id);
      engine.rows("UPDATE t SET a = 9, b = 'x' WHERE id = $1", idIn(partition, id + 1));
      engine.rows("DELETE FROM t WHERE id = $1", idIn(partition, ROWS / 2));
    }
    assertThat(built).isNotDone();
    goOn.countDown();
    assertThat(built.join()).isEqualTo(new Outcome.Done());
    assertIndexAgrees("t");
    assertThat(engine.value("SELECT count(*) FROM t WHERE a = 7 AND b = 'new'")).isEqualTo(3L);
  }

  /** Only part of the rows, and what is computed of them, is kept up as well. */
  @Test
  void writersAreCaughtUpWithInIndexesOfPartsAndExpressions() {
    CompletableFuture<Outcome> built = heldUp("CREATE INDEX t_a ON t ((a * 2)) WHERE b <> 'row'");
    engine.rows("UPDATE t SET b = 'other' WHERE id = $1", idIn(0, 10));
    engine.rows("UPDATE t SET b = 'other' WHERE id = $1", idIn(3, 10));
    engine.rows("UPDATE t SET b = 'row' WHERE id = $1", idIn(0, 10));
    goOn.countDown();
    assertThat(built.join()).isEqualTo(new Outcome.Done());
    long key = idIn(3, 10) % KEYS;
    assertThat(engine.rows("SELECT id FROM t WHERE a * 2 = " + 2 * key + " AND b <> 'row'"))
        .containsExactly(List.of(idIn(3, 10)));
    long gone = idIn(0, 10) % KEYS;
    assertThat(
            engine.rows(
                "SELECT id FROM t WHERE b <> 'row' AND a * 2 = " + 2 * gone + " AND id < 100"))
        .hasSize(gone == key ? 1 : 0);
  }

  @Test
  void oneThatIsCancelledLeavesNothing() {
    engine.run("INSERT INTO t VALUES (-1, 0, 'row')");
    long used = engine.pages().usedBytes();
    CompletableFuture<Outcome> built = heldUp("CREATE UNIQUE INDEX t_a ON t (id, a)");
    cancel.raise(new SqlError(SqlState.QUERY_CANCELED, "canceling statement due to user request"));
    goOn.countDown();
    refused(built, "57014");
    assertNothingLeft(used);
    engine.run("CREATE UNIQUE INDEX t_a ON t (id, a)", "DELETE FROM t WHERE a = 3");
    assertIndexAgrees("t");
  }

  @Test
  void aPauseEndsIt() {
    long used = engine.pages().usedBytes();
    CompletableFuture<Outcome> built = heldUp("CREATE INDEX t_a ON t (a)");
    engine.transactions().pause(true);
    goOn.countDown();
    refused(built, "25006");
    engine.transactions().pause(false);
    assertNothingLeft(used);
  }

  @Test
  void equalKeysThatWereThereLeaveNothing() {
    for (String table : List.of("t", "r")) {
      String sql = "CREATE UNIQUE INDEX u ON " + table + " (id, b)";
      engine.run(
          "CREATE TABLE two_%s (id bigint, b text)%s"
              .formatted(table, table.equals("t") ? " PARTITION BY HASH (id)" : ""));
      engine.run("INSERT INTO two_%1$s SELECT id, b FROM %1$s".formatted(table));
      engine.run("INSERT INTO two_%s VALUES (77, NULL), (77, NULL)".formatted(table));
      engine.run(sql.replace(" ON ", " ON two_"), "DROP INDEX u");
      engine.run("INSERT INTO two_%s VALUES (77, 'row')".formatted(table));
      long used = engine.pages().usedBytes();
      assertThatExceptionOfType(SqlError.class)
          .isThrownBy(() -> engine.run(sql.replace(" ON ", " ON two_")))
          .matches(error -> error.state() == SqlState.UNIQUE_VIOLATION);
      assertNothingLeft(used);
      engine.run("INSERT INTO two_%s VALUES (77, 'row')".formatted(table));
    }
  }

  /** Of two equal keys one was there, the other came in the middle. */
  @Test
  void equalKeysThatComeMeanwhileAreFound() {
    engine.run(
        "CREATE TABLE n (id bigint, a bigint) PARTITION BY HASH (id)",
        "INSERT INTO n SELECT id, a FROM t");
    for (int partition : List.of(0, 3)) {
      CountDownLatch held = new CountDownLatch(1);
      long id = idIn(partition, 0);
      CompletableFuture<Outcome> built = heldUp("CREATE UNIQUE INDEX n_id ON n (id)", held);
      engine.rows("INSERT INTO n VALUES ($1, 0)", id);
      held.countDown();
      refused(built, "23505");
      assertThat(engine.rows("DELETE FROM n WHERE id = $1", id)).containsExactly(List.of(2L));
    }
    engine.run("CREATE UNIQUE INDEX n_id ON n (id)");
    assertThatExceptionOfType(SqlError.class)
        .isThrownBy(() -> engine.run("INSERT INTO n VALUES (1, 1)"))
        .matches(error -> error.state() == SqlState.UNIQUE_VIOLATION);
  }

  /**
   * A transaction that began before, and whose private rows nobody compared with the new index,
   * ends when equal keys have been looked for in its partition already.
   */
  @Test
  void anOpenTransactionCannotBringEqualKeysPastTheLook() {
    engine.run(
        "CREATE TABLE n (id bigint, a bigint) PARTITION BY HASH (id)",
        "INSERT INTO n SELECT id, a FROM t");
    InteractiveTransaction open = engine.transactions().begin(false, error -> {});
    CompletableFuture<Outcome> written = new CompletableFuture<>();
    Call insert =
        engine.call(engine.plan("INSERT INTO n VALUES ($1, 0)"), new CancelSignal(), idIn(0, 0));
    open.execute(insert, written::complete);
    assertThat(written.join()).isEqualTo(new Outcome.Changed(1));
    CountDownLatch filling = new CountDownLatch(1);
    CompletableFuture<Outcome> built = heldUp("CREATE UNIQUE INDEX n_id ON n (id)", filling);
    CountDownLatch others = new CountDownLatch(1);
    engine.standStill(HELD + 1, others);
    filling.countDown();
    builds.awaitPending(HELD + 1);
    // All partitions up to the held one have their entries; now it is held before the look.
    engine.standStill(HELD, goOn);
    others.countDown();
    builds.awaitPending(HELD);
    CompletableFuture<Outcome> ended = new CompletableFuture<>();
    open.commit(new CancelSignal(), ended::complete);
    refused(ended, "40001", "23505");
    goOn.countDown();
    assertThat(built.join()).isEqualTo(new Outcome.Done());
    assertThat(engine.value("SELECT count(*) FROM n WHERE id = $1", idIn(0, 0))).isEqualTo(1L);
  }

  @Test
  void otherChangesOfTheTableAreRefusedMeanwhile() {
    CompletableFuture<Outcome> built = heldUp("CREATE INDEX t_a ON t (a)");
    List<CompletableFuture<Outcome>> others = new ArrayList<>();
    for (String sql :
        List.of(
            "DROP TABLE t",
            "TRUNCATE t",
            "ALTER TABLE t ADD COLUMN c integer",
            "ALTER TABLE t ALTER COLUMN a TYPE bigint USING a + 1",
            "CREATE INDEX t_b ON t (b)")) {
      others.add(builds.begin(sql));
    }
    CompletableFuture<Outcome> ofAnother = builds.begin("CREATE TABLE more (id integer)");
    goOn.countDown();
    others.forEach(other -> refused(other, "55006"));
    assertThat(ofAnother.join()).isEqualTo(new Outcome.Done());
    assertThat(built.join()).isEqualTo(new Outcome.Done());
    assertIndexAgrees("t");
    engine.run("DROP TABLE t");
  }

  /** Its name is taken by somebody who was faster. */
  @Test
  void aNameThatIsTakenMeanwhileLeavesNothing() {
    long used = engine.pages().usedBytes();
    CompletableFuture<Outcome> built = heldUp("CREATE INDEX taken ON t (a)");
    CompletableFuture<Outcome> other = builds.begin("CREATE TABLE taken (id integer)");
    goOn.countDown();
    assertThat(other.join()).isEqualTo(new Outcome.Done());
    refused(built, "42P07");
    engine.run("DROP TABLE taken");
    assertNothingLeft(used);
  }

  /** Clients write by chance, while indexes come, are given up, and go. */
  @Test
  void indexesAgreeWhateverIsWrittenMeanwhile() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    try (ExecutorService clients = Executors.newFixedThreadPool(3)) {
      List<Future<?>> running = new ArrayList<>();
      CountDownLatch end = new CountDownLatch(1);
      for (int client = 0; client < 3; client++) {
        SplittableRandom random = new SplittableRandom(seed + client);
        running.add(
            clients.submit(() -> {
              while (end.getCount() > 0) {
                write(random);
              }
            }));
      }
      SplittableRandom random = new SplittableRandom(seed - 1);
      try {
        for (int i = 0; i < 12; i++) {
          String table = random.nextInt(3) == 0 ? "r" : "t";
          String kind = random.nextBoolean() ? "INDEX x ON %s (a)" : "UNIQUE INDEX x ON %s (a, id)";
          CancelSignal signal = new CancelSignal();
          CompletableFuture<Outcome> built =
              engine.begin(engine.call(engine.plan("CREATE " + kind.formatted(table)), signal));
          if (random.nextInt(3) == 0) {
            signal.raise(new SqlError(SqlState.QUERY_CANCELED, "canceling"));
          }
          if (built.join() instanceof Outcome.Done) {
            assertIndexAgrees(table, "seed " + seed);
          }
          engine.run("DROP INDEX IF EXISTS x");
        }
      } finally {
        end.countDown();
      }
      for (Future<?> client : running) {
        client.get();
      }
    }
    assertThat(engine.openViews()).isEqualTo(1);
  }

  private void write(SplittableRandom random) {
    String table = random.nextInt(8) == 0 ? "r" : "t";
    long id = random.nextLong(ROWS * 2);
    long key = random.nextLong(KEYS);
    switch (random.nextInt(4)) {
      case 0 ->
          engine.rows(
              "INSERT INTO " + table + " VALUES ($1, $2, 'new') ON CONFLICT (id) DO NOTHING",
              id,
              key);
      case 1 -> engine.rows("DELETE FROM " + table + " WHERE id = $1", id);
      case 2 -> engine.rows("UPDATE " + table + " SET b = 'other' WHERE id = $1", id);
      default -> engine.rows("UPDATE " + table + " SET a = $2 WHERE id = $1", id, key);
    }
  }

  /** A build that waits before {@link #HELD}: what is before that has all entries. */
  private CompletableFuture<Outcome> heldUp(String sql) {
    return heldUp(sql, goOn);
  }

  private CompletableFuture<Outcome> heldUp(String sql, CountDownLatch until) {
    return builds.begin(sql, cancel, until);
  }

  private void assertIndexAgrees(String table) {
    assertIndexAgrees(table, table);
  }

  /** In one statement, so at one moment: each row is found by its key, and no other is. */
  private void assertIndexAgrees(String table, String as) {
    for (long key = 0; key < KEYS; key += 7) {
      String through = "(SELECT id FROM %s WHERE a = %d)".formatted(table, key);
      String without = "(SELECT id FROM %s WHERE a + 0 = %d)".formatted(table, key);
      assertThat(engine.rows(through + " EXCEPT ALL " + without)).as(as).isEmpty();
      assertThat(engine.rows(without + " EXCEPT ALL " + through)).as(as).isEmpty();
    }
  }

  private void assertNothingLeft(long used) {
    engine.sweep();
    assertThat(engine.openViews()).isEqualTo(1);
    assertThat(engine.transactions().catalog().table("t").indexes()).isEmpty();
    assertThat(engine.pages().usedBytes()).isLessThan(used + (1 << 20));
    engine.run("ALTER TABLE t ADD COLUMN c integer", "ALTER TABLE t DROP COLUMN c");
  }
}
