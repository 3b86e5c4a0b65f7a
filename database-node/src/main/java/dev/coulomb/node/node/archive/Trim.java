package dev.coulomb.node.node.archive;

import dev.coulomb.node.admin.backup.Destination;
import dev.coulomb.node.admin.backup.Failure;
import dev.coulomb.node.admin.backup.TrimStatus;
import dev.coulomb.node.admin.backup.TrimStatus.State;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A deletion of old pieces, and how far it is. One thread changes it, any thread looks. */
final class Trim {
  private final UUID history;
  private final long position;
  private final Destination where;
  private volatile TrimStatus status;

  /** Who asked has heard that it failed; under the lock of the archiver. */
  private boolean told;

  Trim(UUID history, long position, Destination where) {
    this.history = history;
    this.position = position;
    this.where = where;
    this.status = new TrimStatus(State.RUNNING, history, position, 0, 0, null);
  }

  UUID history() {
    return history;
  }

  long position() {
    return position;
  }

  Destination where() {
    return where;
  }

  TrimStatus status() {
    return status;
  }

  boolean isRunning() {
    return status.state() == State.RUNNING;
  }

  /** It is the same, or would do the same; credentials may have changed. */
  boolean covers(UUID ofHistory, long before, Destination at) {
    return history.equals(ofHistory)
        && position == before
        && where.describe().equals(at.describe())
        && !told;
  }

  /** For who asks for it: a failure is told once, and asked for again it begins anew. */
  TrimStatus tell() {
    TrimStatus now = status;
    told = now.state() == State.FAILED;
    return now;
  }

  /** One more piece is gone. */
  void deleted(long bytes) {
    TrimStatus before = status;
    status =
        new TrimStatus(
            State.RUNNING, history, position, before.deleted() + 1, before.bytes() + bytes, null);
  }

  void completed() {
    end(State.COMPLETED, null);
  }

  void failed(Failure failure) {
    end(State.FAILED, failure);
  }

  private void end(State state, @Nullable Failure failure) {
    TrimStatus before = status;
    status = new TrimStatus(state, history, position, before.deleted(), before.bytes(), failure);
  }
}
