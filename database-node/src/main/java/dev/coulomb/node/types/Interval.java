package dev.coulomb.node.types;

import java.math.BigInteger;

/**
 * PostgreSQL's interval: three counts that are kept apart, since a month has no fixed number of
 * days. Compared as PostgreSQL does, by a month of 30 days of 24 hours; so {@link #equals} of the
 * record is stricter than {@link #compareTo}.
 *
 * @param months months, any sign
 * @param days days, any sign
 * @param micros microseconds, any sign
 */
public record Interval(int months, int days, long micros) implements Comparable<Interval> {
  private static final BigInteger MICROS_PER_DAY = BigInteger.valueOf(86_400_000_000L);

  /** Length in microseconds with months of 30 days; the order of intervals. */
  public BigInteger span() {
    long wholeDays = months * 30L + days;
    return BigInteger.valueOf(wholeDays).multiply(MICROS_PER_DAY).add(BigInteger.valueOf(micros));
  }

  @Override
  public int compareTo(Interval other) {
    return span().compareTo(other.span());
  }
}
