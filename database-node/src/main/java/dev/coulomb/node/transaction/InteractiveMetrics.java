package dev.coulomb.node.transaction;

import dev.coulomb.node.types.Outcome;
import dev.coulomb.node.types.SqlState;
import java.util.concurrent.atomic.LongAdder;

/** Counts of transactions of several statements, by how they ended. Any thread. */
public final class InteractiveMetrics {
  private final LongAdder begun = new LongAdder();
  private final LongAdder committed = new LongAdder();
  private final LongAdder rolledBack = new LongAdder();
  private final LongAdder conflicted = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder rerun = new LongAdder();

  /** Those that have not ended. */
  public long open() {
    return begun.sum() - committed() - rolledBack() - conflicted() - refused();
  }

  public long committed() {
    return committed.sum();
  }

  public long rolledBack() {
    return rolledBack.sum();
  }

  /** Those whose commit failed with 40001. */
  public long conflicted() {
    return conflicted.sum();
  }

  /** Those whose commit failed otherwise. */
  public long refused() {
    return refused.sum();
  }

  /** Those that ran again when they committed, because others had changed what they touched. */
  public long rerun() {
    return rerun.sum();
  }

  void began() {
    begun.increment();
  }

  void rolledBackOne() {
    rolledBack.increment();
  }

  void ranAgain() {
    rerun.increment();
  }

  void ended(Outcome commit) {
    if (!(commit instanceof Outcome.Refused(var error))) {
      committed.increment();
    } else if (error.state() == SqlState.SERIALIZATION_FAILURE) {
      conflicted.increment();
    } else {
      refused.increment();
    }
  }
}
