package dev.coulomb.node.storage;

import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.lang.foreign.Arena;
import java.util.Arrays;

/**
 * The pages of a node, shared by its partitions, in off-heap slabs that are never given back. A
 * page is named by an int: number of its slab, number within the slab. Partitions take and return
 * pages in batches through their {@link PageAllocator}, so the lock here is off the hot path.
 *
 * <p>Two bounds: up to the limit anything may grow; the reserve above it is for what a statement
 * that does not grow the data needs meanwhile (copies of pages that views hold, undo, deletes).
 */
public final class PagePool {
  /** Bytes of a page. */
  public static final int PAGE_BYTES = 8 * 1024;

  private static final int PAGES_PER_SLAB_BITS = 12;
  private static final int PAGES_PER_SLAB = 1 << PAGES_PER_SLAB_BITS;
  private static final long SLAB_BYTES = (long) PAGES_PER_SLAB * PAGE_BYTES;
  private static final int RESERVE_DIVISOR = 8;
  private static final byte POISON = (byte) 0xDB;

  private final long limitPages;
  private final long reservedPages;
  private final boolean poison;
  private volatile long[] slabs = new long[0];
  private int[] free = new int[PAGES_PER_SLAB];
  private int freeCount;
  private volatile long used;

  /**
   * @param limitBytes how much the data may grow to
   * @param poison overwrite freed pages, so that a test sees who still reads them
   */
  public PagePool(long limitBytes, boolean poison) {
    Invariant.that(limitBytes >= PAGE_BYTES, "the memory limit holds at least one page");
    this.limitPages = limitBytes / PAGE_BYTES;
    this.reservedPages = Math.max(limitPages / RESERVE_DIVISOR, 64);
    this.poison = poison;
  }

  /** Bytes of pages that are in use or kept ready by a partition. Any thread. */
  public long usedBytes() {
    return used * PAGE_BYTES;
  }

  public long limitBytes() {
    return limitPages * PAGE_BYTES;
  }

  /** Refuses with 53200 when the data must not grow now. Any thread. */
  public void checkRoom() {
    if (used >= limitPages) {
      throw outOfMemory();
    }
  }

  /** Address of the first byte of a page. */
  long address(int page) {
    return slabs[page >>> PAGES_PER_SLAB_BITS] + (long) (page & (PAGES_PER_SLAB - 1)) * PAGE_BYTES;
  }

  /** Fills {@code into} with pages, at least one; gives how many. */
  synchronized int take(int[] into, int wanted) {
    long room = limitPages + reservedPages - used;
    if (room <= 0) {
      throw outOfMemory();
    }
    int count = (int) Math.min(wanted, room);
    while (freeCount < count) {
      addSlab();
    }
    freeCount -= count;
    System.arraycopy(free, freeCount, into, 0, count);
    used += count;
    return count;
  }

  synchronized void giveBack(int[] pages, int from, int count) {
    if (freeCount + count > free.length) {
      free = Arrays.copyOf(free, Math.max(free.length * 2, freeCount + count));
    }
    System.arraycopy(pages, from, free, freeCount, count);
    freeCount += count;
    used -= count;
  }

  void poison(int page) {
    if (poison) {
      Memory.fill(address(page), PAGE_BYTES, POISON);
    }
  }

  private void addSlab() {
    int slab = slabs.length;
    long address = Arena.global().allocate(SLAB_BYTES, PAGE_BYTES).address();
    long[] more = Arrays.copyOf(slabs, slab + 1);
    more[slab] = address;
    slabs = more;
    if (free.length < freeCount + PAGES_PER_SLAB) {
      free = Arrays.copyOf(free, freeCount + PAGES_PER_SLAB);
    }
    for (int i = PAGES_PER_SLAB - 1; i >= 0; i--) {
      free[freeCount++] = slab << PAGES_PER_SLAB_BITS | i;
    }
  }

  private SqlError outOfMemory() {
    return new SqlError(SqlState.OUT_OF_MEMORY, "the memory for data is used up")
        .with("limit in bytes", limitBytes())
        .hint("Delete rows or drop tables, or raise memory.data.");
  }
}
