package dev.coulomb.node.storage;

import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.storage.memory.Memory;

/**
 * The layout of a page, as static functions of its address. Slots grow up from the header, cells
 * down from the end. A search reads slots only, which lie side by side, until two heads agree.
 *
 * <pre>
 * offset 0   version at which the page was made, u64
 *        8   kind u16: leaf, branch, overflow
 *       10   cells u16                        (overflow: bytes of data in this page)
 *       12   start of the lowest cell u16
 *       14   bytes lost between cells u16
 *       16   first child u32 (branch)         (overflow: next page, or 0)
 *       20   length of a prefix that all keys of the page share u16, 2 bytes unused
 *       24   slots, in key order: offset of the cell u16 · head of its key u32
 *            (the four bytes behind the shared prefix, big-endian, zeros behind a shorter key)
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
  static final int HEADER_BYTES = 24;
  static final int CELL_HEADER_BYTES = 6;
  static final int SLOT_BYTES = 6;

  /** Three cells fit into a page, so that a split always leaves two pages with cells. */
  static final int CELL_BYTES_MAX = (PagePool.PAGE_BYTES - HEADER_BYTES) / 3 - SLOT_BYTES;

  /** Longest key; longer ones are refused with 54000. */
  static final int KEY_BYTES_MAX = 2_048;

  static final int OVERFLOW_DATA_BYTES = PagePool.PAGE_BYTES - HEADER_BYTES;

  private static final int KIND = 8;
  private static final int COUNT = 10;
  private static final int LOWEST = 12;
  private static final int LOST = 14;
  private static final int FIRST_CHILD = 16;
  private static final int PREFIX = 20;
  private static final int HEAD = 2;
  private static final long HEAD_MASK = 0xFFFF_FFFFL;
  private static final int IN_OVERFLOW = 0x8000_0000;

  /** So many heads lie in six lines of the processor's cache. */
  private static final int COUNTED_MAX = 64;

  private Page() {}

  static void format(long page, int kind, long version) {
    Memory.putLong(page, version);
    Memory.putShort(page + KIND, kind);
    Memory.putShort(page + COUNT, 0);
    Memory.putShort(page + LOWEST, PagePool.PAGE_BYTES);
    Memory.putShort(page + LOST, 0);
    Memory.putInt(page + FIRST_CHILD, 0);
    Memory.putInt(page + PREFIX, 0);
  }

  /** The page that a cell lies in. */
  static long of(long cell) {
    return cell & -PagePool.PAGE_BYTES;
  }

  static long version(long page) {
    return Memory.getLong(page);
  }

  static void setVersion(long page, long version) {
    Memory.putLong(page, version);
  }

  static boolean isLeaf(long page) {
    return Memory.getShort(page + KIND) == LEAF;
  }

  static int count(long page) {
    return Memory.getShort(page + COUNT);
  }

  static void setCount(long page, int count) {
    Memory.putShort(page + COUNT, count);
  }

  static int firstChild(long page) {
    return Memory.getInt(page + FIRST_CHILD);
  }

  static void setFirstChild(long page, int child) {
    Memory.putInt(page + FIRST_CHILD, child);
  }

  /** Address of the i-th cell in key order. */
  static long cell(long page, int i) {
    return page + Memory.getShort(slot(page, i));
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
    int count = count(page);
    if (count == 0) {
      return -1;
    }
    int prefix = Memory.getShort(page + PREFIX);
    int order = Memory.compare(key(cell(page, 0)), prefix, key, 0, Math.min(prefix, key.length));
    if (order != 0) {
      return order > 0 ? -1 : -1 - count;
    }
    return search(page, count, headOf(key, prefix) & HEAD_MASK, key);
  }

  /**
   * The slot of the key, or −1. Cheaper than {@link #find} where memory is far: the shared prefix
   * is not looked at before a head agrees, so that a hit touches no other cell than its own.
   */
  static int findExactly(long page, byte[] key) {
    long head = headOf(key, Memory.getShort(page + PREFIX)) & HEAD_MASK;
    return Math.max(-1, search(page, count(page), head, key));
  }

  /** As {@link #find}, of a key that has the shared prefix; of another one: not found. */
  private static int search(long page, int count, long head, byte[] key) {
    int slot = smallerHeads(page, count, head);
    if (slot == count || head(page, slot) != head) {
      return -1 - slot;
    }
    int order = compare(page, slot, key);
    if (order >= 0) {
      return order == 0 ? slot : -1 - slot;
    }
    int low = slot + 1;
    int high = smallerHeads(page, count, head + 1) - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      order = compare(page, middle, key);
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

  private static int compare(long page, int slot, byte[] key) {
    long cell = cell(page, slot);
    return Memory.compare(key(cell), keyLength(cell), key, 0, key.length);
  }

  /**
   * How many slots have a smaller head. The last few are all read and counted: none of these reads
   * waits for another, so the processor fetches their lines from memory together, where halving
   * would fetch one after the other, and there is no branch to be guessed wrong.
   */
  private static int smallerHeads(long page, int count, long head) {
    int low = 0;
    int left = count;
    while (left > COUNTED_MAX) {
      int half = left >>> 1;
      if (head(page, low + half) < head) {
        low += half + 1;
        left -= half + 1;
      } else {
        left = half;
      }
    }
    long slot = slot(page, low);
    long smaller = 0;
    for (int i = 0; i < left; i++) {
      smaller += (Memory.getInt(slot + HEAD + i * SLOT_BYTES) & HEAD_MASK) - head >>> Long.SIZE - 1;
    }
    return low + (int) smaller;
  }

  private static long head(long page, int i) {
    return Memory.getInt(slot(page, i) + HEAD) & HEAD_MASK;
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
        - Memory.getShort(page + LOWEST)
        - Memory.getShort(page + LOST)
        + count(page) * SLOT_BYTES;
  }

  static boolean fits(long page, int cellBytes) {
    int free = PagePool.PAGE_BYTES - HEADER_BYTES - usedBytes(page);
    return free >= cellBytes + SLOT_BYTES;
  }

  static void removeCell(long page, int slot) {
    int count = count(page);
    int bytes = cellBytes(page, cell(page, slot));
    Memory.putShort(page + LOST, Memory.getShort(page + LOST) + bytes);
    Memory.copy(slot(page, slot + 1), slot(page, slot), (long) (count - slot - 1) * SLOT_BYTES);
    setCount(page, count - 1);
    if (count == 1) {
      Memory.putShort(page + LOWEST, PagePool.PAGE_BYTES);
      Memory.putShort(page + LOST, 0);
    }
  }

  static void insertLeafCell(long page, int slot, byte[] key, byte[] value) {
    long cell = openCell(page, slot, CELL_HEADER_BYTES + key.length + value.length);
    writeKey(cell, key, value.length);
    Memory.copyIn(value, 0, key(cell) + key.length, value.length);
    slotted(page, slot);
  }

  static void insertOverflowCell(long page, int slot, byte[] key, int valueLength, int firstPage) {
    long cell = openCell(page, slot, CELL_HEADER_BYTES + key.length + Integer.BYTES);
    writeKey(cell, key, valueLength | IN_OVERFLOW);
    Memory.putInt(key(cell) + key.length, firstPage);
    slotted(page, slot);
  }

  static void insertBranchCell(long page, int slot, byte[] key, int child) {
    writeKey(openCell(page, slot, CELL_HEADER_BYTES + key.length), key, child);
    slotted(page, slot);
  }

  /**
   * Adds a cell behind all others of a leaf, of a key and a value that lie behind each other in an
   * array. The page is {@link #seal}ed before it is searched.
   */
  static void appendLeafCell(long page, byte[] from, int at, int keyLength, int valueLength) {
    int bytes = keyLength + valueLength;
    long cell = openCell(page, count(page), CELL_HEADER_BYTES + bytes);
    Memory.putShort(cell, keyLength);
    Memory.putInt(cell + 2, valueLength);
    Memory.copyIn(from, at, key(cell), bytes);
  }

  /** As {@link #appendLeafCell}, of a value that lies in overflow pages. */
  static void appendOverflowCell(
      long page, byte[] from, int at, int keyLength, int valueLength, int firstPage) {
    long cell = openCell(page, count(page), CELL_HEADER_BYTES + keyLength + Integer.BYTES);
    Memory.putShort(cell, keyLength);
    Memory.putInt(cell + 2, valueLength | IN_OVERFLOW);
    Memory.copyIn(from, at, key(cell), keyLength);
    Memory.putInt(key(cell) + keyLength, firstPage);
  }

  /** No more cells are appended: from now on they are found. */
  static void seal(long page) {
    findPrefix(page);
  }

  /** Copies cells {@code from} to {@code to − 1} to a slot of another page of the same kind. */
  static void copyCells(long page, int from, int to, long into, int slot) {
    for (int i = from; i < to; i++) {
      long cell = cell(page, i);
      int bytes = cellBytes(page, cell);
      Memory.copy(cell, openCell(into, slot + i - from, bytes), bytes);
    }
    findPrefix(into);
  }

  /** Drops cells {@code from} to {@code to − 1}. */
  static void removeCells(long page, int from, int to) {
    for (int i = to - 1; i >= from; i--) {
      removeCell(page, i);
    }
    findPrefix(page);
  }

  /** Opens a slot with a cell of this size and gives the cell's address; the cell must fit. */
  private static long openCell(long page, int slot, int cellBytes) {
    Invariant.that(fits(page, cellBytes), "a cell is put where it fits");
    int count = count(page);
    if (Memory.getShort(page + LOWEST) - cellBytes < HEADER_BYTES + (count + 1) * SLOT_BYTES) {
      compact(page);
    }
    Memory.copy(slot(page, slot), slot(page, slot + 1), (long) (count - slot) * SLOT_BYTES);
    int offset = Memory.getShort(page + LOWEST) - cellBytes;
    Memory.putShort(slot(page, slot), offset);
    Memory.putShort(page + LOWEST, offset);
    setCount(page, count + 1);
    return page + offset;
  }

  private static void writeKey(long cell, byte[] key, int valueLengthOrChild) {
    Memory.putShort(cell, key.length);
    Memory.putInt(cell + 2, valueLengthOrChild);
    Memory.copyIn(key, 0, key(cell), key.length);
  }

  private static long slot(long page, int i) {
    return page + HEADER_BYTES + (long) i * SLOT_BYTES;
  }

  /** A new cell has its key: sets its head, and shortens the shared prefix where it must. */
  private static void slotted(long page, int slot) {
    int prefix = Memory.getShort(page + PREFIX);
    int count = count(page);
    boolean atAnEnd =
        slot == 0 || slot == count - 1; // A key between two others shares what they do.
    if (count == 1 || (atAnEnd && sharedBytes(page, slot, slot == 0 ? 1 : 0, prefix) < prefix)) {
      findPrefix(page);
    } else {
      Memory.putInt(slot(page, slot) + HEAD, headAt(cell(page, slot), prefix));
    }
  }

  /** Finds what all keys share, which is what the first and the last do, and sets all heads. */
  private static void findPrefix(long page) {
    int count = count(page);
    int prefix = count == 0 ? 0 : sharedBytes(page, 0, count - 1, KEY_BYTES_MAX);
    Memory.putShort(page + PREFIX, prefix);
    for (int i = 0; i < count; i++) {
      Memory.putInt(slot(page, i) + HEAD, headAt(cell(page, i), prefix));
    }
  }

  /** How many bytes the keys of two slots share, up to a bound. */
  private static int sharedBytes(long page, int a, int b, int bound) {
    long left = cell(page, a);
    long right = cell(page, b);
    int most = Math.min(bound, Math.min(keyLength(left), keyLength(right)));
    return Memory.shared(key(left), key(right), most);
  }

  private static int headAt(long cell, int prefix) {
    int length = keyLength(cell) - prefix;
    long from = key(cell) + prefix;
    if (length >= Integer.BYTES) {
      return Integer.reverseBytes(Memory.getInt(from));
    }
    int head = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      head = head << Byte.SIZE | (i < length ? Memory.getByte(from + i) : 0);
    }
    return head;
  }

  private static int headOf(byte[] key, int prefix) {
    if (prefix + Integer.BYTES <= key.length) {
      return Memory.bigInt(key, prefix);
    }
    int head = 0;
    for (int i = prefix; i < prefix + Integer.BYTES; i++) {
      head = head << Byte.SIZE | (i < key.length ? key[i] & 0xFF : 0);
    }
    return head;
  }

  private static void compact(long page) {
    int count = count(page);
    byte[] cells = new byte[PagePool.PAGE_BYTES];
    int low = PagePool.PAGE_BYTES;
    for (int i = 0; i < count; i++) {
      long cell = cell(page, i);
      int bytes = cellBytes(page, cell);
      low -= bytes;
      Memory.copyOut(cell, cells, low, bytes);
      Memory.putShort(slot(page, i), low);
    }
    Memory.copyIn(cells, low, page + low, PagePool.PAGE_BYTES - low);
    Memory.putShort(page + LOWEST, low);
    Memory.putShort(page + LOST, 0);
  }
}
