package dev.coulomb.node.storage;

import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.storage.memory.Memory;
import java.util.Arrays;

/**
 * Fills a tree that nobody looks at meanwhile, whatever memory it takes. As long as keys ascend and
 * the tree was empty, pages are written one behind the other, nearly full, and nothing is searched
 * or split; from the first other key on, entries are put. Confined to the holder of the token; no
 * view is cut before {@link #finish}.
 */
final class TreeFilling {
  /** Of a page: some room, so that the first changes do not split every page of the tree. */
  private static final int FILLED_BYTES = (PagePool.PAGE_BYTES - Page.HEADER_BYTES) / 16 * 15;

  private final Tree tree;
  private final PageAllocator allocator;
  private final long version;
  private boolean appending;

  /** The last page of each level, leaves first. */
  private int[] last = new int[4];

  private int levels;
  private long entries;
  private long pages;
  private long overflowPages;

  TreeFilling(Tree tree, PageAllocator allocator) {
    this.tree = tree;
    this.allocator = allocator;
    this.version = allocator.version();
    this.appending = tree.count() == 0;
  }

  /** An entry whose key is not there yet, of a key and a value that lie behind each other. */
  void put(byte[] from, int at, int keyLength, int valueLength) {
    if (appending && isLast(from, at, keyLength)) {
      append(from, at, keyLength, valueLength);
      return;
    }
    finish();
    int value = at + keyLength;
    byte[] previous =
        tree.put(
            Arrays.copyOfRange(from, at, value),
            Arrays.copyOfRange(from, value, value + valueLength),
            Need.RELIEF);
    Invariant.that(previous == null, "a tree is filled with one entry for each key");
  }

  /** All entries are in the tree. Idempotent. */
  void finish() {
    if (appending && levels > 0) {
      Invariant.that(version == allocator.version(), "no view is cut while a tree is filled");
      Page.seal(allocator.address(last[0]));
      tree.become(last[levels - 1], entries, pages, overflowPages);
    }
    appending = false;
  }

  private boolean isLast(byte[] from, int at, int keyLength) {
    if (levels == 0) {
      return true;
    }
    long leaf = allocator.address(last[0]);
    long cell = Page.cell(leaf, Page.count(leaf) - 1);
    return Memory.compare(Page.key(cell), Page.keyLength(cell), from, at, at + keyLength) < 0;
  }

  private void append(byte[] from, int at, int keyLength, int valueLength) {
    Invariant.that(keyLength <= Page.KEY_BYTES_MAX, "a stored key is not too long");
    int inside = Page.CELL_HEADER_BYTES + keyLength + valueLength;
    boolean outside = inside > Page.CELL_BYTES_MAX;
    int bytes = outside ? Page.CELL_HEADER_BYTES + keyLength + Integer.BYTES : inside;
    if (levels == 0) {
      last[0] = newPage(Page.LEAF);
      levels = 1;
    }
    int before = last[0];
    if (!hasRoom(before, bytes)) {
      last[0] = newPage(Page.LEAF);
    }
    long leaf = allocator.address(last[0]);
    if (outside) {
      int first =
          writeOutside(Arrays.copyOfRange(from, at + keyLength, at + keyLength + valueLength));
      Page.appendOverflowCell(leaf, from, at, keyLength, valueLength, first);
    } else {
      Page.appendLeafCell(leaf, from, at, keyLength, valueLength);
    }
    entries++;
    if (last[0] != before) {
      long full = allocator.address(before);
      Page.seal(full);
      byte[] separator =
          Neighbours.separator(Page.cell(full, Page.count(full) - 1), Page.cell(leaf, 0));
      grow(1, separator, before, last[0]);
    }
  }

  private int writeOutside(byte[] value) {
    int chain = OverflowPages.pages(value.length);
    allocator.reserve(chain, Need.RELIEF);
    overflowPages += chain;
    return OverflowPages.write(allocator, value);
  }

  /** A level has a new last page, whose keys are not below the separator. */
  private void grow(int level, byte[] separator, int before, int page) {
    if (level == levels) {
      if (level == last.length) {
        last = Arrays.copyOf(last, level * 2);
      }
      last[level] = newBranch(before);
      levels++;
    }
    int branch = last[level];
    if (hasRoom(branch, Page.CELL_HEADER_BYTES + separator.length)) {
      long address = allocator.address(branch);
      Page.insertBranchCell(address, Page.count(address), separator, page);
    } else {
      last[level] = newBranch(page);
      grow(level + 1, separator, branch, last[level]);
    }
  }

  private boolean hasRoom(int pageNumber, int cellBytes) {
    long page = allocator.address(pageNumber);
    return Page.count(page) == 0
        || Page.usedBytes(page) + cellBytes + Page.SLOT_BYTES <= FILLED_BYTES;
  }

  private int newBranch(int firstChild) {
    int branch = newPage(Page.BRANCH);
    Page.setFirstChild(allocator.address(branch), firstChild);
    return branch;
  }

  private int newPage(int kind) {
    allocator.reserve(1, Need.RELIEF);
    int page = allocator.allocate();
    Page.format(allocator.address(page), kind, version);
    pages++;
    return page;
  }
}
