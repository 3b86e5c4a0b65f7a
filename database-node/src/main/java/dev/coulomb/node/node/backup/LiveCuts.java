package dev.coulomb.node.node.backup;

import dev.coulomb.node.durability.files.Manifest;
import dev.coulomb.node.durability.files.SnapshotCut;
import dev.coulomb.node.durability.files.Transfer;
import dev.coulomb.node.durability.log.NodeLog;
import dev.coulomb.node.environment.Clock;
import dev.coulomb.node.partition.Moment;
import dev.coulomb.node.plan.stored.StoredCatalog;
import dev.coulomb.node.snapshot.ViewRows;
import dev.coulomb.node.storage.FrozenView;
import dev.coulomb.node.transaction.Transactions;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Cuts of the database while it goes on, as what snapshots are written of. Any thread. */
public final class LiveCuts {
  /** A log that breaks tells nobody who waits for it. */
  private static final long LOOK_MILLIS = 100;

  private final Transactions transactions;
  private final NodeLog log;
  private final Manifest.Origin origin;
  private final Clock clock;

  public LiveCuts(Transactions transactions, NodeLog log, Manifest.Origin origin, Clock clock) {
    this.transactions = transactions;
    this.log = log;
    this.origin = origin;
    this.clock = clock;
  }

  private record Timed(Moment moment, long micros) {}

  /**
   * All partitions at one instant, between transactions; waits for those that run.
   *
   * @param id of a backup; null: of a checkpoint
   */
  public SnapshotCut cut(Manifest.Kind kind, @Nullable String id) {
    CompletableFuture<Timed> frozen = new CompletableFuture<>();
    // The time is read before anybody goes on: what happens later has no earlier time.
    transactions.freeze(moment -> frozen.complete(new Timed(moment, clock.micros())));
    Timed timed = frozen.join();
    try {
      return cut(kind, id, timed.moment(), timed.micros());
    } catch (RuntimeException | Error defect) {
      timed.moment().views().forEach(FrozenView::close);
      throw defect;
    }
  }

  private SnapshotCut cut(Manifest.Kind kind, @Nullable String id, Moment moment, long micros) {
    StoredCatalog.Image image = StoredCatalog.encode(moment.catalog());
    return new SnapshotCut(
        kind,
        id,
        origin,
        moment.place(),
        moment.catalog().version(),
        micros,
        moment.views().size() - 1,
        List.copyOf(ViewRows.of(moment.views(), moment.catalog().tables())),
        ViewRows.describe(moment.catalog().tables()),
        image.json(),
        List.copyOf(image.jars().values()));
  }

  /**
   * Waits until the log is durable up to the cut: what is not in it for good must not be in a
   * snapshot either.
   *
   * @throws IOException when the log is broken, or the transfer was stopped
   */
  public void awaitDurable(SnapshotCut cut, Transfer transfer) throws IOException {
    CompletableFuture<Boolean> durable = new CompletableFuture<>();
    log.whenDurable(cut.lsn(), () -> durable.complete(true));
    while (!durable.isDone()) {
      transfer.check();
      Throwable broken = log.failure();
      if (broken != null) {
        throw new IOException("the log is broken", broken);
      }
      durable.copy().completeOnTimeout(false, LOOK_MILLIS, TimeUnit.MILLISECONDS).join();
    }
  }
}
