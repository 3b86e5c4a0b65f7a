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
 * offset 0   length of the schema u32 (−1: none)
 *        4   the schema
 *        …   each part, to the end: partition u32 · epoch u64 · position u64 · length u32 · record
 * </pre>
 *
 * @param parts at most one for each partition
 * @param schema the schema that holds from it on, as bytes; null: it is as before
 */
@SuppressWarnings("ArrayRecordComponent")
public record TransactionRecord(List<Part> parts, byte @Nullable [] schema) {
  private static final int NONE = -1;
  private static final int SCHEMA_HEADER_BYTES = Integer.BYTES;
  private static final int PART_HEADER_BYTES = 2 * Integer.BYTES + 2 * Long.BYTES;

  /**
   * What it did on one partition.
   *
   * @param partition 0 … P−1, and P for the replicated tables
   * @param epoch the reign under which it was executed
   * @param position one more than that of the record before it in the partition
   * @param record its bytes
   */
  public record Part(int partition, long epoch, long position, byte[] record) {}

  /** Bytes of so many records of so many bytes together, encoded. */
  public static long encodedBytes(int parts, long recordBytes, int schemaBytes) {
    return SCHEMA_HEADER_BYTES + schemaBytes + (long) parts * PART_HEADER_BYTES + recordBytes;
  }

  /** The pieces that are its bytes, one behind the other. */
  byte[][] encode() {
    byte[][] pieces = new byte[2 + 2 * parts.size()][];
    byte[] bytes = schema == null ? new byte[0] : schema;
    pieces[0] =
        ByteBuffer.allocate(SCHEMA_HEADER_BYTES)
            .putInt(schema == null ? NONE : bytes.length)
            .array();
    pieces[1] = bytes;
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      pieces[2 + 2 * i] =
          ByteBuffer.allocate(PART_HEADER_BYTES)
              .putInt(part.partition())
              .putLong(part.epoch())
              .putLong(part.position())
              .putInt(part.record().length)
              .array();
      pieces[3 + 2 * i] = part.record();
    }
    return pieces;
  }

  /** Reads all remaining bytes. */
  static TransactionRecord decode(ByteBuffer from) {
    int length = from.getInt();
    byte[] schema = length == NONE ? null : bytes(from, length);
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
