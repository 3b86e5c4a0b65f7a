package dev.coulomb.node.execution.expression;

import dev.coulomb.node.catalog.Sequence;
import dev.coulomb.node.execution.sequence.Draws;
import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What an expression may ask of the statement it is evaluated for. */
public interface Evaluation {
  /** The value of {@code $(index + 1)}. */
  @Nullable Object parameter(int index);

  /** The session's time zone. */
  ZoneId zone();

  /** When the transaction began, in microseconds since 1970-01-01T00:00Z. */
  long transactionMicros();

  /** The next number, 0 ≤ n &lt; 1, of the statement's generator. */
  double random();

  /** A random UUID (version 4) of the statement's generator. */
  UUID randomUuid();

  /** What the statement draws from sequences. */
  Draws draws();

  /** The sequence of a name that is only known now; 42P01 when there is none. */
  Sequence sequence(String name);

  /** A function of the system catalog. */
  @Nullable Object systemCall(String function, @Nullable Object[] arguments);
}
