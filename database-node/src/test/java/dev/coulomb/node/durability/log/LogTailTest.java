package dev.coulomb.node.durability.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A log is read while it goes on, byte by byte as it was appended. */
class LogTailTest {
  private static final long SEED = Long.getLong("seed", System.nanoTime());

  private static byte[] read(LogTail tail, long to) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    tail.read(
        to,
        piece -> {
          byte[] copy = new byte[piece.remaining()];
          piece.get(copy);
          bytes.writeBytes(copy);
        });
    assertThat(tail.lsn()).isEqualTo(to);
    return bytes.toByteArray();
  }

  private static List<String> texts(byte[] stream) throws IOException {
    List<String> texts = new ArrayList<>();
    EntryAssembler entries =
        new EntryAssembler(0, (kind, body, lsn) -> texts.add(UTF_8.decode(body).toString()));
    entries.accept(ByteBuffer.wrap(stream));
    return texts;
  }

  @Test
  void whatWasAppendedIsReadInAnyPortionsThroughRestartsAndLosses() throws IOException {
    for (int run = 0; run < 40; run++) {
      SplittableRandom random = new SplittableRandom(SEED + run);
      TestLog log = new TestLog(Durability.SYNC);
      log.log.keep(0);
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      LogTail tail = log.log.tail(0);
      for (int step = 0; step < 120; step++) {
        int choice = random.nextInt(10);
        if (choice < 6) {
          log.write(
              "text " + step + "x".repeat(random.nextInt(random.nextInt(8) == 0 ? 3_000 : 40)));
        } else if (choice < 9) {
          long to = tail.lsn() + random.nextLong(log.log.durable() - tail.lsn() + 1);
          all.writeBytes(read(tail, to));
          log.log.keep(tail.lsn());
          log.log.release(log.log.durable());
        } else {
          // Something is lost that was appended and not forced.
          log.append("lost " + step);
          log.disk = random.nextBoolean() ? log.disk.crash() : log.disk.kill();
          log.reopen();
          log.log.keep(tail.lsn());
          tail = log.log.tail(tail.lsn());
        }
      }
      log.write("the end");
      all.writeBytes(read(tail, log.log.durable()));
      List<String> texts = texts(all.toByteArray());
      assertThat(texts).as("-Dseed=%d", SEED + run).endsWith("the end");
      assertThat(all.size()).isEqualTo((int) log.log.durable());
      assertThat(texts).noneMatch(text -> text.startsWith("lost"));
    }
  }

  @Test
  void whatIsKeptStaysAndTheRestGoes() throws IOException {
    TestLog log = new TestLog(Durability.SYNC);
    log.log.keep(0);
    log.writeMany(30);
    log.log.release(log.log.durable());
    assertThat(log.log.start()).isZero();
    assertThat(texts(read(log.log.tail(0), log.log.durable()))).hasSize(30);
    log.log.keep(Long.MAX_VALUE);
    assertThat(log.log.start()).as("what was released before goes").isPositive();
  }

  /** Found by {@code ArchiverModelTest}: bytes of the torn entry were read for those behind it. */
  @Test
  void whatIsLeftOfATornEntryInSeveralSegmentsIsNotRead() throws IOException {
    TestLog log = new TestLog(Durability.SYNC);
    log.log.keep(0);
    log.write("before");
    log.append("torn ".repeat(2_000));
    log.disk.failWritesAfter(3);
    log.log.write();
    log.disk = log.disk.kill();
    log.reopen();
    log.log.keep(0);
    log.writeMany(40);
    assertThat(texts(read(log.log.tail(0), log.log.durable()))).isEqualTo(log.texts(0));
  }

  @Test
  void damageIsFound() throws IOException {
    TestLog log = new TestLog(Durability.SYNC);
    log.log.keep(0);
    log.writeMany(3);
    log.damage(1, 1);
    assertThatThrownBy(() -> read(log.log.tail(0), log.log.durable()))
        .isInstanceOf(LogDamagedException.class)
        .hasMessageContaining("breaks off");
  }
}
