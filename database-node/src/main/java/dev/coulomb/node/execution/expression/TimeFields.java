package dev.coulomb.node.execution.expression;

import dev.coulomb.node.types.Calendar;
import dev.coulomb.node.types.Interval;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.TypeKind;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.time.temporal.JulianFields;
import java.time.temporal.TemporalAdjusters;

/** {@code extract}, {@code date_trunc} and {@code age}. */
final class TimeFields {
  private TimeFields() {}

  static BigDecimal field(String name, TypeKind kind, Object value, Evaluation e) {
    String field = canonical(TemporalFunctions.word(name));
    return switch (kind) {
      case DATE -> ofDate(field, (Long) value);
      case TIME -> ofClock(field, (Long) value, true);
      case TIMESTAMP -> ofTimestamp(field, (Long) value, (Long) value);
      case TIMESTAMPTZ -> ofInstant(field, (Long) value, e);
      case INTERVAL -> ofInterval(field, (Interval) value);
      default -> throw unknown(name);
    };
  }

  private static String canonical(String name) {
    return switch (name) {
      case "years", "yr", "yrs", "y" -> "year";
      case "months", "mon", "mons" -> "month";
      case "days", "d" -> "day";
      case "hours", "hr", "hrs", "h" -> "hour";
      case "minutes", "min", "mins" -> "minute";
      case "seconds", "sec", "secs", "s" -> "second";
      case "millisecond", "msec", "ms" -> "milliseconds";
      case "microsecond", "usec", "us" -> "microseconds";
      case "weeks", "w" -> "week";
      case "decades" -> "decade";
      case "centuries", "c" -> "century";
      case "millenniums", "millennia" -> "millennium";
      case "quarters", "qtr" -> "quarter";
      default -> name;
    };
  }

  private static BigDecimal ofDate(String field, long day) {
    if (Calendar.isInfiniteDate(day)) {
      throw infinite();
    }
    if (field.equals("epoch")) {
      return BigDecimal.valueOf(day * 86_400);
    }
    return calendar(field, LocalDate.ofEpochDay(day), BigDecimal.ZERO);
  }

  private static BigDecimal ofTimestamp(String field, long local, long instant) {
    if (Calendar.isInfinite(local)) {
      throw infinite();
    }
    return switch (field) {
      case "epoch" -> BigDecimal.valueOf(instant, 6);
      case "hour", "minute", "second", "milliseconds", "microseconds" ->
          ofClock(field, Calendar.microsOfDay(local), false);
      default ->
          calendar(
              field,
              LocalDate.ofEpochDay(Calendar.dayOf(local)),
              BigDecimal.valueOf(Calendar.microsOfDay(local))
                  .divide(
                      BigDecimal.valueOf(Calendar.MICROS_PER_DAY),
                      20,
                      java.math.RoundingMode.HALF_UP));
    };
  }

  private static BigDecimal ofInstant(String field, long instant, Evaluation e) {
    if (Calendar.isInfinite(instant)) {
      throw infinite();
    }
    int offset = Calendar.offsetSeconds(instant, e.zone());
    return switch (field) {
      case "timezone" -> BigDecimal.valueOf(offset);
      case "timezone_hour" -> BigDecimal.valueOf(offset / 3600);
      case "timezone_minute" -> BigDecimal.valueOf(offset / 60 % 60);
      default -> ofTimestamp(field, Calendar.toLocal(instant, e.zone()), instant);
    };
  }

  private static BigDecimal ofClock(String field, long micros, boolean epoch) {
    return switch (field) {
      case "hour" -> BigDecimal.valueOf(micros / Calendar.MICROS_PER_HOUR);
      case "minute" -> BigDecimal.valueOf(micros / Calendar.MICROS_PER_MINUTE % 60);
      case "second" -> BigDecimal.valueOf(micros % Calendar.MICROS_PER_MINUTE, 6);
      case "milliseconds" -> BigDecimal.valueOf(micros % Calendar.MICROS_PER_MINUTE, 3);
      case "microseconds" -> BigDecimal.valueOf(micros % Calendar.MICROS_PER_MINUTE);
      case "epoch" -> {
        if (!epoch) {
          throw unknown(field);
        }
        yield BigDecimal.valueOf(micros, 6);
      }
      default -> throw unknown(field);
    };
  }

