package dev.coulomb.node.replication;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads entries of a log that was kept. */
public final class StoredRecords {
  private StoredRecords() {}

  /** Takes what was in them, in order. */
  public interface Reader {
    void transaction(TransactionRecord transaction) throws IOException;

    /** A sequence may have counted so far. */
    void sequence(SequenceRecord sequence) throws IOException;

    /** What follows did not happen before it: microseconds since 1970. */
    void time(long micros) throws IOException;
  }

  /**
   * Reads one entry.
   *
   * @throws IOException when a newer version wrote it
   */
  public static void read(byte kind, ByteBuffer body, Reader reader) throws IOException {
    switch (kind) {
      case EntryKind.TRANSACTION -> reader.transaction(TransactionRecord.decode(body));
      case EntryKind.SEQUENCE -> reader.sequence(SequenceRecord.decode(body));
      case EntryKind.TIME -> reader.time(body.order(ByteOrder.BIG_ENDIAN).getLong());
      default ->
          throw new IOException(
              "the log has an entry of kind " + kind + ": it was written by a newer version");
    }
  }
}
