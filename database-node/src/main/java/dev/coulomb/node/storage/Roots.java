package dev.coulomb.node.storage;

import dev.coulomb.node.catalog.Index;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.invariant.Invariant;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The roots of a table's trees at one moment, and reading through them. */
record Roots(PageAllocator allocator, int rows, long count, Map<Integer, Integer> indexes) {

  RowCursor scan(Table table, @Nullable Index index, KeyRange range, boolean descending) {
    if (index == null) {
      return new TableCursor(table, new TreeCursor(allocator, rows, range, descending));
    }
    int root = Invariant.present(indexes.get(index.id()), "an index of a table has a tree");
    return new IndexCursor(table, new TreeCursor(allocator, root, range, descending));
  }

  @Nullable RowView get(Table table, byte[] key) {
    byte[] bytes = Tree.get(allocator, rows, key);
    return bytes == null ? null : new RowView(table.layout(), bytes);
  }

  /** Rows in the order of their own tree. */
  private final class TableCursor implements RowCursor {
    private final TreeCursor cursor;
    private final RowView row;
    private byte[] buffer = new byte[256];
    private boolean decoded;

    TableCursor(Table table, TreeCursor cursor) {
      this.cursor = cursor;
      this.row = new RowView(table.layout(), buffer);
    }

    @Override
    public boolean next() {
      decoded = false;
      return cursor.next();
    }

    @Override
    public RowView row() {
      if (!decoded) {
        long cell = cursor.cell();
        int length = Page.valueLength(cell);
        if (buffer.length < length) {
          buffer = new byte[Math.max(length, buffer.length * 2)];
          row.set(buffer);
        }
        OverflowPages.copyValue(allocator, cell, buffer);
        decoded = true;
      }
      return row;
    }

    @Override
    public byte[] key() {
      return Page.keyBytes(cursor.cell());
    }
  }

  /** Rows in the order of an index: an entry's key ends in the key of the row. */
  private final class IndexCursor implements RowCursor {
    private final TreeCursor cursor;
    private final Table table;

    IndexCursor(Table table, TreeCursor cursor) {
      this.table = table;
      this.cursor = cursor;
    }

    @Override
    public boolean next() {
      return cursor.next();
    }

    @Override
    public RowView row() {
      byte[] bytes =
          Invariant.present(Tree.get(allocator, rows, key()), "an index entry has its row");
      return new RowView(table.layout(), bytes);
    }

    @Override
    public byte[] key() {
      long cell = cursor.cell();
      byte[] entry = Page.keyBytes(cell);
      return Arrays.copyOfRange(entry, Memory.getShort(Page.value(cell)), entry.length);
    }
  }
}
