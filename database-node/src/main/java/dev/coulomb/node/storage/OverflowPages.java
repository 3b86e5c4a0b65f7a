package dev.coulomb.node.storage;

import dev.coulomb.node.storage.memory.Memory;

/**
 * Values that do not fit into a leaf, as chains of pages. A chain is written once and never
 * changed: another value is another chain. Reads: any thread that may read the tree.
 */
final class OverflowPages {
  private OverflowPages() {}

  /** Pages of the chain of a value. */
  static int pages(int valueBytes) {
    return (valueBytes + Page.OVERFLOW_DATA_BYTES - 1) / Page.OVERFLOW_DATA_BYTES;
  }

  /** Writes a value; gives the first page of its chain. */
  static int write(PageAllocator allocator, byte[] value) {
    int next = Roots.NONE;
    for (int chunk = pages(value.length) - 1; chunk >= 0; chunk--) {
      int number = allocator.allocate();
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

  /** Frees the chain of a leaf cell; gives its pages, 0 when the value lies in the cell. */
  static int release(PageAllocator allocator, long cell) {
    if (!Page.overflows(cell)) {
      return 0;
    }
    int number = Memory.getInt(Page.value(cell));
    int pages = pages(Page.valueLength(cell));
    for (int i = 0; i < pages; i++) {
      int next = Page.firstChild(allocator.address(number));
      allocator.release(number);
      number = next;
    }
    return pages;
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
