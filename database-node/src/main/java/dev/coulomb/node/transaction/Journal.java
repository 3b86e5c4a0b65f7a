package dev.coulomb.node.transaction;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.execution.CompiledQuery;
import dev.coulomb.node.transaction.Changes.PlacedChange;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an interactive transaction did, in order, and what its client was told: enough to do all of
 * it again and see whether it would be told the same. Bounded. Confined to its transaction.
 */
final class Journal {
  private static final int STEP_BYTES = 400;
  private static final int VALUE_BYTES = 32;
  private static final int SMALL_STEPS_MAX = 16;

  private final Shared shared;
  private final List<Step> steps = new ArrayList<>();
  private final BitSet touched = new BitSet();
  private boolean small = true;
  private long bytes;

  Journal(Shared shared) {
    this.shared = shared;
  }

  /** One thing that was done. */
  sealed interface Step {
    /**
     * A query.
     *
     * @param catalog that it saw
     * @param partition the one it looks at, or 0
     */
    record Queried(
        Repeatable statement, Catalog catalog, CompiledQuery query, int partition, Answer answer)
        implements Step {}

    record Changed(Repeatable statement, PlacedChange change, Answer answer) implements Step {}

    /** A savepoint was set. */
    record Marked(int number) implements Step {}

    /** It went back to a savepoint. */
    record WentBack(int number) implements Step {}
  }

  List<Step> steps() {
    return steps;
  }

  /** Partitions that were read or changed; with the number of partitions for replicated tables. */
  BitSet touched() {
    return touched;
  }

  /** True when all of it is short enough work for the caller's thread. */
  boolean isSmall() {
    return small && steps.size() <= SMALL_STEPS_MAX;
  }

  /** Before a statement is run; 54000 or 53200 when there is too much already. */
  void add(Step step, BitSet where) {
    long more = STEP_BYTES;
    switch (step) {
      case Step.Queried queried -> {
        more += bytes(queried.statement().call());
        small &= where.cardinality() <= 1;
      }
      case Step.Changed changed -> {
        more += bytes(changed.statement().call()) + changed.change().bytes();
        small &= changed.change().isSmall();
      }
      case Step.Marked marked -> {}
      case Step.WentBack back -> {}
    }
    if (bytes + more > shared.limits().journalBytes()) {
      throw new SqlError(SqlState.PROGRAM_LIMIT_EXCEEDED, "a transaction has too many statements")
          .with("limit in bytes", shared.limits().journalBytes())
          .hint("Do less in one transaction.");
    }
    shared.takeJournal(more);
    bytes += more;
    touched.or(where);
    steps.add(step);
  }

  /** The step that was added last told nobody anything. */
  void forgetLast() {
    steps.removeLast();
  }

  /** Lets go of what it counted. */
  void clear() {
    shared.takeJournal(-bytes);
    bytes = 0;
    steps.clear();
  }

  private static long bytes(Call call) {
    long sum = 0;
    for (@Nullable Object value : call.parameters()) {
      sum +=
          switch (value) {
            case String text -> VALUE_BYTES + 2L * text.length();
            case byte[] array -> VALUE_BYTES + array.length;
            case null, default -> VALUE_BYTES;
          };
    }
    return sum;
  }
}
