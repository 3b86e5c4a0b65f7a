package dev.coulomb.node.types;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a query, pulled in batches by whoever sends them to the client; nothing is produced
 * that was not asked for, so a client that stops reading stops its own query and nothing else. At
 * most one {@link #fetch} is under way at a time.
 */
public interface RowStream extends AutoCloseable {
  /**
   * Asks for up to {@code maxRows} rows (≥ 1). The receiver is called exactly once, possibly before
   * this returns, and on whatever thread has the rows.
   */
  void fetch(int maxRows, Receiver receiver);

  /** Releases what the query holds. Idempotent; any thread; a fetch under way fails with 57014. */
  @Override
  void close();

  /** Where a batch goes. */
  interface Receiver {
    /**
     * A batch; the arrays are the receiver's to keep. {@code last}: no row follows, and the stream
     * has closed itself.
     */
    void rows(List<@Nullable Object[]> rows, boolean last);

    /** The query failed while it ran; the stream has closed itself. */
    void failed(SqlError error);
  }
}
