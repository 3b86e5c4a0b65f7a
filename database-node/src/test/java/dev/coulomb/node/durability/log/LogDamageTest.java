package dev.coulomb.node.durability.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coulomb.node.environment.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Each way a log can be found wrong, and what is said of it. */
class LogDamageTest {
  private static final int SECTOR = TestLog.SECTOR;

  private static void assertDamaged(
      TestLog log, String file, long offset, String what, ThrowingCallable look)
      throws IOException {
    Map<String, ByteBuffer> before = log.files();
    assertThatThrownBy(look)
        .isInstanceOf(LogDamagedException.class)
        .hasMessageStartingWith("the log is damaged: " + file + " at byte " + offset + ": " + what)
        .hasMessageContaining("restore the newest backup");
    assertThat(log.files()).as("nothing is changed").isEqualTo(before);
  }

  @Test
  void aTornLastBatchIsCutAndItsBytesNeverComeBack() throws IOException {
    TestLog log = new TestLog(Durability.SYNC);
    log.writeMany(3);
    log.disk = log.disk.kill();
    log.damage(1, 2);
    assertThat(log.texts(0)).containsExactly("text 0", "text 1");
    log.reopen();
    log.write("instead");
    log.damage(1, 2);
    log.disk = log.disk.kill();
    assertThat(log.texts(0)).containsExactly("text 0", "text 1", "instead");
  }

  @Test
  void aFlippedBitWhereTheLogWasForcedIsDamage() throws IOException {
    TestLog log = new TestLog(Durability.SYNC);
    log.writeMany(4);
    log.disk = log.disk.kill();
    log.damage(1, 1);
    assertDamaged(log, "0000000000000001.log", 2 * SECTOR, "the log ends at LSN 11", log::stored);
  }

  @Test
  void aFlippedBitInASegmentThatOpeningDoesNotReadIsFoundWhenItIsReplayed() throws IOException {
    TestLog log = new TestLog(Durability.SYNC);
    log.writeMany(30);
    log.disk = log.disk.kill();
    log.damage(2, 3);
    StoredLog stored = log.stored();
    assertDamaged(
        log,
        "0000000000000002.log",
        4 * SECTOR,
        "the log breaks off",
        () -> stored.replay(0, (kind, body, lsn) -> {}));
    log.damage(2, 3);
    assertThat(log.texts(0)).hasSize(30);
  }

  @Test
  void afterACleanStopEvenTheLastBatchIsKnownToHaveBeenForced() throws IOException {
    TestLog log = new TestLog(Durability.NONE);
    log.writeMany(3);
    log.log.close();
    log.disk = log.disk.kill();
    assertThat(log.texts(0)).hasSize(3);
    log.damage(1, 2);
    assertDamaged(log, "0000000000000001.log", 3 * SECTOR, "the log ends at LSN 22", log::stored);
  }

  @Test
  void aWriteThatWasLostBeforeOthersEndsTheLog() throws IOException {
    TestLog log = new TestLog(Durability.NONE);
    log.writeMany(5);
    log.disk = log.disk.kill();
    try (DiskFile file = log.disk.open(StoredSegment.name(1))) {
      file.write(3L * SECTOR, ByteBuffer.allocate(SECTOR));
    }
    assertThat(log.texts(0)).containsExactly("text 0", "text 1");
    log.reopen();
    log.write("after");
    assertThat(log.log.appended()).isEqualTo(2 * 11 + 10);
    log.disk = log.disk.kill();
    assertThat(log.texts(0)).containsExactly("text 0", "text 1", "after");
  }

  @Test
  void aSegmentThatWasCutIsDamagedUnlessItIsTheTail() throws IOException {
    TestLog log = new TestLog(Durability.SYNC);
    log.writeMany(10);
    log.disk = log.disk.kill();
    log.disk.cut(StoredSegment.name(2), 3L * SECTOR + 30);
    assertThat(log.texts(0)).hasSize(9);
    log.disk.cut(StoredSegment.name(1), 4L * SECTOR);
    StoredLog stored = log.stored();
    assertDamaged(
        log,
        "0000000000000001.log",
        4 * SECTOR,
        "the log breaks off",
        () -> stored.replay(0, (kind, body, lsn) -> {}));
  }

  @Test
  void aFileThatIsMissingIsNamed() throws IOException {
    TestLog log = new TestLog(Durability.SYNC);
    log.writeMany(20);
    log.disk = log.disk.kill();
    assertThat(log.disk.files()).hasSize(4);
    log.disk.lose(StoredSegment.name(2));
    assertDamaged(log, "0000000000000002.log", 0, "the file is missing", log::stored);
  }

  @Test
  void theNewestFileIsMissedBecauseOneWasMadeAhead() throws IOException {
    TestLog log = new TestLog(Durability.SYNC);
    log.writeMany(20);
    log.disk = log.disk.kill();
    log.disk.lose(StoredSegment.name(3));
    assertDamaged(log, "0000000000000003.log", 0, "the file is missing", log::stored);
  }

  @Test
  void entriesThatACheckpointNeedsAndThatAreNotThereAreDamage() throws IOException {
    TestLog log = new TestLog(Durability.SYNC);
    log.writeMany(20);
    log.disk = log.disk.kill();
    log.disk.lose(StoredSegment.name(1));
    StoredLog stored = log.stored();
    String range = " are needed, and there are those of 77 … 230";
    assertDamaged(
        log,
        "0000000000000002.log",
        0,
        "entries behind LSN 66" + range,
        () -> stored.replay(66, (kind, body, lsn) -> {}));
    assertDamaged(
        log,
        "0000000000000002.log",
        0,
        "entries behind LSN 300" + range,
        () -> stored.replay(300, (kind, body, lsn) -> {}));
  }

  @Test
  void aDamagedHeaderIsDamageAlsoInASegmentThatWasMadeAhead() throws IOException {
    TestLog log = new TestLog(Durability.SYNC);
    log.writeMany(1);
    log.disk = log.disk.kill();
    log.disk.flipBit(StoredSegment.name(2), 20 * Byte.SIZE);
    assertDamaged(
        log, "0000000000000002.log", 12, "the checksum of its header is wrong", log::stored);
    log.disk.flipBit(StoredSegment.name(2), 0);
    assertDamaged(log, "0000000000000002.log", 0, "it is no segment of a log", log::stored);
  }

  @Test
  void anotherFormatIsRefused() throws IOException {
    TestLog log = new TestLog(Durability.SYNC);
    log.disk.flipBit(StoredSegment.name(1), 8 * Byte.SIZE + 1);
    assertDamaged(
        log, "0000000000000001.log", 8, "format 3 is unknown to this version", log::stored);
  }

  @Test
  void anotherLogAndAnotherNameAreRefused() throws IOException {
    TestLog log = new TestLog(Durability.SYNC);
    log.writeMany(1);
    UUID other = new UUID(1, 2);
    assertDamaged(
        log,
        "0000000000000001.log",
        0,
        "it belongs to the log " + TestLog.ID + ", and this is " + other,
        () -> StoredLog.open(log.disk, other));
    log.disk.rename(StoredSegment.name(2), StoredSegment.name(0));
    assertDamaged(
        log,
        "0000000000000000.log",
        0,
        "it is segment 0000000000000002.log under another name",
        log::stored);
  }
}
