package dev.coulomb.node.execution.expression;

import dev.coulomb.node.types.Calendar;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.time.LocalDate;
import java.time.format.TextStyle;
import java.time.temporal.IsoFields;
import java.time.temporal.JulianFields;
import java.util.List;
import java.util.Locale;

/** {@code to_char} of timestamps: PostgreSQL's template patterns, with FM and TH. */
final class ToChar {
  /** Longer patterns first, so that the first that fits is meant. */
  private static final List<String> PATTERNS =
      List.of(
          "A.D.", "B.C.", "a.d.", "b.c.", "A.M.", "P.M.", "a.m.", "p.m.", "Y,YYY", "YYYY", "IYYY",
          "HH24", "HH12", "MONTH", "Month", "month", "SSSSS", "SSSS", "IDDD", "YYY", "IYY", "MON",
          "Mon", "mon", "DAY", "Day", "day", "DDD", "AD", "BC", "ad", "bc", "AM", "PM", "am", "pm",
          "YY", "IY", "HH", "MI", "SS", "MS", "US", "MM", "DD", "ID", "DY", "Dy", "dy", "WW", "IW",
          "CC", "RM", "TZH", "TZM", "TZ", "tz", "OF", "Y", "I", "D", "W", "Q", "J");

  private final String pattern;
  private final LocalDate date;
  private final long micros;
  private final int offset;
  private final StringBuilder out = new StringBuilder();
  private int at;

  private ToChar(long local, String pattern, int offset) {
    this.pattern = pattern;
    this.date = LocalDate.ofEpochDay(Calendar.dayOf(local));
    this.micros = Calendar.microsOfDay(local);
    this.offset = offset;
  }

  /** The local time as the pattern says; offset is that of its zone, in seconds east. */
  static String timestamp(long local, String pattern, int offset) {
    if (Calendar.isInfinite(local)) {
      throw new SqlError(
          SqlState.DATETIME_FIELD_OVERFLOW, "an infinite date or timestamp has no fields");
    }
    return new ToChar(local, pattern, offset).format();
  }

  private String format() {
    while (at < pattern.length()) {
      char c = pattern.charAt(at);
      if (c == '"') {
        quoted();
      } else if (c == '\\' && at + 1 < pattern.length()) {
        out.append(pattern.charAt(at + 1));
        at += 2;
      } else {
        template();
      }
    }
    return out.toString();
  }

  private void quoted() {
    at++;
    while (at < pattern.length() && pattern.charAt(at) != '"') {
      if (pattern.charAt(at) == '\\' && at + 1 < pattern.length()) {
        at++;
      }
      out.append(pattern.charAt(at++));
    }
    at++;
  }

  private void template() {
    boolean fill = true;
    int start = at;
    if (pattern.startsWith("FM", at) || pattern.startsWith("fm", at)) {
      fill = false;
      at += 2;
    }
    for (String name : PATTERNS) {
      if (pattern.startsWith(name, at) || matchesNumber(name)) {
        at += name.length();
        ordinal(field(name, fill));
        return;
      }
    }
    if (at > start) {
      return;
    }
    out.append(pattern.charAt(at++));
  }

  /** Patterns of numbers may be written in lower case. */
  private boolean matchesNumber(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    boolean worded = PATTERNS.contains(lower);
    return !worded && pattern.startsWith(lower, at);
  }

  private void ordinal(String field) {
    out.append(field);
    if (pattern.startsWith("TH", at) || pattern.startsWith("th", at)) {
      String suffix = suffix(field);
      out.append(pattern.charAt(at) == 'T' ? suffix.toUpperCase(Locale.ROOT) : suffix);
      at += 2;
    }
  }

  private static String suffix(String number) {
    char last = number.charAt(number.length() - 1);
    boolean teen = number.length() > 1 && number.charAt(number.length() - 2) == '1';
    return teen ? "th" : last == '1' ? "st" : last == '2' ? "nd" : last == '3' ? "rd" : "th";
  }

  private String field(String name, boolean fill) {
    return switch (name.charAt(0)) {
      case 'Y', 'I', 'C' -> yearField(name, fill);
      case 'H', 'S', 'U' -> clockField(name, fill);
      case 'T', 't', 'O' -> zoneField(name);
      case 'A', 'P', 'a', 'p', 'B', 'b' -> halfField(name);
      case 'M', 'm' ->
          name.equals("MI") || name.equals("MS") ? clockField(name, fill) : dateField(name, fill);
      default -> dateField(name, fill);
    };
  }

