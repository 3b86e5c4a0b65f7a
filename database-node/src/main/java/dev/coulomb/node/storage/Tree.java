package dev.coulomb.node.storage;

import dev.coulomb.node.storage.memory.Memory;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import org.jspecify.annotations.Nullable;

/**
 * A copy-on-write B+tree of pages: keys are byte strings in unsigned order, values byte strings. A
 * page of the allocator's current version is changed in place, an older one is copied first, so
 * that {@link #root()} at the moment of a freeze is the whole frozen tree. Confined to the holder
 * of the token.
 *
 * <p>After Bayer and McCreight, Organization and Maintenance of Large Ordered Indices (1972), with
 * the copying of paths as in Rodeh, B-trees, Shadowing, and Clones (2008). A page that becomes less
 * than a quarter full is merged into a neighbour where both fit into one.
 */
final class Tree {
  /** Instead of the address of a cell: there is none. */
  static final long NO_CELL = 0;

  private static final int MERGE_BELOW_BYTES = (PagePool.PAGE_BYTES - Page.HEADER_BYTES) / 4;
  private static final int MERGED_BYTES_MAX = (PagePool.PAGE_BYTES - Page.HEADER_BYTES) * 7 / 8;

  private static final int SHARED_BELOW_BYTES = (PagePool.PAGE_BYTES - Page.HEADER_BYTES) * 3 / 4;

  private final Forest forest;
  private final PageAllocator allocator;
  private final int number;
  private long pages;
  private long overflowPages;
  private long changes;

  /** What a split gave to the level above. */
  private byte @Nullable [] splitKey;

  private int splitPage;
  private long splitLeft;

  /** See {@link Forest#plant}. */
  Tree(Forest forest, int number) {
    this.forest = forest;
    this.allocator = forest.allocator();
    this.number = number;
  }

  /** Its place in {@link Roots}. */
  int number() {
    return number;
  }

  int root() {
    return forest.roots().page(number);
  }

  /** Entries, O(1). */
  long count() {
    return forest.roots().count(number);
  }

  /** Pages of this tree as it is now, overflow pages among them. */
  long pages() {
    return pages + overflowPages;
  }

  /** Goes up with every change, so that a cursor sees that its place is gone. */
  long changes() {
    return changes;
  }

  /** The value of a key, or null. */
  byte @Nullable [] get(byte[] key) {
    long cell = cell(key);
    return cell == NO_CELL ? null : OverflowPages.value(allocator, cell);
  }

  boolean contains(byte[] key) {
    return cell(key) != NO_CELL;
  }

  /** The leaf cell of a key in the tree under a root, live or frozen, or {@link #NO_CELL}. */
  static long find(PageAllocator allocator, int root, byte[] key) {
    if (root == Roots.NONE) {
      return NO_CELL;
    }
    long page = allocator.address(root);
    while (!Page.isLeaf(page)) {
      page = allocator.address(Page.child(page, Page.childFor(page, key)));
    }
    int slot = Page.findExactly(page, key);
    return slot < 0 ? NO_CELL : Page.cell(page, slot);
  }

  /** The leaf cell of a key now, or {@link #NO_CELL}. */
  long cell(byte[] key) {
    return find(allocator, root(), key);
  }

  /** True when {@link #replace} may put a value of this length in the place of a cell's. */
  boolean takes(long cell, int valueLength) {
    return !Page.overflows(cell)
        && Page.valueLength(cell) == valueLength
        && Page.version(Page.of(cell)) == allocator.version();
  }

  /** Puts a value where that of a leaf cell is, which takes it. */
  void replace(long cell, byte[] value) {
    changes++;
    Memory.copyIn(value, 0, Page.value(cell), value.length);
  }

