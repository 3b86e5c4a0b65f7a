package dev.coulomb.node.node;

import dev.coulomb.node.admin.NodeControl.Startup;
import dev.coulomb.node.durability.files.Transfer;
import dev.coulomb.node.environment.Clock;

/** A phase of a start: how far it is, and how long it goes on as fast as until now. Any thread. */
final class StartPhase {
  private static final long SECOND_NANOS = 1_000_000_000L;
  private static final long UNKNOWN = -1;

  private final String name;
  private final Transfer transfer;
  private final Clock clock;
  private final long beganNanos;

  /** It begins now. */
  StartPhase(String name, Transfer transfer, Clock clock) {
    this.name = name;
    this.transfer = transfer;
    this.clock = clock;
    this.beganNanos = clock.nanos();
  }

  Startup now() {
    boolean counted = transfer.rowsTotal() > 0;
    long done = counted ? transfer.rows() : transfer.bytes();
    long total = counted ? transfer.rowsTotal() : transfer.bytesTotal();
    return new Startup(name, done, total, transfer.rows(), secondsLeft(done, total));
  }

  private long secondsLeft(long done, long total) {
    if (done <= 0 || total < done) {
      return UNKNOWN;
    }
    double nanos = (double) (clock.nanos() - beganNanos) / done * (total - done);
    return Math.round(nanos / SECOND_NANOS);
  }
}
