package dev.coulomb.node.storage;

import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.storage.memory.Memory;
import dev.coulomb.node.types.RowLayout;

/** Rows in the order of an index: each entry leads to its row. */
final class IndexCursor implements RowCursor {
  private final PageAllocator allocator;
  private final RowLayout layout;
  private final TreeCursor cursor;
  private final int rows;
  private final RowView row = new RowView();
  private byte[] rowKey = new byte[0];
  private boolean read;

  /**
   * @param rows root of the tree of the rows
   */
  IndexCursor(PageAllocator allocator, RowLayout layout, TreeCursor cursor, int rows) {
    this.allocator = allocator;
    this.layout = layout;
    this.cursor = cursor;
    this.rows = rows;
  }

  @Override
  public boolean next() {
    read = false;
    return cursor.next();
  }

  @Override
  public RowView row() {
    if (!read) {
      int length = rowKeyLength();
      if (rowKey.length != length) {
        rowKey = new byte[length];
      }
      copyRowKey(rowKey);
      long cell = Tree.find(allocator, rows, rowKey);
      Invariant.that(cell != Tree.NO_CELL, "an index entry has its row");
      row.standOn(layout, allocator, cell);
      read = true;
    }
    return row;
  }

  @Override
  public byte[] key() {
    byte[] key = new byte[rowKeyLength()];
    copyRowKey(key);
    return key;
  }

  private int rowKeyLength() {
    long cell = cursor.cell();
    return Page.keyLength(cell) - Memory.getShort(Page.value(cell));
  }

  private void copyRowKey(byte[] into) {
    long cell = cursor.cell();
    Memory.copyOut(Page.key(cell) + Memory.getShort(Page.value(cell)), into, 0, into.length);
  }
}
