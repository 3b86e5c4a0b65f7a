package dev.coulomb.node.storage;

import dev.coulomb.node.storage.memory.Memory;
import dev.coulomb.node.types.RowLayout;

/** Rows in the order of their own tree. */
public final class TableCursor implements RowCursor {
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

  /** Bytes of the current row's key. */
  public int keyLength() {
    return Page.keyLength(cursor.cell());
  }

  /** Bytes of the current row as it is encoded. */
  public int rowLength() {
    return Page.valueLength(cursor.cell());
  }

  /** Order of the current row's key and that of another cursor's current row. */
  public int compareKeys(TableCursor other) {
    long mine = cursor.cell();
    long theirs = other.cursor.cell();
    return Memory.compare(
        Page.key(mine), Page.keyLength(mine), Page.key(theirs), Page.keyLength(theirs));
  }

  /** Copies the current row, without its key, to a place in an array. */
  public void copyRow(byte[] into, int at) {
    long cell = cursor.cell();
    if (Page.overflows(cell)) {
      byte[] value = OverflowPages.value(allocator, cell);
      System.arraycopy(value, 0, into, at, value.length);
    } else {
      Memory.copyOut(Page.key(cell) + Page.keyLength(cell), into, at, Page.valueLength(cell));
    }
  }

  /** Copies the current row's key, and the row behind it, to a place in an array. */
  public void copy(byte[] into, int at) {
    long cell = cursor.cell();
    int keyLength = Page.keyLength(cell);
    if (Page.overflows(cell)) {
      Memory.copyOut(Page.key(cell), into, at, keyLength);
      byte[] value = OverflowPages.value(allocator, cell);
      System.arraycopy(value, 0, into, at + keyLength, value.length);
    } else {
      Memory.copyOut(Page.key(cell), into, at, keyLength + Page.valueLength(cell));
    }
  }
}
