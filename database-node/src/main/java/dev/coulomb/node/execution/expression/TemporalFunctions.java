package dev.coulomb.node.execution.expression;

import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.types.Calendar;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import dev.coulomb.node.types.TypeKind;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;

/** Functions of dates and times. */
final class TemporalFunctions {
  private TemporalFunctions() {}

  static Evaluator compile(Expression.Call call, Evaluator[] arguments) {
    return switch (call.function()) {
      case NOW -> now(call, arguments);
      case CURRENT_DATE -> (row, e) -> Calendar.dayOf(local(e));
      case CURRENT_TIME -> (row, e) -> Calendar.microsOfDay(local(e));
      case LOCALTIMESTAMP -> (row, e) -> local(e);
      case EXTRACT, DATE_PART -> extract(call, arguments);
      case DATE_TRUNC -> truncate(call, arguments);
      case MAKE_DATE ->
          Strict.nary(arguments, (v, e) -> date((Long) v[0], (Long) v[1], (Long) v[2]));
      case TO_TIMESTAMP ->
          call.type().kind() == TypeKind.DATE ? toDate(arguments) : toTimestamp(arguments);
      case AT_TIME_ZONE -> atTimeZone(call, arguments);
      case TO_CHAR -> toChar(call, arguments);
      case AGE -> age(call, arguments);
      default -> throw new IllegalStateException("not of dates: " + call.function());
    };
  }

  private static long local(Evaluation e) {
    return Calendar.toLocal(e.transactionMicros(), e.zone());
  }

  private static Evaluator now(Expression.Call call, Evaluator[] arguments) {
    if (call.type().kind() == TypeKind.TIMESTAMP) {
      return (row, e) -> local(e);
    }
    if (arguments.length == 0) {
      return (row, e) -> e.transactionMicros();
    }
    return Strict.nary(
        arguments,
        (v, e) -> {
          long unit = (long) Math.pow(10, 6 - Math.clamp((Long) v[0], 0, 6));
          return Math.floorDiv(e.transactionMicros() + unit / 2, unit) * unit;
        });
  }

  private static Evaluator toDate(Evaluator[] arguments) {
    return Strict.nary(
        arguments, (v, e) -> Calendar.dayOf(FromFormat.timestamp((String) v[0], (String) v[1])));
  }

  private static Evaluator atTimeZone(Expression.Call call, Evaluator[] arguments) {
    boolean local = call.type().kind() == TypeKind.TIMESTAMPTZ;
    return Strict.nary(
        arguments,
        (v, e) -> {
          var zone = dev.coulomb.node.types.ZoneNames.zone((String) v[1]);
          return local
              ? Calendar.toInstant((Long) v[0], zone)
              : Calendar.toLocal((Long) v[0], zone);
        });
  }

  private static Evaluator extract(Expression.Call call, Evaluator[] arguments) {
    SqlType source = call.arguments().get(1).type();
    TypeKind result = call.type().kind();
    Strict.Nary field =
        (v, e) -> as(result, TimeFields.field((String) v[0], source.kind(), v[1], e));
    return Strict.nary(arguments, field);
  }

  private static Object as(TypeKind kind, BigDecimal value) {
    return switch (kind) {
      case NUMERIC -> value;
      case DOUBLE -> value.doubleValue();
      default -> value.setScale(0, java.math.RoundingMode.HALF_UP).longValueExact();
    };
  }

  private static Evaluator truncate(Expression.Call call, Evaluator[] arguments) {
    TypeKind source = ExpressionCompiler.kind(call.arguments().get(1));
    return switch (source) {
      case TIMESTAMP ->
          Strict.nary(arguments, (v, e) -> TimeFields.truncate(word(v[0]), (Long) v[1]));
      case INTERVAL ->
          Strict.nary(
              arguments,
              (v, e) -> TimeFields.truncate(word(v[0]), (dev.coulomb.node.types.Interval) v[1]));
      case TIMESTAMPTZ ->
          Strict.nary(
              arguments,
              (v, e) -> {
                var zone =
                    v.length > 2 ? dev.coulomb.node.types.ZoneNames.zone((String) v[2]) : e.zone();
                long local = Calendar.toLocal((Long) v[1], zone);
                return Calendar.toInstant(TimeFields.truncate(word(v[0]), local), zone);
              });
      case DATE ->
          Strict.nary(
              arguments,
              (v, e) -> {
                long local = TimeFields.truncate(word(v[0]), TemporalMath.atTime((Long) v[1], 0));
                boolean zoned = call.type().kind() == TypeKind.TIMESTAMPTZ;
                return zoned ? Calendar.toInstant(local, e.zone()) : local;
              });
      default ->
          throw new SqlError(SqlState.UNDEFINED_FUNCTION, "date_trunc does not take this type")
              .with("type", source.sqlName());
    };
  }

