package dev.coulomb.node.durability.files;

import java.nio.ByteBuffer;

/** Some rows of a file, one after the other. Valid while it is handed out; one thread. */
public final class RowBatch {
  private final ByteBuffer bytes;
  private final int end;
  private int next;
  private int table;
  private int key;
  private int keyLength;
  private int rowLength;

  /** Over the rows at the front of an array. */
  RowBatch(byte[] rows, int end) {
    this.bytes = ByteBuffer.wrap(rows);
    this.end = end;
  }

  /** Moves to the next row; false when there is none. */
  public boolean next() {
    if (next == end) {
      return false;
    }
    stand();
    return true;
  }

  private void stand() {
    table = bytes.getInt(next);
    keyLength = bytes.getShort(next + 4) & 0xFFFF;
    rowLength = bytes.getInt(next + 6);
    key = next + BlockFormat.ROW_HEADER_BYTES;
    next = key + keyLength + rowLength;
  }

  /** Adds all rows up; false when they are not so many, or do not fill the bytes exactly. */
  boolean isExactly(int rows, RowSums sums) {
    for (int left = rows; left > 0; left--) {
      if (end - next < BlockFormat.ROW_HEADER_BYTES) {
        return false;
      }
      stand();
      if (rowLength < 0 || rowLength > end - key - keyLength) {
        return false;
      }
      sums.add(table, bytes.array(), key + keyLength, rowLength);
    }
    boolean exact = next == end;
    next = 0;
    return exact;
  }

  /** Id of the current row's table. */
  public int table() {
    return table;
  }

  /** Has the current row's key from {@link #at} on, and the row behind it; not to be changed. */
  public byte[] bytes() {
    return bytes.array();
  }

  /** Where the current row's key begins. */
  public int at() {
    return key;
  }

  public int keyLength() {
    return keyLength;
  }

  public int rowLength() {
    return rowLength;
  }
}
