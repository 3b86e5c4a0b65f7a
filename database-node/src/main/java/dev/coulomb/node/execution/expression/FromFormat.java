package dev.coulomb.node.execution.expression;

import dev.coulomb.node.types.Calendar;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;

/**
 * {@code to_timestamp(text, pattern)}: reads YYYY YY MM MON MONTH DD DDD HH24 HH12 HH MI SS MS US
 * AM PM; every other character of the pattern skips one of the text. Other patterns are refused.
 */
final class FromFormat {
  private static final String[] MONTHS = {
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december"
  };
  private static final String[] PATTERNS = {
    "YYYY", "HH24", "HH12", "MONTH", "MON", "DDD", "AM", "PM", "YY", "MM", "DD", "HH", "MI", "SS",
    "MS", "US"
  };

  private final String text;
  private int at;
  private int year = 1;
  private int month = 1;
  private int day = 1;
  private int dayOfYear;
  private long hour;
  private boolean half;
  private boolean afternoon;
  private long micros;

  private FromFormat(String text) {
    this.text = text;
  }

  /** Local time in microseconds. */
  static long timestamp(String text, String pattern) {
    return new FromFormat(text).read(pattern.toUpperCase(Locale.ROOT));
  }

  private long read(String pattern) {
    int p = 0;
    while (p < pattern.length()) {
      String name = patternAt(pattern, p);
      if (name != null) {
        skipBlanks();
        field(name, pattern.length() > p + name.length());
        p += name.length();
      } else if (Character.isLetter(pattern.charAt(p))) {
        throw new SqlError(
                SqlState.FEATURE_NOT_SUPPORTED,
                "to_timestamp reads years, months, days, hours, minutes and seconds only")
            .with("pattern", pattern);
      } else {
        p++;
        at += at < text.length() && !Character.isLetterOrDigit(text.charAt(at)) ? 1 : 0;
      }
    }
    return result();
  }

  private static @org.jspecify.annotations.Nullable String patternAt(String pattern, int at) {
    for (String name : PATTERNS) {
      if (pattern.startsWith(name, at)) {
        return name;
      }
    }
    return null;
  }

  private void skipBlanks() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
  }

  private void field(String name, boolean more) {
    switch (name) {
      case "YYYY" -> year = number(more ? 4 : 9);
      case "YY" -> {
        int two = number(2);
        year = two < 70 ? 2000 + two : 1900 + two;
      }
      case "MM" -> month = number(2);
      case "DD" -> day = number(2);
      case "DDD" -> dayOfYear = number(3);
      case "HH24" -> hour = number(2);
      case "HH12", "HH" -> {
        hour = number(2);
        half = true;
      }
      case "MI" -> micros += between(number(2), 59) * Calendar.MICROS_PER_MINUTE;
      case "SS" -> micros += between(number(2), 59) * Calendar.MICROS_PER_SECOND;
      case "MS" -> micros += fraction(3) * 1000;
      case "US" -> micros += fraction(6);
      case "AM", "PM" -> {
        afternoon = text.regionMatches(true, at, "PM", 0, 2);
        half = true;
        at += 2;
      }
      default -> month = monthName();
    }
  }

  private int between(int value, int max) {
    if (value > max) {
      throw outOfRange();
    }
    return value;
  }

  private int number(int max) {
    int start = at;
    int value = 0;
    while (at < text.length() && at - start < max && Character.isDigit(text.charAt(at))) {
      value = value * 10 + Character.digit(text.charAt(at++), 10);
    }
    if (at == start) {
      throw new SqlError(SqlState.INVALID_DATETIME_FORMAT, "the text does not fit the pattern")
          .with("value", text);
    }
    return value;
  }

  private long fraction(int digits) {
    int start = at;
    long value = number(digits);
    for (int i = at - start; i < digits; i++) {
      value *= 10;
    }
    return value;
  }

  private int monthName() {
    String rest = text.substring(at).toLowerCase(Locale.ROOT);
    for (int i = 0; i < MONTHS.length; i++) {
      if (rest.startsWith(MONTHS[i])) {
        at += MONTHS[i].length();
        return i + 1;
      }
      if (rest.startsWith(MONTHS[i].substring(0, 3))) {
        at += 3;
        return i + 1;
      }
    }
    throw new SqlError(SqlState.INVALID_DATETIME_FORMAT, "the text does not fit the pattern")
        .with("value", text);
  }

  private long result() {
    if (half) {
      between((int) hour, 12);
      hour = hour % 12 + (afternoon ? 12 : 0);
    }
    between((int) hour, 24);
    try {
      LocalDate date =
          dayOfYear > 0 ? LocalDate.ofYearDay(year, dayOfYear) : LocalDate.of(year, month, day);
      return Calendar.timestamp(date.toEpochDay(), hour * Calendar.MICROS_PER_HOUR + micros);
    } catch (DateTimeException e) {
      throw outOfRange();
    }
  }

  private SqlError outOfRange() {
    return new SqlError(SqlState.DATETIME_FIELD_OVERFLOW, "date or time field value out of range")
        .with("value", text);
  }
}
