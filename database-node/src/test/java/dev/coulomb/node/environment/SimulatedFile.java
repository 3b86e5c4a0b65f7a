package dev.coulomb.node.environment;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;

/** What a file of a {@link SimulatedDisk} holds, and what of it a loss of power would leave. */
final class SimulatedFile {
  static final int SECTOR_BYTES = 512;

  private byte[] written;
  private int size;
  private byte[] forced;
  private int forcedSize;

  /** The smallest size since it was forced. */
  private int shrunkTo = Integer.MAX_VALUE;

  /** Sectors that were written since they were forced, also behind the end of a shorter file. */
  private final BitSet dirty = new BitSet();

  SimulatedFile(int size) {
    this.written = new byte[size];
    this.size = size;
    this.forced = new byte[0];
  }

  private SimulatedFile(byte[] content) {
    this.written = content;
    this.size = content.length;
    this.forced = content.clone();
    this.forcedSize = size;
  }

  int size() {
    return size;
  }

  void write(int offset, ByteBuffer bytes, int length) {
    int end = offset + length;
    if (end > written.length) {
      written = Arrays.copyOf(written, Math.max(end, written.length * 2));
    }
    bytes.get(written, offset, length);
    if (length > 0) {
      dirty.set(offset / SECTOR_BYTES, (end - 1) / SECTOR_BYTES + 1);
    }
    size = Math.max(size, end);
  }

  int read(int offset, ByteBuffer into) {
    int length = Math.max(0, Math.min(into.remaining(), size - offset));
    into.put(written, Math.min(offset, size), length);
    return length;
  }

  void truncate(int bytes) {
    if (bytes < size) {
      Arrays.fill(written, bytes, size, (byte) 0);
      size = bytes;
      shrunkTo = Math.min(shrunkTo, bytes);
    }
  }

  /** Brings to the disk what was written since, and nothing else. */
  void force() {
    byte[] content = Arrays.copyOf(Arrays.copyOf(forced, Math.min(forcedSize, shrunkTo)), size);
    for (int sector = dirty.nextSetBit(0); sector >= 0; sector = dirty.nextSetBit(sector + 1)) {
      int from = sector * SECTOR_BYTES;
      int to = Math.min(from + SECTOR_BYTES, size);
      if (to > from) {
        System.arraycopy(written, from, content, from, to - from);
      }
    }
    onDisk(content);
  }

  private void onDisk(byte[] content) {
    forced = content;
    forcedSize = content.length;
    shrunkTo = Integer.MAX_VALUE;
    dirty.clear();
  }

  /**
   * A force that fails, as Linux does it: what did not reach the disk counts as written all the
   * same, so that the next force succeeds and does nothing for it.
   */
  void failForce(SplittableRandom random) {
    onDisk(afterLossOfPower(random));
  }

  /** The file a loss of power leaves: each sector that was not forced is kept, lost or torn. */
  SimulatedFile crashed(SplittableRandom random) {
    return new SimulatedFile(afterLossOfPower(random));
  }

  private byte[] afterLossOfPower(SplittableRandom random) {
    int length = random.nextBoolean() ? size : forcedSize;
    byte[] content = Arrays.copyOf(Arrays.copyOf(forced, forcedSize), length);
    for (int sector = dirty.nextSetBit(0); sector >= 0; sector = dirty.nextSetBit(sector + 1)) {
      int from = sector * SECTOR_BYTES;
      int kept =
          switch (random.nextInt(3)) {
            case 0 -> 0;
            case 1 -> SECTOR_BYTES;
            default -> random.nextInt(SECTOR_BYTES);
          };
      int to = Math.min(from + kept, Math.min(length, size));
      if (to > from) {
        System.arraycopy(written, from, content, from, to - from);
      }
    }
    return content;
  }

  /** Damage, of what is in the memory and on the disk alike. */
  void flipBit(long bit) {
    int at = (int) (bit / Byte.SIZE);
    byte mask = (byte) (1 << (bit % Byte.SIZE));
    written[at] ^= mask;
    if (at < forcedSize) {
      forced[at] ^= mask;
    }
  }

  /** Damage: the end of the file is gone, also on the disk. */
  void lose(int bytes) {
    truncate(bytes);
    forcedSize = Math.min(forcedSize, bytes);
    forced = Arrays.copyOf(forced, forcedSize);
    int sectors = (bytes + SECTOR_BYTES - 1) / SECTOR_BYTES;
    dirty.clear(sectors, Math.max(sectors, dirty.length()));
  }
}
