package dev.coulomb.node.transaction;

import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.types.Outcome;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** Counts of what transactions did. Any thread. */
public final class TransactionMetrics {
  /** What a statement was. */
  public enum Kind {
    QUERY,
    INSERT,
    UPDATE,
    DELETE,
    CALL,
    COPY,
    SCHEMA
  }

  /** How it ended. */
  public enum Ending {
    DONE,
    STALE,
    REFUSED
  }

  /** By kind, then by ending. */
  private final LongAdder[][] counts = new LongAdder[Kind.values().length][Ending.values().length];

  private final LongAdder changedRows = new LongAdder();
  private final InteractiveMetrics interactive = new InteractiveMetrics();

  TransactionMetrics() {
    for (LongAdder[] endings : counts) {
      Arrays.setAll(endings, ending -> new LongAdder());
    }
  }

  /** Statements of a kind that ended so. */
  public long count(Kind kind, Ending ending) {
    return counts[kind.ordinal()][ending.ordinal()].sum();
  }

  /** Rows inserted, updated, deleted and copied. */
  public long changedRows() {
    return changedRows.sum();
  }

  /** Those of several statements. */
  public InteractiveMetrics interactive() {
    return interactive;
  }

  /** Rows that a transaction changed which is not counted by its statement. */
  void changed(long rows) {
    changedRows.add(rows);
  }

  Consumer<Outcome> counting(Plan plan, Consumer<Outcome> receiver) {
    Kind kind = kind(plan);
    return outcome -> {
      ended(kind, outcome);
      receiver.accept(outcome);
    };
  }

  void ended(Kind kind, Outcome outcome) {
    Ending ending =
        switch (outcome) {
          case Outcome.Rows rows -> {
            changedRows.add(Math.max(0, rows.changed()));
            yield Ending.DONE;
          }
          case Outcome.Changed changed -> {
            changedRows.add(changed.rows());
            yield Ending.DONE;
          }
          case Outcome.Done done -> Ending.DONE;
          case Outcome.Stale stale -> Ending.STALE;
          case Outcome.Refused refused -> Ending.REFUSED;
        };
    counts[kind.ordinal()][ending.ordinal()].increment();
  }

  private static Kind kind(Plan plan) {
    return switch (plan) {
      case Plan.Insert insert -> Kind.INSERT;
      case Plan.Update update -> Kind.UPDATE;
      case Plan.Delete delete -> Kind.DELETE;
      case Plan.ChangeFound found -> found.deletes() ? Kind.DELETE : Kind.UPDATE;
      case Plan.CopyFrom copy -> Kind.COPY;
      case Plan.CallProcedure call -> Kind.CALL;
      case Plan.ChangeSchema change -> Kind.SCHEMA;
      case Plan.Query query -> Kind.QUERY;
      case Plan.CopyTo copy -> Kind.QUERY;
      case Plan.Explain explain -> Kind.QUERY;
      case Plan.SetSetting set -> Kind.QUERY;
      case Plan.ShowSetting show -> Kind.QUERY;
      case Plan.SessionCommand command -> Kind.QUERY;
    };
  }
}
