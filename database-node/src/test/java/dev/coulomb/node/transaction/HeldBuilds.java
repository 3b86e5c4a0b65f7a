package dev.coulomb.node.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.node.types.CancelSignal;
import dev.coulomb.node.types.Outcome;
import dev.coulomb.node.types.PartitionHash;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;

/** Builds beside writers that stop before one partition, until a test lets them go on. */
record HeldBuilds(TestEngine engine) {
  /** The partition before which they wait: what is before it has all its rows in. */
  static final int HELD = 1;

  /** Begins one, and gives it when it waits; and behind it in the queue whatever comes next. */
  CompletableFuture<Outcome> begin(String sql, CancelSignal cancel, CountDownLatch until) {
    engine.awaitIdle();
    CountDownLatch ready = new CountDownLatch(1);
    engine.standStill(HELD, ready);
    CompletableFuture<Outcome> built = engine.begin(engine.call(engine.plan(sql), cancel));
    CountDownLatch held = new CountDownLatch(1);
    // Behind the beginning of the build in the queue, and before its slices.
    engine
        .partitions()
        .submit(
            engine.partitions().get(HELD),
            () -> {
              held.countDown();
              await(until);
            },
            false);
    ready.countDown();
    await(held);
    awaitPending(HELD);
    return built;
  }

  /** Begins a statement, without waiting for it. */
  CompletableFuture<Outcome> begin(String sql) {
    return engine.begin(engine.call(engine.plan(sql), new CancelSignal()));
  }

  /** Waits until something waits behind what holds a partition. */
  void awaitPending(int partition) {
    while (engine.pending(partition) < 2) {
      Thread.onSpinWait();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /** The first id from there on that belongs to a partition. */
  static long idIn(int partition, long from) {
    return LongStream.iterate(from, id -> id + 1)
        .filter(id -> PartitionHash.partition(id, TestEngine.PARTITIONS) == partition)
        .findFirst()
        .orElseThrow();
  }

  static void refused(CompletableFuture<Outcome> outcome, String... states) {
    assertThat(outcome.join())
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.error().state().code()).isIn((Object[]) states));
  }
}
