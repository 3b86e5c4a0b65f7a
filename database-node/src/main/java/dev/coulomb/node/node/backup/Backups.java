package dev.coulomb.node.node.backup;

import dev.coulomb.node.admin.AdminError;
import dev.coulomb.node.admin.backup.BackupControl;
import dev.coulomb.node.admin.backup.BackupStatus;
import dev.coulomb.node.admin.backup.BackupStatus.State;
import dev.coulomb.node.admin.backup.Destination;
import dev.coulomb.node.admin.backup.Failure;
import dev.coulomb.node.admin.backup.Failure.Reason;
import dev.coulomb.node.durability.files.DamagedFileException;
import dev.coulomb.node.durability.files.Manifest;
import dev.coulomb.node.durability.files.SnapshotCut;
import dev.coulomb.node.durability.files.SnapshotPlace;
import dev.coulomb.node.durability.files.SnapshotReader;
import dev.coulomb.node.durability.files.SnapshotStore;
import dev.coulomb.node.durability.files.SnapshotWriter;
import dev.coulomb.node.environment.Clock;
import dev.coulomb.node.partition.OpenViews;
import dev.coulomb.node.types.SqlError;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes backups, one at a time. A backup is known by its id: in the memory of this process, and
 * once it is complete in its manifest, so that whoever asks again after a restart hears of it. One
 * that was not complete begins anew: its cut is gone. Any thread.
 */
public final class Backups implements BackupControl {
  private static final Logger LOG = LoggerFactory.getLogger(Backups.class);
  private static final int KNOWN_MAX = 16;
  private static final long STOP_SECONDS = 5;

  private final LiveCuts cuts;
  private final OpenViews views;
  private final SnapshotWriter writer;
  private final Destinations destinations;
  private final ExecutorService threads;
  private final Clock clock;
  private final BackupFigures figures = new BackupFigures();
  private final Map<String, Backup> known = new LinkedHashMap<>();
  private @Nullable Backup last;

  /**
   * @param views hears of the views that a backup holds
   * @param threads at least one; the writer may use others of them
   */
  public Backups(
      LiveCuts cuts,
      OpenViews views,
      SnapshotWriter writer,
      Destinations destinations,
      ExecutorService threads,
      Clock clock) {
    this.cuts = cuts;
    this.views = views;
    this.writer = writer;
    this.destinations = destinations;
    this.threads = threads;
    this.clock = clock;
  }

  @Override
  public synchronized BackupStatus begin(String id, Destination destination) {
    Backup before = known.get(id);
    if (before != null && (before.isRunning() || isDone(before, destination))) {
      return before.status();
    }
    if (last != null && last.isRunning()) {
      throw new AdminError(409, "backup-running", "another backup runs: " + last.id(), "id");
    }
    destinations.check(destination);
    Backup backup = new Backup(id, destination.describe(), clock.micros());
    try {
      threads.execute(() -> make(backup, destination));
    } catch (RejectedExecutionException stopped) {
      throw new AdminError(409, "stopping", "the node stops", null);
    }
    known.remove(id);
    known.put(id, backup);
    List<String> ids = List.copyOf(known.keySet());
    ids.subList(0, Math.max(0, ids.size() - KNOWN_MAX)).forEach(known::remove);
    last = backup;
    return backup.status();
  }

  private static boolean isDone(Backup backup, Destination destination) {
    return backup.status().state() == State.COMPLETED
        && backup.place().equals(destination.describe());
  }

  @Override
  public synchronized Optional<BackupStatus> find(String id) {
    return Optional.ofNullable(known.get(id)).map(Backup::status);
  }

  @Override
  public synchronized Optional<BackupStatus> cancel(String id) {
    Backup backup = known.get(id);
    if (backup != null) {
      backup.cancel();
    }
    return find(id);
  }

  public BackupFigures figures() {
    return figures;
  }

  /** The one that runs; empty: none does. */
  public synchronized Optional<BackupStatus> running() {
    return Optional.ofNullable(last).filter(Backup::isRunning).map(Backup::status);
  }