  private String yearField(String name, boolean fill) {
    int year = date.getYear() > 0 ? date.getYear() : 1 - date.getYear();
    int weekYear = date.get(IsoFields.WEEK_BASED_YEAR);
    int iso = weekYear > 0 ? weekYear : 1 - weekYear;
    return switch (name) {
      case "YYYY" -> number(year, 4, fill);
      case "Y,YYY" -> year / 1000 + "," + number(year % 1000, 3, true);
      case "YYY" -> number(year % 1000, 3, fill);
      case "YY" -> number(year % 100, 2, fill);
      case "Y" -> number(year % 10, 1, fill);
      case "IYYY" -> number(iso, 4, fill);
      case "IYY" -> number(iso % 1000, 3, fill);
      case "IY" -> number(iso % 100, 2, fill);
      case "I" -> number(iso % 10, 1, fill);
      case "IW" -> number(date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), 2, fill);
      case "ID" -> number(date.getDayOfWeek().getValue(), 1, fill);
      case "IDDD" ->
          number(
              (date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR) - 1) * 7
                  + date.getDayOfWeek().getValue(),
              3,
              fill);
      default -> (date.getYear() > 0 ? "" : "-") + number((year + 99) / 100, 2, fill);
    };
  }

  private String clockField(String name, boolean fill) {
    long hour = micros / Calendar.MICROS_PER_HOUR;
    long second = micros / Calendar.MICROS_PER_SECOND;
    return switch (name) {
      case "HH24" -> number(hour, 2, fill);
      case "HH12", "HH" -> number(hour % 12 == 0 ? 12 : hour % 12, 2, fill);
      case "MI" -> number(second / 60 % 60, 2, fill);
      case "SS" -> number(second % 60, 2, fill);
      case "MS" -> number(micros % Calendar.MICROS_PER_SECOND / 1000, 3, true);
      case "US" -> number(micros % Calendar.MICROS_PER_SECOND, 6, true);
      default -> number(second, 1, fill);
    };
  }

  private String halfField(String name) {
    boolean era =
        name.startsWith("B")
            || name.startsWith("b")
            || name.toUpperCase(Locale.ROOT).startsWith("AD")
            || name.toUpperCase(Locale.ROOT).startsWith("A.D");
    boolean second = era ? date.getYear() <= 0 : micros >= 12 * Calendar.MICROS_PER_HOUR;
    String word = era ? (second ? "BC" : "AD") : second ? "PM" : "AM";
    String dotted = name.contains(".") ? word.charAt(0) + "." + word.charAt(1) + "." : word;
    return Character.isLowerCase(name.charAt(0)) ? dotted.toLowerCase(Locale.ROOT) : dotted;
  }

  private String zoneField(String name) {
    int size = Math.abs(offset);
    String sign = offset < 0 ? "-" : "+";
    String hours = sign + number(size / 3600, 2, true);
    String minutes = number(size / 60 % 60, 2, true);
    return switch (name) {
      case "TZH" -> hours;
      case "TZM" -> minutes;
      case "OF" -> size % 3600 == 0 ? hours : hours + ":" + minutes;
      default -> offset == 0 ? (name.equals("tz") ? "utc" : "UTC") : hours + ":" + minutes;
    };
  }

  private String dateField(String name, boolean fill) {
    String month = date.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    String day = date.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
    return switch (name.toUpperCase(Locale.ROOT)) {
      case "MONTH" -> word(month, name, fill ? 9 : 0);
      case "MON" -> word(month.substring(0, 3), name, 0);
      case "MM" -> number(date.getMonthValue(), 2, fill);
      case "DAY" -> word(day, name, fill ? 9 : 0);
      case "DY" -> word(day.substring(0, 3), name, 0);
      case "DDD" -> number(date.getDayOfYear(), 3, fill);
      case "DD" -> number(date.getDayOfMonth(), 2, fill);
      case "D" -> number(date.getDayOfWeek().getValue() % 7 + 1, 1, fill);
      case "W" -> number((date.getDayOfMonth() - 1) / 7 + 1, 1, fill);
      case "WW" -> number((date.getDayOfYear() - 1) / 7 + 1, 2, fill);
      case "Q" -> number(date.get(IsoFields.QUARTER_OF_YEAR), 1, fill);
      case "J" -> Long.toString(date.getLong(JulianFields.JULIAN_DAY));
      default -> roman(date.getMonthValue(), fill);
    };
  }

  private static String roman(int month, boolean fill) {
    String[] names = {"I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"};
    return fill ? String.format("%-4s", names[month - 1]) : names[month - 1];
  }

  private static String word(String word, String name, int width) {
    String cased =
        Character.isLowerCase(name.charAt(0))
            ? word.toLowerCase(Locale.ROOT)
            : name.equals(name.toUpperCase(Locale.ROOT)) ? word.toUpperCase(Locale.ROOT) : word;
    return cased + " ".repeat(Math.max(0, width - cased.length()));
  }

  private static String number(long value, int width, boolean fill) {
    String digits = Long.toString(value);
    return fill ? "0".repeat(Math.max(0, width - digits.length())) + digits : digits;
  }
}
