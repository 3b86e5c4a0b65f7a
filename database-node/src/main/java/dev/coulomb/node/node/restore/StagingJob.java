package dev.coulomb.node.node.restore;

import dev.coulomb.node.admin.backup.Failure;
import dev.coulomb.node.admin.restore.RestoreRequest;
import dev.coulomb.node.admin.restore.RestoreStatus;
import dev.coulomb.node.admin.restore.RestoreStatus.Phase;
import dev.coulomb.node.admin.restore.RestoreStatus.State;
import dev.coulomb.node.durability.files.Transfer;
import dev.coulomb.node.restore.Staging;
import dev.coulomb.node.restore.Target;
import java.io.InterruptedIOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A restore that is being staged. Any thread. */
final class StagingJob {
  private final RestoreRequest request;
  private final UUID history;
  private final long startedAtMicros;
  private Staging.Stage stage = new Staging.Stage(Staging.Phase.CHECKING, new Transfer());
  private boolean cancelled;
  private @Nullable Failure failure;
  private long finishedAtMicros;

  StagingJob(RestoreRequest request, UUID history, long startedAtMicros) {
    this.request = request;
    this.history = history;
    this.startedAtMicros = startedAtMicros;
  }

  String id() {
    return request.id();
  }

  RestoreRequest request() {
    return request;
  }

  Staging.Request staging(Staging.Source source) {
    return new Staging.Request(request.id(), history, source, request.inPlace(), startedAtMicros);
  }

  Target target() {
    return switch (request.until()) {
      case RestoreRequest.Until.End end -> new Target.End();
      case RestoreRequest.Until.Time(long micros) -> new Target.Time(micros);
      case RestoreRequest.Until.Position(long lsn) -> new Target.Position(lsn);
    };
  }

  synchronized void stage(Staging.Stage next) {
    stage = next;
    if (cancelled) {
      next.transfer().stop();
    }
  }

  synchronized void cancel() {
    cancelled = true;
    stage.transfer().stop();
  }

  /** Fails when it was cancelled. */
  synchronized void check() throws InterruptedIOException {
    if (cancelled) {
      throw new InterruptedIOException("the restore was cancelled");
    }
  }

  synchronized void failed(Failure why, long atMicros) {
    failure = why;
    finishedAtMicros = atMicros;
  }

  synchronized boolean isRunning() {
    return failure == null;
  }

  synchronized RestoreStatus status() {
    Phase phase =
        switch (stage.phase()) {
          case CHECKING -> Phase.CHECKING;
          case FETCHING -> Phase.FETCHING;
          case VERIFYING -> Phase.VERIFYING;
        };
    Transfer transfer = stage.transfer();
    return new RestoreStatus(
        request.id(),
        failure == null ? State.RUNNING : State.FAILED,
        request.inPlace(),
        false,
        new RestoreStatus.Progress(
            phase, transfer.rows(), transfer.rowsTotal(), transfer.bytes(), transfer.bytesTotal()),
        startedAtMicros,
        finishedAtMicros,
        null,
        failure);
  }
}
