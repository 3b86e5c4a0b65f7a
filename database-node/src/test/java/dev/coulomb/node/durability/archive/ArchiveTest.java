package dev.coulomb.node.durability.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coulomb.node.durability.files.DamagedFileException;
import dev.coulomb.node.durability.files.DiskStore;
import dev.coulomb.node.durability.files.NewerFormatException;
import dev.coulomb.node.environment.Disk;
import dev.coulomb.node.environment.DiskFile;
import dev.coulomb.node.environment.SimulatedDisk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class ArchiveTest {
  private static final Path GOLDEN = Path.of("src/test/resources/durability/archive-piece.hex");
  private static final UUID HISTORY = new UUID(1, 2);
  private static final long SEED = Long.getLong("seed", System.nanoTime());

  private final Disk disk = new SimulatedDisk(1);
  private final Archive archive = new Archive(new DiskStore(disk), HISTORY);

  private void put(long from, byte[] bytes) throws IOException {
    try (PieceWriter writer = archive.put(from, from + bytes.length)) {
      writer.write(ByteBuffer.wrap(bytes));
      writer.finish();
    }
  }

  private byte[] read(ArchivedPiece piece) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    archive.read(
        piece,
        bytes -> {
          byte[] copy = new byte[bytes.remaining()];
          bytes.get(copy);
          all.writeBytes(copy);
        });
    return all.toByteArray();
  }

  private byte[] file(String name) throws IOException {
    try (DiskFile file = disk.open(name)) {
      ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
      file.read(0, bytes);
      return bytes.array();
    }
  }

  private void replace(String name, byte[] bytes) throws IOException {
    disk.delete(name);
    try (DiskFile file = disk.create(name, 0)) {
      file.write(0, ByteBuffer.wrap(bytes));
    }
  }

  /** What was archived years ago is read. */
  @Test
  void aPieceIsWhatItWasInEveryVersion() throws IOException {
    byte[] stream = "the stream of a log, a log, a log, a log".getBytes(StandardCharsets.US_ASCII);
    ArchivedPiece piece = new ArchivedPiece(HISTORY, 7, 7 + stream.length);
    put(7, stream);
    if (Boolean.getBoolean("accept")) {
      Files.writeString(GOLDEN, HexFormat.of().formatHex(file(piece.name())) + "\n");
    }
    assertThat(piece.name())
        .isEqualTo(
            "00000000-0000-0001-0000-000000000002_00000000000000000007-00000000000000000047.log");
    replace(piece.name(), HexFormat.of().parseHex(Files.readString(GOLDEN).strip()));
    assertThat(read(piece)).isEqualTo(stream);
  }

  @Test
  void anyBytesComeBack() throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    long from = 0;
    for (int size : new int[] {1, 100, 1 << 20, (1 << 20) + 1, 5_000_000}) {
      byte[] bytes = new byte[size];
      random.nextBytes(bytes);
      put(from, bytes);
      assertThat(read(new ArchivedPiece(HISTORY, from, from + size)))
          .as("-Dseed=%d", SEED)
          .isEqualTo(bytes);
      from += size;
    }
    ArchiveChain chain = archive.chain(0);
    assertThat(chain.pieces()).hasSize(5);
    assertThat(chain.to()).isEqualTo(from);
    assertThat(chain.hasGap()).isFalse();
  }

  @Test
  void everyChangedByteAndEveryTruncationIsFound() throws IOException {
    byte[] stream = "some bytes of a log".getBytes(StandardCharsets.US_ASCII);
    ArchivedPiece piece = new ArchivedPiece(HISTORY, 0, stream.length);
    put(0, stream);
    byte[] whole = file(piece.name());
    for (int i = 0; i < whole.length; i++) {
      byte[] changed = whole.clone();
      changed[i] ^= 1;
      replace(piece.name(), changed);
      assertThatThrownBy(() -> read(piece)).as("byte %d", i).isInstanceOf(IOException.class);
      replace(piece.name(), Arrays.copyOf(whole, i));
      assertThatThrownBy(() -> read(piece))
          .as("cut at %d", i)
          .isInstanceOf(DamagedFileException.class);
    }
    replace(piece.name(), Arrays.copyOf(whole, whole.length + 1));
    assertThatThrownBy(() -> read(piece)).isInstanceOf(DamagedFileException.class);
  }

  @Test
  void aNewerFormatIsNamed() throws IOException {
    put(0, new byte[3]);
    ArchivedPiece piece = new ArchivedPiece(HISTORY, 0, 3);
    byte[] bytes = file(piece.name());
    ByteBuffer.wrap(bytes).putInt(8, 2);
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, 44);
    ByteBuffer.wrap(bytes).putInt(44, (int) crc.getValue());
    replace(piece.name(), bytes);
    assertThatThrownBy(() -> read(piece)).isInstanceOf(NewerFormatException.class);
  }

  @Test
  void piecesFollowOneAnotherUpToAGap() {
    List<ArchivedPiece> pieces =
        List.of(piece(0, 10), piece(10, 20), piece(10, 25), piece(22, 30), piece(40, 50));
    ArchiveChain chain = ArchiveChain.of(pieces, 5);
    assertThat(chain.pieces()).containsExactly(piece(0, 10), piece(10, 25), piece(22, 30));
    assertThat(chain.to()).isEqualTo(30);
    assertThat(chain.next()).isEqualTo(40);
    assertThat(ArchiveChain.of(pieces, 45).pieces()).containsExactly(piece(40, 50));
    assertThat(ArchiveChain.of(pieces, 50).to()).isEqualTo(50);
    assertThat(ArchiveChain.of(pieces, 35)).isEqualTo(new ArchiveChain(35, List.of(), 35, 40));
    assertThat(ArchiveChain.of(List.of(), 35).hasGap()).isFalse();
  }

  private static ArchivedPiece piece(long from, long to) {
    return new ArchivedPiece(HISTORY, from, to);
  }

  @Test
  void oldPiecesGoInTheOrderOfTheirEnds() throws IOException {
    for (int[] each : new int[][] {{0, 30}, {10, 20}, {20, 30}, {25, 40}, {40, 50}}) {
      put(each[0], new byte[each[1] - each[0]]);
    }
    List<StoredPiece> ended = archive.endedBy(40);
    assertThat(ended).extracting(each -> each.piece().to()).containsExactly(20L, 30L, 30L, 40L);
    assertThat(ended.getFirst().bytes()).isEqualTo(file(piece(10, 20).name()).length);
    assertThat(archive.endedBy(39)).as("a position lies in a piece").hasSize(3);
    assertThat(archive.endedBy(19)).isEmpty();
    for (StoredPiece each : ended) {
      archive.delete(each.piece());
      assertThat(archive.chain(each.piece().to()).to()).as("from there on").isEqualTo(50);
    }
    assertThat(archive.pieces()).containsExactly(piece(40, 50));
    archive.delete(piece(40, 50));
    assertThat(archive.everReached()).as("no end was noted").isEmpty();
    archive.end(new ArchiveEnd(50, 99));
    assertThat(archive.everReached()).hasValue(50);
    assertThat(archive.reached()).isEmpty();
  }

  @Test
  void whatIsOfAnotherHistoryIsNotOfThisOne() throws IOException {
    put(0, new byte[3]);
    archive.end(new ArchiveEnd(3, 99));
    Archive other = new Archive(new DiskStore(disk), new UUID(1, 3));
    assertThat(other.pieces()).isEmpty();
    assertThat(other.endedBy(9)).isEmpty();
    assertThat(other.end()).isEmpty();
    assertThat(archive.reached()).hasValue(3);
    assertThat(archive.end()).contains(new ArchiveEnd(3, 99));
  }
}
