package dev.coulomb.node.catalog.sequence;

import dev.coulomb.node.types.SqlType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a statement says of a sequence. Immutable.
 *
 * @param type of its numbers; null: not said
 * @param numbers empty ones are said to be none: {@code NO MINVALUE}, {@code RESTART}
 * @param cycle null: not said
 * @param owner null: not said; empty: {@code OWNED BY NONE}; else a table and its column
 */
public record SequenceOptions(
    @Nullable SqlType type,
    Map<Number, Optional<Long>> numbers,
    @Nullable Boolean cycle,
    @Nullable List<String> owner) {
  /** Nothing said. */
  public static final SequenceOptions NONE = new SequenceOptions(null, Map.of(), null, null);

  public SequenceOptions {
    numbers = Map.copyOf(numbers);
    owner = owner == null ? null : List.copyOf(owner);
  }

  /** The options that are numbers. */
  public enum Number {
    INCREMENT,
    MINVALUE,
    MAXVALUE,
    START,
    RESTART,
    CACHE
  }

  /** The same of another type. */
  public SequenceOptions of(SqlType otherType) {
    return new SequenceOptions(otherType, numbers, cycle, owner);
  }

  /** True when the number is said, or said to be none. */
  public boolean says(Number number) {
    return numbers.containsKey(number);
  }

  /** The number, or another where none is said. */
  public long or(Number number, long otherwise) {
    return numbers.getOrDefault(number, Optional.empty()).orElse(otherwise);
  }
}
