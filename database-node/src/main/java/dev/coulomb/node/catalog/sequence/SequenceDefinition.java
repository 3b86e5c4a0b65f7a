package dev.coulomb.node.catalog.sequence;

import dev.coulomb.node.catalog.sequence.SequenceOptions.Number;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;

/**
 * Which numbers a sequence gives. Immutable.
 *
 * @param type smallint, integer or bigint
 * @param cache how many numbers a session of PostgreSQL would take at once; it is kept, and changes
 *     nothing
 */
public record SequenceDefinition(
    SqlType type, long start, long increment, long min, long max, long cache, boolean cycle) {
  /** The definition of a new sequence; 22023 for one that makes no sense. */
  public static SequenceDefinition of(SequenceOptions said) {
    SqlType type = said.type() == null ? SqlType.BIGINT : said.type();
    long increment = said.or(Number.INCREMENT, 1);
    long min = said.or(Number.MINVALUE, increment < 0 ? least(type) : 1);
    long max = said.or(Number.MAXVALUE, increment < 0 ? -1 : greatest(type));
    return new SequenceDefinition(
            type,
            said.or(Number.START, increment < 0 ? max : min),
            increment,
            min,
            max,
            said.or(Number.CACHE, 1),
            said.cycle() != null && said.cycle())
        .checked();
  }

  /** The definition after {@code ALTER SEQUENCE}. */
  public SequenceDefinition altered(SequenceOptions said) {
    SqlType newType = said.type() == null ? type : said.type();
    boolean other = !newType.equals(type);
    long newIncrement = said.or(Number.INCREMENT, increment);
    boolean leastOfType = said.says(Number.MINVALUE) || (other && min == least(type));
    boolean greatestOfType = said.says(Number.MAXVALUE) || (other && max == greatest(type));
    long defaultMin = newIncrement < 0 ? least(newType) : 1;
    long defaultMax = newIncrement < 0 ? -1 : greatest(newType);
    return new SequenceDefinition(
            newType,
            said.or(Number.START, start),
            newIncrement,
            said.or(Number.MINVALUE, leastOfType ? defaultMin : min),
            said.or(Number.MAXVALUE, greatestOfType ? defaultMax : max),
            said.or(Number.CACHE, cache),
            said.cycle() == null ? cycle : said.cycle())
        .checked();
  }

  /** False when it makes no sense, so that nobody can have made it. */
  public boolean isSound() {
    try {
      checked();
      return true;
    } catch (SqlError senseless) {
      return false;
    }
  }

  private SequenceDefinition checked() {
    if (!type.kind().isInteger()) {
      throw invalid("a sequence is of type smallint, integer or bigint").with("type", type);
    }
    if (increment == 0) {
      throw invalid("INCREMENT must not be zero");
    }
    if (max > greatest(type) || max < least(type)) {
      throw invalid("MAXVALUE is out of range for the type of the sequence")
          .with("maxvalue", max)
          .with("type", type);
    }
    if (min < least(type) || min > greatest(type)) {
      throw invalid("MINVALUE is out of range for the type of the sequence")
          .with("minvalue", min)
          .with("type", type);
    }
    if (min >= max) {
      throw invalid("MINVALUE must be less than MAXVALUE")
          .with("minvalue", min)
          .with("maxvalue", max);
    }
    if (cache <= 0) {
      throw invalid("CACHE must be greater than zero").with("cache", cache);
    }
    checkWithin("START", start);
    return this;
  }

  /** Refuses a place to go on from that is none of its numbers. */
  public void checkWithin(String what, long value) {
    if (value < min || value > max) {
      throw invalid("a sequence begins and goes on between MINVALUE and MAXVALUE")
          .with("option", what)
          .with("value", value)
          .with("minvalue", min)
          .with("maxvalue", max);
    }
  }

  private static SqlError invalid(String sentence) {
    return new SqlError(SqlState.INVALID_PARAMETER_VALUE, sentence);
  }

  /** The number behind another one; 2200H when there is none. */
  long after(long last, String name) {
    long next = last + increment;
    boolean overflows = ((last ^ next) & (increment ^ next)) < 0;
    boolean up = increment > 0;
    if (!overflows && (up ? next <= max : next >= min)) {
      return next;
    }
    if (cycle) {
      return up ? min : max;
    }
    throw new SqlError(
            SqlState.SEQUENCE_GENERATOR_LIMIT_EXCEEDED,
            up
                ? "nextval: reached maximum value of sequence"
                : "nextval: reached minimum value of sequence")
        .with("sequence", name)
        .with("limit", up ? max : min);
  }

  /** The last of so many numbers behind another one, or the last before the end. */
  long ahead(long from, long count) {
    if (from < min || from > max) {
      return from;
    }
    long room = increment > 0 ? max - from : from - min;
    long steps = Long.divideUnsigned(room, increment > 0 ? increment : -increment);
    return from + (Long.compareUnsigned(steps, count) < 0 ? steps : count) * increment;
  }

  private static long least(SqlType type) {
    return switch (type.kind()) {
      case SMALLINT -> Short.MIN_VALUE;
      case INTEGER -> Integer.MIN_VALUE;
      default -> Long.MIN_VALUE;
    };
  }

  private static long greatest(SqlType type) {
    return switch (type.kind()) {
      case SMALLINT -> Short.MAX_VALUE;
      case INTEGER -> Integer.MAX_VALUE;
      default -> Long.MAX_VALUE;
    };
  }
}
