package dev.coulomb.node.node.backup;

import dev.coulomb.node.admin.backup.BackupStatus;
import java.util.concurrent.atomic.LongAdder;

/** What backups came to since the node started, for metrics. Any thread. */
public final class BackupFigures {
  private final LongAdder completed = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder cancelled = new LongAdder();
  private volatile long lastMicros;
  private volatile long lastTookMicros;
  private volatile long lastBytes;

  BackupFigures() {}

  void ended(BackupStatus status) {
    switch (status.state()) {
      case COMPLETED -> {
        completed.increment();
        BackupStatus.Snapshot snapshot = status.snapshot();
        lastMicros = snapshot == null ? 0 : snapshot.cutAtMicros();
        lastTookMicros = status.finishedAtMicros() - status.startedAtMicros();
        lastBytes = status.bytesWritten();
      }
      case FAILED -> failed.increment();
      case CANCELLED -> cancelled.increment();
      case RUNNING -> {}
    }
  }

  public long completed() {
    return completed.sum();
  }

  public long failed() {
    return failed.sum();
  }

  public long cancelled() {
    return cancelled.sum();
  }

  /** The moment of the last one that was completed, since 1970; 0: none was. */
  public long lastMicros() {
    return lastMicros;
  }

  /** How long the last one took that was completed. */
  public long lastTookMicros() {
    return lastTookMicros;
  }

  /** Bytes of the last one that was completed. */
  public long lastBytes() {
    return lastBytes;
  }
}
