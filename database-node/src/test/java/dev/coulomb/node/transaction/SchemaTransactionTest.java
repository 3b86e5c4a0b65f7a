package dev.coulomb.node.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coulomb.node.plan.PreparedPlan;
import dev.coulomb.node.types.CancelSignal;
import dev.coulomb.node.types.Outcome;
import dev.coulomb.node.types.RowStream;
import dev.coulomb.node.types.SqlError;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** DDL among statements that were planned before it, run during it, and look at what it drops. */
class SchemaTransactionTest {
  private static final int ROWS = 500;

  private final TestEngine engine = new TestEngine();

  @BeforeEach
  void table() {
    engine.run(
        "CREATE TABLE t (id bigint PRIMARY KEY, a integer) PARTITION BY HASH (id)",
        "CREATE TABLE r (id bigint PRIMARY KEY, a integer)",
        IntStream.range(0, ROWS)
            .mapToObj(id -> "(%d, %d)".formatted(id, id % 10))
            .collect(Collectors.joining(", ", "INSERT INTO t VALUES ", "")));
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void aPlanOfAnotherVersionIsStaleAndDoesNothing() {
    List<PreparedPlan> plans =
        List.of(
            engine.plan("SELECT * FROM t WHERE id = 1"),
            engine.plan("SELECT * FROM t"),
            engine.plan("SELECT * FROM r"),
            engine.plan("INSERT INTO t VALUES (-1, 0)"),
            engine.plan("INSERT INTO r VALUES (-1, 0)"),
            engine.plan("UPDATE t SET a = 100"),
            engine.plan("DELETE FROM t WHERE id = 1"));
    engine.run("CREATE INDEX t_a ON t (a)");
    for (PreparedPlan plan : plans) {
      assertThat(engine.begin(engine.call(plan, new CancelSignal())).join())
          .as("%s", plan.plan())
          .isInstanceOf(Outcome.Stale.class);
    }
    assertThat(engine.rows("SELECT count(*), max(a), min(id) FROM t"))
        .containsExactly(List.of((long) ROWS, 9L, 0L));
    assertThat(engine.openViews()).as("stale reads give their views back").isEqualTo(1);
  }

  @Test
  void whatChangesNothingMakesNoVersion() {
    long version = engine.transactions().catalog().version();
    engine.run(
        "CREATE TABLE IF NOT EXISTS t (id integer PRIMARY KEY)",
        "DROP TABLE IF EXISTS nothing",
        "DROP INDEX IF EXISTS nothing");
    assertThat(engine.transactions().catalog().version()).isEqualTo(version);
  }

  @Test
  void aReadGoesOnThroughTheDropOfItsTable() {
    Outcome outcome =
        engine.begin(engine.call(engine.plan("SELECT * FROM t"), new CancelSignal())).join();
    assertThat(outcome).isInstanceOf(Outcome.Rows.class);
    RowStream stream = ((Outcome.Rows) outcome).stream();
    List<List<@Nullable Object>> rows = new ArrayList<>();
    TestEngine.fetch(stream, 10, rows);
    engine.run("DROP TABLE t", "CREATE TABLE t (id text PRIMARY KEY) PARTITION BY HASH (id)");
    engine.run("INSERT INTO t VALUES ('another table')");
    rows.addAll(TestEngine.all(stream));
    assertThat(rows).hasSize(ROWS);
    assertThat(rows.stream().map(List::getFirst)).doesNotHaveDuplicates().doesNotContain("another");
    assertThat(engine.openViews()).isEqualTo(1);
  }

  @Test
  void anIndexThatCannotBeUniqueLeavesNothing() {
    long used = engine.pages().usedBytes();
    long version = engine.transactions().catalog().version();
    engine.run("INSERT INTO r VALUES (1, 5), (2, 5)");
    assertThatExceptionOfType(SqlError.class)
        .isThrownBy(() -> engine.run("CREATE UNIQUE INDEX r_a ON r (a)"))
        .matches(error -> error.state().code().equals("23505"));
    assertThat(engine.transactions().catalog().version()).isEqualTo(version);
    engine.run("INSERT INTO r VALUES (3, 5)", "DELETE FROM r WHERE a = 5");
    engine.run("CREATE UNIQUE INDEX r_a ON r (a)");
    assertThat(engine.pages().usedBytes()).isLessThan(used + (1 << 20));
  }

  /** What is dropped gives its memory back, but for a small stock of each partition. */
  @Test
  void aHundredTablesOneAfterAnotherNeedTheMemoryOfOne() {
    long used = engine.pages().usedBytes();
    for (int i = 0; i < 100; i++) {
      engine.run(
          "CREATE INDEX t_a ON t (a)",
          "DROP INDEX t_a",
          "CREATE TABLE more (id bigint PRIMARY KEY, a text UNIQUE)",
          "INSERT INTO more VALUES (1, repeat('x', 1000)), (2, repeat('y', 2000))",
          "DROP TABLE more");
    }
    assertThat(engine.pages().usedBytes()).isLessThan(used + (1 << 20));
  }

  /** Clients write and read while an index comes and goes: none notices, and it always agrees. */
  @Test
  void statementsGoOnWhileTheSchemaChanges() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    try (ExecutorService clients = Executors.newFixedThreadPool(3)) {
      List<Future<?>> running = new ArrayList<>();
      for (int client = 0; client < 3; client++) {
        SplittableRandom random = new SplittableRandom(seed + client);
        running.add(
            clients.submit(() -> {
              for (int i = 0; i < 200; i++) {
                step(seed, random);
              }
            }));
      }
      for (int i = 0; i < 30; i++) {
        engine.run("CREATE INDEX t_a ON t (a)");
        engine.run(i % 2 == 0 ? "DROP INDEX t_a" : "DROP INDEX IF EXISTS nothing");
        engine.run("DROP INDEX IF EXISTS t_a");
      }
      for (Future<?> client : running) {
        client.get();
      }
    }
    engine.run("CREATE INDEX t_a ON t (a)");
    assertThat(engine.rows("SELECT id FROM t WHERE a >= 0 ORDER BY id"))
        .as("seed %d", seed)
        .isEqualTo(engine.rows("SELECT id FROM t ORDER BY id"));
  }

  private void step(long seed, SplittableRandom random) {
    long id = random.nextLong(ROWS);
    switch (random.nextInt(4)) {
      case 0 -> engine.rows("UPDATE t SET a = $1 WHERE id = $2", random.nextLong(10), id);
      case 1 -> engine.rows("UPDATE t SET a = a + 1 WHERE a = $1", random.nextLong(10));
      case 2 -> {
        List<List<@Nullable Object>> one = engine.rows("SELECT a FROM t WHERE id = $1", id);
        assertThat(one).as("seed %d", seed).hasSize(1);
      }
      default ->
          assertThat(engine.value("SELECT count(*) FROM t WHERE a >= 0"))
              .as("seed %d", seed)
              .isEqualTo((long) ROWS);
    }
  }
}
