package dev.coulomb.procedure;

import java.util.List;

/** What a statement gave. Immutable. */
public interface Rows extends Iterable<Row> {
  /** How many rows there are. */
  int size();

  boolean isEmpty();

  /** A row, from 0; {@code IndexOutOfBoundsException} when there is none. */
  Row get(int index);

  /** The first row; {@code NoSuchElementException} when there is none. */
  Row first();

  /** The names of the columns. */
  List<String> columns();

  /** How many rows the statement inserted, updated or deleted; 0 of a query. */
  long changed();
}
