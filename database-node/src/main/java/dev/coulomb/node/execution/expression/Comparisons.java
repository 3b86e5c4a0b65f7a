package dev.coulomb.node.execution.expression;

import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Function;
import dev.coulomb.node.types.TypeKind;
import java.util.Comparator;
import java.util.function.IntPredicate;

/** Comparison of two values of one kind; numbers of different kinds meet at the wider one. */
final class Comparisons {
  private Comparisons() {}

  static Evaluator compile(Expression.Call call, Evaluator[] arguments) {
    TypeKind leftKind = ExpressionCompiler.kind(call.arguments().get(0));
    TypeKind rightKind = ExpressionCompiler.kind(call.arguments().get(1));
    TypeKind kind = Numbers.common(leftKind, rightKind);
    Evaluator left = Numbers.widened(arguments[0], leftKind, kind);
    Evaluator right = Numbers.widened(arguments[1], rightKind, kind);
    return switch (call.function()) {
      case DISTINCT_FROM -> distinct(left, right, ValueOrder.of(kind), true);
      case NOT_DISTINCT_FROM -> distinct(left, right, ValueOrder.of(kind), false);
      default -> compare(call.function(), kind, left, right);
    };
  }

  private static Evaluator compare(
      Function function, TypeKind kind, Evaluator left, Evaluator right) {
    if (left instanceof Evaluator.ColumnValue column
        && right instanceof Evaluator.Constant constant
        && constant.value() instanceof Long number) {
      return columnWithLong(function, column.index(), number);
    }
    if (isLong(kind)) {
      return longs(function, left, right);
    }
    if (kind.isCharacter() && (function == Function.EQUAL || function == Function.NOT_EQUAL)) {
      boolean equal = function == Function.EQUAL;
      return Strict.binary(left, right, (a, b) -> a.equals(b) == equal);
    }
    Comparator<Object> order = ValueOrder.of(kind);
    IntPredicate meaning = meaning(function);
    return Strict.binary(left, right, (a, b) -> meaning.test(order.compare(a, b)));
  }

  private static boolean isLong(TypeKind kind) {
    return switch (kind) {
      case SMALLINT, INTEGER, BIGINT, DATE, TIME, TIMESTAMP, TIMESTAMPTZ -> true;
      default -> false;
    };
  }

  private static IntPredicate meaning(Function function) {
    return switch (function) {
      case EQUAL -> sign -> sign == 0;
      case NOT_EQUAL -> sign -> sign != 0;
      case LESS -> sign -> sign < 0;
      case LESS_OR_EQUAL -> sign -> sign <= 0;
      case GREATER -> sign -> sign > 0;
      case GREATER_OR_EQUAL -> sign -> sign >= 0;
      default -> throw new IllegalStateException("not a comparison: " + function);
    };
  }

  private static Evaluator longs(Function function, Evaluator left, Evaluator right) {
    return switch (function) {
      case EQUAL -> Strict.binary(left, right, (a, b) -> (long) (Long) a == (Long) b);
      case NOT_EQUAL -> Strict.binary(left, right, (a, b) -> (long) (Long) a != (Long) b);
      case LESS -> Strict.binary(left, right, (a, b) -> (Long) a < (Long) b);
      case LESS_OR_EQUAL -> Strict.binary(left, right, (a, b) -> (Long) a <= (Long) b);
      case GREATER -> Strict.binary(left, right, (a, b) -> (Long) a > (Long) b);
      case GREATER_OR_EQUAL -> Strict.binary(left, right, (a, b) -> (Long) a >= (Long) b);
      default -> throw new IllegalStateException("not a comparison: " + function);
    };
  }

  private static Evaluator columnWithLong(Function function, int column, long c) {
    return switch (function) {
      case EQUAL -> (row, e) -> row[column] == null ? null : (Long) row[column] == c;
      case NOT_EQUAL -> (row, e) -> row[column] == null ? null : (Long) row[column] != c;
      case LESS -> (row, e) -> row[column] == null ? null : (Long) row[column] < c;
      case LESS_OR_EQUAL -> (row, e) -> row[column] == null ? null : (Long) row[column] <= c;
      case GREATER -> (row, e) -> row[column] == null ? null : (Long) row[column] > c;
      case GREATER_OR_EQUAL -> (row, e) -> row[column] == null ? null : (Long) row[column] >= c;
      default -> throw new IllegalStateException("not a comparison: " + function);
    };
  }

  private static Evaluator distinct(
      Evaluator left, Evaluator right, Comparator<Object> order, boolean wanted) {
    return (row, e) -> {
      Object a = left.evaluate(row, e);
      Object b = right.evaluate(row, e);
      boolean same = a == null || b == null ? a == null && b == null : order.compare(a, b) == 0;
      return same != wanted;
    };
  }
}
