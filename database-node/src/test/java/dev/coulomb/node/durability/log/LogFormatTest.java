package dev.coulomb.node.durability.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.node.durability.log.LogFormat.Batch;
import dev.coulomb.node.durability.log.LogFormat.Identity;
import dev.coulomb.node.environment.DiskFile;
import dev.coulomb.node.environment.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LogFormatTest {
  private static final long SEED = Long.getLong("seed", System.nanoTime());

  /** The log of format 1 as it was written by the first version. */
  private static final Path GOLDEN = Path.of("src/test/resources/log/format-1");

  private static final List<String> TEXTS =
      List.of("first", "", "x".repeat(1_000), "y".repeat(5_000), "Zwölf Boxkämpfer", "last");

  @Test
  void aLogOfFormat1OpensAndGoesOn() throws IOException {
    TestLog log = new TestLog(Durability.SYNC);
    log.disk = new SimulatedDisk(1);
    for (String name : names()) {
      try (DiskFile file = log.disk.create(name, 0)) {
        file.write(0, ByteBuffer.wrap(Files.readAllBytes(GOLDEN.resolve(name))));
      }
    }
    assertThat(log.texts(0)).isEqualTo(TEXTS);
    log.reopen();
    log.write("and more");
    log.disk = log.disk.crash();
    assertThat(log.texts(0)).hasSize(TEXTS.size() + 1).startsWith("first").endsWith("and more");
  }

  @Test
  void writesFormat1AsItWas() throws IOException {
    TestLog log = new TestLog(Durability.SYNC);
    log.append(TEXTS.get(0));
    for (String text : TEXTS.subList(1, TEXTS.size())) {
      log.write(text);
    }
    log.log.close();
    var written = log.files();
    if (Boolean.getBoolean("accept") && !Files.exists(GOLDEN)) {
      Files.createDirectories(GOLDEN);
      for (var file : written.entrySet()) {
        Files.write(GOLDEN.resolve(file.getKey()), file.getValue().array());
      }
    }
    assertThat(written.keySet()).containsExactlyElementsOf(names());
    for (String name : names()) {
      assertThat(written.get(name))
          .as(name)
          .isEqualTo(ByteBuffer.wrap(Files.readAllBytes(GOLDEN.resolve(name))));
    }
  }

  private static List<String> names() throws IOException {
    try (var files = Files.list(GOLDEN)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void anIdentityIsReadAsItWasWritten() throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 1_000; i++) {
      Identity identity = identity(random);
      assertThat(LogFormat.segment("file", LogFormat.segmentHeader(identity)))
          .as("-Dseed=%d", SEED)
          .isEqualTo(identity);
    }
  }

  private static Identity identity(SplittableRandom random) {
    UUID log = new UUID(random.nextLong(), random.nextLong());
    return new Identity(log, random.nextLong() >>> 1, random.nextInt(1 << 30));
  }

  @Test
  void aBatchIsReadAsItWasWrittenAndNotWhenABitOrItsSegmentIsAnother() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 1_000; i++) {
      int length = random.nextInt(2_000);
      int at = random.nextInt(100);
      Batch batch =
          new Batch(
              length, random.nextInt(), random.nextLong(), random.nextLong(), random.nextLong());
      Identity identity = identity(random);
      ByteBuffer bytes =
          LogFormat.little(ByteBuffer.allocate(at + LogFormat.BATCH_HEADER_BYTES + length));
      random.nextBytes(bytes.array());
      LogFormat.seal(bytes, at, batch, identity.bytes());
      assertThat(LogFormat.pieceLength(bytes, at)).as("-Dseed=%d", SEED).isEqualTo(length);
      assertThat(LogFormat.batch(bytes, at, identity.bytes())).isEqualTo(batch);
      assertThat(LogFormat.batch(bytes, at, identity(random).bytes())).isNull();
      int bit = random.nextInt((bytes.capacity() - at) * Byte.SIZE);
      byte damaged = bytes.get(at + bit / Byte.SIZE);
      bytes.put(at + bit / Byte.SIZE, (byte) (damaged ^ 1 << bit % Byte.SIZE));
      assertThat(
              LogFormat.pieceLength(bytes, at) != length
                  || LogFormat.batch(bytes, at, identity.bytes()) == null)
          .as("-Dseed=%d", SEED)
          .isTrue();
    }
  }

  @Test
  void anEntryIsAssembledWhereverItWasCut() throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    ByteBuffer stream = LogFormat.little(ByteBuffer.allocate(20_000));
    for (String text : TEXTS) {
      byte[] body = text.getBytes(UTF_8);
      stream.putInt(body.length).put((byte) 't').put(body);
    }
    stream.flip();
    for (int run = 0; run < 200; run++) {
      List<String> texts = new ArrayList<>();
      EntryAssembler entries =
          new EntryAssembler(0, (kind, body, lsn) -> texts.add(UTF_8.decode(body).toString()));
      int at = 0;
      while (at < stream.limit()) {
        int length = Math.min(random.nextInt(1 + random.nextInt(900)), stream.limit() - at);
        entries.accept(stream.slice(at, length));
        at += length;
      }
      assertThat(texts).as("-Dseed=%d", SEED).isEqualTo(TEXTS);
      assertThat(entries.lsn()).isEqualTo(stream.limit());
    }
  }
}
