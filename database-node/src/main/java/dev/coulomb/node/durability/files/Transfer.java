package dev.coulomb.node.durability.files;

import java.io.InterruptedIOException;
import java.util.concurrent.atomic.LongAdder;

/** A snapshot on its way to its files, or back: how far it is; can be stopped. Any thread. */
public final class Transfer {
  private final LongAdder rows = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private volatile long rowsTotal;
  private volatile long bytesTotal;
  private volatile boolean stopped;

  /** Rows so far. */
  public long rows() {
    return rows.sum();
  }

  /** Rows at the end; 0: it has not begun. */
  public long rowsTotal() {
    return rowsTotal;
  }

  /** Bytes of files so far. */
  public long bytes() {
    return bytes.sum();
  }

  /** Bytes of files at the end; 0 when that is not known before. */
  public long bytesTotal() {
    return bytesTotal;
  }

  /** It ends soon, without success. */
  public void stop() {
    stopped = true;
  }

  /**
   * It begins.
   *
   * @param allRows at its end; 0: not known, as the bytes
   */
  public void begin(long allRows, long allBytes) {
    rowsTotal = allRows;
    bytesTotal = allBytes;
  }

  /** So much more is done. */
  public void moved(long moreRows, long moreBytes) {
    rows.add(moreRows);
    bytes.add(moreBytes);
  }

  /** Fails when it was stopped. */
  public void check() throws InterruptedIOException {
    if (stopped) {
      throw new InterruptedIOException("the transfer of the snapshot was stopped");
    }
  }
}
