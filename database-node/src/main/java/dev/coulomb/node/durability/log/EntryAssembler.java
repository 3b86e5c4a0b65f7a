package dev.coulomb.node.durability.log;

import dev.coulomb.node.invariant.Invariant;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Makes entries of the pieces that the stream was cut into. One thread. */
public final class EntryAssembler {
  private final EntryReader reader;
  private final ByteBuffer header =
      LogFormat.little(ByteBuffer.allocate(LogFormat.ENTRY_HEADER_BYTES));

  /** The body of an entry that is cut by pieces, as far as it came. */
  private @Nullable ByteBuffer body;

  private long lsn;

  /** Begins at an LSN at which an entry begins. */
  public EntryAssembler(long lsn, EntryReader reader) {
    this.lsn = lsn;
    this.reader = reader;
  }

  /** LSN up to which pieces have come. */
  public long lsn() {
    return lsn;
  }

  /** Takes the next bytes of the stream, all that remain. */
  public void accept(ByteBuffer piece) throws IOException {
    while (piece.hasRemaining()) {
      if (header.hasRemaining()) {
        move(piece, header);
        if (header.hasRemaining()) {
          return;
        }
      }
      int length = header.getInt(0);
      Invariant.that(length >= 0, "an entry has a length");
      if (body == null && piece.remaining() >= length) {
        ByteBuffer whole = piece.slice(piece.position(), length);
        piece.position(piece.position() + length);
        lsn += length;
        give(whole);
      } else {
        body = body == null ? ByteBuffer.allocate(length) : body;
        move(piece, body);
        if (!body.hasRemaining()) {
          give(body.flip());
        }
      }
    }
  }

  private void give(ByteBuffer whole) throws IOException {
    header.clear();
    body = null;
    reader.entry(header.get(LogFormat.ENTRY_HEADER_BYTES - 1), whole, lsn);
  }

  private void move(ByteBuffer from, ByteBuffer to) {
    int length = Math.min(from.remaining(), to.remaining());
    to.put(to.position(), from, from.position(), length);
    to.position(to.position() + length);
    from.position(from.position() + length);
    lsn += length;
  }
}
