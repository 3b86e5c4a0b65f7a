package dev.coulomb.node.storage;

/** Rows of a range, one after the other. Confined to one thread. */
public interface RowCursor {
  /** Moves to the next row; false when there is none. */
  boolean next();

  /** The current row; valid until {@link #next}. */
  RowView row();

  /** The current row's key in its table: the primary key's, or the hidden row id. The caller's. */
  byte[] key();
}
