package dev.coulomb.node.durability.log;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes the entries of a log, in order. */
@FunctionalInterface
public interface EntryReader {
  /**
   * The next entry.
   *
   * @param body its bytes, valid during the call only
   * @param lsn of its end
   */
  void entry(byte kind, ByteBuffer body, long lsn) throws IOException;
}
