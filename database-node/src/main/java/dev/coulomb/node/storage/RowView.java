package dev.coulomb.node.storage;

import dev.coulomb.node.types.RowLayout;
import org.jspecify.annotations.Nullable;

/** An encoded row, whose columns are decoded one by one. Of a cursor: valid until its next step. */
public final class RowView {
  private final RowLayout layout;
  private byte[] bytes;

  RowView(RowLayout layout, byte[] bytes) {
    this.layout = layout;
    this.bytes = bytes;
  }

  public @Nullable Object get(int column) {
    return layout.get(bytes, 0, column);
  }

  public boolean isNull(int column) {
    return layout.isNull(bytes, 0, column);
  }

  /** All columns. */
  public @Nullable Object[] toArray() {
    @Nullable Object[] row = new Object[layout.columns()];
    for (int i = 0; i < row.length; i++) {
      row[i] = get(i);
    }
    return row;
  }

  void set(byte[] newBytes) {
    bytes = newBytes;
  }
}
