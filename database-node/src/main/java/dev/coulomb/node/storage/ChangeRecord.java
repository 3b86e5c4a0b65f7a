package dev.coulomb.node.storage;

import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.storage.memory.GrowingBytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The effects of one transaction on one partition, in order. Immutable; kept as bytes, because that
 * is how it travels. All numbers big-endian:
 *
 * <pre>
 * offset 0   catalog version u64: the version under which the rows are to be read
 *        8   number of changes u32
 *       12   each change: table u32 · key length u32 (0: all rows of the table are deleted) · row
 *            length u32 (−1: deleted) · key · row
 * </pre>
 *
 * A key is the values of the primary key as {@link dev.coulomb.node.types.KeyWriter} writes them,
 * in a table without one the hidden row id u64; a row is as {@link
 * dev.coulomb.node.types.RowLayout} says. Logs are full of this: it never changes ({@code
 * StoredRecordTest}).
 */
public final class ChangeRecord {
  private static final int CATALOG_VERSION = 0;
  private static final int COUNT = 8;
  private static final int CHANGES = 12;
  private static final int DELETED = -1;
  private static final byte[] NO_KEY = {};

  /** About what a row with a short key takes besides its bytes. */
  private static final int EXPECTED_BYTES = 24;

  private final byte[] bytes;

  private ChangeRecord(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * One row.
   *
   * @param key its key in the table; an empty one, which no row has, stands for all rows
   * @param row its new bytes, or null when it was deleted
   */
  public record Change(int tableId, byte[] key, byte @Nullable [] row) {
    /** True: all rows of the table were deleted, to be made anew. */
    public boolean isOfAllRows() {
      return key.length == 0;
    }
  }

  /** The version under which the rows are to be read. */
  public long catalogVersion() {
    return ByteBuffer.wrap(bytes).getLong(CATALOG_VERSION);
  }

  public boolean isEmpty() {
    return count() == 0;
  }

  /** Rows that were put or deleted. */
  public int count() {
    return ByteBuffer.wrap(bytes).getInt(COUNT);
  }

  /** Rows that were put or deleted, in order; of a table from when all its rows were deleted on. */
  public List<Change> changes() {
    ByteBuffer from = ByteBuffer.wrap(bytes).position(CHANGES);
    List<Change> changes = new ArrayList<>();
    for (int left = count(); left > 0; left--) {
      int table = from.getInt();
      byte[] key = new byte[from.getInt()];
      int rowLength = from.getInt();
      from.get(key);
      byte[] row = null;
      if (rowLength != DELETED) {
        row = new byte[rowLength];
        from.get(row);
      }
      Change change = new Change(table, key, row);
      if (change.isOfAllRows()) {
        changes.removeIf(earlier -> earlier.tableId() == table);
      }
      changes.add(change);
    }
    Invariant.that(!from.hasRemaining(), "a change record has no bytes behind it");
    return changes;
  }

  /** The record as bytes, which nobody changes. */
  public byte[] encode() {
    return bytes;
  }

  public static ChangeRecord decode(byte[] encoded) {
    return new ChangeRecord(encoded);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ChangeRecord that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /**
   * The record of a running transaction. Confined to the holder of the token. Of materialized views
   * that are being built there is nothing in it: whoever reads it does not know them.
   */
  static final class Writer {
    private final GrowingBytes bytes = new GrowingBytes();
    private int count;

    Writer() {
      clear();
    }

    /** Bytes so far. */
    int length() {
      return bytes.length();
    }

    /** Changes so far. */
    int count() {
      return count;
    }

    /** So many rows of so many bytes together are about to come. */
    void expect(int rows, long rowBytes) {
      bytes.expect(rowBytes + (long) rows * EXPECTED_BYTES);
    }

    void put(Table table, byte[] key, byte[] row) {
      if (!table.isUnfinished()) {
        bytes.putInt(table.id()).putInt(key.length).putInt(row.length).put(key).put(row);
        count++;
      }
    }

    void delete(Table table, byte[] key) {
      if (!table.isUnfinished()) {
        bytes.putInt(table.id()).putInt(key.length).putInt(DELETED).put(key);
        count++;
      }
    }

    /** All rows of a table go; those that are put from now on are all it has. */
    void deleteAll(Table table) {
      delete(table, NO_KEY);
    }

    /** Does what another record did. */
    void append(ChangeRecord record) {
      bytes.put(record.bytes, CHANGES, record.bytes.length - CHANGES);
      count += record.count();
    }

    /** Forgets what came after so many bytes and changes. */
    void rollbackTo(int oldLength, int oldCount) {
      bytes.truncate(oldLength);
      count = oldCount;
    }

    /** Ends the record; the next one begins. */
    ChangeRecord finish(long catalogVersion) {
      byte[] finished = bytes.toArray();
      ByteBuffer.wrap(finished).putLong(CATALOG_VERSION, catalogVersion).putInt(COUNT, count);
      clear();
      return new ChangeRecord(finished);
    }

    void clear() {
      bytes.clear();
      bytes.putInt(0).putInt(0).putInt(0);
      count = 0;
    }
  }
}
