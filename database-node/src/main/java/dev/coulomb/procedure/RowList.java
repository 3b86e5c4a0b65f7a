package dev.coulomb.procedure;

/** Rows that a procedure makes to return them. */
public interface RowList extends Rows {
  /** Adds a row of as many values as there are columns; gives this list. */
  RowList add(Object... values);
}