  /** Sets the value of a key; gives the previous one, or null. */
  byte @Nullable [] put(byte[] key, byte[] value, Need need) {
    if (key.length > Page.KEY_BYTES_MAX) {
      throw new SqlError(SqlState.PROGRAM_LIMIT_EXCEEDED, "a key is too long")
          .with("limit in bytes", Page.KEY_BYTES_MAX);
    }
    allocator.reserve(pagesFor(value.length), need);
    changes++;
    Roots roots = forest.writableRoots();
    int root = roots.page(number);
    root = root == Roots.NONE ? newPage(Page.LEAF) : writable(root);
    byte[] previous = put(root, key, value);
    byte[] up = splitKey;
    if (up != null) {
      splitKey = null;
      int left = root;
      root = newPage(Page.BRANCH);
      long page = allocator.address(root);
      Page.setFirstChild(page, left);
      Page.insertBranchCell(page, 0, up, splitPage);
    }
    roots.setPage(number, root);
    if (previous == null) {
      roots.addToCount(number, 1);
    }
    return previous;
  }

  /** Removes a key; gives its value, or null. */
  byte @Nullable [] remove(byte[] key) {
    if (!contains(key)) {
      return null;
    }
    allocator.reserve(pagesFor(0), Need.RELIEF);
    changes++;
    Roots roots = forest.writableRoots();
    int root = writable(roots.page(number));
    byte[] previous = remove(root, key);
    while (root != Roots.NONE && Page.count(allocator.address(root)) == 0) {
      long page = allocator.address(root);
      int child = Page.isLeaf(page) ? Roots.NONE : Page.firstChild(page);
      release(root);
      root = child;
    }
    roots.setPage(number, root);
    roots.addToCount(number, -1);
    return previous;
  }

  /** An empty tree becomes one that {@link TreeFilling} has built. */
  void become(int root, long entries, long builtPages, long builtOverflowPages) {
    changes++;
    Roots roots = forest.writableRoots();
    roots.setPage(number, root);
    roots.addToCount(number, entries);
    pages = builtPages;
    overflowPages = builtOverflowPages;
  }

  /** The most pages that one change can ask for; taken before it begins, so that it cannot fail. */
  private int pagesFor(int valueBytes) {
    int height = 1;
    int root = root();
    if (root != Roots.NONE) {
      long page = allocator.address(root);
      while (!Page.isLeaf(page)) {
        page = allocator.address(Page.firstChild(page));
        height++;
      }
    }
    return 3 * height + 2 + OverflowPages.pages(valueBytes);
  }

  /** Gives all pages back; the tree is not used afterwards. */
  void drop() {
    changes++;
    if (root() != Roots.NONE) {
      drop(root());
    }
    forest.felled(number);
  }

  private void drop(int pageNumber) {
    long page = allocator.address(pageNumber);
    int cells = Page.count(page);
    if (Page.isLeaf(page)) {
      for (int i = 0; i < cells && overflowPages > 0; i++) {
        overflowPages -= OverflowPages.release(allocator, Page.cell(page, i));
      }
    } else {
      for (int i = 0; i <= cells; i++) {
        drop(Page.child(page, i));
      }
    }
    release(pageNumber);
  }

  private byte @Nullable [] put(int pageNumber, byte[] key, byte[] value) {
    long page = allocator.address(pageNumber);
    if (Page.isLeaf(page)) {
      return putIntoLeaf(page, key, value);
    }
    int index = Page.childFor(page, key);
    int child = writable(Page.child(page, index));
    Page.setChild(page, index, child);
    if (makesRoom(page, index, key, value)) {
      index = Page.childFor(page, key);
      child = Page.child(page, index);
    }
    byte[] previous = put(child, key, value);
    byte[] up = splitKey;
    if (up != null) {
      splitKey = null;
      putIntoBranch(page, index, up, splitPage);
    }
    return previous;
  }

  /**
   * When a leaf has no room for a cell: shares the room of a neighbour, so that pages are fuller
   * than splitting alone leaves them. Not at the end of a leaf, which is how ascending keys come.
   */
  private boolean makesRoom(long parent, int index, byte[] key, byte[] value) {
    long leaf = allocator.address(Page.child(parent, index));
    if (!Page.isLeaf(leaf) || Page.fits(leaf, leafCellBytes(key, value))) {
      return false;
    }
    long last = Page.cell(leaf, Page.count(leaf) - 1);
    if (Memory.compare(Page.key(last), Page.keyLength(last), key, 0, key.length) < 0) {
      return false;
    }
    if (index > 0 && hasRoom(Page.child(parent, index - 1))) {
      evenOut(parent, index - 1);
      return true;
    }
    if (index < Page.count(parent) && hasRoom(Page.child(parent, index + 1))) {
      evenOut(parent, index);
      return true;
    }
    return false;
  }

