package dev.coulomb.node.execution.expression;

import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Function;
import dev.coulomb.node.types.Calendar;
import dev.coulomb.node.types.Interval;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.TypeKind;
import java.time.LocalDate;
import java.time.ZoneId;

/** {@code + - * /} of dates, times, timestamps and intervals, as PostgreSQL computes them. */
final class TemporalMath {
  private static final double SECONDS_PER_DAY = 86_400;
  private static final double MICROS_PER_SECOND = 1e6;

  private TemporalMath() {}

  static Evaluator compile(
      Expression.Call call, TypeKind left, TypeKind right, Evaluator[] arguments) {
    Evaluator a = arguments[0];
    Evaluator b = arguments[1];
    return switch (call.function()) {
      case PLUS -> takesFirst(left, right) ? plus(left, right, a, b) : plus(right, left, b, a);
      case MINUS -> minus(left, right, a, b);
      case TIMES -> left == TypeKind.INTERVAL ? times(a, b) : times(b, a);
      case DIVIDE -> {
        if (left != TypeKind.INTERVAL || !right.isNumeric()) {
          throw undefined(call.function(), left, right);
        }
        yield Strict.binary(a, b, (x, y) -> divide((Interval) x, ((Number) y).doubleValue()));
      }
      default -> throw undefined(call.function(), left, right);
    };
  }

  /** True where the left operand is the point in time and the right one is added to it. */
  private static boolean takesFirst(TypeKind left, TypeKind right) {
    return switch (left) {
      case TIMESTAMP, TIMESTAMPTZ -> true;
      case DATE -> true;
      case TIME -> right == TypeKind.INTERVAL;
      case INTERVAL -> right == TypeKind.INTERVAL;
      default -> false;
    };
  }

  private static Evaluator plus(TypeKind left, TypeKind right, Evaluator a, Evaluator b) {
    if (left == TypeKind.DATE && right.isInteger()) {
      return Strict.binary(a, b, (x, y) -> plusDays((Long) x, (Long) y));
    }
    if (left == TypeKind.DATE && right == TypeKind.TIME) {
      return Strict.binary(a, b, (x, y) -> atTime((Long) x, (Long) y));
    }
    if (right != TypeKind.INTERVAL) {
      throw undefined(Function.PLUS, left, right);
    }
    return shift(left, a, b, false);
  }

  private static Evaluator minus(TypeKind left, TypeKind right, Evaluator a, Evaluator b) {
    if (right == TypeKind.INTERVAL) {
      return shift(left, a, b, true);
    }
    if (left == TypeKind.DATE && right == TypeKind.DATE) {
      return Strict.binary(a, b, (x, y) -> daysBetween((Long) x, (Long) y));
    }
    if (left == TypeKind.DATE && right.isInteger()) {
      return Strict.binary(a, b, (x, y) -> plusDays((Long) x, Math.negateExact((Long) y)));
    }
    if (left == TypeKind.TIME && right == TypeKind.TIME) {
      return Strict.binary(a, b, (x, y) -> new Interval(0, 0, (Long) x - (Long) y));
    }
    if (isTimestamp(left) && isTimestamp(right)) {
      return Strict.binary(a, b, (x, y) -> between((Long) x, (Long) y));
    }
    throw undefined(Function.MINUS, left, right);
  }

  private static boolean isTimestamp(TypeKind kind) {
    return kind == TypeKind.TIMESTAMP || kind == TypeKind.TIMESTAMPTZ;
  }

  /** A point in time moved by an interval. */
  private static Evaluator shift(TypeKind kind, Evaluator a, Evaluator b, boolean back) {
    return switch (kind) {
      case DATE ->
          Strict.binary(a, b, (x, y) -> plus(atTime((Long) x, 0), signed((Interval) y, back)));
      case TIMESTAMP -> Strict.binary(a, b, (x, y) -> plus((Long) x, signed((Interval) y, back)));
      case TIMESTAMPTZ ->
          Strict.nary(
              new Evaluator[] {a, b},
              (values, e) -> plus((Long) values[0], signed((Interval) values[1], back), e.zone()));
      case TIME ->
          Strict.binary(
              a,
              b,
              (x, y) ->
                  Math.floorMod(
                      (Long) x + signed((Interval) y, back).micros() % Calendar.MICROS_PER_DAY,
                      Calendar.MICROS_PER_DAY));
      case INTERVAL -> Strict.binary(a, b, (x, y) -> sum((Interval) x, signed((Interval) y, back)));
      default -> throw undefined(back ? Function.MINUS : Function.PLUS, kind, TypeKind.INTERVAL);
    };
  }

  private static Interval signed(Interval interval, boolean back) {
    return back ? negate(interval) : interval;
  }

  static Interval negate(Object value) {
    Interval interval = (Interval) value;
    try {
      return new Interval(
          Math.negateExact(interval.months()),
          Math.negateExact(interval.days()),
          Math.negateExact(interval.micros()));
    } catch (ArithmeticException e) {
      throw intervalOutOfRange();
    }
  }

