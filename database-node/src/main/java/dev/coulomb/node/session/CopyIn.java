package dev.coulomb.node.session;

import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.session.Replies.CopyReader;
import dev.coulomb.node.transaction.Call;
import dev.coulomb.node.transaction.CopyTarget;
import dev.coulomb.node.types.CancelSignal;
import dev.coulomb.node.types.Outcome;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A {@code COPY FROM STDIN} under way. Confined to the session's event loop. */
final class CopyIn {
  private final Session session;
  private final TransactionBlock block;
  private final SessionSettings settings;
  private final Replies replies;
  private final Executor loop;
  private @Nullable Active active;

  CopyIn(
      Session session,
      TransactionBlock block,
      SessionSettings settings,
      Replies replies,
      Executor loop) {
    this.session = session;
    this.block = block;
    this.settings = settings;
    this.replies = replies;
    this.loop = loop;
  }

  void begin(Call call, Plan.CopyFrom copy, Runnable then, Consumer<SqlError> failed) {
    CancelSignal signal = call.cancel();
    CopyTarget target = block.openCopy(call, copy);
    CopyReader reader =
        replies.copyReader(copy.table(), copy.columns(), copy.format(), settings.zone());
    active = new Active(target, reader, signal, then, failed);
    session.running(signal);
    replies.copyIn(copy.columns().size(), copy.format());
  }

  boolean isActive() {
    return active != null;
  }

  /** Takes bytes; what comes after an error is thrown away by the protocol. */
  void data(byte[] bytes) {
    Active now = active;
    if (now == null) {
      return;
    }
    try {
      now.signal.check();
      now.reader.data(bytes, now.target::add);
    } catch (SqlError error) {
      fail(error);
    }
  }

  void done() {
    Active now = active;
    if (now == null) {
      return;
    }
    try {
      now.signal.check();
      now.reader.end(now.target::add);
    } catch (SqlError error) {
      fail(error);
      return;
    }
    active = null;
    now.target.finish(outcome -> loop.execute(() -> finished(now, outcome)));
  }

  void fail(SqlError error) {
    Active now = active;
    if (now != null) {
      active = null;
      session.running(null);
      now.target.abort();
      now.failed.accept(error);
    }
  }

  void abort() {
    Active now = active;
    if (now != null) {
      active = null;
      now.target.abort();
    }
  }

  private void finished(Active copy, Outcome outcome) {
    session.running(null);
    switch (outcome) {
      case Outcome.Changed(long rows) -> {
        replies.commandComplete("COPY " + rows);
        copy.then.run();
      }
      case Outcome.Refused(SqlError error) -> copy.failed.accept(error);
      case Outcome.Stale() ->
          copy.failed.accept(
              new SqlError(SqlState.SERIALIZATION_FAILURE, "the schema changed during the COPY")
                  .hint("Run it again."));
      case Outcome.Done() -> copy.then.run();
      case Outcome.Rows(var stream, var rows, var restsOn) -> {
        stream.close();
        copy.then.run();
      }
    }
  }

  private record Active(
      CopyTarget target,
      CopyReader reader,
      CancelSignal signal,
      Runnable then,
      Consumer<SqlError> failed) {}
}
