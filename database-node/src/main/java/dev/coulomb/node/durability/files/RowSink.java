package dev.coulomb.node.durability.files;

import java.io.IOException;

/** Takes the rows of one partition that are read back. Used by one thread at a time. */
public interface RowSink {
  /** The next rows; a table's come together, in the order of their keys. */
  void rows(RowBatch batch) throws IOException;

  /** All rows were given, and they are what the manifest says. */
  void end() throws IOException;
}
