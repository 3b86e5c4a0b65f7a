package dev.coulomb.node.storage;

import java.util.Arrays;

/** Root page and number of entries of each tree of a partition at one moment, by tree number. */
final class Roots {
  /** Root of a tree without entries: it has no page. */
  static final int NONE = -1;

  private int[] pages;
  private long[] counts;

  Roots() {
    this(new int[0], new long[0]);
  }

  private Roots(int[] pages, long[] counts) {
    this.pages = pages;
    this.counts = counts;
  }

  Roots copy() {
    return new Roots(pages.clone(), counts.clone());
  }

  int page(int tree) {
    return pages[tree];
  }

  long count(int tree) {
    return counts[tree];
  }

  void setPage(int tree, int page) {
    pages[tree] = page;
  }

  void addToCount(int tree, long difference) {
    counts[tree] += difference;
  }

  /** Makes this tree an empty one. */
  void plant(int tree) {
    if (tree >= pages.length) {
      pages = Arrays.copyOf(pages, Math.max(8, tree * 2));
      counts = Arrays.copyOf(counts, pages.length);
    }
    pages[tree] = NONE;
    counts[tree] = 0;
  }
}
