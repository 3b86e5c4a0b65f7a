package dev.coulomb.node.durability.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coulomb.node.environment.DiskFullException;
import dev.coulomb.node.invariant.Invariant;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeLogTest {
  private static final int SECTOR = TestLog.SECTOR;

  @Test
  void releasesWhatIsOnTheDiskAndNothingElse() throws IOException {
    TestLog log = new TestLog(Durability.SYNC);
    List<String> told = new ArrayList<>();
    long first = log.append("first");
    long second = log.append("second");
    log.log.whenReleased(second, () -> told.add("second"));
    log.log.whenReleased(first, () -> told.add("first"));
    assertThat(told).isEmpty();
    assertThat(log.log.released()).isZero();
    log.log.write();
    assertThat(told).containsExactly("second", "first");
    assertThat(log.log.released()).isEqualTo(second).isEqualTo(log.log.durable());
    log.log.whenReleased(second, () -> told.add("at once"));
    assertThat(told).endsWith("at once");
    assertThat(log.log.write()).as("there is nothing more").isFalse();
    assertThat(log.log.figures().entries()).isEqualTo(2);
    assertThat(log.log.figures().forces()).isEqualTo(1);
  }

  @Test
  void whatIsAskedForWhileOthersAreToldComesBehindThem() throws IOException {
    TestLog log = new TestLog(Durability.SYNC);
    List<String> told = new ArrayList<>();
    long end = log.append("text");
    log.log.whenReleased(
        end,
        () -> {
          log.log.whenReleased(end, () -> told.add("third"));
          told.add("first");
        });
    log.log.whenReleased(end, () -> told.add("second"));
    log.log.write();
    assertThat(told).containsExactly("first", "second", "third");
  }

  @Test
  void forcesAfterAnIntervalAndHoldsNobody() throws IOException {
    TestLog log = new TestLog(Durability.INTERVAL);
    List<String> told = new ArrayList<>();
    long end = log.append("text");
    log.log.whenReleased(end, () -> told.add("released"));
    assertThat(told).containsExactly("released");
    assertThat(log.log.idleNanos()).as("rounds keep their distance").isEqualTo(100);
    log.log.write();
    assertThat(log.log.durable()).isZero();
    assertThat(log.log.idleNanos()).isEqualTo(1_000);
    log.clock.advance(1_000);
    assertThat(log.log.idleNanos()).isZero();
    assertThat(log.log.write()).isTrue();
    assertThat(log.log.durable()).isEqualTo(end);
    assertThat(log.log.idleNanos()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void forcesInEveryModeWhenSomebodyWaitsForIt() throws IOException {
    TestLog log = new TestLog(Durability.NONE);
    List<String> told = new ArrayList<>();
    long end = log.write("text");
    log.clock.advance(1L << 40);
    log.log.write();
    assertThat(log.log.durable()).isZero();
    log.log.whenDurable(end, () -> told.add("durable"));
    assertThat(log.log.idleNanos()).isZero();
    log.log.write();
    assertThat(told).containsExactly("durable");
    log.log.whenDurable(end, () -> told.add("at once"));
    assertThat(told).hasSize(2);
  }

  @Test
  void wakesTheWriterOncePerSleep() throws IOException {
    TestLog log = new TestLog(Durability.SYNC);
    int[] wakes = {0};
    log.log.wakeWith(() -> wakes[0]++);
    log.append("nobody sleeps");
    assertThat(wakes[0]).isZero();
    assertThat(log.log.idleNanos()).isZero();
    log.log.write();
    assertThat(log.log.idleNanos()).isEqualTo(Long.MAX_VALUE);
    log.append("wake up");
    log.append("awake");
    assertThat(wakes[0]).isEqualTo(1);
  }

  @Test
  void aFullDiskRefusesReservationsUntilThereIsRoomAgain() throws IOException {
    TestLog log = new TestLog(Durability.SYNC);
    log.writeMany(7);
    log.disk.capacity(log.disk.usedBytes());
    List<Long> reservations = new ArrayList<>();
    assertThatThrownBy(
            () -> {
              while (true) {
                reservations.add(log.log.reserve(10));
              }
            })
        .isInstanceOf(DiskFullException.class);
    assertThat(reservations).isNotEmpty();
    for (long reservation : reservations) {
      log.log.append(reservation, (byte) 't', new byte[10]);
    }
    log.log.write();
    assertThat(log.log.isFull()).isTrue();
    assertThat(log.log.failure()).isNull();
    log.disk.capacity(Long.MAX_VALUE);
    assertThat(log.log.idleNanos()).isPositive();
    log.clock.advance(log.log.idleNanos());
    assertThat(log.log.idleNanos()).isZero();
    log.log.write();
    assertThat(log.log.isFull()).isFalse();
    log.write("room again");
    assertThat(log.texts(0)).hasSize(7 + reservations.size() + 1).endsWith("room again");
  }

  @Test
  void aFullDiskGetsRoomFromSegmentsThatAreReleased() throws IOException {
    TestLog log = new TestLog(Durability.SYNC);
    log.writeMany(22);
    log.disk.capacity(log.disk.usedBytes());
    log.log.release(log.log.durable());
    for (int i = 0; i < 200; i++) {
      log.write("goes on " + i);
      log.log.release(log.log.durable());
      log.clock.advance(100_000_000);
    }
    assertThat(log.log.segments()).isLessThanOrEqualTo(3);
    assertThat(log.texts(log.log.durable())).isEmpty();
  }

  /** Else a disk that a log has filled stays full: only a checkpoint lets the log go. */
  @Test
  void whatACheckpointNeedsIsNotTakenByTheLog() throws IOException {
    TestLog log = new TestLog(Durability.SYNC);
    log.disk.capacity(log.disk.usedBytes() + 9L * TestLog.SEGMENT_BYTES);
    log.log.keepFree(5L * TestLog.SEGMENT_BYTES);
    assertThat(log.log.isTight(Long.MAX_VALUE)).isFalse();
    assertThatThrownBy(() -> log.writeMany(100)).isInstanceOf(DiskFullException.class);
    assertThat(log.disk.freeBytes()).isEqualTo(5L * TestLog.SEGMENT_BYTES);
    assertThat(log.log.isTight(2L * TestLog.SEGMENT_BYTES)).isTrue();
    assertThat(log.log.isTight(TestLog.SEGMENT_BYTES)).as("nothing to let go").isFalse();
    log.log.release(log.log.durable());
    log.clock.advance(100_000_000);
    log.writeMany(20);
    assertThat(log.disk.freeBytes()).isEqualTo(5L * TestLog.SEGMENT_BYTES);
  }

  @Test
  void anEntryMayBeLargerThanSegmentsAndBatches() throws IOException {
    TestLog log = new TestLog(Durability.SYNC);
    log.append("before");
    log.append("x".repeat(10 * TestLog.SEGMENT_BYTES));
    log.write("after");
    log.disk = log.disk.kill();
    assertThat(log.texts(0)).hasSize(3).startsWith("before").endsWith("after");
    assertThat(log.texts(0).get(1)).isEqualTo("x".repeat(10 * TestLog.SEGMENT_BYTES));
  }

  @Test
  void anEntryThatIsNotWholeIsNotThere() throws IOException {
    TestLog log = new TestLog(Durability.SYNC);
    long before = log.write("before");
    log.disk.failWritesAfter(20);
    log.write("x".repeat(10 * TestLog.SEGMENT_BYTES));
    assertThat(log.failures).hasSize(1);
    log.disk = log.disk.kill();
    assertThat(log.texts(0)).containsExactly("before");
    log.reopen();
    assertThat(log.log.appended()).isEqualTo(before);
    log.write("after");
    log.disk = log.disk.kill();
    assertThat(log.texts(0)).containsExactly("before", "after");
  }

  @Test
  void aReservationIsForOneEntryOfThatSizeAndCanBeGivenBack() throws IOException {
    TestLog log = new TestLog(Durability.SYNC);
    long reservation = log.log.reserve(10);
    byte[] large = new byte[10 * SECTOR];
    assertThatThrownBy(() -> log.log.append(reservation, (byte) 0, large))
        .isInstanceOf(Invariant.Broken.class);
    log.log.giveBack(reservation);
    for (int i = 0; i < 1_000; i++) {
      log.log.giveBack(log.log.reserve(SECTOR));
    }
    assertThat(log.log.segments()).isEqualTo(1);
  }

  @Test
  void tooMuchThatWaitsIsRefusedUntilItIsWritten() throws IOException {
    TestLog log = new TestLog(Durability.SYNC);
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 1_000; i++) {
                log.append("x".repeat(3_000));
              }
            })
        .isInstanceOf(LogBacklogException.class)
        .hasMessageContaining("wait to be written");
    assertThat(log.log.waitingBytes()).isBetween(1L << 20, (1L << 20) + 4_000);
    log.log.write();
    log.append("more");
  }

  @Test
  void entriesThatWaitTogetherDoNotHoldTheRoomTheyWouldTakeAlone() throws IOException {
    TestLog log = new TestLog(Durability.SYNC);
    for (int i = 0; i < 1_000; i++) {
      log.append("short");
    }
    assertThat(log.log.segments()).isLessThan(10);
    log.log.write();
    assertThat(log.texts(0)).hasSize(1_000);
  }

  @Test
  void aForceThatFailsIsFinal() throws IOException {
    TestLog log = new TestLog(Durability.SYNC);
    long first = log.write("first");
    List<String> told = new ArrayList<>();
    long second = log.append("second");
    log.log.whenReleased(second, () -> told.add("second"));
    log.disk.failForcesAfter(0);
    assertThat(log.log.write()).isFalse();
    log.disk.failForcesAfter(Integer.MAX_VALUE);
    assertThat(log.failures).hasSize(1);
    assertThat(log.log.failure()).hasMessage("the file could not be forced");
    assertThat(log.log.write()).as("it is not tried again").isFalse();
    assertThat(log.log.released()).isEqualTo(first);
    assertThat(told).isEmpty();
    assertThatThrownBy(() -> log.log.reserve(1)).isInstanceOf(LogBrokenException.class);
    assertThat(log.log.idleNanos()).isEqualTo(Long.MAX_VALUE);
    log.log.close();
    assertThat(log.failures).hasSize(1);
  }

  @Test
  void aSegmentIsUsedAgainOrDeletedWhenItIsReleased() throws IOException {
    TestLog log = new TestLog(Durability.SYNC);
    log.writeMany(50);
    int before = log.log.segments();
    log.log.release(log.log.durable() - 1);
    assertThat(log.log.segments()).isLessThan(before);
    long forces = log.disk.forces();
    log.log.release(log.log.durable());
    assertThat(log.disk.forces()).as("there is nothing more to let go").isEqualTo(forces);
    assertThat(log.texts(log.log.durable())).isEmpty();
  }

  @Test
  void alwaysKnowsWhereItIsAlsoWhenAllWasReleased() throws IOException {
    TestLog log = new TestLog(Durability.SYNC);
    log.writeMany(7);
    long end = log.log.durable();
    for (int i = 0; i < 3; i++) {
      log.log.release(end);
      log.disk = log.disk.crash();
      log.reopen();
      assertThat(log.log.appended()).isEqualTo(end);
    }
  }

  /** Found by the model test: the room that was cut off was counted on. */
  @Test
  void aSegmentThatWasCutWhenTheLogWasOpenedIsNotUsedAgain() throws IOException {
    TestLog log = new TestLog(Durability.SYNC);
    log.writeMany(2);
    log.disk = log.disk.crash();
    log.reopen();
    log.writeMany(10);
    log.log.release(log.log.durable());
    log.disk.capacity(log.disk.usedBytes() + TestLog.SEGMENT_BYTES);
    assertThatThrownBy(() -> log.writeMany(100)).isInstanceOf(DiskFullException.class);
    assertThat(log.failures).isEmpty();
  }
}
