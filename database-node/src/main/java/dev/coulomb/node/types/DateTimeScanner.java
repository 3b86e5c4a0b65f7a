package dev.coulomb.node.types;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads the parts of a date, a time and a zone from text in the forms that PostgreSQL takes with
 * {@code DateStyle} MDY: {@code 2013-01-31}, {@code 1/31/2013}, {@code 20130131}, {@code Jan 31,
 * 2013}, {@code 31-Jan-2013}, {@code 05:17[:00[.5]] [PM]}, {@code T051700}, {@code +02[:30]},
 * {@code America/New_York}, {@code BC}. One use, one thread.
 */
final class DateTimeScanner {
  private static final String[] MONTHS = {
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"
  };
  private static final String WEEKDAYS = "sun mon tue wed thu fri sat";
  private static final int ABSENT = -1;

  private final String type;
  private final String text;
  private int at;

  private int year = ABSENT;
  private int month = ABSENT;
  private int dayOfMonth = ABSENT;
  private boolean yearIsShort;
  private long micros = ABSENT;
  private boolean bc;
  private @Nullable ZoneId zone;

  DateTimeScanner(String type, String text) {
    this.type = type;
    this.text = text;
    if (text.isEmpty()) {
      throw invalid();
    }
    while (at < text.length()) {
      char c = text.charAt(at);
      if (isDigit(c)) {
        number();
      } else if (Character.isLetter(c)) {
        word();
      } else if (c == '+' || c == '-') {
        offset();
      } else if (c == ' ' || c == ',' || c == '\t' || c == '\n') {
        at++;
      } else {
        throw invalid();
      }
    }
  }

  void requireDate() {
    if (year == ABSENT || month == ABSENT || dayOfMonth == ABSENT) {
      throw invalid();
    }
  }

  void requireTime() {
    if (micros == ABSENT) {
      throw invalid();
    }
  }

  /** Days since 1970-01-01. */
  long day() {
    int full = yearIsShort && !bc ? year + (year < 70 ? 2000 : 1900) : year;
    if (full == 0 || month < 1 || month > 12 || dayOfMonth < 1) {
      throw outOfRange();
    }
    int astronomical = bc ? 1 - full : full;
    try {
      if (dayOfMonth > YearMonth.of(astronomical, month).lengthOfMonth()) {
        throw outOfRange();
      }
      return LocalDate.of(astronomical, month, dayOfMonth).toEpochDay();
    } catch (DateTimeException e) {
      throw outOfRange();
    }
  }

  /** 0 where the text has no time. */
  long microsOfDay() {
    return micros == ABSENT ? 0 : micros;
  }

  @Nullable ZoneId zone() {
    return zone;
  }

  private void number() {
    int start = at;
    int value = digits(9);
    int length = at - start;
    char next = at < text.length() ? text.charAt(at) : ' ';
    if (next == ':') {
      time(value);
    } else if (micros == ABSENT && year != ABSENT && length >= 4 && (next == '.' || length != 4)) {
      compactTime(value, length);
    } else if ((next == '-' || next == '/' || next == '.') && month == ABSENT && year == ABSENT) {
      separatedDate(value, length, next);
    } else if (type.equals("time") && micros == ABSENT && (length == 4 || length == 6)) {
      compactTime(value, length);
    } else if (month == ABSENT && (length == 8 || length == 6)) {
      year = value / 10_000;
      yearIsShort = length == 6;
      month = value / 100 % 100;
      dayOfMonth = value % 100;
    } else if (month != ABSENT && dayOfMonth == ABSENT && length <= 2) {
      dayOfMonth = value;
    } else if (year == ABSENT) {
      setYear(value, length);
    } else if (year != ABSENT && dayOfMonth != ABSENT && length == 4 && micros == ABSENT) {
      compactTime(value, length);
    } else {
      throw invalid();
    }
  }

  private void setYear(int value, int length) {
    year = value;
    yearIsShort = length <= 2;
  }

  private void separatedDate(int first, int length, char separator) {
    at++;
    if (at < text.length() && Character.isLetter(text.charAt(at))) {
      month = requiredMonth(letters());
      expect(separator);
      int start = at;
      int last = digits(7);
      if (length > 2) {
        setYear(first, length);
        dayOfMonth = last;
      } else {
        dayOfMonth = first;
        setYear(last, at - start);
      }
      return;
    }
    int second = digits(2);
    expect(separator);
    int start = at;
    int third = digits(7);
    if (length > 2) {
      setYear(first, length);
      month = second;
      dayOfMonth = third;
    } else {
      month = first;
      dayOfMonth = second;
      setYear(third, at - start);
    }
    if (month < 1 || month > 12 || dayOfMonth < 1 || dayOfMonth > 31) {
      throw outOfRange();
    }
  }

  private void time(int hour) {
    if (micros != ABSENT) {
      throw invalid();
    }
    at++;
    int minute = digits(2);
    int second = 0;
    long fraction = 0;
    if (at < text.length() && text.charAt(at) == ':') {
      at++;
      second = digits(2);
      fraction = fraction();
    }
    setTime(hour, minute, second, fraction);
  }

