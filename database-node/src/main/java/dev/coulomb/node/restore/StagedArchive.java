package dev.coulomb.node.restore;

import dev.coulomb.node.durability.archive.Archive;
import dev.coulomb.node.durability.archive.ArchiveChain;
import dev.coulomb.node.durability.archive.ArchiveEnd;
import dev.coulomb.node.durability.archive.ArchivedPiece;
import dev.coulomb.node.durability.files.DiskStore;
import dev.coulomb.node.durability.files.Manifest;
import dev.coulomb.node.durability.files.Transfer;
import dev.coulomb.node.durability.log.EntryAssembler;
import dev.coulomb.node.durability.log.EntryReader;
import dev.coulomb.node.durability.log.LogTail;
import dev.coulomb.node.environment.Disk;
import dev.coulomb.node.restore.RestoreException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What a restore needs of an archive, in the directory of the new history: the log of the old one,
 * from its snapshot on. One thread.
 */
final class StagedArchive {
  static final String DIRECTORY = "staged-archive";

  private final Disk history;
  private final Manifest snapshot;

  /**
   * @param history directory of the new one
   * @param snapshot with which it begins
   */
  StagedArchive(Disk history, Manifest snapshot) {
    this.history = history;
    this.snapshot = snapshot;
  }

  /**
   * Where the restore ends.
   *
   * @param lsn of the end of an entry
   * @param timeMicros what happened until then is in it
   */
  record End(long lsn, long timeMicros) {}

  private DiskStore store() throws IOException {
    return new DiskStore(history.directory(DIRECTORY));
  }

  private Archive staged() throws IOException {
    return new Archive(store(), snapshot.origin().history());
  }

  /**
   * Copies and checks the pieces up to the target; when this returns they are durable.
   *
   * @throws RestoreException when there is a gap before the target, or it is not in the archive;
   *     with what is
   */
  End fetch(Archive archive, Target target, Transfer transfer) throws IOException {
    ArchiveChain chain = archive.chain(snapshot.lsn());
    checkBegin(target);
    transfer.begin(0, chain.to() - chain.from());
    DiskStore store = store();
    EntryScan scan = new EntryScan(snapshot.lsn(), snapshot.timeMicros(), target);
    EntryAssembler entries = new EntryAssembler(snapshot.lsn(), scan);
    for (ArchivedPiece piece : chain.pieces()) {
      if (scan.isPassed()) {
        break;
      }
      transfer.check();
      archive.copy(piece, store);
      staged().read(piece, new Behind(piece, entries, transfer));
    }
    store.force();
    history.force();
    return end(target, scan, chain, archive.end());
  }

  private void checkBegin(Target target) throws RestoreException {
    boolean early =
        switch (target) {
          case Target.End end -> false;
          case Target.Time(long micros) -> micros < snapshot.timeMicros();
          case Target.Position(long lsn) -> lsn < snapshot.lsn();
        };
    if (early) {
      throw new RestoreException(
          Reason.TARGET_NOT_REACHABLE,
          "the snapshot was cut later, at position %d and %s: take an older one"
              .formatted(snapshot.lsn(), text(snapshot.timeMicros())));
    }
  }

  private End end(Target target, EntryScan scan, ArchiveChain chain, Optional<ArchiveEnd> noted)
      throws RestoreException {
    long known = noted.map(ArchiveEnd::position).orElse(0L);
    boolean whole = !chain.hasGap() && known <= chain.to();
    long quiet =
        noted
            .filter(end -> whole && end.position() == chain.to())
            .map(ArchiveEnd::timeMicros)
            .orElse(0L);
    long last = Math.max(scan.lastMicros(), quiet);
    if (scan.isPassed()) {
      return new End(scan.lsn(), target instanceof Target.Time(long at) ? at : scan.lastMicros());
    }
    boolean reached =
        switch (target) {
          case Target.End end -> whole;
          case Target.Time(long micros) -> micros <= last;
          case Target.Position(long lsn) -> lsn <= chain.to();
        };
    if (reached) {
      return new End(scan.lsn(), target instanceof Target.Time(long at) ? at : last);
    }
    String possible =
        "possible are positions %d to %d, which is %s to %s"
            .formatted(snapshot.lsn(), chain.to(), text(snapshot.timeMicros()), text(last));
    if (!whole) {
      throw new RestoreException(
          Reason.ARCHIVE_GAP,
          "the archive has nothing from position %d to %d; %s"
              .formatted(chain.to(), chain.hasGap() ? chain.next() : known, possible));
    }
    throw new RestoreException(
        Reason.TARGET_NOT_REACHABLE, "the archive ends before that; " + possible);
  }

  private static String text(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
  }

  /** Reads entries behind the snapshot, up to the end of the restore. */
  void replay(long to, EntryReader reader, Transfer transfer) throws IOException {
    EntryAssembler entries =
        new EntryAssembler(
            snapshot.lsn(),
            (kind, body, lsn) -> {
              if (lsn <= to) {
                reader.entry(kind, body, lsn);
              }
            });
    transfer.begin(0, to - snapshot.lsn());
    Archive staged = staged();
    for (ArchivedPiece piece : staged.chain(snapshot.lsn()).pieces()) {
      staged.read(piece, new Behind(piece, entries, transfer));
    }
    if (entries.lsn() < to) {
      throw new IOException("the staged archive ends at " + entries.lsn() + ", not at " + to);
    }
  }

  /** Gives to the entries what they do not have yet. */
  private static final class Behind implements LogTail.Reader {
    private final EntryAssembler entries;
    private final Transfer transfer;
    private long lsn;

    Behind(ArchivedPiece piece, EntryAssembler entries, Transfer transfer) {
      this.entries = entries;
      this.transfer = transfer;
      this.lsn = piece.from();
    }

    @Override
    public void piece(ByteBuffer bytes) throws IOException {
      transfer.check();
      long skipped = Math.min(Math.max(0, entries.lsn() - lsn), bytes.remaining());
      lsn += bytes.remaining();
      bytes.position(bytes.position() + (int) skipped);
      transfer.moved(0, bytes.remaining());
      entries.accept(bytes);
    }
  }
}