  static String word(Object text) {
    return ((String) text).strip().toLowerCase(Locale.ROOT);
  }

  private static Long date(long year, long month, long day) {
    try {
      if (year == 0) {
        throw new DateTimeException("there is no year 0");
      }
      int astronomical = Math.toIntExact(year < 0 ? year + 1 : year);
      return Calendar.checkedDay(
          LocalDate.of(astronomical, Math.toIntExact(month), Math.toIntExact(day)).toEpochDay());
    } catch (DateTimeException | ArithmeticException e) {
      throw new SqlError(SqlState.DATETIME_FIELD_OVERFLOW, "date field value out of range")
          .with("year", year)
          .with("month", month)
          .with("day", day);
    }
  }

  private static Evaluator toTimestamp(Evaluator[] arguments) {
    if (arguments.length == 2) {
      return Strict.nary(
          arguments,
          (v, e) ->
              Calendar.toInstant(FromFormat.timestamp((String) v[0], (String) v[1]), e.zone()));
    }
    return Strict.unary(
        arguments[0],
        value -> {
          double seconds = ((Number) value).doubleValue();
          if (Double.isNaN(seconds)) {
            throw new SqlError(SqlState.DATETIME_FIELD_OVERFLOW, "timestamp cannot be NaN");
          }
          if (Double.isInfinite(seconds)) {
            return seconds > 0 ? Calendar.INFINITY : Calendar.MINUS_INFINITY;
          }
          double micros = Math.rint(seconds * 1e6);
          if (Math.abs(micros) >= 0x1p63) {
            throw Calendar.outOfRange();
          }
          return Calendar.checkedTimestamp((long) micros);
        });
  }

  private static Evaluator toChar(Expression.Call call, Evaluator[] arguments) {
    TypeKind source = ExpressionCompiler.kind(call.arguments().getFirst());
    return switch (source) {
      case DATE ->
          Strict.nary(
              arguments,
              (v, e) -> ToChar.timestamp(TemporalMath.atTime((Long) v[0], 0), (String) v[1], 0));
      case TIMESTAMP ->
          Strict.nary(arguments, (v, e) -> ToChar.timestamp((Long) v[0], (String) v[1], 0));
      case TIMESTAMPTZ ->
          Strict.nary(
              arguments,
              (v, e) -> {
                long instant = (Long) v[0];
                int offset =
                    Calendar.isInfinite(instant) ? 0 : Calendar.offsetSeconds(instant, e.zone());
                return ToChar.timestamp(Calendar.toLocal(instant, e.zone()), (String) v[1], offset);
              });
      case SMALLINT, INTEGER, BIGINT, NUMERIC, REAL, DOUBLE ->
          Strict.nary(
              arguments, (v, e) -> NumberFormat.format(Numbers.decimal(v[0]), (String) v[1]));
      default ->
          throw new SqlError(
                  SqlState.FEATURE_NOT_SUPPORTED,
                  "to_char formats dates, timestamps and numbers; cast the value first")
              .with("type", source.sqlName());
    };
  }

  private static Evaluator age(Expression.Call call, Evaluator[] arguments) {
    TypeKind kind = ExpressionCompiler.kind(call.arguments().getFirst());
    boolean zoned = kind == TypeKind.TIMESTAMPTZ;
    return Strict.nary(
        arguments,
        (v, e) -> {
          long today = Calendar.dayOf(local(e)) * Calendar.MICROS_PER_DAY;
          long first = local((Long) v[0], kind, e, zoned);
          return v.length == 1
              ? TimeFields.age(today, first)
              : TimeFields.age(first, local((Long) v[1], kind, e, zoned));
        });
  }

  private static long local(long value, TypeKind kind, Evaluation e, boolean zoned) {
    if (kind == TypeKind.DATE) {
      return TemporalMath.atTime(value, 0);
    }
    return zoned ? Calendar.toLocal(value, e.zone()) : value;
  }
}
