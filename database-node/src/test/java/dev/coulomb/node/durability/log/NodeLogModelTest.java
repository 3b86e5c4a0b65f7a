package dev.coulomb.node.durability.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.node.environment.DiskFullException;
import dev.coulomb.node.environment.SimulatedDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random lives of a log on a disk that loses what was not forced, fails and fills up, next to a
 * list of what was appended. {@code -Druns=…} lives, {@code -Dseed=…} the first of them.
 */
class NodeLogModelTest {
  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final int RUNS = Integer.getInteger("runs", 300);

  @ParameterizedTest
  @EnumSource
  void keepsWhatItPromisedThroughEveryCrash(Durability durability) throws IOException {
    int crashes = 0;
    for (int run = 0; run < RUNS; run++) {
      long seed = SEED + run;
      try {
        crashes += new Life(seed, durability).live();
      } catch (AssertionError | IOException | RuntimeException failed) {
        throw new AssertionError("replay with -Dseed=" + seed + " -Druns=1", failed);
      }
    }
    assertThat(crashes).as("crashes of all lives").isGreaterThan(RUNS);
  }

  @Test
  void aLifeIsTheSameUnderTheSameSeed() throws IOException {
    Life one = new Life(SEED, Durability.SYNC);
    Life other = new Life(SEED, Durability.SYNC);
    one.live();
    other.live();
    assertThat(one.history).hasToString(other.history.toString());
  }

  private record Entry(byte kind, byte[] body, long end) {
    boolean is(byte otherKind, byte[] otherBody, long otherEnd) {
      return kind == otherKind && end == otherEnd && Arrays.equals(body, otherBody);
    }
  }

  /** One log, from its beginning through some crashes. */
  private static final class Life {
    private static final int STEPS = 150;

    private final SplittableRandom random;
    private final ManualClock clock = new ManualClock();
    private final LogConfig config;
    private final StringBuilder history = new StringBuilder();
    private SimulatedDisk disk;
    private NodeLog log;
    private boolean failed;

    /** The disk was told to fail; before, it only fills up, and that breaks no log. */
    private boolean failing;

    /** What was appended, as far as it is not known to be lost. */
    private final List<Entry> entries = new ArrayList<>();

    /** A checkpoint was cut here: entries up to it may be gone. */
    private long checkpoint;

    /** Everything up to it was promised to be there after a loss of power. */
    private long promised;

    /** Everything up to it is there when only the process dies. */
    private long written;

    private int crashes;

    Life(long seed, Durability durability) throws IOException {
      this.random = new SplittableRandom(seed);
      this.disk = new SimulatedDisk(random.nextLong());
      int sector = LogFormat.SECTOR_BYTES;
      this.config =
          new LogConfig(
              new UUID(random.nextLong(), random.nextLong()),
              durability,
              1_000,
              100,
              sector * (8 + random.nextInt(60)),
              sector + random.nextInt(4 * sector),
              1 << 20);
      open();
    }

    int live() throws IOException {
      for (int step = 0; step < STEPS; step++) {
        step();
      }
      crash();
      return crashes;
    }

    private void step() throws IOException {
      switch (random.nextInt(24)) {
        case 0, 1, 2, 3, 4, 5, 6, 7 -> append();
        case 8, 9, 10, 11, 12, 13 -> round();
        case 14 -> clock.advance(random.nextInt(2_000));
        case 15, 16 -> release();
        case 17 -> log.whenDurable(log.appended(), () -> {});
        case 18 -> fillUp();
        case 19 -> disk.capacity(Long.MAX_VALUE);
        case 20 -> failSoon();
        default -> {
          if (random.nextInt(4) == 0) {
            crash();
          }
        }
      }
    }

    private void append() throws IOException {
      byte[] body = new byte[size()];
      random.nextBytes(body);
      byte kind = (byte) random.nextInt(256);
      long reservation;
      try {
        reservation = log.reserve(body.length + random.nextInt(100));
      } catch (DiskFullException | LogBrokenException | LogBacklogException refused) {
        note(refused.getClass().getSimpleName());
        return;
      } catch (IOException broken) {
        assertThat(log.failure()).isEqualTo(broken);
        return;
      }
      if (random.nextInt(10) == 0) {
        log.giveBack(reservation);
        return;
      }
      long before = log.appended();
      int cut = random.nextInt(body.length + 1);
      byte[] head = Arrays.copyOf(body, cut);
      byte[] tail = Arrays.copyOfRange(body, cut, body.length);
      long end =
          random.nextBoolean()
              ? log.append(reservation, kind, head, tail)
              : log.append(reservation, kind, new byte[][] {head, {}, tail});
      assertThat(end).isEqualTo(before + body.length + LogFormat.ENTRY_HEADER_BYTES);
      entries.add(new Entry(kind, body, end));
      NodeLog appendedTo = log;
      log.whenReleased(end, () -> released(appendedTo, end));
    }

    private int size() {
      return switch (random.nextInt(10)) {
        case 0 -> random.nextInt(8);
        case 1 -> random.nextInt(3 * config.segmentBytes());
        case 2, 3 -> random.nextInt(3 * config.batchBytes());
        default -> random.nextInt(300);
      };
    }