  private boolean hasRoom(int pageNumber) {
    return Page.usedBytes(allocator.address(pageNumber)) < SHARED_BELOW_BYTES;
  }

  /** Evens out the leaves on both sides of a separator. */
  private void evenOut(long parent, int separator) {
    int left = writable(Page.child(parent, separator));
    int right = writable(Page.child(parent, separator + 1));
    Page.setChild(parent, separator, left);
    Page.setChild(parent, separator + 1, right);
    Neighbours.evenOut(parent, separator, allocator.address(left), allocator.address(right));
  }

  private static int leafCellBytes(byte[] key, byte[] value) {
    int inside = Page.CELL_HEADER_BYTES + key.length + value.length;
    boolean outside = inside > Page.CELL_BYTES_MAX;
    return outside ? Page.CELL_HEADER_BYTES + key.length + Integer.BYTES : inside;
  }

  private byte @Nullable [] putIntoLeaf(long page, byte[] key, byte[] value) {
    int slot = Page.find(page, key);
    byte[] previous = null;
    if (slot >= 0) {
      long cell = Page.cell(page, slot);
      previous = OverflowPages.value(allocator, cell);
      if (!Page.overflows(cell) && previous.length == value.length) {
        Memory.copyIn(value, 0, Page.value(cell), value.length);
        return previous;
      }
      overflowPages -= OverflowPages.release(allocator, cell);
      Page.removeCell(page, slot);
    } else {
      slot = -1 - slot;
    }
    int bytes = leafCellBytes(key, value);
    boolean outside = bytes < Page.CELL_HEADER_BYTES + key.length + value.length;
    if (!Page.fits(page, bytes)) {
      int right = splitLeaf(page, slot, bytes);
      int left = Page.count(page);
      if (slot > left || (slot == left && !Page.fits(page, bytes))) {
        slot -= left;
        page = allocator.address(right);
      }
    }
    if (outside) {
      overflowPages += OverflowPages.pages(value.length);
      int first = OverflowPages.write(allocator, value);
      Page.insertOverflowCell(page, slot, key, value.length, first);
    } else {
      Page.insertLeafCell(page, slot, key, value);
    }
    if (splitKey != null) {
      // The new cell may have become the first of the right page, or the last of the left one.
      long last = Page.cell(splitLeft, Page.count(splitLeft) - 1);
      splitKey = Neighbours.separator(last, Page.cell(allocator.address(splitPage), 0));
    }
    return previous;
  }

  /**
   * Moves the upper cells into a new page; leaves room for a cell at the slot in one of the two.
   */
  private int splitLeaf(long page, int slot, int bytes) {
    int cells = Page.count(page);
    int from = slot == cells ? cells : Neighbours.middle(page, slot, bytes);
    int right = newPage(Page.LEAF);
    Page.copyCells(page, from, cells, allocator.address(right), 0);
    Page.removeCells(page, from, cells);
    splitPage = right;
    splitLeft = page;
    splitKey = new byte[0];
    return right;
  }

  private void putIntoBranch(long page, int index, byte[] key, int child) {
    int bytes = Page.CELL_HEADER_BYTES + key.length;
    int slot = index;
    if (!Page.fits(page, bytes)) {
      int cells = Page.count(page);
      int from = slot == cells ? cells - 1 : Math.max(1, Neighbours.middle(page, slot, bytes));
      from = Math.min(from, cells - 1);
      if (slot == from) {
        // Beside the separator the new cell must go left, where it might not fit.
        from--;
      }
      long separator = Page.cell(page, from);
      byte[] up = Page.keyBytes(separator);
      int right = newPage(Page.BRANCH);
      long rightPage = allocator.address(right);
      Page.setFirstChild(rightPage, Memory.getInt(separator + 2));
      Page.copyCells(page, from + 1, cells, rightPage, 0);
      Page.removeCells(page, from, cells);
      splitKey = up;
      splitPage = right;
      if (slot > from) {
        slot -= from + 1;
        page = rightPage;
      }
    }
    Page.insertBranchCell(page, slot, key, child);
  }

