package dev.coulomb.node.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Threads write batches of rows, spread over all partitions, and look at everything: a batch is
 * there whole or not at all, and what was answered before a look is in it.
 */
class CutsTest {
  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final int CLIENTS = 4;
  private static final int STEPS = 100;
  private static final int BATCH_ROWS = 12;

  private final TestEngine engine = new TestEngine();
  private final AtomicLong ids = new AtomicLong();

  /** Batches whose insert was answered, and those whose delete was begun. */
  private final Set<Long> inserted = ConcurrentHashMap.newKeySet();

  private final Set<Long> deleting = ConcurrentHashMap.newKeySet();
  private final Set<Long> deleted = ConcurrentHashMap.newKeySet();

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void aReadSeesAllOrNothingOfEachWrite() throws Exception {
    engine.run(
        "CREATE TABLE t (id bigint PRIMARY KEY, batch bigint, version integer) PARTITION BY HASH"
            + " (id)",
        "CREATE INDEX t_batch ON t (batch)");
    together(this::step);
    assertThat(engine.transactions().cuts()).as("reads were cuts").isPositive();
    assertThat(engine.openViews()).as("views are given back").isEqualTo(1);
  }

  private void step(SplittableRandom random) {
    switch (random.nextInt(5)) {
      case 0, 1 -> insert();
      case 2 -> change(random);
      case 3 -> look("SELECT batch, count(*), min(version), max(version) FROM t GROUP BY batch");
      default ->
          look(
              "SELECT a.batch, count(*), min(b.version), max(a.version) FROM t a"
                  + " JOIN t b ON a.id = b.id GROUP BY a.batch");
    }
  }

  private void insert() {
    long batch = ids.incrementAndGet();
    String rows =
        IntStream.range(0, BATCH_ROWS)
            .mapToObj(i -> "(%d, %d, 0)".formatted(batch * BATCH_ROWS + i, batch))
            .collect(Collectors.joining(", "));
    engine.run("INSERT INTO t VALUES " + rows);
    inserted.add(batch);
  }

  private void change(SplittableRandom random) {
    long batch = 1 + random.nextLong(ids.get() + 1);
    if (random.nextBoolean()) {
      engine.rows("UPDATE t SET version = version + 1 WHERE batch = $1", batch);
    } else if (inserted.contains(batch) && deleting.add(batch)) {
      engine.rows("DELETE FROM t WHERE batch = $1", batch);
      deleted.add(batch);
    }
  }

  private void look(String sql) {
    Set<Long> gone = Set.copyOf(deleted);
    Set<Long> there = ConcurrentHashMap.newKeySet();
    there.addAll(inserted);
    there.removeAll(deleting);
    Map<Object, List<@Nullable Object>> seen =
        engine.rows(sql).stream().collect(Collectors.toMap(row -> row.getFirst(), row -> row));
    seen.forEach((batch, row) -> {
      assertThat(row.get(1)).as("seed %d: rows of batch %s", SEED, batch).isEqualTo(12L);
      assertThat(row.get(2)).as("seed %d: versions of batch %s", SEED, batch).isEqualTo(row.get(3));
    });
    // What began to be deleted while this looked may be gone.
    there.removeAll(deleting);
    there.removeAll(seen.keySet());
    assertThat(there).as("seed %d: was there before, and is not seen", SEED).isEmpty();
    assertThat(seen.keySet())
        .as("seed %d: was gone before", SEED)
        .noneMatch(batch -> gone.contains(batch));
  }

  /** Money goes from one account to another; whoever looks finds all of it. */
  @Test
  void theSumOfAllAccountsNeverChanges() throws Exception {
    int accounts = 40;
    engine.run("CREATE TABLE t (id bigint PRIMARY KEY, money bigint) PARTITION BY HASH (id)");
    engine.run(
        IntStream.range(0, accounts)
            .mapToObj(id -> "(" + id + ", 100)")
            .collect(Collectors.joining(", ", "INSERT INTO t VALUES ", "")));
    together(random -> {
      if (random.nextInt(3) == 0) {
        assertThat(engine.value("SELECT sum(money) FROM t"))
            .as("seed %d", SEED)
            .hasToString(String.valueOf(accounts * 100));
      } else {
        long from = random.nextLong(accounts);
        engine.rows(
            "UPDATE t SET money = CASE id WHEN $1 THEN money - 1 ELSE money + 1 END"
                + " WHERE id IN ($1, $2)",
            from,
            (from + 1 + random.nextLong(accounts - 1)) % accounts);
      }
    });
  }

  /** A table that is everywhere is written everywhere at one moment. */
  @Test
  void aReplicatedTableIsSeenWholeToo() throws Exception {
    engine.run(
        "CREATE TABLE r (id integer PRIMARY KEY, version integer)",
        "CREATE TABLE t (id bigint PRIMARY KEY, kind integer) PARTITION BY HASH (id)",
        "INSERT INTO r VALUES (1, 0), (2, 0), (3, 0)",
        "INSERT INTO t VALUES (1, 1), (2, 2), (3, 3), (4, 1), (5, 2), (6, 3), (7, 1), (8, 2)");
    AtomicLong answered = new AtomicLong();
    together(random -> {
      long least = answered.get();
      if (random.nextInt(3) == 0) {
        List<List<@Nullable Object>> rows =
            engine.rows("UPDATE r SET version = version + 1 RETURNING version");
        answered.accumulateAndGet((Long) rows.getFirst().getFirst(), Math::max);
        return;
      }
      String sql =
          random.nextBoolean()
              ? "SELECT min(version), max(version) FROM t JOIN r ON r.id = t.kind"
              : "SELECT min(version), max(version) FROM r";
      List<@Nullable Object> seen = engine.rows(sql).getFirst();
      assertThat(seen.getFirst()).as("seed %d: one version", SEED).isEqualTo(seen.getLast());
      assertThat((Long) seen.getFirst())
          .as("seed %d: not older than what was answered", SEED)
          .isGreaterThanOrEqualTo(least);
    });
  }

  /** Runs steps on several threads; what fails on one of them fails the test. */
  private static void together(Step step) throws Exception {
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      List<Callable<Object>> histories =
          IntStream.range(0, CLIENTS)
              .mapToObj(client -> {
                SplittableRandom random = new SplittableRandom(SEED + client);
                return Executors.callable(() -> {
                  for (int i = 0; i < STEPS; i++) {
                    step.run(random);
                  }
                });
              })
              .toList();
      for (Future<Object> history : clients.invokeAll(histories, 120, TimeUnit.SECONDS)) {
        history.get();
      }
    }
  }

  private interface Step {
    void run(SplittableRandom random);
  }
}
