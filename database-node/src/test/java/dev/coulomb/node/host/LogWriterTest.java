package dev.coulomb.node.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coulomb.node.durability.log.Durability;
import dev.coulomb.node.durability.log.LogConfig;
import dev.coulomb.node.durability.log.NodeLog;
import dev.coulomb.node.durability.log.StoredLog;
import dev.coulomb.node.environment.Disk;
import dev.coulomb.node.environment.DiskFullException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A log on a real disk with a real thread. */
class LogWriterTest {
  private static final int THREADS = 4;
  private static final int ENTRIES = 20_000;

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void writesWhatManyThreadsAppendAndTellsEachInOrder(Durability durability) throws Exception {
    LogConfig config =
        new LogConfig(new UUID(1, 2), durability, 5_000_000, 100_000, 1 << 20, 64 << 10, 64 << 20);
    LocalDisk disk = LocalDisk.open(folder);
    List<Throwable> failures = new ArrayList<>();
    StoredLog empty = StoredLog.open(disk, config.id());
    NodeLog log = NodeLog.open(empty, config, new SystemClock(), failures::add);
    try (log;
        var writer = new LogWriter(log, new NamedThreads("log"));
        var appenders = Executors.newFixedThreadPool(THREADS)) {
      List<Callable<Long>> work = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        byte kind = (byte) thread;
        work.add(() -> append(log, kind));
      }
      long end = 0;
      for (Future<Long> each : appenders.invokeAll(work)) {
        end = Math.max(end, each.get());
      }
      assertThat(log.appended()).isEqualTo(end);
      CountDownLatch durable = new CountDownLatch(1);
      log.whenDurable(end, durable::countDown);
      assertThat(durable.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(log.durable()).isEqualTo(end);
    }
    assertThat(failures).isEmpty();
    assertThat(log.figures().entries()).isEqualTo(THREADS * ENTRIES);
    check(StoredLog.open(disk, config.id()));
  }

  /** Appends numbers, and waits until all have been released in their order. */
  private static long append(NodeLog log, byte kind) throws Exception {
    CountDownLatch left = new CountDownLatch(ENTRIES);
    long end = 0;
    for (int i = 0; i < ENTRIES; i++) {
      byte[] body = new byte[8 + i % 300];
      ByteBuffer.wrap(body).putLong(i);
      end = log.append(log.reserve(body.length), kind, body);
      long number = i;
      log.whenReleased(
          end,
          () -> {
            if (left.getCount() == ENTRIES - number) {
              left.countDown();
            }
          });
    }
    assertThat(left.await(60, TimeUnit.SECONDS)).as("all are released, in order").isTrue();
    return end;
  }

  private static void check(StoredLog stored) throws IOException {
    Map<Byte, Long> next = new HashMap<>();
    stored.replay(
        0,
        (kind, body, lsn) -> {
          long number = next.getOrDefault(kind, 0L);
          assertThat(body.remaining()).isEqualTo((int) (8 + number % 300));
          assertThat(body.getLong()).isEqualTo(number);
          next.put(kind, number + 1);
        });
    assertThat(next.values()).hasSize(THREADS).containsOnly((long) ENTRIES);
  }

  @Test
  void aFullDiskStopsReservationsAndRoomBringsThemBack() throws Exception {
    int segment = 1 << 20;
    LogConfig config =
        new LogConfig(
            new UUID(1, 2), Durability.SYNC, 5_000_000, 100_000, segment, 64 << 10, 64 << 20);
    List<Throwable> failures = new ArrayList<>();
    try (SmallDisk small = SmallDisk.mount(folder.resolve("small"), 5 * segment)) {
      LocalDisk disk = LocalDisk.open(small.path());
      disk.create("checkpoint", 2 * segment).close();
      Disk directory = disk.directory("log");
      StoredLog empty = StoredLog.open(directory, config.id());
      NodeLog log = NodeLog.open(empty, config, new SystemClock(), failures::add);
      byte[] body = new byte[10_000];
      try (log;
          var writer = new LogWriter(log, new NamedThreads("log"))) {
        assertThatThrownBy(() -> appendForever(log, body)).isInstanceOf(DiskFullException.class);
        assertThat(log.appended()).isBetween(2L * segment, 3L * segment);
        disk.delete("checkpoint");
        long reservation = -1;
        while (reservation < 0) {
          try {
            reservation = log.reserve(body.length);
          } catch (DiskFullException notYet) {
            Thread.onSpinWait();
          }
        }
        CountDownLatch released = new CountDownLatch(1);
        log.whenReleased(log.append(reservation, (byte) 1, body), released::countDown);
        assertThat(released.await(60, TimeUnit.SECONDS)).isTrue();
      }
      assertThat(failures).isEmpty();
      assertThat(StoredLog.open(directory, config.id()).end()).isEqualTo(log.appended());
    }
  }

  private static void appendForever(NodeLog log, byte[] body) throws IOException {
    while (true) {
      log.append(log.reserve(body.length), (byte) 1, body);
    }
  }
}
