package dev.coulomb.node.types;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Intervals, in ({@code 1 year 2 mons -3 days 04:05:06.7}, {@code 1-2}, {@code P1Y2M3DT4H5M6S},
 * {@code 1.5 days ago}) and out ({@code IntervalStyle} postgres).
 */
final class IntervalText {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:([+-]?)(\\d+):(\\d{1,2})(?::(\\d{1,2}(?:\\.\\d*)?))?"
              + "|([+-]?)(\\d+)-(\\d{1,2})(?![\\d-])"
              + "|([+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+))\\s*([a-z]*)"
              + "|(ago)|(@))\\s*");
  private static final Pattern ISO =
      Pattern.compile("([+-]?\\d+(?:\\.\\d*)?|[+-]?\\.\\d+)([ymwdhs])|(t)");
  private static final BigDecimal HOUR = BigDecimal.valueOf(Calendar.MICROS_PER_HOUR);
  private static final BigDecimal MINUTE = BigDecimal.valueOf(Calendar.MICROS_PER_MINUTE);
  private static final BigDecimal SECOND = BigDecimal.valueOf(Calendar.MICROS_PER_SECOND);
  private static final BigDecimal DAY = BigDecimal.valueOf(Calendar.MICROS_PER_DAY);

  private final String text;
  private BigDecimal months = BigDecimal.ZERO;
  private BigDecimal days = BigDecimal.ZERO;
  private BigDecimal micros = BigDecimal.ZERO;
  private int seen;

  private IntervalText(String text) {
    this.text = text;
  }

  static Interval parse(String text) {
    return new IntervalText(text).parse();
  }

  private Interval parse() {
    String source = text.strip().toLowerCase(Locale.ROOT);
    if (source.isEmpty()) {
      throw invalid();
    }
    boolean negate = source.startsWith("p") ? iso(source.substring(1)) : words(source);
    try {
      Interval read =
          new Interval(
              months.intValueExact(),
              days.intValueExact(),
              micros.setScale(0, RoundingMode.HALF_EVEN).longValueExact());
      return negate ? new Interval(-read.months(), -read.days(), -read.micros()) : read;
    } catch (ArithmeticException e) {
      throw new SqlError(SqlState.DATETIME_FIELD_OVERFLOW, "interval field value out of range")
          .with("value", text);
    }
  }

  private boolean iso(String source) {
    Matcher part = ISO.matcher(source);
    boolean time = false;
    int at = 0;
    for (; at < source.length() && part.find(at) && part.start() == at; at = part.end()) {
      if (part.group(3) != null) {
        time = true;
        continue;
      }
      BigDecimal amount = new BigDecimal(part.group(1));
      char unit = part.group(2).charAt(0);
      if (unit == 'm') {
        add(amount, time ? "min" : "mon");
      } else {
        add(amount, String.valueOf(unit));
      }
    }
    if (at < source.length() || at == 0) {
      throw invalid();
    }
    return false;
  }

  private boolean words(String source) {
    Matcher token = TOKEN.matcher(source);
    boolean ago = false;
    int at = 0;
    while (at < source.length()) {
      if (!token.find(at) || token.start() != at || ago) {
        throw invalid();
      }
      at = token.end();
      if (token.group(2) != null) {
        clock(token);
      } else if (token.group(6) != null) {
        BigDecimal whole = new BigDecimal(token.group(6)).multiply(BigDecimal.valueOf(12));
        whole = whole.add(new BigDecimal(token.group(7)));
        once(1);
        months = months.add(token.group(5).equals("-") ? whole.negate() : whole);
      } else if (token.group(8) != null) {
        String unit = token.group(9);
        boolean beforeClock = unit.isEmpty() && at < source.length();
        add(new BigDecimal(token.group(8)), beforeClock ? "day" : unit);
      } else if (token.group(10) != null) {
        ago = true;
      }
    }
    if (seen == 0) {
      throw invalid();
    }
    return ago;
  }

  private void clock(Matcher token) {
    once(64 | 128 | 256);
    BigDecimal size = new BigDecimal(token.group(2)).multiply(HOUR);
    size = size.add(new BigDecimal(token.group(3)).multiply(MINUTE));
    String seconds = token.group(4);
    if (seconds != null) {
      size = size.add(new BigDecimal(seconds).multiply(SECOND));
    }
    boolean tooBig =
        Integer.parseInt(token.group(3)) > 59
            || (seconds != null && new BigDecimal(seconds).compareTo(BigDecimal.valueOf(61)) >= 0);
    if (tooBig) {
      throw new SqlError(SqlState.DATETIME_FIELD_OVERFLOW, "interval field value out of range")
          .with("value", text);
    }
    micros = micros.add(token.group(1).equals("-") ? size.negate() : size);
  }

  private void add(BigDecimal amount, String unit) {
    switch (unit) {
      case "y", "yr", "yrs", "year", "years" -> years(amount, 1, 12);
      case "dec", "decs", "decade", "decades" -> years(amount, 2, 120);
      case "c", "cent", "century", "centuries" -> years(amount, 4, 1200);
      case "mil", "mils", "millennium", "millennia" -> years(amount, 8, 12_000);
      case "mon", "mons", "month", "months" -> {
        once(16);
        addMonths(amount);
      }
      case "w", "week", "weeks" -> {
        once(32);
        addDays(amount.multiply(BigDecimal.valueOf(7)));
      }
      case "d", "day", "days" -> {
        once(512);
        addDays(amount);
      }
      case "h", "hr", "hrs", "hour", "hours" -> addMicros(amount.multiply(HOUR), 64);
      case "m", "min", "mins", "minute", "minutes" -> addMicros(amount.multiply(MINUTE), 128);
      case "", "s", "sec", "secs", "second", "seconds" -> addMicros(amount.multiply(SECOND), 256);
      case "ms", "msec", "msecs", "millisecond", "milliseconds", "millisecon" ->
          addMicros(amount.multiply(BigDecimal.valueOf(1000)), 1024);
      case "us", "usec", "usecs", "microsecond", "microseconds", "microsecon" ->
          addMicros(amount, 2048);
      default -> throw invalid();
    }
  }

  private void years(BigDecimal amount, int bit, int monthsEach) {
    once(bit);
    BigDecimal product = amount.multiply(BigDecimal.valueOf(monthsEach));
    months = months.add(product.setScale(0, RoundingMode.HALF_EVEN));
  }

  private void addMonths(BigDecimal amount) {
    BigDecimal whole = amount.setScale(0, RoundingMode.DOWN);
    months = months.add(whole);
    addDays(amount.subtract(whole).multiply(BigDecimal.valueOf(30)));
  }

  private void addDays(BigDecimal amount) {
    BigDecimal whole = amount.setScale(0, RoundingMode.DOWN);
    days = days.add(whole);
    micros = micros.add(amount.subtract(whole).multiply(DAY));
  }

  private void addMicros(BigDecimal amount, int bit) {
    once(bit);
    micros = micros.add(amount);
  }

  private void once(int bits) {
    if ((seen & bits) != 0) {
      throw invalid();
    }
    seen |= bits;
  }

  private SqlError invalid() {
    return TextFormat.invalid(SqlState.INVALID_DATETIME_FORMAT, "interval", text);
  }

  static String format(Interval value) {
    StringBuilder out = new StringBuilder(32);
    boolean before = unit(out, value.months() / 12, "year", false);
    before = unit(out, value.months() % 12, "mon", before);
    before = unit(out, value.days(), "day", before);
    if (out.isEmpty() || value.micros() != 0) {
      out.append(out.isEmpty() ? "" : " ");
      out.append(value.micros() < 0 ? "-" : before ? "+" : "");
      long hours = Math.abs(value.micros() / Calendar.MICROS_PER_HOUR);
      long rest = Math.abs(value.micros() % Calendar.MICROS_PER_HOUR);
      DateTimeText.two(out, hours).append(':');
      DateTimeText.two(out, rest / Calendar.MICROS_PER_MINUTE).append(':');
      DateTimeText.two(out, rest / Calendar.MICROS_PER_SECOND % 60);
      DateTimeText.appendFraction(out, rest % Calendar.MICROS_PER_SECOND);
    }
    return out.toString();
  }

  private static boolean unit(StringBuilder out, int value, String name, boolean before) {
    if (value == 0) {
      return before;
    }
    out.append(out.isEmpty() ? "" : " ").append(before && value > 0 ? "+" : "");
    out.append(value).append(' ').append(name).append(value == 1 ? "" : "s");
    return value < 0;
  }
}
