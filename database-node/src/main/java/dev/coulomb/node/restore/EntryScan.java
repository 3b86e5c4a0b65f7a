package dev.coulomb.node.restore;

import dev.coulomb.node.durability.log.EntryReader;
import dev.coulomb.node.replication.SequenceRecord;
import dev.coulomb.node.replication.StoredRecords;
import dev.coulomb.node.replication.TransactionRecord;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Looks for the entry of a log at which a restore ends. One thread. */
final class EntryScan implements EntryReader, StoredRecords.Reader {
  private final Target target;
  private long lsn;
  private long micros;
  private boolean passed;

  /**
   * @param lsn at which the log begins here
   * @param micros of that moment
   */
  EntryScan(long lsn, long micros, Target target) {
    this.lsn = lsn;
    this.micros = micros;
    this.target = target;
  }

  @Override
  public void entry(byte kind, ByteBuffer body, long end) throws IOException {
    StoredRecords.read(kind, body, this);
    passed =
        passed
            || switch (target) {
              case Target.End none -> false;
              case Target.Time(long until) -> micros > until;
              case Target.Position(long until) -> end > until;
            };
    if (!passed) {
      lsn = end;
    }
  }

  @Override
  public void transaction(TransactionRecord transaction) {}

  @Override
  public void sequence(SequenceRecord sequence) {}

  @Override
  public void time(long at) {
    if (!passed) {
      micros = Math.max(micros, at);
    }
  }

  /** The target lies before the last entry that was read. */
  boolean isPassed() {
    return passed;
  }

  /** LSN of the end of the last entry before the target. */
  long lsn() {
    return lsn;
  }

  /** The last time that was read. */
  long lastMicros() {
    return micros;
  }
}
