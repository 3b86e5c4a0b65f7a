package dev.coulomb.node.durability.archive;

import dev.coulomb.node.durability.files.SnapshotStore;
import dev.coulomb.node.durability.log.LogTail;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** The log of one history in a store, which may hold other things too. One thread at a time. */
public final class Archive {
  private final SnapshotStore store;
  private final UUID history;

  public Archive(SnapshotStore store, UUID history) {
    this.store = store;
    this.history = history;
  }

  /** The pieces that are there. */
  public List<ArchivedPiece> pieces() throws IOException {
    List<ArchivedPiece> pieces = new ArrayList<>();
    for (String name : store.list().keySet()) {
      ArchivedPiece.of(name)
          .filter(piece -> piece.history().equals(history))
          .ifPresent(pieces::add);
    }
    return pieces;
  }

  /** Those that follow one another from an LSN on. */
  public ArchiveChain chain(long from) throws IOException {
    return ArchiveChain.of(pieces(), from);
  }

  /** LSN behind the last piece; empty: there is none. */
  public OptionalLong reached() throws IOException {
    return pieces().stream().mapToLong(ArchivedPiece::to).max();
  }

  /** LSN up to which it once was archived, also where nothing is there any more. */
  public OptionalLong everReached() throws IOException {
    OptionalLong there = reached();
    Optional<ArchiveEnd> noted = end();
    if (noted.isEmpty()) {
      return there;
    }
    return OptionalLong.of(Math.max(there.orElse(0), noted.get().position()));
  }

  /** Gives up what a process that is gone did not finish. */
  public void deleteIncomplete() throws IOException {
    store.deleteIncomplete();
  }

  /**
   * The pieces that end at an LSN or before, which nobody needs who begins there or behind. Those
   * that end first come first: in this order they can go one by one, and what is left has no gap
   * that was not there before.
   */
  public List<StoredPiece> endedBy(long lsn) throws IOException {
    List<StoredPiece> ended = new ArrayList<>();
    store
        .list()
        .forEach((name, bytes) ->
            ArchivedPiece.of(name)
                .filter(piece -> piece.history().equals(history) && piece.to() <= lsn)
                .ifPresent(piece -> ended.add(new StoredPiece(piece, bytes))));
    ended.sort(Comparator.comparingLong(each -> each.piece().to()));
    return ended;
  }

  /** Deletes a piece; when this returns, it does not come back. */
  public void delete(ArchivedPiece piece) throws IOException {
    store.delete(piece.name());
    store.force();
  }

  /** Begins a piece, in place of one that is the same. */
  public PieceWriter put(long from, long to) throws IOException {
    return new PieceWriter(store, new ArchivedPiece(history, from, to));
  }

  /** Makes durable that finished pieces are there. */
  public void force() throws IOException {
    store.force();
  }

  /**
   * Reads a whole piece.
   *
   * @throws dev.coulomb.node.durability.files.DamagedFileException when it is not what was written
   */
  public void read(ArchivedPiece piece, LogTail.Reader into) throws IOException {
    try (PieceReader reader = new PieceReader(piece.name(), store.get(piece.name()))) {
      reader.read(piece, into);
    }
  }

  /** Notes up to when everything is archived. */
  public void end(ArchiveEnd end) throws IOException {
    try (SnapshotStore.Upload upload = store.put(endName())) {
      upload.write(ByteBuffer.wrap(end.encode()));
      upload.finish();
    }
    store.force();
  }

  /** What was noted last. */
  public Optional<ArchiveEnd> end() throws IOException {
    if (!store.list().containsKey(endName())) {
      return Optional.empty();
    }
    try (SnapshotStore.Download download = store.get(endName())) {
      ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(download.size()));
      download.read(bytes);
      return Optional.of(ArchiveEnd.decode(endName(), bytes.array()));
    }
  }

  /** Copies a piece to another store, as it is. */
  public void copy(ArchivedPiece piece, SnapshotStore to) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(ArchiveFormat.BLOCK_BYTES);
    try (SnapshotStore.Download download = store.get(piece.name());
        SnapshotStore.Upload upload = to.put(piece.name())) {
      while (download.read(buffer) > 0) {
        upload.write(buffer.flip());
        buffer.clear();
      }
      upload.finish();
    }
  }

  private String endName() {
    return history + "_end.json";
  }
}
