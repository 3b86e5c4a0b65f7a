package dev.coulomb.node.storage;

import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * One partition's way to pages: a small stock of free ones, and those that only frozen views still
 * need. Confined to the holder of the token, but for {@link #viewClosed}, which any thread may
 * call.
 *
 * <p>Every page carries the version at which it was made. {@link #version} goes up with each frozen
 * view; a page of the current version is seen by nobody else and is changed in place, an older one
 * is copied. A page that was replaced at version r is needed by views older than r only.
 */
final class PageAllocator {
  private static final int BATCH = 32;

  private final PagePool pool;
  private int[] stock = new int[BATCH * 4];
  private int stocked;
  private long version = 1;

  /** Replaced pages in order of the version at which they were: pairs (page, version). */
  private final ArrayDeque<long[]> retired = new ArrayDeque<>();

  private final OpenViews views = new OpenViews();
  private long pages;
  private long retiredPages;

  PageAllocator(PagePool pool) {
    this.pool = pool;
  }

  long version() {
    return version;
  }

  /** Freezes: what exists now belongs to the view of the version this returns. */
  long freeze() {
    long frozen = version++;
    views.opened(frozen);
    return frozen;
  }

  /** The last reader of this version is done. Any thread, once for each {@link #freeze}. */
  void viewClosed(long frozen) {
    views.closed(frozen);
  }

  long address(int page) {
    return pool.address(page);
  }

  void checkRoom() {
    pool.checkRoom();
  }

  /** Makes sure that this many pages can be allocated without failing; else 53200. */
  void reserve(int wanted) {
    if (stocked >= wanted) {
      return;
    }
    recycle();
    if (stock.length < wanted + BATCH) {
      stock = Arrays.copyOf(stock, wanted + BATCH);
    }
    while (stocked < wanted) {
      int[] taken = new int[Math.max(BATCH, wanted - stocked)];
      int count = pool.take(taken, taken.length);
      if (stocked + count > stock.length) {
        stock = Arrays.copyOf(stock, stocked + count);
      }
      System.arraycopy(taken, 0, stock, stocked, count);
      stocked += count;
    }
  }

  int allocate() {
    if (stocked == 0) {
      reserve(1);
    }
    pages++;
    return stock[--stocked];
  }

  /** Frees a page of the given version: at once when no view can see it, else when none can. */
  void release(int page, long madeAt) {
    if (madeAt == version || !views.any()) {
      free(page);
    } else {
      retired.addLast(new long[] {page, version});
      retiredPages++;
    }
  }

  /** Frees the pages that no view needs any more. */
  void recycle() {
    long oldest = views.oldest();
    while (!retired.isEmpty() && retired.getFirst()[1] <= oldest) {
      retiredPages--;
      free((int) retired.removeFirst()[0]);
    }
  }

  /** Pages of the trees, without those that only views keep. */
  long livePages() {
    return pages - retiredPages;
  }

  /** Pages that only views keep. */
  long retiredPages() {
    return retiredPages;
  }

  int openViews() {
    return views.count();
  }

  private void free(int page) {
    pool.poison(page);
    pages--;
    if (stocked == stock.length) {
      int half = stock.length / 2;
      pool.giveBack(stock, half, stock.length - half);
      stocked = half;
    }
    stock[stocked++] = page;
  }
}
