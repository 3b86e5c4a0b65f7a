package dev.coulomb.node.planner.typing;

import static dev.coulomb.node.types.TypeKind.BYTEA;
import static dev.coulomb.node.types.TypeKind.DATE;
import static dev.coulomb.node.types.TypeKind.DOUBLE;
import static dev.coulomb.node.types.TypeKind.INTEGER;
import static dev.coulomb.node.types.TypeKind.INTERVAL;
import static dev.coulomb.node.types.TypeKind.NUMERIC;
import static dev.coulomb.node.types.TypeKind.REAL;
import static dev.coulomb.node.types.TypeKind.TEXT;
import static dev.coulomb.node.types.TypeKind.TIME;
import static dev.coulomb.node.types.TypeKind.TIMESTAMP;
import static dev.coulomb.node.types.TypeKind.TIMESTAMPTZ;

import dev.coulomb.node.plan.Function;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.TypeKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which operator two types mean, as PostgreSQL decides. Null stands for a constant or a parameter
 * whose type is still open.
 *
 * @param left what the left operand is cast to
 * @param right what the right operand is cast to
 * @param result the type of the result
 */
record Resolution(TypeKind left, TypeKind right, TypeKind result) {
  /** Operators over dates and times: exact, or after a cast that loses nothing. */
  private record Entry(Function function, TypeKind left, TypeKind right, TypeKind result) {}

  private static final List<Entry> TEMPORAL =
      List.of(
          new Entry(Function.PLUS, DATE, INTEGER, DATE),
          new Entry(Function.PLUS, INTEGER, DATE, DATE),
          new Entry(Function.PLUS, DATE, TIME, TIMESTAMP),
          new Entry(Function.PLUS, TIME, DATE, TIMESTAMP),
          new Entry(Function.PLUS, DATE, INTERVAL, TIMESTAMP),
          new Entry(Function.PLUS, INTERVAL, DATE, TIMESTAMP),
          new Entry(Function.PLUS, TIME, INTERVAL, TIME),
          new Entry(Function.PLUS, INTERVAL, TIME, TIME),
          new Entry(Function.PLUS, TIMESTAMP, INTERVAL, TIMESTAMP),
          new Entry(Function.PLUS, INTERVAL, TIMESTAMP, TIMESTAMP),
          new Entry(Function.PLUS, TIMESTAMPTZ, INTERVAL, TIMESTAMPTZ),
          new Entry(Function.PLUS, INTERVAL, TIMESTAMPTZ, TIMESTAMPTZ),
          new Entry(Function.PLUS, INTERVAL, INTERVAL, INTERVAL),
          new Entry(Function.MINUS, DATE, DATE, INTEGER),
          new Entry(Function.MINUS, DATE, INTEGER, DATE),
          new Entry(Function.MINUS, DATE, INTERVAL, TIMESTAMP),
          new Entry(Function.MINUS, TIME, TIME, INTERVAL),
          new Entry(Function.MINUS, TIME, INTERVAL, TIME),
          new Entry(Function.MINUS, TIMESTAMP, TIMESTAMP, INTERVAL),
          new Entry(Function.MINUS, TIMESTAMP, INTERVAL, TIMESTAMP),
          new Entry(Function.MINUS, TIMESTAMPTZ, TIMESTAMPTZ, INTERVAL),
          new Entry(Function.MINUS, TIMESTAMPTZ, INTERVAL, TIMESTAMPTZ),
          new Entry(Function.MINUS, INTERVAL, INTERVAL, INTERVAL),
          new Entry(Function.TIMES, INTERVAL, DOUBLE, INTERVAL),
          new Entry(Function.TIMES, DOUBLE, INTERVAL, INTERVAL),
          new Entry(Function.DIVIDE, INTERVAL, DOUBLE, INTERVAL));

  /** The operator of these operands; 42883 without one, 42725 where more than one would do. */
  static Resolution of(Function function, @Nullable TypeKind left, @Nullable TypeKind right) {
    if (function == Function.CONCAT_OPERATOR) {
      return concatenation(left, right);
    }
    if (left == null && right == null) {
      throw ambiguous(function, left, right);
    }
    TypeKind one = left == null ? openBeside(function, right, true) : left;
    TypeKind two = right == null ? openBeside(function, left, false) : right;
    if (one.isNumeric() && two.isNumeric()) {
      TypeKind result = number(function, one, two);
      if (result != null) {
        return new Resolution(one, two, result);
      }
    }
    return TEMPORAL.stream()
        .filter(entry -> entry.function == function)
        .filter(entry -> widens(one, entry.left) && widens(two, entry.right))
        .min((a, b) -> Integer.compare(casts(a, one, two), casts(b, one, two)))
        .map(entry -> new Resolution(entry.left, entry.right, entry.result))
        .orElseThrow(() -> undefined(function, one, two));
  }

