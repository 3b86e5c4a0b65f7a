package dev.coulomb.node.storage;

import dev.coulomb.node.invariant.Invariant;

/**
 * The layout of a page, as static functions of its address. Slots grow up from the header, cells
 * down from the end.
 *
 * <pre>
 * offset 0   version at which the page was made, u64
 *        8   kind u16: leaf, branch, overflow
 *       10   cells u16                        (overflow: bytes of data in this page)
 *       12   start of the lowest cell u16
 *       14   bytes lost between cells u16
 *       16   first child u32 (branch)          (overflow: next page, or 0)
 *       20   slots: offset of each cell, u16, in key order
 *
 * leaf cell      key length u16 · value length u32 · key · value, or u32 overflow page
 *                (the highest bit of the value length says which)
 * branch cell    key length u16 · child u32 · key; the child holds keys ≥ the cell's
 * </pre>
 */
final class Page {
  static final int LEAF = 1;
  static final int BRANCH = 2;
  static final int OVERFLOW = 3;
  static final int HEADER_BYTES = 20;
  static final int CELL_HEADER_BYTES = 6;

  /** Three cells fit into a page, so that a split always leaves two pages with cells. */
  static final int CELL_BYTES_MAX = (PagePool.PAGE_BYTES - HEADER_BYTES) / 3 - 2;

  /** Longest key; longer ones are refused with 54000. */
  static final int KEY_BYTES_MAX = 2_048;

  static final int OVERFLOW_DATA_BYTES = PagePool.PAGE_BYTES - HEADER_BYTES;

  private static final int SLOT_BYTES = 2;
  private static final int IN_OVERFLOW = 0x8000_0000;

  private Page() {}

  static void format(long page, int kind, long version) {
    Memory.putLong(page, version);
    Memory.putShort(page + 8, kind);
    Memory.putShort(page + 10, 0);
    Memory.putShort(page + 12, PagePool.PAGE_BYTES);
    Memory.putShort(page + 14, 0);
    Memory.putInt(page + 16, 0);
  }

  static long version(long page) {
    return Memory.getLong(page);
  }

  static void setVersion(long page, long version) {
    Memory.putLong(page, version);
  }

  static boolean isLeaf(long page) {
    return kind(page) == LEAF;
  }

  static int kind(long page) {
    return Memory.getShort(page + 8);
  }

  static int count(long page) {
    return Memory.getShort(page + 10);
  }

  static void setCount(long page, int count) {
    Memory.putShort(page + 10, count);
  }

  static int firstChild(long page) {
    return Memory.getInt(page + 16);
  }

  static void setFirstChild(long page, int child) {
    Memory.putInt(page + 16, child);
  }

  /** Address of the i-th cell in key order. */
  static long cell(long page, int i) {
    return page + Memory.getShort(page + HEADER_BYTES + (long) i * SLOT_BYTES);
  }

  static int keyLength(long cell) {
    return Memory.getShort(cell);
  }

  static long key(long cell) {
    return cell + CELL_HEADER_BYTES;
  }

  static int valueLength(long cell) {
    return Memory.getInt(cell + 2) & ~IN_OVERFLOW;
  }

  static boolean overflows(long cell) {
    return (Memory.getInt(cell + 2) & IN_OVERFLOW) != 0;
  }

  /** Address of the value, or of the number of its first overflow page. */
  static long value(long cell) {
    return cell + CELL_HEADER_BYTES + keyLength(cell);
  }

  /** The i-th child of a branch, from 0 (the first) to its count. */
  static int child(long page, int i) {
    return i == 0 ? firstChild(page) : Memory.getInt(cell(page, i - 1) + 2);
  }

  static void setChild(long page, int i, int child) {
    if (i == 0) {
      setFirstChild(page, child);
    } else {
      Memory.putInt(cell(page, i - 1) + 2, child);
    }
  }

  static byte[] keyBytes(long cell) {
    byte[] key = new byte[keyLength(cell)];
    Memory.copyOut(key(cell), key, 0, key.length);
    return key;
  }

  /** The slot of the key, or −1 − the slot where it would go. */
  static int find(long page, byte[] key) {
    int low = 0;
    int high = count(page) - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      long cell = cell(page, middle);
      int order = Memory.compare(key(cell), keyLength(cell), key);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1 - low;
  }

  /** Which child of a branch covers the key. */
  static int childFor(long page, byte[] key) {
    int slot = find(page, key);
    return slot >= 0 ? slot + 1 : -1 - slot;
  }

