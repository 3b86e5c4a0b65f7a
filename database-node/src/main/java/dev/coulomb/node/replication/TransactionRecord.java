package dev.coulomb.node.replication;

import dev.coulomb.node.invariant.Invariant;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one transaction did, on all partitions that it changed. Immutable. As bytes, all numbers
 * big-endian:
 *
 * <pre>
 * offset 0   length of the schema u32 (−1: none, and no jars follow)
 *        4   the schema · number of jars u32 · each jar: length u32 · bytes
 *        …   each part, to the end: partition u32 · epoch u64 · position u64 · length u32 · record
 * </pre>
 *
 * @param parts at most one for each partition
 * @param schema the schema that holds from it on; null: it is as before
 */
public record TransactionRecord(List<Part> parts, @Nullable Schema schema) {
  private static final int NONE = -1;
  private static final int PART_HEADER_BYTES = 2 * Integer.BYTES + 2 * Long.BYTES;

  /**
   * What it did on one partition.
   *
   * @param partition 0 … P−1, and P for the replicated tables
   * @param epoch the reign under which it was executed
   * @param position one more than that of the record before it in the partition
   * @param record its bytes
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Part(int partition, long epoch, long position, byte[] record) {}

  /**
   * A schema as bytes.
   *
   * @param jars those that the schema before it did not name
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Schema(byte[] image, List<byte[]> jars) {
    private long encodedBytes() {
      long bytes = (long) image.length + Integer.BYTES;
      for (byte[] jar : jars) {
        bytes += (long) jar.length + Integer.BYTES;
      }
      return bytes;
    }
  }

  /** Bytes of a transaction of so many parts, encoded. */
  public static long encodedBytes(int parts, long recordBytes, @Nullable Schema schema) {
    long schemaBytes = schema == null ? 0 : schema.encodedBytes();
    return Integer.BYTES + schemaBytes + (long) parts * PART_HEADER_BYTES + recordBytes;
  }

  /** The pieces that are its bytes, one behind the other. */
  byte[][] encode() {
    List<byte[]> pieces = new ArrayList<>(1 + 2 * parts.size());
    if (schema == null) {
      pieces.add(number(NONE));
    } else {
      pieces.add(number(schema.image().length));
      pieces.add(schema.image());
      pieces.add(number(schema.jars().size()));
      for (byte[] jar : schema.jars()) {
        pieces.add(number(jar.length));
        pieces.add(jar);
      }
    }
    for (Part part : parts) {
      pieces.add(
          ByteBuffer.allocate(PART_HEADER_BYTES)
              .putInt(part.partition())
              .putLong(part.epoch())
              .putLong(part.position())
              .putInt(part.record().length)
              .array());
      pieces.add(part.record());
    }
    return pieces.toArray(byte[][]::new);
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
  }

  /** Reads all remaining bytes. */
  static TransactionRecord decode(ByteBuffer from) {
    int length = from.getInt();
    Schema schema = null;
    if (length != NONE) {
      byte[] image = bytes(from, length);
      List<byte[]> jars = new ArrayList<>();
      for (int left = from.getInt(); left > 0; left--) {
        jars.add(bytes(from, from.getInt()));
      }
      schema = new Schema(image, List.copyOf(jars));
    }
    List<Part> parts = new ArrayList<>();
    while (from.hasRemaining()) {
      int partition = from.getInt();
      long epoch = from.getLong();
      long position = from.getLong();
      parts.add(new Part(partition, epoch, position, bytes(from, from.getInt())));
    }
    return new TransactionRecord(List.copyOf(parts), schema);
  }

  private static byte[] bytes(ByteBuffer from, int length) {
    Invariant.that(length >= 0 && length <= from.remaining(), "an entry of the log is whole");
    byte[] bytes = new byte[length];
    from.get(bytes);
    return bytes;
  }
}
