package dev.coulomb.node.node;

import dev.coulomb.node.replication.RecordLog;
import dev.coulomb.node.session.Commitment;

/** What the log says of what may be told. Any thread. */
record LogCommitment(RecordLog log) implements Commitment {
  @Override
  public long executed() {
    return log.appended();
  }

  @Override
  public long committed() {
    return log.committed();
  }

  @Override
  public void whenCommitted(long place, Runnable then) {
    log.whenCommitted(place, then);
  }
}
