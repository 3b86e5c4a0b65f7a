package dev.coulomb.node.storage;

import dev.coulomb.node.invariant.Invariant;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The effects of one transaction on one partition, in order. Bytes, all numbers big-endian:
 *
 * <pre>
 * offset 0   catalog version u64
 *        8   number of changes u32
 *       12   each change: table u32 · key length u32 · row length u32 (−1: deleted) · key · row
 * </pre>
 *
 * @param catalogVersion the version under which the rows are to be read
 * @param changes rows that were put or deleted
 */
public record ChangeRecord(long catalogVersion, List<Change> changes) {

  /**
   * One row.
   *
   * @param key its key in the table
   * @param row its new bytes, or null when it was deleted
   */
  public record Change(int tableId, byte[] key, byte @Nullable [] row) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Change that
          && tableId == that.tableId
          && Arrays.equals(key, that.key)
          && Arrays.equals(row, that.row);
    }

    @Override
    public int hashCode() {
      return 31 * tableId + Arrays.hashCode(key);
    }
  }

  public ChangeRecord {
    changes = List.copyOf(changes);
  }

  public boolean isEmpty() {
    return changes.isEmpty();
  }

  public byte[] encode() {
    int size = 12;
    for (Change change : changes) {
      byte[] row = change.row();
      size += 12 + change.key().length + (row == null ? 0 : row.length);
    }
    ByteBuffer bytes = ByteBuffer.allocate(size).putLong(catalogVersion).putInt(changes.size());
    for (Change change : changes) {
      byte[] row = change.row();
      bytes.putInt(change.tableId()).putInt(change.key().length);
      bytes.putInt(row == null ? -1 : row.length).put(change.key());
      if (row != null) {
        bytes.put(row);
      }
    }
    return bytes.array();
  }

  public static ChangeRecord decode(byte[] encoded) {
    ByteBuffer bytes = ByteBuffer.wrap(encoded);
    long catalogVersion = bytes.getLong();
    int count = bytes.getInt();
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int table = bytes.getInt();
      byte[] key = new byte[bytes.getInt()];
      int rowLength = bytes.getInt();
      bytes.get(key);
      byte[] row = null;
      if (rowLength >= 0) {
        row = new byte[rowLength];
        bytes.get(row);
      }
      changes.add(new Change(table, key, row));
    }
    Invariant.that(!bytes.hasRemaining(), "a change record has no bytes behind it");
    return new ChangeRecord(catalogVersion, changes);
  }
}