  /**
   * What an open operand is beside a known one: of the same type, else of the only one there is.
   */
  private static TypeKind openBeside(Function function, @Nullable TypeKind known, boolean left) {
    if (known == null || known.isNumeric()) {
      return known == null ? TEXT : known;
    }
    List<TypeKind> found =
        TEMPORAL.stream()
            .filter(entry -> entry.function == function)
            .filter(entry -> (left ? entry.right : entry.left) == known)
            .map(entry -> left ? entry.left : entry.right)
            .toList();
    if (found.contains(known)) {
      return known;
    }
    if (found.size() > 1) {
      throw ambiguous(function, left ? null : known, left ? known : null);
    }
    return found.isEmpty() ? known : found.getFirst();
  }

  private static int casts(Entry entry, TypeKind left, TypeKind right) {
    return (entry.left == left ? 0 : 1) + (entry.right == right ? 0 : 1);
  }

  /** True where PostgreSQL casts without being asked. */
  static boolean widens(TypeKind from, TypeKind to) {
    if (from == to || (from.isCharacter() && to.isCharacter())) {
      return true;
    }
    if (from.isNumeric() && to.isNumeric()) {
      return from.compareTo(to) < 0 && !(to == NUMERIC && !from.isInteger())
          || (from == NUMERIC && !to.isInteger());
    }
    return (from == DATE && (to == TIMESTAMP || to == TIMESTAMPTZ))
        || (from == TIMESTAMP && to == TIMESTAMPTZ);
  }

  private static @Nullable TypeKind number(Function function, TypeKind left, TypeKind right) {
    TypeKind common = commonNumber(left, right);
    return switch (function) {
      case MODULO -> common == REAL || common == DOUBLE ? null : common;
      case POWER -> common == NUMERIC ? NUMERIC : DOUBLE;
      default -> common;
    };
  }

  static TypeKind commonNumber(TypeKind left, TypeKind right) {
    if (left == right) {
      return left;
    }
    if (left.isInteger() && right.isInteger()) {
      return left.compareTo(right) > 0 ? left : right;
    }
    boolean exact = left != REAL && left != DOUBLE && right != REAL && right != DOUBLE;
    return exact ? NUMERIC : DOUBLE;
  }

  private static Resolution concatenation(@Nullable TypeKind left, @Nullable TypeKind right) {
    if (left == BYTEA || right == BYTEA) {
      if ((left == null || left == BYTEA) && (right == null || right == BYTEA)) {
        return new Resolution(BYTEA, BYTEA, BYTEA);
      }
    }
    if (left != null && right != null && !left.isCharacter() && !right.isCharacter()) {
      throw undefined(Function.CONCAT_OPERATOR, left, right);
    }
    return new Resolution(TEXT, TEXT, TEXT);
  }

  /** The type in which values of both types are compared or put together; null: there is none. */
  static @Nullable TypeKind common(TypeKind left, TypeKind right) {
    if (left == right) {
      return left;
    }
    if (left.isCharacter() && right.isCharacter()) {
      return TEXT;
    }
    if (left.isNumeric() && right.isNumeric()) {
      return commonNumber(left, right);
    }
    return widens(left, right) ? right : widens(right, left) ? left : null;
  }

  static SqlError undefined(Function function, TypeKind left, TypeKind right) {
    return new SqlError(SqlState.UNDEFINED_FUNCTION, "the operator does not exist for these types")
        .with("operator", left.sqlName() + " " + symbol(function) + " " + right.sqlName())
        .hint("Cast one of the operands.");
  }

  private static SqlError ambiguous(
      Function function, @Nullable TypeKind left, @Nullable TypeKind right) {
    return new SqlError(SqlState.AMBIGUOUS_FUNCTION, "the operator is not unique")
        .with("operator", name(left) + " " + symbol(function) + " " + name(right))
        .hint("Cast the constant or the parameter to the type that is meant.");
  }

  private static String name(@Nullable TypeKind kind) {
    return kind == null ? "unknown" : kind.sqlName();
  }

  static String symbol(Function function) {
    return switch (function) {
      case PLUS -> "+";
      case MINUS, NEGATE -> "-";
      case TIMES -> "*";
      case DIVIDE -> "/";
      case MODULO -> "%";
      case POWER -> "^";
      case CONCAT_OPERATOR -> "||";
      default -> function.name();
    };
  }
}
