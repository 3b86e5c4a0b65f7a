package dev.coulomb.node.storage;

import dev.coulomb.node.invariant.Invariant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * One partition's way to pages: a small stock of free ones, and those that only frozen views still
 * need. Confined to the holder of the token, but for {@link #viewClosed}, which any thread may
 * call.
 *
 * <p>Every page carries the version at which it was made. {@link #version} goes up with each frozen
 * view; a page of the current version is seen by nobody else and is changed in place, an older one
 * is copied. A page that leaves the trees is kept by the newest open view that can see it; when
 * that view is closed, it goes to the next older one that can, or is free.
 */
final class PageAllocator {
  private static final int BATCH = 16;
  private static final int STOCK_MAX = 4 * BATCH;

  /** Bounds the work for views that were closed: about 0.1 ms at a time. */
  private static final int RECYCLED_AT_ONCE = 1_024;

  private final PagePool pool;
  private int[] stock = new int[STOCK_MAX];
  private int stocked;
  private long version = 1;

  /** In order of their versions. */
  private final List<ViewPages> open = new ArrayList<>();

  /** Handed over by those that closed them: their reads are over before the pages are reused. */
  private final ConcurrentLinkedQueue<ViewPages> closed = new ConcurrentLinkedQueue<>();

  private final ArrayDeque<ViewPages> draining = new ArrayDeque<>();

  /** Of a private store: all that it took of the pool, to be given back at once. */
  private final @Nullable ViewPages taken;

  private int borrowed;
  private long pages;
  private long viewPages;

  PageAllocator(PagePool pool) {
    this.pool = pool;
    this.taken = null;
  }

  /**
   * Of a private store, which begins with the pages of a view of this version and leaves them
   * alone.
   */
  PageAllocator(PagePool pool, long viewVersion) {
    this.pool = pool;
    this.taken = new ViewPages(0);
    this.version = viewVersion + 1;
    this.open.add(new ViewPages(viewVersion));
    this.borrowed = 1;
  }

  PagePool pool() {
    return pool;
  }

  long version() {
    return version;
  }

  /** Freezes: what exists now belongs to a view, until {@link #viewClosed}. */
  ViewPages freeze() {
    ViewPages view = new ViewPages(version++);
    open.add(view);
    return view;
  }

  /** The last reader of this view is done. Any thread, once for each {@link #freeze}. */
  void viewClosed(ViewPages view) {
    closed.add(view);
  }

  long address(int page) {
    return pool.address(page);
  }

  /** Makes sure that this many pages can be allocated without failing; else 53200. */
  void reserve(int wanted, Need need) {
    if (stocked >= wanted) {
      return;
    }
    boolean all = recycle();
    while (stocked < wanted && !all) {
      all = recycle();
    }
    if (stocked < wanted) {
      if (stock.length < wanted + BATCH) {
        stock = Arrays.copyOf(stock, wanted + BATCH);
      }
      int least = wanted - stocked;
      int most = taken == null ? Math.max(least, BATCH) : least;
      int got = pool.take(stock, stocked, least, most, need);
      for (int i = 0; taken != null && i < got; i++) {
        taken.add(stock[stocked + i]);
      }
      stocked += got;
    }
  }

  /** A page of what was reserved. */
  int allocate() {
    Invariant.that(stocked > 0, "pages are reserved before a change begins");
    pages++;
    return stock[--stocked];
  }

  /** A page leaves the trees. */
  void release(int page) {
    ViewPages newest = open.isEmpty() ? null : open.getLast();
    if (newest == null || Page.version(address(page)) > newest.version()) {
      free(page);
    } else {
      newest.add(page);
      viewPages++;
    }
  }

  /**
   * Between changes: takes over pages of views that were closed, so many that it does not take
   * long, and gives the pool what is not needed here; false when more is left to take over.
   */
  boolean recycle() {
    for (ViewPages view = closed.poll(); view != null; view = closed.poll()) {
      Invariant.that(open.remove(view), "a view is closed once");
      draining.add(view);
    }
    int left = RECYCLED_AT_ONCE;
    while (left > 0 && !draining.isEmpty()) {
      ViewPages view = draining.getFirst();
      ViewPages older = newestBefore(view.version());
      for (; left > 0 && view.count() > 0; left--) {
        int page = view.remove();
        if (older != null && Page.version(address(page)) <= older.version()) {
          older.add(page);
        } else {
          viewPages--;
          free(page);
        }
      }
      if (view.count() == 0) {
        draining.removeFirst();
      }
    }
    giveSurplusBack();
    return draining.isEmpty();
  }

  /** True when views were closed whose pages nobody has taken over. Any thread. */
  boolean hasClosedViews() {
    return !closed.isEmpty();
  }

  /** Pages of the trees, without those that only views keep. */
  long livePages() {
    return pages - viewPages;
  }

  /** Pages that only views keep. */
  long viewPages() {
    return viewPages;
  }

  /** Views that are open, as far as {@link #recycle} has seen. */
  int openViews() {
    return open.size() - borrowed;
  }

  /** The private store is not used any more, nor a view of it. */
  void close() {
    ViewPages all = Invariant.present(taken, "only a private store gives its pages back at once");
    stocked = 0;
    int[] pagesTaken = new int[all.count()];
    for (int i = 0; i < pagesTaken.length; i++) {
      pagesTaken[i] = all.remove();
      pool.freed(pagesTaken[i]);
    }
    pool.giveBack(pagesTaken, 0, pagesTaken.length);
  }

  /** Gives all pages back, when there are no trees and no views any more. */
  void dissolve() {
    boolean all = recycle();
    while (!all) {
      all = recycle();
    }
    Invariant.that(open.isEmpty(), "no view is open of what is dissolved");
    pool.giveBack(stock, 0, stocked);
    stocked = 0;
  }

  private @Nullable ViewPages newestBefore(long than) {
    for (int i = open.size() - 1; i >= 0; i--) {
      if (open.get(i).version() < than) {
        return open.get(i);
      }
    }
    return null;
  }

  private void free(int page) {
    pool.freed(page);
    pages--;
    if (stocked == stock.length) {
      stock = Arrays.copyOf(stock, stocked * 2);
    }
    stock[stocked++] = page;
  }

  /** Not while a change runs: what it reserved stays. */
  private void giveSurplusBack() {
    if (stocked > STOCK_MAX && taken == null) {
      int surplus = stocked - STOCK_MAX / 2;
      stocked -= surplus;
      pool.giveBack(stock, stocked, surplus);
    }
  }

  /**
   * The pages that only a view, and perhaps views older than it, still need: the newest view that
   * can see a page keeps it. Confined to the holder of the token.
   */
  static final class ViewPages {
    private final long version;
    private int[] pages = new int[16];
    private int count;

    /**
     * @param version pages made at this version or before it belong to the view
     */
    ViewPages(long version) {
      this.version = version;
    }

    long version() {
      return version;
    }

    int count() {
      return count;
    }

    void add(int page) {
      if (count == pages.length) {
        pages = Arrays.copyOf(pages, count * 2);
      }
      pages[count++] = page;
    }

    /** Removes one; there must be one. */
    int remove() {
      return pages[--count];
    }
  }
}
