package dev.coulomb.node.storage;

import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.storage.memory.Memory;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Walks a range of a tree, live or frozen, in either direction. Confined to one thread. A change of
 * a live tree ends its cursors.
 */
final class TreeCursor {
  private final PageAllocator allocator;
  private final byte @Nullable [] stop;
  private final boolean descending;
  private final @Nullable Tree live;
  private final long changes;
  private long[] pages = new long[8];
  private int[] slots = new int[8];
  private int depth;
  private boolean done;

  /**
   * @param live the tree when it is not a frozen one
   */
  TreeCursor(
      PageAllocator allocator, int root, @Nullable Tree live, KeyRange range, boolean descending) {
    this.allocator = allocator;
    this.live = live;
    this.changes = live == null ? 0 : live.changes();
    this.descending = descending;
    this.stop = descending ? range.from() : range.to();
    if (root == Roots.NONE) {
      done = true;
    } else {
      seek(root, descending ? range.to() : range.from());
    }
  }

  /** Moves to the next entry; false when there is none. */
  boolean next() {
    if (done) {
      return false;
    }
    if (live != null) {
      Invariant.that(live.changes() == changes, "a tree does not change under a cursor");
    }
    slots[depth] += descending ? -1 : 1;
    while (outside()) {
      if (depth == 0) {
        done = true;
        return false;
      }
      depth--;
      slots[depth] += descending ? -1 : 1;
      if (!outside()) {
        descend();
      }
    }
    if (stop != null) {
      long cell = cell();
      int order = Memory.compare(Page.key(cell), Page.keyLength(cell), stop, 0, stop.length);
      done = descending ? order < 0 : order >= 0;
    }
    return !done;
  }

  /** Address of the current leaf cell. */
  long cell() {
    return Page.cell(pages[depth], slots[depth]);
  }

  /** True when the slot of the current level names no cell (of a leaf) or child (of a branch). */
  private boolean outside() {
    long page = pages[depth];
    int last = Page.isLeaf(page) ? Page.count(page) - 1 : Page.count(page);
    return slots[depth] < 0 || slots[depth] > last;
  }

  /** From a branch to the edge of the child it stands on, one step before its first entry. */
  private void descend() {
    long page = pages[depth];
    while (!Page.isLeaf(page)) {
      long child = allocator.address(Page.child(page, slots[depth]));
      boolean leaf = Page.isLeaf(child);
      push(child, descending ? Page.count(child) - (leaf ? 1 : 0) : 0);
      page = child;
    }
  }

  /** Stands just before the first entry of the range, in walking order. */
  private void seek(int root, byte @Nullable [] key) {
    long page = allocator.address(root);
    depth = -1;
    while (!Page.isLeaf(page)) {
      int index = key == null ? (descending ? Page.count(page) : 0) : Page.childFor(page, key);
      push(page, index);
      page = allocator.address(Page.child(page, index));
    }
    int slot;
    if (key == null) {
      slot = descending ? Page.count(page) : 0;
    } else {
      int found = Page.find(page, key);
      slot = found >= 0 ? found : -1 - found;
    }
    push(page, descending ? slot : slot - 1);
  }

  private void push(long page, int slot) {
    depth++;
    if (depth == pages.length) {
      pages = Arrays.copyOf(pages, depth * 2);
      slots = Arrays.copyOf(slots, depth * 2);
    }
    pages[depth] = page;
    slots[depth] = slot;
  }
}
