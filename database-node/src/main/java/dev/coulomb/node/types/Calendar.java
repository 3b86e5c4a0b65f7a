package dev.coulomb.node.types;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Days and microseconds as this node counts them (from 1970-01-01), their ranges, and the way
 * between local time and instants. Years are astronomical: 0 is 1 BC. Any thread.
 */
public final class Calendar {
  public static final long MICROS_PER_SECOND = 1_000_000L;
  public static final long MICROS_PER_MINUTE = 60 * MICROS_PER_SECOND;
  public static final long MICROS_PER_HOUR = 60 * MICROS_PER_MINUTE;
  public static final long MICROS_PER_DAY = 24 * MICROS_PER_HOUR;

  /** The timestamp {@code infinity}. */
  public static final long INFINITY = Long.MAX_VALUE;

  /** The timestamp {@code -infinity}. */
  public static final long MINUS_INFINITY = Long.MIN_VALUE;

  /** The date {@code infinity}. */
  public static final long DATE_INFINITY = Integer.MAX_VALUE;

  /** The date {@code -infinity}. */
  public static final long DATE_MINUS_INFINITY = Integer.MIN_VALUE;

  /** 4714-11-24 BC, the first day PostgreSQL knows. */
  static final long DAY_MIN = -2_440_588;

  /** 5874897-12-31. */
  static final long DAY_MAX = LocalDate.of(5_874_897, 12, 31).toEpochDay();

  private Calendar() {}

  public static boolean isInfinite(long timestamp) {
    return timestamp == INFINITY || timestamp == MINUS_INFINITY;
  }

  public static boolean isInfiniteDate(long day) {
    return day == DATE_INFINITY || day == DATE_MINUS_INFINITY;
  }

  /** The day, or 22008 when it lies outside the range of dates. */
  public static long checkedDay(long day) {
    if (day < DAY_MIN || day > DAY_MAX) {
      throw new SqlError(SqlState.DATETIME_FIELD_OVERFLOW, "date out of range");
    }
    return day;
  }

  /** Microseconds of a local time, or 22008 when it lies outside the range of timestamps. */
  public static long timestamp(long day, long microsOfDay) {
    try {
      return checkedTimestamp(Math.addExact(Math.multiplyExact(day, MICROS_PER_DAY), microsOfDay));
    } catch (ArithmeticException e) {
      throw outOfRange();
    }
  }

  /** The timestamp, or 22008 when it is before 4714-11-24 BC. */
  public static long checkedTimestamp(long micros) {
    if (micros < DAY_MIN * MICROS_PER_DAY || micros == INFINITY) {
      throw outOfRange();
    }
    return micros;
  }

  /** The error 22008 of a timestamp that cannot be held. */
  public static SqlError outOfRange() {
    return new SqlError(SqlState.DATETIME_FIELD_OVERFLOW, "timestamp out of range");
  }

  public static long dayOf(long timestamp) {
    return Math.floorDiv(timestamp, MICROS_PER_DAY);
  }

  public static long microsOfDay(long timestamp) {
    return Math.floorMod(timestamp, MICROS_PER_DAY);
  }

  /** The local date and time of a finite timestamp. */
  public static LocalDateTime local(long timestamp) {
    long second = Math.floorDiv(timestamp, MICROS_PER_SECOND);
    int nano = (int) Math.floorMod(timestamp, MICROS_PER_SECOND) * 1000;
    return LocalDateTime.ofEpochSecond(second, nano, ZoneOffset.UTC);
  }

  /** Offset of the zone at an instant, in seconds east. */
  public static int offsetSeconds(long timestamptz, ZoneId zone) {
    if (zone instanceof ZoneOffset offset) {
      return offset.getTotalSeconds();
    }
    Instant instant = Instant.ofEpochSecond(Math.floorDiv(timestamptz, MICROS_PER_SECOND));
    return zone.getRules().getOffset(instant).getTotalSeconds();
  }

  /** A finite instant as local time of the zone. */
  public static long toLocal(long timestamptz, ZoneId zone) {
    return isInfinite(timestamptz)
        ? timestamptz
        : timestamptz + offsetSeconds(timestamptz, zone) * MICROS_PER_SECOND;
  }

  /**
   * Local time of the zone as an instant. In a gap the time before it is meant, in an overlap the
   * later (standard) time, as in PostgreSQL.
   */
  public static long toInstant(long timestamp, ZoneId zone) {
    if (isInfinite(timestamp)) {
      return timestamp;
    }
    int offset =
        zone instanceof ZoneOffset fixed
            ? fixed.getTotalSeconds()
            : local(timestamp)
                .atZone(zone)
                .withLaterOffsetAtOverlap()
                .getOffset()
                .getTotalSeconds();
    if (!(zone instanceof ZoneOffset)) {
      var transition = zone.getRules().getTransition(local(timestamp));
      if (transition != null && transition.isGap()) {
        offset = transition.getOffsetBefore().getTotalSeconds();
      }
    }
    return checkedTimestamp(timestamp - offset * MICROS_PER_SECOND);
  }
}