  private static BigDecimal calendar(String field, LocalDate date, BigDecimal ofDay) {
    int year = date.getYear();
    return switch (field) {
      case "julian" -> {
        BigDecimal day = BigDecimal.valueOf(date.getLong(JulianFields.JULIAN_DAY));
        yield ofDay.signum() == 0 ? day : day.add(ofDay);
      }
      case "year" -> BigDecimal.valueOf(year > 0 ? year : year - 1);
      case "month" -> BigDecimal.valueOf(date.getMonthValue());
      case "day" -> BigDecimal.valueOf(date.getDayOfMonth());
      case "quarter" -> BigDecimal.valueOf(date.get(IsoFields.QUARTER_OF_YEAR));
      case "week" -> BigDecimal.valueOf(date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
      case "isoyear" -> {
        int iso = date.get(IsoFields.WEEK_BASED_YEAR);
        yield BigDecimal.valueOf(iso > 0 ? iso : iso - 1);
      }
      case "dow" -> BigDecimal.valueOf(date.getDayOfWeek().getValue() % 7);
      case "isodow" -> BigDecimal.valueOf(date.getDayOfWeek().getValue());
      case "doy" -> BigDecimal.valueOf(date.getDayOfYear());
      case "decade" -> BigDecimal.valueOf(Math.floorDiv(year, 10));
      case "century" -> BigDecimal.valueOf(period(year, 100));
      case "millennium" -> BigDecimal.valueOf(period(year, 1000));
      default -> throw unknown(field);
    };
  }

  /** Centuries and millennia begin in the year 1, and there is no zeroth one. */
  private static long period(int year, int length) {
    return year > 0 ? (year + length - 1) / length : -((length - year) / length);
  }

  private static BigDecimal ofInterval(String field, Interval value) {
    long micros = value.micros();
    int years = value.months() / 12;
    return switch (field) {
      case "year" -> BigDecimal.valueOf(years);
      case "month" -> BigDecimal.valueOf(value.months() % 12);
      case "quarter" -> BigDecimal.valueOf(value.months() % 12 / 3 + 1);
      case "day" -> BigDecimal.valueOf(value.days());
      case "decade" -> BigDecimal.valueOf(years / 10);
      case "century" -> BigDecimal.valueOf(years / 100);
      case "millennium" -> BigDecimal.valueOf(years / 1000);
      case "epoch" -> {
        long days = value.months() % 12 * 30L + value.days();
        long seconds = years * 31_557_600L + days * 86_400;
        yield BigDecimal.valueOf(seconds).add(BigDecimal.valueOf(micros, 6));
      }
      default -> ofClock(field, micros, false);
    };
  }

  static long truncate(String unit, long local) {
    if (Calendar.isInfinite(local)) {
      return local;
    }
    long clockUnit = clockUnit(canonical(unit));
    if (clockUnit > 0) {
      return Math.floorDiv(local, clockUnit) * clockUnit;
    }
    LocalDate date = LocalDate.ofEpochDay(Calendar.dayOf(local));
    LocalDate first = date.withDayOfMonth(1);
    int year = date.getYear();
    LocalDate start =
        switch (canonical(unit)) {
          case "week" -> date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
          case "month" -> first;
          case "quarter" -> first.withMonth((date.getMonthValue() - 1) / 3 * 3 + 1);
          case "year" -> first.withMonth(1);
          case "decade" -> LocalDate.of(Math.floorDiv(year, 10) * 10, 1, 1);
          case "century" -> LocalDate.of(Math.floorDiv(year - 1, 100) * 100 + 1, 1, 1);
          case "millennium" -> LocalDate.of(Math.floorDiv(year - 1, 1000) * 1000 + 1, 1, 1);
          default -> throw unknown(unit);
        };
    return Calendar.timestamp(start.toEpochDay(), 0);
  }

  static Interval truncate(String unit, Interval value) {
    String name = canonical(unit);
    long clockUnit = clockUnit(name);
    if (clockUnit == Calendar.MICROS_PER_DAY) {
      return new Interval(value.months(), value.days(), 0);
    }
    if (clockUnit > 0) {
      return new Interval(value.months(), value.days(), value.micros() / clockUnit * clockUnit);
    }
    int months =
        switch (name) {
          case "month" -> 1;
          case "quarter" -> 3;
          case "year" -> 12;
          case "decade" -> 120;
          case "century" -> 1200;
          case "millennium" -> 12_000;
          default -> throw unknown(unit);
        };
    return new Interval(value.months() / months * months, 0, 0);
  }

  private static long clockUnit(String unit) {
    return switch (unit) {
      case "microseconds" -> 1;
      case "milliseconds" -> 1000;
      case "second" -> Calendar.MICROS_PER_SECOND;
      case "minute" -> Calendar.MICROS_PER_MINUTE;
      case "hour" -> Calendar.MICROS_PER_HOUR;
      case "day" -> Calendar.MICROS_PER_DAY;
      default -> 0;
    };
  }

  /** Years, months, days and time between two local times, by the calendar. */
  static Interval age(long later, long earlier) {
    if (later < earlier) {
      return TemporalMath.negate(forwardAge(earlier, later));
    }
    return forwardAge(later, earlier);
  }

  private static Interval forwardAge(long later, long earlier) {
    if (Calendar.isInfinite(later) || Calendar.isInfinite(earlier)) {
      throw new SqlError(SqlState.DATETIME_FIELD_OVERFLOW, "cannot subtract infinite timestamps");
    }
    LocalDate a = LocalDate.ofEpochDay(Calendar.dayOf(later));
    LocalDate b = LocalDate.ofEpochDay(Calendar.dayOf(earlier));
    int months = (a.getYear() - b.getYear()) * 12 + a.getMonthValue() - b.getMonthValue();
    int days = a.getDayOfMonth() - b.getDayOfMonth();
    long micros = Calendar.microsOfDay(later) - Calendar.microsOfDay(earlier);
    if (micros < 0) {
      micros += Calendar.MICROS_PER_DAY;
      days--;
    }
    while (days < 0) {
      days += b.lengthOfMonth();
      months--;
    }
    return new Interval(months, days, micros);
  }

  private static SqlError infinite() {
    return new SqlError(
        SqlState.DATETIME_FIELD_OVERFLOW, "an infinite date or timestamp has no fields");
  }

  private static SqlError unknown(String field) {
    return new SqlError(SqlState.INVALID_PARAMETER_VALUE, "the field is not known for this type")
        .with("field", field);
  }
}
