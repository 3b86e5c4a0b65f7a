package dev.coulomb.node.durability.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.coulomb.node.durability.files.Cuts.Collected;
import dev.coulomb.node.durability.files.Cuts.Row;
import dev.coulomb.node.durability.files.Cuts.Rows;
import dev.coulomb.node.environment.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What is written is read back, and what was not is found. Replay with {@code -Dseed=}. */
class BlockFileTest {
  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final String FILE = "rows";
  private static final BlockFormat.Identity IDENTITY =
      new BlockFormat.Identity(3, Cuts.HISTORY, 0x1234_5678_9ABCL);
  private static final List<Row> FEW =
      List.of(
          new Row(16384, "k1", "the first row"),
          new Row(16384, "k2", ""),
          new Row(
              16385, "", "a row without a key, which is long enough to be compressed: aaaaaaaaa"));

  @Test
  void aFileIsWhatItWasInEveryVersion() throws IOException {
    if (Boolean.getBoolean("accept")) {
      Files.writeString(
          Path.of("src/test/resources/durability/few-rows.hex"),
          HexFormat.of().formatHex(written(FEW)).replaceAll("(.{1,96})", "$1\n"));
    }
    byte[] golden = hex("few-rows.hex");
    assertThat(read(golden)).isEqualTo(FEW);
    // Another version of the compressor may make other bytes of the same rows.
    assertThat(Arrays.copyOf(written(FEW), BlockFormat.HEADER_BYTES))
        .isEqualTo(Arrays.copyOf(golden, BlockFormat.HEADER_BYTES));
  }

  @Test
  void rowsOfAllSizesAreReadBack() throws IOException {
    for (int run = 0; run < 30; run++) {
      SplittableRandom random = new SplittableRandom(SEED + run);
      List<Row> rows = Cuts.randomPartitions(random, 1, 2_000).getFirst().all();
      assertThat(read(written(rows))).as("replay with -Dseed=%d", SEED + run).isEqualTo(rows);
    }
  }