    private void released(NodeLog from, long end) {
      assertThat(from.failure()).as("nobody is released by a broken log").isNull();
      assertThat(from).isSameAs(log);
      if (config.durability() == Durability.SYNC) {
        promised = Math.max(promised, end);
        assertThat(log.released()).isGreaterThanOrEqualTo(end);
      }
    }

    private void round() {
      boolean pending = log.waitingBytes() > 0 && log.failure() == null;
      boolean idle = log.idleNanos() > 0;
      boolean worked = log.write();
      assertThat(pending && log.failure() == null && !worked).as("what waits is written").isFalse();
      if (config.durability() == Durability.SYNC && pending) {
        assertThat(idle).as("what waits is written at once").isFalse();
      }
      observe();
      note("w" + written + "/" + promised);
    }

    private void observe() {
      written = Math.max(written, log.appended() - log.waitingBytes());
      promised = Math.max(promised, log.durable());
      assertThat(log.failure() != null).isEqualTo(failed);
      assertThat(failed && !failing).as("a log breaks only when the disk does").isFalse();
    }

    private void release() throws IOException {
      List<Entry> forced = entries.stream().filter(each -> each.end() <= log.durable()).toList();
      if (!forced.isEmpty()) {
        checkpoint = Math.max(checkpoint, forced.get(random.nextInt(forced.size())).end());
        try {
          log.release(checkpoint);
        } catch (LogBrokenException broken) {
          assertThat(failed).isTrue();
        } catch (IOException broken) {
          assertThat(log.failure()).isEqualTo(broken);
        }
      }
    }

    private void fillUp() {
      disk.capacity(disk.usedBytes() + random.nextInt(2 * config.segmentBytes()));
    }

    private void failSoon() {
      if (random.nextInt(8) == 0) {
        failing = true;
        if (random.nextBoolean()) {
          disk.failForcesAfter(random.nextInt(3));
        } else {
          disk.failWritesAfter(random.nextInt(5));
        }
      }
    }

    private void crash() throws IOException {
      crashes++;
      observe();
      long kept = promised;
      switch (random.nextInt(5)) {
        case 0, 1 -> {
          note("kill");
          kept = failed ? promised : written;
          disk = disk.kill();
        }
        case 2 -> {
          note("close");
          kept = close();
          disk = random.nextBoolean() ? disk.kill() : disk.crash();
        }
        default -> {
          note("power");
          disk = disk.crash();
        }
      }
      check(kept);
      crashWhileOpening();
      open();
    }

    /** Gives what is there then, in every mode. */
    private long close() {
      try {
        log.close();
        return log.failure() == null ? log.appended() : promised;
      } catch (IOException broken) {
        assertThat(log.failure()).isEqualTo(broken);
        return promised;
      }
    }

    private void crashWhileOpening() throws IOException {
      while (random.nextInt(3) == 0) {
        if (random.nextBoolean()) {
          disk.failForcesAfter(random.nextInt(5));
        } else {
          disk.failWritesAfter(random.nextInt(3));
        }
        try {
          NodeLog opened =
              NodeLog.open(StoredLog.open(disk, config.id()), config, clock, broken -> {});
          promised = opened.durable();
        } catch (LogDamagedException wrong) {
          throw wrong;
        } catch (IOException asTold) {
          note("failed while opening");
        }
        disk = random.nextBoolean() ? disk.kill() : disk.crash();
        check(promised);
      }
    }

    private void open() throws IOException {
      failed = false;
      failing = false;
      log = NodeLog.open(StoredLog.open(disk, config.id()), config, clock, broken -> failed = true);
      promised = log.durable();
      written = promised;
      assertThat(promised).isEqualTo(log.appended());
    }

    /** The log that is there is what was appended, at least up to an LSN, and then what follows. */
    private void check(long kept) throws IOException {
      StoredLog stored = StoredLog.open(disk, config.id());
      note("end " + stored.end() + " of " + log.appended());
      assertThat(stored.end()).as("nothing promised is lost").isGreaterThanOrEqualTo(kept);
      assertThat(stored.start()).as("what no checkpoint has stays").isLessThanOrEqualTo(checkpoint);
      entries.removeIf(each -> each.end() > stored.end());
      long last = entries.isEmpty() ? 0 : entries.getLast().end();
      assertThat(last).as("it ends with an entry").isEqualTo(stored.end());
      checkEntries(stored, stored.start() == 0 ? 0 : checkpoint);
      checkEntries(stored, checkpoint);
    }

    private void checkEntries(StoredLog stored, long from) throws IOException {
      List<Entry> expected = entries.stream().filter(each -> each.end() > from).toList();
      int[] at = {0};
      stored.replay(
          from,
          (kind, body, end) -> {
            byte[] bytes = new byte[body.remaining()];
            body.get(bytes);
            assertThat(at[0]).as("nothing is invented").isLessThan(expected.size());
            assertThat(expected.get(at[0]).is(kind, bytes, end)).as("an entry is whole").isTrue();
            at[0]++;
          });
      assertThat(at[0]).as("all entries are there").isEqualTo(expected.size());
    }

    private void note(String what) {
      history.append(what).append('\n');
    }
  }
}