  /** Gives up what runs, and takes nothing more; waits a moment for it, and not for ever. */
  public void stop() throws InterruptedException {
    synchronized (this) {
      if (last != null) {
        last.cancel();
      }
    }
    threads.shutdown();
    if (!threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
      LOG.warn("a backup does not end; it is left behind, incomplete");
    }
  }

  private void make(Backup backup, Destination destination) {
    LOG.info("backup {} begins: {}", backup.id(), backup.place());
    try (SnapshotStore store = destinations.open(destination)) {
      Optional<Manifest> there = complete(backup, store);
      Manifest manifest = there.isPresent() ? there.get() : write(backup, store);
      backup.completed(manifest, clock.micros());
    } catch (Occupied occupied) {
      String sentence = "another snapshot lies at " + backup.place() + ", of " + occupied.cut;
      backup.failed(new Failure(Reason.OCCUPIED, sentence), clock.micros());
    } catch (TooManyChanges given) {
      backup.failed(new Failure(Reason.NO_SPACE, given.sentence), clock.micros());
    } catch (IOException | RuntimeException cause) {
      LOG.debug("a backup failed", cause);
      backup.failed(Failures.of(cause, backup.place()), clock.micros());
    } catch (Error defect) {
      backup.failed(Failures.of(defect, backup.place()), clock.micros());
      throw defect;
    } finally {
      ended(backup.status());
    }
  }

  private void ended(BackupStatus status) {
    figures.ended(status);
    Failure failure = status.failure();
    if (failure == null) {
      LOG.info(
          "backup {} {}: {} rows, {} bytes, {} ms",
          status.id(),
          status.state(),
          status.rowsDone(),
          status.bytesWritten(),
          (status.finishedAtMicros() - status.startedAtMicros()) / 1_000);
    } else {
      LOG.error("backup {} failed: {}: {}", status.id(), failure.reason(), failure.message());
    }
  }

  /** What this backup had written before; throws when something else lies there. */
  private static Optional<Manifest> complete(Backup backup, SnapshotStore store)
      throws IOException, Occupied {
    Optional<Manifest> there = SnapshotPlace.manifest(store);
    if (there.isPresent()) {
      Manifest manifest = there.get();
      if (!backup.id().equals(manifest.id())) {
        throw new Occupied(String.valueOf(manifest.id()));
      }
      try {
        return Optional.of(SnapshotReader.open(store).manifest());
      } catch (DamagedFileException damaged) {
        LOG.warn("backup {} was complete and is damaged, so it is made anew", backup.id(), damaged);
      }
    }
    SnapshotPlace.delete(store);
    return Optional.empty();
  }

  private Manifest write(Backup backup, SnapshotStore store) throws IOException, TooManyChanges {
    // Before anybody's rows are held.
    SnapshotPlace.probe(store);
    backup.transfer().check();
    AtomicReference<@Nullable SqlError> told = new AtomicReference<>();
    OpenViews.Holder holder =
        views.holdForAnyTime(error -> {
          told.set(error);
          backup.transfer().stop();
        });
    try (SnapshotCut cut = cuts.cut(Manifest.Kind.SNAPSHOT, backup.id())) {
      cuts.awaitDurable(cut, backup.transfer());
      backup.writes();
      return writer.write(cut, store, backup.transfer());
    } catch (IOException | RuntimeException | Error failed) {
      giveUp(store, failed);
      if (told.get() != null) {
        throw new TooManyChanges();
      }
      throw failed;
    } finally {
      holder.letGo();
    }
  }

  private static void giveUp(SnapshotStore store, Throwable failed) {
    try {
      SnapshotPlace.delete(store);
    } catch (IOException | RuntimeException alsoFailed) {
      // The next one at this place begins with it.
      failed.addSuppressed(alsoFailed);
    }
  }

  /** A complete snapshot that is not ours lies there. */
  private static final class Occupied extends Exception {
    private static final long serialVersionUID = 1L;
    private final String cut;

    Occupied(String id) {
      this.cut = id;
    }
  }

  /** Too much was changed while the rows of the cut were held. */
  private static final class TooManyChanges extends Exception {
    private static final long serialVersionUID = 1L;
    private final String sentence =
        "rows that were changed while the backup ran took more than memory.views:"
            + " raise it, or back up to something faster";
  }
}
