package dev.coulomb.node.node.restore;

import dev.coulomb.node.admin.AdminError;
import dev.coulomb.node.admin.backup.Destination;
import dev.coulomb.node.admin.restore.RestoreControl;
import dev.coulomb.node.admin.restore.RestoreRequest;
import dev.coulomb.node.admin.restore.RestoreStatus;
import dev.coulomb.node.durability.files.SnapshotStore;
import dev.coulomb.node.durability.files.Transfer;
import dev.coulomb.node.environment.Clock;
import dev.coulomb.node.node.backup.Destinations;
import dev.coulomb.node.restore.Histories;
import dev.coulomb.node.restore.HistoriesFile;
import dev.coulomb.node.restore.Restoration;
import dev.coulomb.node.restore.RestoreException;
import dev.coulomb.node.restore.Staging;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stages restores while the node goes on, and ends the process when one is staged: the next one
 * carries it out. A node that waits for its restore goes on instead. Any thread.
 */
public final class Restores implements RestoreControl {
  private static final Logger LOG = LoggerFactory.getLogger(Restores.class);

  private final HistoriesFile file;
  private final Staging staging;
  private final Destinations destinations;
  private final Running node;
  private final Executor thread;
  private final Clock clock;
  private @Nullable StagingJob job;
  private @Nullable Transfer carrying;

  /** An undo is noted, or a restore staged: this process is about to end. */
  private boolean ending;

  /**
   * @param thread stages one restore at a time
   */
  public Restores(
      HistoriesFile file,
      Staging staging,
      Destinations destinations,
      Running node,
      Executor thread,
      Clock clock) {
    this.file = file;
    this.staging = staging;
    this.destinations = destinations;
    this.node = node;
    this.thread = thread;
    this.clock = clock;
  }

  /** The node around it. Any thread. */
  public interface Running {
    /** Throws {@link AdminError} while it starts or stops. */
    void check();

    /** True when it has tables that a restore would replace. */
    boolean holdsTables() throws IOException;

    /** Takes no changes from now on, or takes them again. */
    void hold(boolean held);

    /** A restore is staged, or taken back: the node starts anew, or begins to serve. */
    void beginsAnew();
  }

  @Override
  public synchronized RestoreStatus begin(RestoreRequest request) {
    node.check();
    destinations.check(request.source());
    if (request.archive() != null) {
      destinations.check(request.archive());
    }
    Optional<RestoreStatus> last = find();
    if (last.isPresent()) {
      boolean same = last.get().id().equals(request.id());
      switch (last.get().state()) {
        case RUNNING, RESTARTING -> {
          if (!same) {
            throw new AdminError(
                409, "restore-running", "another restore is under way: " + last.get().id(), "id");
          }
          return last.get();
        }
        case COMPLETED, UNDONE -> {
          if (same) {
            return last.get();
          }
        }
        case FAILED -> {}
      }
    }
    StagingJob next = new StagingJob(request, UUID.randomUUID(), clock.micros());
    job = next;
    thread.execute(() -> run(next));
    return next.status();
  }

  private void run(StagingJob running) {
    try {
      stage(running);
    } catch (InterruptedIOException cancelled) {
      LOG.info("restore {} was cancelled", running.id());
      forget(running);
    } catch (IOException | RuntimeException failed) {
      LOG.error("restore {} failed: {}", running.id(), failed.toString());
      running.failed(
          RestoreFailures.of(failed, running.request().source().describe()), clock.micros());
    }
  }

  private void stage(StagingJob running) throws IOException {
    checkEmpty(running.request());
    Restoration staged = fetch(running);
    node.hold(true);
    try {
      // What came meanwhile counts too, and nothing comes any more.
      checkEmpty(running.request());
      running.check();
    } catch (IOException | RuntimeException failed) {
      node.hold(false);
      staging.delete(staged.history());
      throw failed;
    }
    try {
      note(staged);
      LOG.info("restore {} is staged; the node starts anew", running.id());
    } finally {
      // When it could not be noted for sure, the next start finds out.
      node.beginsAnew();
    }
  }

  private Restoration fetch(StagingJob running) throws IOException {
    Destination archive = running.request().archive();
    try (SnapshotStore source = destinations.open(running.request().source());
        SnapshotStore archived = archive == null ? null : destinations.open(archive)) {
      return staging.fetch(
          running.staging(
              new Staging.Source(
                  running.request().source().describe(), source, archived, running.target())),
          running::stage);
    }
  }

  private synchronized void note(Restoration staged) throws IOException {
    file.write(file.read().staged(staged));
    job = null;
    ending = true;
  }

  private synchronized void forget(StagingJob cancelled) {
    if (cancelled.equals(job)) {
      job = null;
    }
  }

  private void checkEmpty(RestoreRequest request) throws IOException {
    if (!request.inPlace() && node.holdsTables()) {
      throw new RestoreException(
          RestoreException.Reason.CLUSTER_NOT_EMPTY,
          "the node holds tables; a restore in place keeps them until it is confirmed");
    }
  }

  @Override
  public synchronized Optional<RestoreStatus> find() {
    if (job != null) {
      return Optional.of(job.status());
    }
    Histories histories = read();
    return Optional.ofNullable(histories.restoration())
        .map(last -> RestoreStatuses.of(last, histories, ending, carrying));
  }

  private Histories read() {
    try {
      return file.read();
    } catch (IOException failed) {
      throw new AdminError(500, "histories", String.valueOf(failed.getMessage()), null);
    }
  }

  @Override
  public synchronized Optional<RestoreStatus> undo() {
    node.check();
    if (job != null && job.isRunning()) {
      RestoreStatus status = job.status();
      job.cancel();
      return Optional.of(status);
    }
    if (find().isEmpty()) {
      return Optional.empty();
    }
    Histories histories = kept();
    node.hold(true);
    ending = true;
    try {
      write(histories.undone(last(histories).undone(clock.micros())));
      LOG.info("restore {} is taken back; the node starts anew", last(histories).id());
    } finally {
      // As above.
      node.beginsAnew();
    }
    return find();
  }

  @Override
  public synchronized RestoreStatus confirm() {
    node.check();
    Histories confirmed = kept().confirmed();
    write(confirmed);
    thread.execute(this::tidy);
    return RestoreStatuses.of(last(confirmed), confirmed, ending, carrying);
  }

  private void tidy() {
    try {
      file.tidy(file.read());
    } catch (IOException failed) {
      LOG.warn("what was before the restore could not be deleted: {}", failed.toString());
    }
  }

  private Histories kept() {
    Histories histories = read();
    if (histories.previous() == null || ending) {
      throw new AdminError(
          409, "nothing-kept", "nothing is kept of what was before a restore", null);
    }
    return histories;
  }

  private static Restoration last(Histories histories) {
    return Optional.ofNullable(histories.restoration())
        .orElseThrow(() -> new IllegalStateException("what is kept was before a restore"));
  }

  private void write(Histories histories) {
    try {
      file.write(histories);
    } catch (IOException failed) {
      throw new AdminError(500, "histories", String.valueOf(failed.getMessage()), null);
    }
  }

  /** What was staged is being carried out; null: no more. */
  public synchronized void carries(@Nullable Transfer transfer) {
    carrying = transfer;
    ending = false;
  }
}
