package dev.coulomb.node.replication;

import java.nio.ByteBuffer;

/**
 * How far the counter of a sequence may have counted: its numbers are given outside of
 * transactions. As bytes, all numbers big-endian:
 *
 * <pre>
 * offset 0   sequence u32 · 4 restarts u32 · 8 number u64 · 16 last u64 · 24 called u8
 * </pre>
 *
 * @param sequence its id
 * @param restarts counters that the sequence had before
 * @param number of the move of the counter, from 1
 * @param last the number that may have been given last, or
 * @param called false: that is given next
 */
public record SequenceRecord(int sequence, int restarts, long number, long last, boolean called) {
  static final int BYTES = 25;

  byte[] encode() {
    return ByteBuffer.allocate(BYTES)
        .putInt(sequence)
        .putInt(restarts)
        .putLong(number)
        .putLong(last)
        .put((byte) (called ? 1 : 0))
        .array();
  }

  static SequenceRecord decode(ByteBuffer from) {
    return new SequenceRecord(
        from.getInt(), from.getInt(), from.getLong(), from.getLong(), from.get() != 0);
  }
}
