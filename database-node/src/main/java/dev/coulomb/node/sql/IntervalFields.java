package dev.coulomb.node.sql;

import dev.coulomb.node.types.Interval;
import dev.coulomb.node.types.SqlType;
import dev.coulomb.node.types.TextFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What restricts an interval's constant: {@code interval '1' day}, {@code interval '1:2' minute to
 * second}, {@code interval '1.234' second (2)}.
 *
 * @param from its greatest field, or null without any
 * @param to its smallest field, or null when that is {@code from}
 * @param digits of its seconds, or {@link #ALL_DIGITS}
 */
record IntervalFields(@Nullable String from, @Nullable String to, int digits) {
  static final int ALL_DIGITS = 6;

  private static final List<String> ORDER =
      List.of("year", "month", "day", "hour", "minute", "second");
  private static final long SECOND = 1_000_000L;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;

  /** The constant's text, read by the fields and cut to them. */
  String restricted(String text) {
    Interval read = (Interval) TextFormat.parse(SqlType.INTERVAL, asWords(text.strip()));
    String smallest = smallest();
    Interval cut =
        switch (smallest) {
          case "year" -> new Interval(read.months() / 12 * 12, 0, 0);
          case "month" -> new Interval(read.months(), 0, 0);
          case "day" -> new Interval(read.months(), read.days(), 0);
          case "hour" -> withTime(read, read.micros() / HOUR * HOUR);
          case "minute" -> withTime(read, read.micros() / MINUTE * MINUTE);
          default -> withTime(read, rounded(read.micros()));
        };
    return TextFormat.format(SqlType.INTERVAL, cut);
  }

  private String smallest() {
    String last = to == null ? from : to;
    return last == null ? "second" : Words.lower(last);
  }

  private static Interval withTime(Interval read, long micros) {
    return new Interval(read.months(), read.days(), micros);
  }

  private long rounded(long micros) {
    long unit = 1;
    for (int i = digits; i < ALL_DIGITS; i++) {
      unit *= 10;
    }
    long half = micros < 0 ? -unit / 2 : unit / 2;
    return unit == 1 ? micros : (micros + half) / unit * unit;
  }

  /** A bare number counts the smallest field, two of them days and hours or minutes and seconds. */
  private String asWords(String text) {
    if (from == null || ORDER.indexOf(smallest()) < 0) {
      return text;
    }
    if (text.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)")) {
      return text + " " + smallest();
    }
    if (smallest().equals("hour") && text.matches("[+-]?\\d+\\s+[+-]?\\d+")) {
      return text.replaceFirst("\\s+", " day ") + " hour";
    }
    boolean minutes = Words.lower(from).equals("minute");
    return minutes && text.matches("\\d+:\\d+(\\.\\d*)?") ? "00:" + text : text;
  }
}