  @Test
  void aFlippedBitIsFoundAndNothingBehindItIsGivenOut() throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    List<Row> rows = Cuts.randomPartitions(random, 1, 4_000).getFirst().all();
    byte[] whole = written(rows);
    for (int run = 0; run < 2_000; run++) {
      byte[] bytes = whole.clone();
      // The headers of the file and of the first block more often.
      int at = random.nextInt(run % 2 == 0 ? Math.min(80, bytes.length) : bytes.length);
      bytes[at] ^= (byte) (1 << random.nextInt(8));
      Collected given = new Collected();
      DamagedFileException damage = damage(bytes, given);
      assertThat(damage.file()).isEqualTo(FILE);
      assertThat(damage.offset()).as("-Dseed=%d", SEED).isBetween(0L, (long) at);
      assertThat(given.rows()).isEqualTo(rows.subList(0, given.rows().size()));
    }
  }

  @Test
  void everyTruncationIsFound() throws IOException {
    byte[] whole = written(FEW);
    for (int length = 0; length < whole.length; length++) {
      DamagedFileException damage = damage(Arrays.copyOf(whole, length), new Collected());
      assertThat(damage.offset()).isBetween(0L, (long) length);
    }
    byte[] longer = Arrays.copyOf(whole, whole.length + 1);
    assertThat(damage(longer, new Collected())).hasMessageContaining("bytes behind its end");
  }

  @Test
  void blocksThatChangedPlacesAreFound() throws IOException {
    List<Row> rows = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 20_000; i++) {
      rows.add(new Row(16384, "%08d".formatted(i), Long.toString(random.nextLong()).repeat(3)));
    }
    byte[] whole = written(rows);
    int first = BlockFormat.HEADER_BYTES;
    int second = first + blockLength(whole, first);
    int third = second + blockLength(whole, second);
    byte[] swapped = whole.clone();
    System.arraycopy(whole, second, swapped, first, third - second);
    System.arraycopy(whole, first, swapped, first + third - second, second - first);
    assertThat(damage(swapped, new Collected())).hasMessageContaining("not in its place");
    byte[] without = new byte[whole.length - (second - first)];
    System.arraycopy(whole, 0, without, 0, first);
    System.arraycopy(whole, second, without, first, whole.length - second);
    assertThat(damage(without, new Collected())).hasMessageContaining("not in its place");
  }

  private static int blockLength(byte[] file, int at) {
    byte[] header = Arrays.copyOfRange(file, at, at + BlockFormat.BLOCK_HEADER_BYTES);
    return header.length + BlockFormat.decodeBlock(header).storedBytes();
  }

  @Test
  void aFileOfAnotherPartitionOrCutIsNotTaken() throws IOException {
    byte[] whole = written(FEW);
    for (BlockFormat.Identity other :
        List.of(
            new BlockFormat.Identity(4, IDENTITY.history(), IDENTITY.lsn()),
            new BlockFormat.Identity(3, new java.util.UUID(9, 9), IDENTITY.lsn()),
            new BlockFormat.Identity(3, IDENTITY.history(), 1))) {
      assertThatThrownBy(() -> read(whole, other, new Collected()))
          .isInstanceOf(DamagedFileException.class)
          .hasMessageContaining("of another partition or another snapshot");
    }
    // Nor is a block of such a file, whatever its header says.
    byte[] grafted = written(FEW, new BlockFormat.Identity(4, IDENTITY.history(), IDENTITY.lsn()));
    System.arraycopy(whole, 0, grafted, 0, BlockFormat.HEADER_BYTES);
    assertThat(damage(grafted, new Collected())).hasMessageContaining("checksum");
  }

  @Test
  void aNewerFormatIsRefused() throws IOException {
    byte[] newer = written(FEW);
    newer[11] = 2;
    java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
    crc.update(newer, 0, BlockFormat.HEADER_BYTES - 4);
    java.nio.ByteBuffer.wrap(newer).putInt(BlockFormat.HEADER_BYTES - 4, (int) crc.getValue());
    assertThatThrownBy(() -> read(newer))
        .isInstanceOf(NewerFormatException.class)
        .hasMessage("rows was written by a newer version: its format is 2, this version knows 1");
  }

  private static byte[] written(List<Row> rows) throws IOException {
    return written(rows, IDENTITY);
  }

  private static byte[] written(List<Row> rows, BlockFormat.Identity identity) throws IOException {
    SimulatedDisk disk = new SimulatedDisk(SEED);
    try (BlockFileWriter file =
        new BlockFileWriter(
            new DiskStore(disk).put(FILE), identity, Cuts.unthrottled(), new Transfer())) {
      new Rows(3, rows).writeTo(file);
      file.finish();
    }
    return Cuts.bytes(disk, FILE);
  }

  private static List<Row> read(byte[] bytes) throws IOException {
    Collected given = new Collected();
    read(bytes, IDENTITY, given);
    return given.rows();
  }

  private static void read(byte[] bytes, BlockFormat.Identity identity, Collected given)
      throws IOException {
    SimulatedDisk disk = new SimulatedDisk(SEED);
    Cuts.replace(disk, FILE, bytes);
    try (BlockFileReader reader =
        new BlockFileReader(FILE, new DiskStore(disk).get(FILE), new Transfer())) {
      reader.read(identity, given);
    }
  }

  private static DamagedFileException damage(byte[] bytes, Collected given) {
    DamagedFileException damage =
        catchThrowableOfType(DamagedFileException.class, () -> read(bytes, IDENTITY, given));
    assertThat(damage).isNotNull();
    return damage;
  }

  private static byte[] hex(String name) throws IOException {
    Path golden = Path.of("src/test/resources/durability", name);
    return HexFormat.of().parseHex(Files.readString(golden).replaceAll("\\s", ""));
  }
}
