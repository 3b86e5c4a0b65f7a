package dev.coulomb.node.storage;

import dev.coulomb.node.storage.memory.Memory;

/** How cells are spread over two leaves side by side: static functions of their addresses. */
final class Neighbours {
  private Neighbours() {}

  /** The shortest key that is greater than that of one cell and not than that of the next. */
  static byte[] separator(long last, long first) {
    int shared = Memory.shared(Page.key(last), Page.key(first), Page.keyLength(last));
    byte[] key = new byte[shared + 1];
    Memory.copyOut(Page.key(first), key, 0, key.length);
    return key;
  }

  /** Where to split so that both halves, with the new cell, are about equal and fit. */
  static int middle(long page, int slot, int bytes) {
    int cells = Page.count(page);
    int total = Page.usedBytes(page) + bytes;
    int left = 0;
    for (int i = 0; i < cells; i++) {
      if (i == slot) {
        left += bytes;
      }
      if (left >= total / 2 && i > 0) {
        return i;
      }
      left += Page.cellBytes(page, Page.cell(page, i)) + Page.SLOT_BYTES;
    }
    return cells - 1;
  }

  /**
   * Moves cells from the fuller leaf to the other until both are about as full.
   *
   * @param slot of the separator of the two in their parent, which changes with them
   */
  static void evenOut(long parent, int slot, long left, long right) {
    int difference = Page.usedBytes(left) - Page.usedBytes(right);
    if (difference > 0) {
      int cells = Page.count(left);
      int from = cells - moved(left, cells - 1, -1, difference);
      if (from < cells
          && separated(parent, slot, Page.cell(left, from - 1), Page.cell(left, from))) {
        Page.copyCells(left, from, cells, right, 0);
        Page.removeCells(left, from, cells);
      }
    } else {
      int to = moved(right, 0, 1, -difference);
      if (to > 0 && separated(parent, slot, Page.cell(right, to - 1), Page.cell(right, to))) {
        Page.copyCells(right, 0, to, left, Page.count(left));
        Page.removeCells(right, 0, to);
      }
    }
  }

  /** How many cells to move: about half the difference in bytes, never all of it. */
  private static int moved(long page, int first, int step, int difference) {
    int moved = 0;
    int bytes = 0;
    while (moved < Page.count(page) - 1 && bytes < difference / 2) {
      bytes += sizeOf(page, first + moved * step);
      if (bytes > difference) {
        return moved;
      }
      moved++;
    }
    return moved;
  }

  private static int sizeOf(long page, int slot) {
    return Page.cellBytes(page, Page.cell(page, slot)) + Page.SLOT_BYTES;
  }

  /** Replaces a separator when there is room for the new one. */
  private static boolean separated(long parent, int slot, long last, long first) {
    byte[] key = separator(last, first);
    int child = Page.child(parent, slot + 1);
    int before = Page.cellBytes(parent, Page.cell(parent, slot));
    if (!Page.fits(parent, Page.CELL_HEADER_BYTES + key.length - before - Page.SLOT_BYTES)) {
      return false;
    }
    Page.removeCell(parent, slot);
    Page.insertBranchCell(parent, slot, key, child);
    return true;
  }
}
