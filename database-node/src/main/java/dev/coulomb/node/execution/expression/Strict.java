package dev.coulomb.node.execution.expression;

import org.jspecify.annotations.Nullable;

/** Functions of values that are not null, made into evaluators that pass null through. */
final class Strict {
  private Strict() {}

  @FunctionalInterface
  interface Unary {
    @Nullable Object apply(Object value);
  }

  @FunctionalInterface
  interface Binary {
    @Nullable Object apply(Object left, Object right);
  }

  /** A function of all its arguments, none of them null. */
  @FunctionalInterface
  interface Nary {
    @Nullable Object apply(Object[] arguments, Evaluation evaluation);
  }

  static Evaluator unary(Evaluator operand, Unary function) {
    return (row, e) -> {
      Object value = operand.evaluate(row, e);
      return value == null ? null : function.apply(value);
    };
  }

  static Evaluator binary(Evaluator left, Evaluator right, Binary function) {
    return (row, e) -> {
      Object a = left.evaluate(row, e);
      if (a == null) {
        return null;
      }
      Object b = right.evaluate(row, e);
      return b == null ? null : function.apply(a, b);
    };
  }

  static Evaluator nary(Evaluator[] operands, Nary function) {
    return (row, e) -> {
      Object[] values = new Object[operands.length];
      for (int i = 0; i < operands.length; i++) {
        Object value = operands[i].evaluate(row, e);
        if (value == null) {
          return null;
        }
        values[i] = value;
      }
      return function.apply(values, e);
    };
  }
}
