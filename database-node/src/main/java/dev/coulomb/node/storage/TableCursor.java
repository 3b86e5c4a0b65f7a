package dev.coulomb.node.storage;

import dev.coulomb.node.types.RowLayout;

/** Rows in the order of their own tree. */
final class TableCursor implements RowCursor {
  private final PageAllocator allocator;
  private final RowLayout layout;
  private final TreeCursor cursor;
  private final RowView row = new RowView();
  private boolean read;

  TableCursor(PageAllocator allocator, RowLayout layout, TreeCursor cursor) {
    this.allocator = allocator;
    this.layout = layout;
    this.cursor = cursor;
  }

  @Override
  public boolean next() {
    read = false;
    return cursor.next();
  }

  @Override
  public RowView row() {
    if (!read) {
      row.standOn(layout, allocator, cursor.cell());
      read = true;
    }
    return row;
  }

  @Override
  public byte[] key() {
    return Page.keyBytes(cursor.cell());
  }
}
