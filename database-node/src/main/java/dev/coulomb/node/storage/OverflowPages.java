package dev.coulomb.node.storage;

/**
 * Values that do not fit into a leaf, as chains of pages. A chain is written once and never
 * changed: another value is another chain. Confined to the holder of the token; reads on any
 * thread.
 */
final class OverflowPages {
  private final PageAllocator allocator;
  private long pages;

  OverflowPages(PageAllocator allocator) {
    this.allocator = allocator;
  }

  /** Pages in chains of this tree. */
  long pages() {
    return pages;
  }

  /** Writes a value; gives the first page of its chain. */
  int write(byte[] value) {
    int next = 0;
    int chunks = (value.length + Page.OVERFLOW_DATA_BYTES - 1) / Page.OVERFLOW_DATA_BYTES;
    for (int chunk = chunks - 1; chunk >= 0; chunk--) {
      int number = allocator.allocate();
      pages++;
      long page = allocator.address(number);
      Page.format(page, Page.OVERFLOW, allocator.version());
      int from = chunk * Page.OVERFLOW_DATA_BYTES;
      int bytes = Math.min(Page.OVERFLOW_DATA_BYTES, value.length - from);
      Page.setCount(page, bytes);
      Page.setFirstChild(page, next);
      Memory.copyIn(value, from, page + Page.HEADER_BYTES, bytes);
      next = number;
    }
    return next;
  }

  /** Frees the chain of a leaf cell, if it has one. */
  void release(long cell) {
    if (!Page.overflows(cell)) {
      return;
    }
    int number = Memory.getInt(Page.value(cell));
    long left = Page.valueLength(cell);
    while (left > 0) {
      long page = allocator.address(number);
      int next = Page.firstChild(page);
      left -= Page.count(page);
      allocator.release(number, Page.version(page));
      pages--;
      number = next;
    }
  }

  /** The value of a leaf cell, wherever it lies. */
  static byte[] value(PageAllocator allocator, long cell) {
    byte[] value = new byte[Page.valueLength(cell)];
    copyValue(allocator, cell, value);
    return value;
  }

  /** Copies the value of a leaf cell to the front of an array that is long enough. */
  static void copyValue(PageAllocator allocator, long cell, byte[] into) {
    int length = Page.valueLength(cell);
    if (!Page.overflows(cell)) {
      Memory.copyOut(Page.value(cell), into, 0, length);
      return;
    }
    int number = Memory.getInt(Page.value(cell));
    int at = 0;
    while (at < length) {
      long page = allocator.address(number);
      int bytes = Page.count(page);
      Memory.copyOut(page + Page.HEADER_BYTES, into, at, bytes);
      at += bytes;
      number = Page.firstChild(page);
    }
  }
}
