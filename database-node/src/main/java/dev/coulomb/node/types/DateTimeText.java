package dev.coulomb.node.types;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Dates, times and timestamps, in (every form {@link DateTimeScanner} knows) and out (ISO). */
final class DateTimeText {
  private DateTimeText() {}

  static Long parseDate(String text) {
    String word = text.strip();
    Long special = special(word, Calendar.DATE_INFINITY, Calendar.DATE_MINUS_INFINITY);
    if (special != null) {
      return special;
    }
    DateTimeScanner scanned = new DateTimeScanner("date", word);
    scanned.requireDate();
    return Calendar.checkedDay(scanned.day());
  }

  static Long parseTime(String text) {
    DateTimeScanner scanned = new DateTimeScanner("time", text.strip());
    scanned.requireTime();
    return scanned.microsOfDay();
  }

  static Long parseTimestamp(String text) {
    String word = text.strip();
    Long special = special(word, Calendar.INFINITY, Calendar.MINUS_INFINITY);
    if (special != null) {
      return special;
    }
    DateTimeScanner scanned = new DateTimeScanner("timestamp", word);
    scanned.requireDate();
    return Calendar.timestamp(scanned.day(), scanned.microsOfDay());
  }

  static Long parseTimestampWithZone(String text, ZoneId session) {
    String word = text.strip();
    Long special = special(word, Calendar.INFINITY, Calendar.MINUS_INFINITY);
    if (special != null) {
      return special;
    }
    DateTimeScanner scanned = new DateTimeScanner("timestamp with time zone", word);
    scanned.requireDate();
    long local = Calendar.timestamp(scanned.day(), scanned.microsOfDay());
    ZoneId zone = scanned.zone();
    return Calendar.toInstant(local, zone == null ? session : zone);
  }

  private static @Nullable Long special(String word, long infinity, long minusInfinity) {
    if (word.isEmpty() || (word.charAt(0) <= '9' && word.length() != 9 && word.charAt(0) >= '0')) {
      return null;
    }
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "infinity", "+infinity" -> infinity;
      case "-infinity" -> minusInfinity;
      case "epoch" -> 0L;
      case "now", "today", "tomorrow", "yesterday" ->
          throw new SqlError(
                  SqlState.FEATURE_NOT_SUPPORTED,
                  "words for the present are not read; use now() or CURRENT_DATE")
              .with("value", word);
      default -> null;
    };
  }

  static String formatDate(long day) {
    if (Calendar.isInfiniteDate(day)) {
      return day > 0 ? "infinity" : "-infinity";
    }
    StringBuilder out = new StringBuilder(13);
    boolean bc = appendDate(out, day);
    return out.append(bc ? " BC" : "").toString();
  }

  static String formatTime(long micros) {
    StringBuilder out = new StringBuilder(15);
    appendTime(out, micros);
    return out.toString();
  }

  static String formatTimestamp(long micros) {
    if (Calendar.isInfinite(micros)) {
      return micros > 0 ? "infinity" : "-infinity";
    }
    StringBuilder out = new StringBuilder(32);
    boolean bc = appendTimestamp(out, micros);
    return out.append(bc ? " BC" : "").toString();
  }

  static String formatTimestampWithZone(long micros, ZoneId zone) {
    if (Calendar.isInfinite(micros)) {
      return micros > 0 ? "infinity" : "-infinity";
    }
    StringBuilder out = new StringBuilder(38);
    int offset = Calendar.offsetSeconds(micros, zone);
    boolean bc = appendTimestamp(out, micros + offset * Calendar.MICROS_PER_SECOND);
    appendOffset(out, offset);
    return out.append(bc ? " BC" : "").toString();
  }

  private static boolean appendTimestamp(StringBuilder out, long micros) {
    boolean bc = appendDate(out, Calendar.dayOf(micros));
    out.append(' ');
    appendTime(out, Calendar.microsOfDay(micros));
    return bc;
  }

  private static boolean appendDate(StringBuilder out, long day) {
    LocalDate date = LocalDate.ofEpochDay(day);
    int year = date.getYear();
    boolean bc = year <= 0;
    int shown = bc ? 1 - year : year;
    for (int bound = 1000; bound > 1 && shown < bound; bound /= 10) {
      out.append('0');
    }
    out.append(shown).append('-');
    two(out, date.getMonthValue()).append('-');
    two(out, date.getDayOfMonth());
    return bc;
  }

  static void appendTime(StringBuilder out, long micros) {
    long seconds = micros / Calendar.MICROS_PER_SECOND;
    two(out, seconds / 3600).append(':');
    two(out, seconds / 60 % 60).append(':');
    two(out, seconds % 60);
    appendFraction(out, micros % Calendar.MICROS_PER_SECOND);
  }

  /** A point and up to six digits without trailing zeros; nothing for 0. */
  static void appendFraction(StringBuilder out, long micros) {
    if (micros == 0) {
      return;
    }
    out.append('.');
    long rest = micros;
    for (long unit = 100_000; rest != 0; unit /= 10) {
      out.append((char) ('0' + rest / unit));
      rest %= unit;
    }
  }

  private static void appendOffset(StringBuilder out, int offset) {
    int size = Math.abs(offset);
    out.append(offset < 0 ? '-' : '+');
    two(out, size / 3600);
    if (size % 3600 != 0) {
      two(out.append(':'), size / 60 % 60);
    }
    if (size % 60 != 0) {
      two(out.append(':'), size % 60);
    }
  }

  static StringBuilder two(StringBuilder out, long value) {
    return out.append(value < 10 ? "0" : "").append(value);
  }
}
