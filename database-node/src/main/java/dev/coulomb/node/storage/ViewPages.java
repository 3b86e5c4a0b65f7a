package dev.coulomb.node.storage;

import java.util.Arrays;

/**
 * The pages that only a view, and perhaps views older than it, still need: the newest view that can
 * see a page keeps it. Confined to the holder of the token.
 */
final class ViewPages {
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