  private byte @Nullable [] remove(int pageNumber, byte[] key) {
    long page = allocator.address(pageNumber);
    if (Page.isLeaf(page)) {
      int slot = Page.find(page, key);
      byte[] previous = OverflowPages.value(allocator, Page.cell(page, slot));
      overflowPages -= OverflowPages.release(allocator, Page.cell(page, slot));
      Page.removeCell(page, slot);
      return previous;
    }
    int index = Page.childFor(page, key);
    int child = writable(Page.child(page, index));
    Page.setChild(page, index, child);
    byte[] previous = remove(child, key);
    if (Page.usedBytes(allocator.address(child)) < MERGE_BELOW_BYTES) {
      mergeChild(page, index);
    }
    return previous;
  }

  /** Merges a child with a neighbour when both fit into one page; takes an empty one out. */
  private void mergeChild(long parent, int index) {
    if (isEmpty(allocator.address(Page.child(parent, index)))) {
      takeOut(parent, index);
      return;
    }
    if (Page.count(parent) == 0) {
      return;
    }
    int leftIndex = index == 0 ? 0 : index - 1;
    long left = allocator.address(Page.child(parent, leftIndex));
    int rightNumber = Page.child(parent, leftIndex + 1);
    long right = allocator.address(rightNumber);
    long separator = Page.cell(parent, leftIndex);
    int between =
        Page.isLeaf(left)
            ? 0
            : Page.CELL_HEADER_BYTES + Page.keyLength(separator) + Page.SLOT_BYTES;
    if (Page.usedBytes(left) + Page.usedBytes(right) + between > MERGED_BYTES_MAX) {
      return;
    }
    int leftNumber = writable(Page.child(parent, leftIndex));
    Page.setChild(parent, leftIndex, leftNumber);
    left = allocator.address(leftNumber);
    if (!Page.isLeaf(left)) {
      byte[] key = Page.keyBytes(separator);
      Page.insertBranchCell(left, Page.count(left), key, Page.firstChild(right));
    }
    Page.copyCells(right, 0, Page.count(right), left, Page.count(left));
    release(rightNumber);
    Page.removeCell(parent, leftIndex);
  }

  private static boolean isEmpty(long page) {
    return Page.count(page) == 0 && (Page.isLeaf(page) || Page.firstChild(page) == Roots.NONE);
  }

  /** A branch that loses its only child is empty itself, and taken out by the level above. */
  private void takeOut(long parent, int index) {
    release(Page.child(parent, index));
    if (Page.count(parent) == 0) {
      Page.setFirstChild(parent, Roots.NONE);
    } else if (index == 0) {
      Page.setFirstChild(parent, Page.child(parent, 1));
      Page.removeCell(parent, 0);
    } else {
      Page.removeCell(parent, index - 1);
    }
  }

  /** This page when nobody else sees it, else a copy of it. */
  private int writable(int pageNumber) {
    long page = allocator.address(pageNumber);
    long madeAt = Page.version(page);
    if (madeAt == allocator.version()) {
      return pageNumber;
    }
    int copy = allocator.allocate();
    long address = allocator.address(copy);
    Memory.copy(page, address, PagePool.PAGE_BYTES);
    Page.setVersion(address, allocator.version());
    allocator.release(pageNumber);
    return copy;
  }

  private int newPage(int kind) {
    int pageNumber = allocator.allocate();
    Page.format(allocator.address(pageNumber), kind, allocator.version());
    pages++;
    return pageNumber;
  }

  private void release(int pageNumber) {
    allocator.release(pageNumber);
    pages--;
  }
}
