package dev.coulomb.node.execution.sequence;

import dev.coulomb.node.catalog.Sequence;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * The draws of a statement that may be run again: then it gets the same numbers in the same order,
 * and what it asks beyond them is drawn. Confined to one thread at a time.
 */
public final class RecordedDraws {
  private static final int NOT_A_SEQUENCE = 0;
  private static final int WORDS = 2;

  /** Of a record: 32 MiB. */
  private static final int WORDS_MAX = 1 << 22;

  /** For each answer the id of its sequence and the answer. */
  private long[] answers = new long[0];

  private int length;

  /** The draws of one run. */
  public Draws of(Draws live) {
    return new Run(live);
  }

  private final class Run implements Draws {
    private final Draws live;
    private final boolean again = length > 0;
    private int at;

    Run(Draws live) {
      this.live = live;
    }

    @Override
    public long next(Sequence sequence) {
      return answer(sequence.id(), () -> live.next(sequence));
    }

    @Override
    public long current(Sequence sequence) {
      return answer(sequence.id(), () -> live.current(sequence));
    }

    @Override
    public long last() {
      return answer(NOT_A_SEQUENCE, live::last);
    }

    @Override
    public long set(Sequence sequence, long value, boolean called) {
      return answer(sequence.id(), () -> live.set(sequence, value, called));
    }

    private long answer(int sequence, LongSupplier draw) {
      if (again && at < length && answers[at] == sequence) {
        long recorded = answers[at + 1];
        at += WORDS;
        return recorded;
      }
      long drawn = draw.getAsLong();
      if (!again) {
        record(sequence, drawn);
      }
      return drawn;
    }

    private void record(int sequence, long drawn) {
      if (length == WORDS_MAX) {
        throw new SqlError(
                SqlState.PROGRAM_LIMIT_EXCEEDED,
                "one statement of a transaction draws too many numbers")
            .with("limit", WORDS_MAX / WORDS)
            .hint("Run it as a transaction of its own.");
      }
      if (length == answers.length) {
        answers = Arrays.copyOf(answers, Math.max(8 * WORDS, 2 * length));
      }
      answers[length] = sequence;
      answers[length + 1] = drawn;
      length += WORDS;
    }
  }
}
