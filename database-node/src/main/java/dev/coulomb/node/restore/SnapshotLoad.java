package dev.coulomb.node.restore;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.durability.files.Manifest;
import dev.coulomb.node.durability.files.SnapshotReader;
import dev.coulomb.node.durability.files.Transfer;
import dev.coulomb.node.partition.Partition;
import dev.coulomb.node.partition.Partitions;
import dev.coulomb.node.snapshot.StoreSink;
import dev.coulomb.node.transaction.Recovery;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/** Brings empty partitions to where a snapshot of as many partitions was cut. */
public final class SnapshotLoad {
  private final Partitions partitions;
  private final Executor workers;
  private final int threads;

  /**
   * @param partitions without tables
   * @param workers load them side by side
   */
  public SnapshotLoad(Partitions partitions, Executor workers, int threads) {
    this.partitions = partitions;
    this.workers = workers;
    this.threads = threads;
  }

  /** Loads everything, and tells the recovery, which goes on with what came behind it. */
  public void load(SnapshotReader snapshot, Recovery recovery, Transfer transfer)
      throws IOException {
    Manifest manifest = snapshot.manifest();
    if (manifest.partitionCount() != partitions.count()) {
      throw new IOException(
          "the data directory has %d partitions, not %d: their number cannot change"
              .formatted(manifest.partitionCount(), partitions.count()));
    }
    Catalog catalog = SnapshotCatalog.read(snapshot);
    recovery.begin(catalog);
    List<Table> leftOut = leftOut(catalog, manifest);
    snapshot.read(part -> sink(part.number(), leftOut), workers, threads, transfer);
    for (Manifest.Partition part : manifest.partitions()) {
      partition(part.number()).recovered(part.epoch(), part.position());
    }
  }

  private StoreSink sink(int number, List<Table> leftOut) {
    boolean replicated = number == partitions.count();
    return new StoreSink(
        partition(number).store(),
        leftOut.stream().filter(view -> view.isReplicated() == replicated).toList(),
        Set.of());
  }

  private Partition partition(int number) {
    return partitions.everything().get(number);
  }

  /**
   * Materialized views of which the snapshot has no groups: a restore into another number of
   * partitions leaves them out.
   */
  private static List<Table> leftOut(Catalog catalog, Manifest manifest) {
    Set<Integer> there =
        manifest.tables().stream().map(Manifest.TableRows::id).collect(Collectors.toSet());
    return catalog.materializedViews().stream().filter(view -> !there.contains(view.id())).toList();
  }
}
