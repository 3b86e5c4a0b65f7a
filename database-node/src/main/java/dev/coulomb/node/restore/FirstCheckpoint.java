package dev.coulomb.node.restore;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.durability.files.CheckpointDirectory;
import dev.coulomb.node.durability.files.DiskStore;
import dev.coulomb.node.durability.files.Manifest;
import dev.coulomb.node.durability.files.SnapshotCopy;
import dev.coulomb.node.durability.files.SnapshotCut;
import dev.coulomb.node.durability.files.SnapshotReader;
import dev.coulomb.node.durability.files.SnapshotStore;
import dev.coulomb.node.durability.files.SnapshotWriter;
import dev.coulomb.node.durability.files.Transfer;
import dev.coulomb.node.environment.Disk;
import dev.coulomb.node.partition.Partition;
import dev.coulomb.node.partition.Partitions;
import dev.coulomb.node.plan.stored.StoredCatalog;
import dev.coulomb.node.replication.StoredRecords;
import dev.coulomb.node.snapshot.MergedRows;
import dev.coulomb.node.snapshot.StoreSink;
import dev.coulomb.node.snapshot.ViewRows;
import dev.coulomb.node.storage.FrozenView;
import dev.coulomb.node.storage.PagePool;
import dev.coulomb.node.transaction.Recovery;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/**
 * Writes the first checkpoint of a new history, for as many partitions as the node has, from what
 * was staged in its directory. It can be begun again at any time. For the thread that starts the
 * node, which waits for its helpers.
 *
 * <p>A snapshot of as many partitions is taken over as it is: only its manifest becomes another.
 * Else it is loaded into partitions as there were, without indexes, and written into those that
 * there are; materialized views are left out, and filled when the checkpoint is loaded. With an
 * archive the log behind it is done again in between.
 */
final class FirstCheckpoint {
  static final String CHECKPOINTS = "checkpoints";

  private final PagePool pages;
  private final Executor workers;
  private final int threads;
  private final SnapshotWriter writer;
  private final int partitions;

  /**
   * @param pages holds the rows meanwhile, and is left as it was
   * @param partitions of the node
   */
  FirstCheckpoint(
      PagePool pages, Executor workers, int threads, SnapshotWriter writer, int partitions) {
    this.pages = pages;
    this.workers = workers;
    this.threads = threads;
    this.writer = writer;
    this.partitions = partitions;
  }

  /**
   * Writes it; when this returns it is durable.
   *
   * @param history its directory
   * @param origin of what is written, with the id of the history
   */
  Manifest write(
      Disk history, Restoration restoration, Manifest.Origin origin, StartProgress progress)
      throws IOException {
    CheckpointDirectory checkpoints = new CheckpointDirectory(history.directory(CHECKPOINTS));
    if (restoration.takenOver()) {
      return takeOver(checkpoints.store(0), origin);
    }
    SnapshotReader staged = SnapshotReader.open(new DiskStore(history.directory(Staging.SNAPSHOT)));
    history.delete(CHECKPOINTS);
    Disk fresh = history.directory(CHECKPOINTS);
    SnapshotStore store = new CheckpointDirectory(fresh).store(0);
    fresh.force();
    history.force();
    Partitions before = new Partitions(staged.manifest().partitionCount(), pages, workers);
    boolean goesOn = restoration.position() > staged.manifest().lsn();
    Catalog catalog =
        goesOn
            ? replay(staged, before, history, restoration.position(), progress)
            : load(staged, before, progress);
    Manifest made = write(before, catalog, cut(catalog, restoration, origin), store, progress);
    before.everything().forEach(partition -> partition.store().dissolve());
    return made;
  }

  private static Manifest takeOver(SnapshotStore store, Manifest.Origin origin) throws IOException {
    Manifest found = SnapshotReader.open(store).manifest();
    if (found.origin().history().equals(origin.history())) {
      return found;
    }
    Manifest made = found.takenOver(origin);
    SnapshotCopy.put(store, made);
    return made;
  }

  private Catalog load(SnapshotReader staged, Partitions into, StartProgress progress)
      throws IOException {
    Catalog catalog = SnapshotCatalog.read(staged);
    Set<Integer> derived =
        catalog.materializedViews().stream().map(Table::id).collect(Collectors.toSet());
    for (Partition partition : into.everything()) {
      for (Table table : catalog.tables()) {
        boolean here = table.isReplicated() == (partition == into.replicated());
        if (here && !derived.contains(table.id())) {
          partition.store().createTable(table.withIndexes(List.of()));
        }
      }
      partition.store().commit(catalog.version());
    }
    Transfer transfer = new Transfer();
    progress.begins("restore: load", transfer);
    staged.read(
        part -> new StoreSink(into.everything().get(part.number()).store(), List.of(), derived),
        workers,
        threads,
        transfer);
    return catalog;
  }

  /** As a recovery does: with indexes and views, since records of the log change them too. */
  private Catalog replay(
      SnapshotReader staged, Partitions into, Disk history, long to, StartProgress progress)
      throws IOException {
    Recovery recovery = new Recovery(into, workers);
    Transfer loading = new Transfer();
    progress.begins("restore: load", loading);
    new SnapshotLoad(into, workers, threads).load(staged, recovery, loading);
    Transfer replaying = new Transfer();
    progress.begins("restore: replay", replaying);
    new StagedArchive(history, staged.manifest())
        .replay(to, (kind, body, lsn) -> StoredRecords.read(kind, body, recovery), replaying);
    return recovery.finish();
  }

  private Manifest write(
      Partitions from,
      Catalog catalog,
      SnapshotCut cut,
      SnapshotStore store,
      StartProgress progress)
      throws IOException {
    List<FrozenView> views = from.everything().stream().map(Partition::freeze).toList();
    try {
      long rows = from.everything().stream().mapToLong(partition -> partition.store().rows()).sum();
      Transfer transfer = new Transfer();
      progress.begins("restore: write", transfer);
      return writer.write(
          cut, MergedRows.of(views, catalog.tables(), partitions, threads), rows, store, transfer);
    } finally {
      views.forEach(FrozenView::close);
    }
  }

  private SnapshotCut cut(Catalog catalog, Restoration restoration, Manifest.Origin origin) {
    StoredCatalog.Image image = StoredCatalog.encode(catalog);
    return new SnapshotCut(
        Manifest.Kind.CHECKPOINT,
        null,
        origin,
        0,
        catalog.version(),
        restoration.timeMicros(),
        partitions,
        List.of(),
        ViewRows.describe(
            catalog.tables().stream().filter(table -> table.derivation() == null).toList()),
        image.json(),
        List.copyOf(image.jars().values()));
  }
}
