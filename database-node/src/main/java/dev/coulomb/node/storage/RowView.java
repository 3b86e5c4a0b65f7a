package dev.coulomb.node.storage;

import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.types.RowLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one encoded row, copied out of the pages, and its columns one by one. Of a cursor:
 * valid until its next step. Confined to one thread.
 */
public final class RowView {
  private byte[] bytes = new byte[0];
  private int length;
  private @Nullable RowLayout layout;

  /**
   * For {@link StoreReader#get(dev.coulomb.node.catalog.Table, byte[], RowView)}, again and again.
   */
  public RowView() {}

  /** The value of one column; nothing else is decoded. */
  public @Nullable Object get(int column) {
    return layout().get(bytes, 0, column);
  }

  public boolean isNull(int column) {
    return layout().isNull(bytes, 0, column);
  }

  /** All columns. */
  public @Nullable Object[] toArray() {
    RowLayout known = layout();
    @Nullable Object[] row = new Object[known.columns()];
    for (int i = 0; i < row.length; i++) {
      row[i] = known.get(bytes, 0, i);
    }
    return row;
  }

  /** Bytes of the encoded row. */
  public int length() {
    return length;
  }

  /** A copy of the encoded row. */
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  /** Reads the value of a leaf cell. */
  void read(RowLayout newLayout, PageAllocator allocator, long cell) {
    int size = Page.valueLength(cell);
    if (bytes.length < size) {
      // The first row is often the only one; later ones are a little longer again and again.
      bytes = new byte[bytes.length == 0 ? size : Math.max(size, bytes.length * 2)];
    }
    OverflowPages.copyValue(allocator, cell, bytes);
    length = size;
    layout = newLayout;
  }

  /** Becomes the given row. */
  void set(RowLayout newLayout, byte[] row) {
    bytes = row;
    length = row.length;
    layout = newLayout;
  }

  private RowLayout layout() {
    RowLayout known = layout;
    if (known == null) {
      throw new Invariant.Broken("a row is read after it was found");
    }
    return known;
  }
}
