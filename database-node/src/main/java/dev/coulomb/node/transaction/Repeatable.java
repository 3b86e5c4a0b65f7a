package dev.coulomb.node.transaction;

import dev.coulomb.node.execution.SessionInfo;
import dev.coulomb.node.execution.sequence.RecordedDraws;
import dev.coulomb.node.types.CancelSignal;
import java.util.SplittableRandom;

/**
 * A statement that can be carried out more than once, each time with the same random numbers and
 * the same numbers of sequences.
 */
record Repeatable(Call call, long seed, RecordedDraws draws) {
  /** The statement for one run, which is ended by this signal. */
  Call run(CancelSignal cancel) {
    SessionInfo session = call.session();
    SessionInfo seeded =
        new SessionInfo(
            session.user(),
            session.database(),
            session.zone(),
            session.transactionMicros(),
            new SplittableRandom(seed),
            session.number(),
            draws.of(session.draws()));
    return new Call(call.prepared(), call.parameters(), seeded, cancel);
  }

  /** The statement for its first run. */
  Call run() {
    return run(call.cancel());
  }
}
