package dev.coulomb.node.storage;

import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.storage.memory.HugePages;
import dev.coulomb.node.storage.memory.Memory;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The pages of a node, shared by its partitions, in off-heap slabs that are never given back. A
 * page is named by an int: number of its slab, number within the slab. Partitions take and return
 * pages in batches through their {@link PageAllocator}, so the lock here is off the hot path.
 *
 * <p>Bounds, see {@link Need}: data grow up to the limit; the reserve above it is for changes that
 * do not grow the data (copies of pages that views hold); deletes and undo always get pages. What
 * running transactions keep on the heap (undo, records) has a bound of its own.
 */
public final class PagePool {
  /** Bytes of a page. */
  public static final int PAGE_BYTES = 8 * 1024;

  private static final int SLAB_PAGE_BITS = 12;
  private static final int DEBUG_SLAB_PAGE_BITS = 7;
  private static final int RESERVE_DIVISOR = 8;
  private static final int RESERVE_PAGES_MIN = 64;
  private static final int TRANSACTIONS_DIVISOR = 3;
  private static final long TRANSACTIONS_BYTES_MIN = 16L << 20;
  private static final long TRANSACTIONS_BYTES_MAX = 1L << 30;
  private static final byte POISON = (byte) 0xDB;

  private final long limitPages;
  private final long reservedPages;
  private final boolean debug;
  private final int slabPageBits;
  private final int slabPageMask;

  /** Keeps the slabs of a debug pool alive for as long as the pool is. */
  private final List<MemorySegment> segments = new ArrayList<>();

  /**
   * Addresses of the slabs; replaced when one is added. Needs no volatile: whoever reads a page was
   * handed its number by somebody who took it from here under the lock.
   */
  private long[] slabs = new long[0];

  private int[] free = new int[0];
  private int freeCount;
  private volatile long used;

  /** Rows are brought back that were there before. */
  private volatile boolean unbounded;

  private final AtomicLong transactions = new AtomicLong();

  /**
   * @param limitBytes how much the data may grow to
   * @param debug for tests: freed pages are overwritten, so that who still reads them sees it;
   *     slabs are small, and go back to the system with the pool
   */
  public PagePool(long limitBytes, boolean debug) {
    Invariant.that(limitBytes >= PAGE_BYTES, "the memory limit holds at least one page");
    this.limitPages = limitBytes / PAGE_BYTES;
    this.reservedPages = Math.max(limitPages / RESERVE_DIVISOR, RESERVE_PAGES_MIN);
    this.debug = debug;
    this.slabPageBits = debug ? DEBUG_SLAB_PAGE_BITS : SLAB_PAGE_BITS;
    this.slabPageMask = (1 << slabPageBits) - 1;
  }

  /** Bytes of pages that are in use or kept ready by a partition. Any thread. */
  public long usedBytes() {
    return used * PAGE_BYTES;
  }

  /** Bytes that running transactions keep on the heap: undo and records. Any thread. */
  public long transactionBytes() {
    return transactions.get();
  }

  /** Bytes above the limit that copies of pages which views hold may take. */
  public long reservedBytes() {
    return reservedPages * PAGE_BYTES;
  }

  public long limitBytes() {
    return limitPages * PAGE_BYTES;
  }

  /** Address of the first byte of a page. */
  long address(int page) {
    return slabs[page >>> slabPageBits] + (long) (page & slabPageMask) * PAGE_BYTES;
  }

  /**
   * Writes pages to {@code into} from {@code at} on; 53200 when there are fewer than the least.
   *
   * @return how many: at least {@code least}, at most {@code most}
   */
  synchronized int take(int[] into, int at, int least, int most, Need need) {
    long bound = unbounded ? Long.MAX_VALUE : bound(need);
    long room = bound - used;
    if (room < least) {
      throw outOfMemory();
    }
    int count = (int) Math.min(most, room);
    while (freeCount < count) {
      addSlab();
    }
    freeCount -= count;
    System.arraycopy(free, freeCount, into, at, count);
    used += count;
    return count;
  }

  private long bound(Need need) {
    return switch (need) {
      case GROWTH -> limitPages;
      case CHANGE -> limitPages + reservedPages;
      case RELIEF -> Long.MAX_VALUE;
    };
  }

  /**
   * While a node starts, data take what they take: they were there before, and a node near its
   * limit has to start too. Any thread.
   */
  public void recovers(boolean now) {
    unbounded = now;
  }

  synchronized void giveBack(int[] pages, int from, int count) {
    if (freeCount + count > free.length) {
      free = Arrays.copyOf(free, Math.max(free.length * 2, freeCount + count));
    }
    System.arraycopy(pages, from, free, freeCount, count);
    freeCount += count;
    used -= count;
  }

  /** A running transaction keeps more bytes on the heap; 53200 when all together keep too many. */
  void growTransaction(long bytes) {
    long share = limitBytes() / TRANSACTIONS_DIVISOR;
    long bound = Math.clamp(share, TRANSACTIONS_BYTES_MIN, TRANSACTIONS_BYTES_MAX);
    if (transactions.addAndGet(bytes) > bound) {
      transactions.addAndGet(-bytes);
      throw new SqlError(SqlState.OUT_OF_MEMORY, "transactions change too many rows at a time")
          .with("limit in bytes", bound)
          .hint("Change fewer rows in one transaction, or raise memory.data.");
    }
  }

  /** A transaction ended, or took back a part. */
  void shrinkTransaction(long bytes) {
    transactions.addAndGet(-bytes);
  }

  void freed(int page) {
    if (debug) {
      Memory.fill(address(page), PAGE_BYTES, POISON);
    }
  }

  private void addSlab() {
    int slab = slabs.length;
    int pages = 1 << slabPageBits;
    long bytes = (long) pages * PAGE_BYTES;
    // Of the global arena: memory of an automatic one counts against MaxDirectMemorySize.
    MemorySegment segment =
        debug
            ? Arena.ofAuto().allocate(bytes, PAGE_BYTES)
            : HugePages.map(bytes).orElseGet(() -> Arena.global().allocate(bytes, PAGE_BYTES));
    segments.add(segment);
    long[] more = Arrays.copyOf(slabs, slab + 1);
    more[slab] = segment.address();
    slabs = more;
    if (free.length < freeCount + pages) {
      free = Arrays.copyOf(free, freeCount + pages);
    }
    for (int i = pages - 1; i >= 0; i--) {
      free[freeCount++] = slab << slabPageBits | i;
    }
  }

  private SqlError outOfMemory() {
    return new SqlError(SqlState.OUT_OF_MEMORY, "the memory for data is used up")
        .with("limit in bytes", limitBytes())
        .hint("Delete rows or drop tables, or raise memory.data.");
  }
}