  static Interval sum(Interval a, Interval b) {
    try {
      return new Interval(
          Math.addExact(a.months(), b.months()),
          Math.addExact(a.days(), b.days()),
          Math.addExact(a.micros(), b.micros()));
    } catch (ArithmeticException e) {
      throw intervalOutOfRange();
    }
  }

  private static Long plusDays(long day, long days) {
    if (Calendar.isInfiniteDate(day)) {
      return day;
    }
    return Calendar.checkedDay(Arithmetic.plus(day, days));
  }

  private static Long daysBetween(long later, long earlier) {
    if (Calendar.isInfiniteDate(later) || Calendar.isInfiniteDate(earlier)) {
      throw new SqlError(SqlState.DATETIME_FIELD_OVERFLOW, "cannot subtract infinite dates");
    }
    return later - earlier;
  }

  /** A date as the timestamp of one of its times. */
  static long atTime(long day, long microsOfDay) {
    if (Calendar.isInfiniteDate(day)) {
      return day > 0 ? Calendar.INFINITY : Calendar.MINUS_INFINITY;
    }
    return Calendar.timestamp(day, microsOfDay);
  }

  static long plus(long timestamp, Interval interval) {
    if (Calendar.isInfinite(timestamp)) {
      return timestamp;
    }
    try {
      long day = Calendar.dayOf(timestamp);
      if (interval.months() != 0) {
        LocalDate date = LocalDate.ofEpochDay(day).plusMonths(interval.months());
        day = date.toEpochDay();
      }
      day = Math.addExact(day, (long) interval.days());
      long moved = Calendar.timestamp(day, Calendar.microsOfDay(timestamp));
      return Calendar.checkedTimestamp(Math.addExact(moved, interval.micros()));
    } catch (ArithmeticException | java.time.DateTimeException e) {
      throw Calendar.outOfRange();
    }
  }

  /** Months and days count in local time, the rest on the instant. */
  static long plus(long instant, Interval interval, ZoneId zone) {
    if (Calendar.isInfinite(instant)) {
      return instant;
    }
    long moved = instant;
    if (interval.months() != 0 || interval.days() != 0) {
      Interval whole = new Interval(interval.months(), interval.days(), 0);
      moved = Calendar.toInstant(plus(Calendar.toLocal(instant, zone), whole), zone);
    }
    return plus(moved, new Interval(0, 0, interval.micros()));
  }

  /** In days and the rest. */
  static Interval between(long later, long earlier) {
    if (Calendar.isInfinite(later) || Calendar.isInfinite(earlier)) {
      throw new SqlError(SqlState.DATETIME_FIELD_OVERFLOW, "cannot subtract infinite timestamps");
    }
    try {
      long micros = Math.subtractExact(later, earlier);
      return new Interval(
          0, (int) (micros / Calendar.MICROS_PER_DAY), micros % Calendar.MICROS_PER_DAY);
    } catch (ArithmeticException e) {
      throw intervalOutOfRange();
    }
  }

  private static Evaluator times(Evaluator interval, Evaluator factor) {
    return Strict.binary(
        interval,
        factor,
        (x, y) -> {
          Interval span = (Interval) x;
          double f = ((Number) y).doubleValue();
          return scaled(span, span.months() * f, span.days() * f, span.micros() * f);
        });
  }

  static Interval divide(Interval span, double by) {
    if (by == 0) {
      throw Numbers.divisionByZero();
    }
    return scaled(span, span.months() / by, span.days() / by, span.micros() / by);
  }

  /** Fractions of months spill over into days (30 each), those of days into microseconds. */
  private static Interval scaled(Interval span, double months, double days, double micros) {
    int wholeMonths = toInt(months);
    int wholeDays = toInt(days);
    double monthDays = rounded((months - wholeMonths) * 30);
    double seconds = rounded((days - wholeDays + monthDays - (int) monthDays) * SECONDS_PER_DAY);
    if (Math.abs(seconds) >= SECONDS_PER_DAY) {
      int more = (int) (seconds / SECONDS_PER_DAY);
      wholeDays += more;
      seconds -= more * SECONDS_PER_DAY;
    }
    double rest = Math.rint(micros + seconds * MICROS_PER_SECOND);
    if (Double.isNaN(rest) || Math.abs(rest) >= 0x1p63) {
      throw intervalOutOfRange().with("interval", span);
    }
    return new Interval(wholeMonths, wholeDays + (int) monthDays, (long) rest);
  }

  private static double rounded(double seconds) {
    return Math.rint(seconds * MICROS_PER_SECOND) / MICROS_PER_SECOND;
  }

  private static int toInt(double value) {
    if (Double.isNaN(value) || value > Integer.MAX_VALUE || value < Integer.MIN_VALUE) {
      throw intervalOutOfRange();
    }
    return (int) value;
  }

  private static SqlError intervalOutOfRange() {
    return new SqlError(SqlState.DATETIME_FIELD_OVERFLOW, "interval out of range");
  }

  private static SqlError undefined(Function function, TypeKind left, TypeKind right) {
    return new SqlError(SqlState.UNDEFINED_FUNCTION, "the operator does not exist")
        .with("operator", function)
        .with("left", left.sqlName())
        .with("right", right.sqlName());
  }
}