  private void compactTime(int value, int length) {
    if (length != 4 && length != 6) {
      throw invalid();
    }
    int whole = length == 4 ? value * 100 : value;
    setTime(whole / 10_000, whole / 100 % 100, whole % 100, fraction());
  }

  private void setTime(int hour, int minute, int second, long fraction) {
    if (hour > 24 || minute > 59 || second > 60) {
      throw outOfRange();
    }
    micros = ((hour * 60L + minute) * 60 + second) * Calendar.MICROS_PER_SECOND + fraction;
    if (micros > Calendar.MICROS_PER_DAY) {
      throw outOfRange();
    }
  }

  private long fraction() {
    if (at >= text.length() || text.charAt(at) != '.') {
      return 0;
    }
    at++;
    long value = 0;
    int digits = 0;
    boolean roundUp = false;
    for (; at < text.length() && isDigit(text.charAt(at)); at++, digits++) {
      if (digits < 6) {
        value = value * 10 + (text.charAt(at) - '0');
      } else if (digits == 6) {
        roundUp = text.charAt(at) >= '5';
      }
    }
    for (int i = digits; i < 6; i++) {
      value *= 10;
    }
    return value + (roundUp ? 1 : 0);
  }

  private void offset() {
    int sign = text.charAt(at++) == '-' ? -1 : 1;
    int start = at;
    int value = digits(6);
    int length = at - start;
    int seconds = length <= 2 ? value * 3600 : (value / 100 * 60 + value % 100) * 60;
    if (length <= 2 && at < text.length() && text.charAt(at) == ':') {
      at++;
      seconds += digits(2) * 60;
      if (at < text.length() && text.charAt(at) == ':') {
        at++;
        seconds += digits(2);
      }
    }
    boolean tooFar = seconds > 15 * 3600 + 59 * 60 + 59;
    if (tooFar || zone != null || (year == ABSENT && micros == ABSENT)) {
      throw tooFar ? outOfRange() : invalid();
    }
    zone = ZoneOffset.ofTotalSeconds(sign * seconds);
  }

  private void word() {
    String word = letters();
    boolean joined = at < text.length() && isDigit(text.charAt(at));
    int monthNumber = month(word);
    if (word.equals("t") && joined) {
      return;
    }
    if (monthNumber != ABSENT && month == ABSENT) {
      monthWord(monthNumber);
    } else if (word.equals("bc") || word.equals("ad")) {
      bc = word.equals("bc");
    } else if (word.equals("am") || word.equals("pm")) {
      halfDay(word.equals("pm"));
    } else if (word.length() < 3 || !WEEKDAYS.contains(word.substring(0, 3))) {
      zoneWord(word);
    }
  }

  private void monthWord(int number) {
    month = number;
    if (year != ABSENT && yearIsShort && dayOfMonth == ABSENT) {
      dayOfMonth = year;
      year = ABSENT;
    }
    if (at < text.length() && text.charAt(at) == '-') {
      at++;
    }
  }

  private void halfDay(boolean afternoon) {
    if (micros == ABSENT || micros >= 13 * Calendar.MICROS_PER_HOUR) {
      throw micros == ABSENT ? invalid() : outOfRange();
    }
    long inHalf = micros % (12 * Calendar.MICROS_PER_HOUR);
    micros = inHalf + (afternoon ? 12 * Calendar.MICROS_PER_HOUR : 0);
  }

  private void zoneWord(String letters) {
    if (zone != null || (year == ABSENT && micros == ABSENT && month == ABSENT)) {
      throw invalid();
    }
    int start = at - letters.length();
    boolean region = at < text.length() && (text.charAt(at) == '/' || text.charAt(at) == '_');
    while (region && at < text.length() && "+-_/".indexOf(text.charAt(at)) >= 0) {
      at++;
      while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
        at++;
      }
    }
    String name = text.substring(start, at);
    if (!region && name.length() > 5) {
      throw invalid();
    }
    zone = ZoneNames.zone(name);
  }

  private String letters() {
    int start = at;
    while (at < text.length() && Character.isLetter(text.charAt(at))) {
      at++;
    }
    return text.substring(start, at).toLowerCase(Locale.ROOT);
  }

  private int requiredMonth(String word) {
    int number = month(word);
    if (number == ABSENT) {
      throw invalid();
    }
    return number;
  }

  private static int month(String word) {
    for (int i = 0; i < MONTHS.length; i++) {
      if (word.startsWith(MONTHS[i]) && word.length() >= 3) {
        return i + 1;
      }
    }
    return ABSENT;
  }

  private int digits(int max) {
    int start = at;
    int value = 0;
    while (at < text.length() && isDigit(text.charAt(at))) {
      if (at - start == max) {
        throw outOfRange();
      }
      value = value * 10 + (text.charAt(at++) - '0');
    }
    if (at == start) {
      throw invalid();
    }
    return value;
  }

  private void expect(char c) {
    if (at >= text.length() || text.charAt(at) != c) {
      throw invalid();
    }
    at++;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private SqlError invalid() {
    return TextFormat.invalid(SqlState.INVALID_DATETIME_FORMAT, type, text);
  }

  private SqlError outOfRange() {
    return new SqlError(SqlState.DATETIME_FIELD_OVERFLOW, "date or time field value out of range")
        .with("value", text);
  }
}