  /** Bytes of a cell, without its slot. */
  static int cellBytes(long page, long cell) {
    int bytes = CELL_HEADER_BYTES + keyLength(cell);
    if (isLeaf(page)) {
      bytes += overflows(cell) ? Integer.BYTES : valueLength(cell);
    }
    return bytes;
  }

  /** Bytes that cells and slots take. */
  static int usedBytes(long page) {
    return PagePool.PAGE_BYTES
        - Memory.getShort(page + 12)
        - Memory.getShort(page + 14)
        + count(page) * SLOT_BYTES;
  }

  static int freeBytes(long page) {
    return PagePool.PAGE_BYTES - HEADER_BYTES - usedBytes(page);
  }

  static boolean fits(long page, int cellBytes) {
    return freeBytes(page) >= cellBytes + SLOT_BYTES;
  }

  /** Opens a slot with a cell of this size and gives the cell's address; the cell must fit. */
  static long insertCell(long page, int slot, int cellBytes) {
    Invariant.that(fits(page, cellBytes), "a cell is put where it fits");
    int count = count(page);
    int start = Memory.getShort(page + 12);
    if (start - cellBytes < HEADER_BYTES + (count + 1) * SLOT_BYTES) {
      compact(page);
      start = Memory.getShort(page + 12);
    }
    long slots = page + HEADER_BYTES;
    Memory.copy(
        slots + (long) slot * SLOT_BYTES,
        slots + (long) (slot + 1) * SLOT_BYTES,
        (long) (count - slot) * SLOT_BYTES);
    int offset = start - cellBytes;
    Memory.putShort(slots + (long) slot * SLOT_BYTES, offset);
    Memory.putShort(page + 12, offset);
    setCount(page, count + 1);
    return page + offset;
  }

  static void removeCell(long page, int slot) {
    int count = count(page);
    int bytes = cellBytes(page, cell(page, slot));
    Memory.putShort(page + 14, Memory.getShort(page + 14) + bytes);
    long slots = page + HEADER_BYTES;
    Memory.copy(
        slots + (long) (slot + 1) * SLOT_BYTES,
        slots + (long) slot * SLOT_BYTES,
        (long) (count - slot - 1) * SLOT_BYTES);
    setCount(page, count - 1);
    if (count == 1) {
      Memory.putShort(page + 12, PagePool.PAGE_BYTES);
      Memory.putShort(page + 14, 0);
    }
  }

  static void writeLeafCell(long cell, byte[] key, byte[] value) {
    Memory.putShort(cell, key.length);
    Memory.putInt(cell + 2, value.length);
    Memory.copyIn(key, 0, key(cell), key.length);
    Memory.copyIn(value, 0, key(cell) + key.length, value.length);
  }

  static void writeOverflowCell(long cell, byte[] key, int valueLength, int firstPage) {
    Memory.putShort(cell, key.length);
    Memory.putInt(cell + 2, valueLength | IN_OVERFLOW);
    Memory.copyIn(key, 0, key(cell), key.length);
    Memory.putInt(key(cell) + key.length, firstPage);
  }

  static void writeBranchCell(long cell, byte[] key, int child) {
    Memory.putShort(cell, key.length);
    Memory.putInt(cell + 2, child);
    Memory.copyIn(key, 0, key(cell), key.length);
  }

  /** Copies cells {@code from} to {@code to − 1} behind those of another page of the same kind. */
  static void appendCells(long page, int from, int to, long into) {
    for (int i = from; i < to; i++) {
      long cell = cell(page, i);
      int bytes = cellBytes(page, cell);
      Memory.copy(cell, insertCell(into, count(into), bytes), bytes);
    }
  }

  /** Drops the cells from {@code from} on. */
  static void truncate(long page, int from) {
    for (int i = count(page) - 1; i >= from; i--) {
      removeCell(page, i);
    }
  }

  private static void compact(long page) {
    int count = count(page);
    byte[] cells = new byte[PagePool.PAGE_BYTES];
    int[] sizes = new int[count];
    int at = 0;
    for (int i = 0; i < count; i++) {
      long cell = cell(page, i);
      sizes[i] = cellBytes(page, cell);
      Memory.copyOut(cell, cells, at, sizes[i]);
      at += sizes[i];
    }
    int offset = PagePool.PAGE_BYTES;
    at = 0;
    for (int i = 0; i < count; i++) {
      offset -= sizes[i];
      Memory.copyIn(cells, at, page + offset, sizes[i]);
      Memory.putShort(page + HEADER_BYTES + (long) i * SLOT_BYTES, offset);
      at += sizes[i];
    }
    Memory.putShort(page + 12, offset);
    Memory.putShort(page + 14, 0);
  }
}
