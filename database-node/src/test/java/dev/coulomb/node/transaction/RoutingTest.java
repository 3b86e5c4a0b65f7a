package dev.coulomb.node.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.node.partition.Partition;
import dev.coulomb.node.types.CancelSignal;
import dev.coulomb.node.types.Outcome;
import dev.coulomb.node.types.PartitionHash;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A statement holds the partitions it needs, and no other: shown by one that stands still. */
class RoutingTest {
  private final TestEngine engine = new TestEngine();

  /** Ids whose rows live in partition 0 and in partition 1. */
  private final long here = idIn(0);

  private final long there = idIn(1);

  private final CountDownLatch goOn = new CountDownLatch(1);

  @BeforeEach
  void tables() {
    engine.run(
        "CREATE TABLE t (id bigint PRIMARY KEY, a integer) PARTITION BY HASH (id)",
        "CREATE TABLE r (id bigint PRIMARY KEY, a integer)",
        "INSERT INTO r VALUES (1, 1)");
  }

  @AfterEach
  void close() {
    goOn.countDown();
    engine.close();
  }

  @Test
  void rowsLiveWhereTheHashOfThePartitionColumnSays() {
    for (long id = 1; id <= 100; id++) {
      engine.rows("INSERT INTO t VALUES ($1, 0)", id);
    }
    for (Partition partition : engine.partitions().all()) {
      assertThat(partition.rows())
          .isEqualTo(
              IntStream.rangeClosed(1, 100)
                  .filter(id -> partitionOf(id) == partition.number())
                  .count());
    }
    assertThat(engine.partitions().replicated().rows()).isEqualTo(1);
  }

  @Test
  void whatBindsThePartitionColumnNeedsThatPartitionOnly() {
    engine.rows("INSERT INTO t VALUES ($1, 0), ($2, 0)", here, there);
    engine.standStill(0, goOn);
    engine.rows("UPDATE t SET a = a + 1 WHERE id = $1", there);
    engine.rows("DELETE FROM t WHERE id = $1 AND a = 7", there);
    assertThat(engine.value("SELECT a FROM t WHERE id = $1", there)).isEqualTo(1L);
    assertThat(engine.value("SELECT a FROM t WHERE id = $1 AND a > 0", there)).isEqualTo(1L);
    assertThat(engine.value("SELECT count(*) FROM t JOIN r ON true WHERE t.id = $1", there))
        .isEqualTo(1L);
    assertThat(engine.rows("INSERT INTO t VALUES ($1, 0), ($2, 0)", next(there), next(next(there))))
        .containsExactly(List.of(2L));
  }

  @Test
  void keysInAListNeedTheirPartitionsOnly() {
    long third = idIn(2);
    engine.rows("INSERT INTO t VALUES ($1, 0), ($2, 0), ($3, 0)", here, there, third);
    engine.standStill(0, goOn);
    engine.rows("UPDATE t SET a = a + 1 WHERE id IN ($1, $2)", there, third);
    assertThat(engine.value("SELECT sum(a) FROM t WHERE id IN ($1, $2)", there, third))
        .isEqualTo(2L);
    assertThat(engine.rows("SELECT a FROM t WHERE id IN ($1, $2)", there, third))
        .containsExactly(List.of(1L), List.of(1L));
    engine.rows("DELETE FROM t WHERE id = $1 OR id = $2", there, null);
    CompletableFuture<Outcome> waits =
        begin("UPDATE t SET a = 7 WHERE id IN ($1, $2)", here, third);
    assertThat(waits).isNotDone();
    goOn.countDown();
    assertThat(waits.join()).isEqualTo(new Outcome.Changed(2));
  }

  @Test
  void aTableEverywhereIsReadWithoutAnyPartition() {
    engine.standStill(0, goOn);
    engine.standStill(1, goOn);
    engine.standStill(2, goOn);
    assertThat(engine.value("SELECT a FROM r WHERE id = 1")).isEqualTo(1L);
    assertThat(engine.value("SELECT count(*) FROM r a JOIN r b ON a.id = b.id")).isEqualTo(1L);
  }

  @Test
  void whatNeedsAPartitionWaitsForItAndThenHappens() {
    engine.rows("INSERT INTO t VALUES ($1, 0), ($2, 0)", here, there);
    engine.standStill(0, goOn);
    List<CompletableFuture<Outcome>> waiting = new ArrayList<>();
    waiting.add(begin("UPDATE t SET a = 5 WHERE id = $1", here));
    waiting.add(begin("INSERT INTO t VALUES ($1, 0), ($2, 0)", next(here), next(there)));
    waiting.add(begin("UPDATE t SET a = a + 1"));
    waiting.add(begin("SELECT count(*) FROM t"));
    waiting.add(begin("INSERT INTO r VALUES (2, 2)"));
    waiting.add(begin("CREATE TABLE other (id integer PRIMARY KEY)"));
    assertThat(waiting).noneMatch(CompletableFuture::isDone);
    goOn.countDown();
    assertThat(waiting.stream().map(CompletableFuture::join))
        .noneMatch(outcome -> outcome instanceof Outcome.Refused);
    assertThat(engine.value("SELECT a FROM t WHERE id = $1", here)).isEqualTo(6L);
    assertThat(engine.value("SELECT sum(a) FROM t")).isEqualTo(9L);
    assertThat(engine.value("SELECT count(*) FROM r")).isEqualTo(2L);
  }

  private CompletableFuture<Outcome> begin(String sql, @Nullable Object... parameters) {
    return engine.begin(engine.call(engine.plan(sql), new CancelSignal(), parameters));
  }

  private static int partitionOf(long id) {
    return PartitionHash.partition(id, TestEngine.PARTITIONS);
  }

  private static long idIn(int partition) {
    long id = 1;
    while (partitionOf(id) != partition) {
      id++;
    }
    return id;
  }

  /** The next id that lives beside this one. */
  private static long next(long id) {
    long next = id + 1;
    while (partitionOf(next) != partitionOf(id)) {
      next++;
    }
    return next;
  }
}
