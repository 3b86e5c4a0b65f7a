package dev.coulomb.node.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.coulomb.node.admin.NodeStatus;
import dev.coulomb.node.durability.files.Manifest;
import dev.coulomb.node.durability.log.Durability;
import dev.coulomb.node.durability.log.LogConfig;
import dev.coulomb.node.durability.log.NodeLog;
import dev.coulomb.node.environment.Clock;
import dev.coulomb.node.environment.Disk;
import dev.coulomb.node.environment.SimulatedDisk;
import dev.coulomb.node.host.SystemClock;
import dev.coulomb.node.node.backup.LiveCuts;
import dev.coulomb.node.partition.Partitions;
import dev.coulomb.node.pgcatalog.PgCatalog;
import dev.coulomb.node.replication.LocalLog;
import dev.coulomb.node.storage.PagePool;
import dev.coulomb.node.transaction.TransactionLimits;
import dev.coulomb.node.transaction.Transactions;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** What a node keeps, on a disk that loses all it may lose. */
class StoredDataTest {
  private static final UUID NODE = new UUID(1, 2);
  private static final long SEED = Long.getLong("seed", System.nanoTime());

  private final Clock clock = new SystemClock();

  private NodeLog open(StoredData data) throws IOException {
    return data.open(
        new LogConfig(NODE, Durability.SYNC, 1, 1, 64 << 10, 4 << 10, 1 << 20), clock, cause -> {});
  }

  private static void append(NodeLog log) throws IOException {
    log.append(log.reserve(100), (byte) 1, new byte[100]);
  }

  @Test
  void theLogOfANewNodeIsThereAfterALossOfPower() throws IOException {
    for (int run = 0; run < 50; run++) {
      SimulatedDisk disk = new SimulatedDisk(SEED + run);
      NodeLog log = open(new StoredData(disk, NODE));
      append(log);
      log.write();
      long durable = log.durable();
      assertThat(durable).isEqualTo(log.appended());
      Disk after = disk.crash();
      assertThat(open(new StoredData(after, NODE)).appended())
          .as("replay with -Dseed=%d", SEED + run)
          .isGreaterThanOrEqualTo(durable);
    }
  }

  /** Else a stop under which the disk fails would never end. */
  @Test
  void aCheckpointDoesNotWaitForALogThatIsBroken() throws Exception {
    SimulatedDisk disk = new SimulatedDisk(SEED);
    StoredData data = new StoredData(disk, NODE);
    NodeLog log = open(data);
    append(log);
    disk.failForcesAfter(0);
    log.write();
    assertThat(log.failure()).isNotNull();
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      Checkpointer checkpointer = checkpointer(data, thread, 1);
      assertTimeoutPreemptively(
          Duration.ofSeconds(60),
          () ->
              assertThatThrownBy(checkpointer::write)
                  .isInstanceOf(IOException.class)
                  .hasMessageContaining("the log is broken"));
    }
  }

  /** A stop must not wait for a checkpoint that had only been asked for when it came. */
  @Test
  void aCheckpointThatHasNotBegunIsStoppedToo() throws Exception {
    SimulatedDisk disk = new SimulatedDisk(SEED);
    StoredData data = new StoredData(disk, NODE);
    NodeLog log = open(data);
    CountDownLatch stopped = new CountDownLatch(1);
    Checkpointer checkpointer;
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      thread.execute(() -> awaitQuietly(stopped));
      checkpointer = checkpointer(data, thread, 1);
      append(log);
      log.write();
      checkpointer.begin();
      assertThat(checkpointer.status().running()).isTrue();
      checkpointer.stop();
      stopped.countDown();
    }
    assertThat(checkpointer.status()).isEqualTo(new NodeStatus.Checkpoint(false, 0, 0, 0, false));
    checkpointer.write();
    assertThat(checkpointer.status().lsn()).isEqualTo(log.appended());
  }

  @Test
  void aLogNeverFillsTheDiskThatCheckpointsNeed() throws Exception {
    SimulatedDisk disk = new SimulatedDisk(SEED);
    StoredData data = new StoredData(disk, NODE);
    NodeLog log = open(data);
    disk.capacity(disk.usedBytes() + (1 << 20));
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      Checkpointer checkpointer = checkpointer(data, thread, Long.MAX_VALUE);
      for (int i = 0; i < 1_000; i++) {
        log.append(log.reserve(10_000), (byte) 1, new byte[10_000]);
        log.write();
        checkpointer.look();
        thread.submit(() -> {}).get();
      }
      assertThat(checkpointer.failed()).isZero();
      assertThat(checkpointer.written()).isBetween(5L, 100L);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
    }
  }

  private Checkpointer checkpointer(StoredData data, ExecutorService thread, long logBytesMax) {
    Partitions partitions = new Partitions(2, new PagePool(64 << 20, true), Runnable::run);
    Transactions transactions =
        new Transactions(
            partitions.open(new LocalLog(data.log(), clock, 0)),
            Runnable::run,
            new PgCatalog("coulomb"),
            new TransactionLimits(1 << 20, 1 << 20));
    return new Checkpointer(
        data,
        new LiveCuts(
            transactions, data.log(), new Manifest.Origin("demo", NODE, NODE, "0.1.0"), clock),
        () -> 0,
        thread,
        clock,
        () -> logBytesMax);
  }
}
