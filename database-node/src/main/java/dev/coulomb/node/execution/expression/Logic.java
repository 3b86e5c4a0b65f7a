package dev.coulomb.node.execution.expression;

import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.types.TypeKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Three-valued logic, choices, and lists. */
final class Logic {
  private Logic() {}

  static Evaluator compile(Expression.Call call, Evaluator[] arguments) {
    Evaluator first = arguments[0];
    return switch (call.function()) {
      case AND -> and(arguments);
      case OR -> or(arguments);
      case NOT -> Strict.unary(first, value -> !(Boolean) value);
      case IS_NULL -> (row, e) -> first.evaluate(row, e) == null;
      case IS_NOT_NULL -> (row, e) -> first.evaluate(row, e) != null;
      case IS_TRUE -> (row, e) -> Boolean.TRUE.equals(first.evaluate(row, e));
      case IS_NOT_TRUE -> (row, e) -> !Boolean.TRUE.equals(first.evaluate(row, e));
      case IS_FALSE -> (row, e) -> Boolean.FALSE.equals(first.evaluate(row, e));
      case IS_NOT_FALSE -> (row, e) -> !Boolean.FALSE.equals(first.evaluate(row, e));
      case COALESCE -> coalesce(arguments);
      case NULLIF -> nullIf(call, arguments);
      case GREATEST -> extreme(arguments, ValueOrder.of(call.type().kind()));
      case LEAST -> extreme(arguments, ValueOrder.of(call.type().kind()).reversed());
      default -> throw new IllegalStateException("not logic: " + call.function());
    };
  }

  private static Evaluator and(Evaluator[] operands) {
    return (row, e) -> {
      Boolean result = Boolean.TRUE;
      for (Evaluator operand : operands) {
        Object value = operand.evaluate(row, e);
        if (value == null) {
          result = null;
        } else if (!(Boolean) value) {
          return Boolean.FALSE;
        }
      }
      return result;
    };
  }

  private static Evaluator or(Evaluator[] operands) {
    return (row, e) -> {
      Boolean result = Boolean.FALSE;
      for (Evaluator operand : operands) {
        Object value = operand.evaluate(row, e);
        if (value == null) {
          result = null;
        } else if ((Boolean) value) {
          return Boolean.TRUE;
        }
      }
      return result;
    };
  }

  private static Evaluator coalesce(Evaluator[] operands) {
    return (row, e) -> {
      for (Evaluator operand : operands) {
        Object value = operand.evaluate(row, e);
        if (value != null) {
          return value;
        }
      }
      return null;
    };
  }

  private static Evaluator nullIf(Expression.Call call, Evaluator[] arguments) {
    ExpressionCompiler.Pair pair =
        ExpressionCompiler.comparable(call.arguments().get(0), call.arguments().get(1));
    Comparator<Object> order = ValueOrder.of(pair.kind());
    Evaluator first = arguments[0];
    return (row, e) -> {
      Object a = pair.left().evaluate(row, e);
      Object b = pair.right().evaluate(row, e);
      return a != null && b != null && order.compare(a, b) == 0 ? null : first.evaluate(row, e);
    };
  }

  private static Evaluator extreme(Evaluator[] arguments, Comparator<Object> order) {
    return (row, e) -> {
      Object best = null;
      for (Evaluator argument : arguments) {
        Object value = argument.evaluate(row, e);
        if (value != null && (best == null || order.compare(value, best) > 0)) {
          best = value;
        }
      }
      return best;
    };
  }

  static Evaluator chosen(Expression.Case expression) {
    int branches = expression.whens().size();
    Evaluator[] conditions = new Evaluator[branches];
    Evaluator[] results = new Evaluator[branches];
    for (int i = 0; i < branches; i++) {
      conditions[i] = ExpressionCompiler.compile(expression.whens().get(i).condition());
      results[i] = ExpressionCompiler.compile(expression.whens().get(i).result());
    }
    Expression last = expression.otherwise();
    Evaluator otherwise = last == null ? Evaluator.Constant.NULL : ExpressionCompiler.compile(last);
    return (row, e) -> {
      for (int i = 0; i < conditions.length; i++) {
        if (conditions[i].isTrue(row, e)) {
          return results[i].evaluate(row, e);
        }
      }
      return otherwise.evaluate(row, e);
    };
  }

  static Evaluator inList(Expression.InList in) {
    TypeKind kind = in.operand().type().kind();
    for (Expression option : in.options()) {
      kind = Numbers.common(kind, option.type().kind());
    }
    Evaluator operand = widened(in.operand(), kind);
    List<Evaluator> options = new ArrayList<>();
    for (Expression option : in.options()) {
      options.add(widened(option, kind));
    }
    if (options.stream().allMatch(Evaluator.Constant.class::isInstance)) {
      return constantList(operand, kind, options);
    }
    Comparator<Object> order = ValueOrder.of(kind);
    return (row, e) -> {
      Object value = operand.evaluate(row, e);
      if (value == null) {
        return null;
      }
      Boolean result = Boolean.FALSE;
      for (Evaluator option : options) {
        Object candidate = option.evaluate(row, e);
        if (candidate == null) {
          result = null;
        } else if (order.compare(value, candidate) == 0) {
          return Boolean.TRUE;
        }
      }
      return result;
    };
  }

  private static Evaluator widened(Expression expression, TypeKind kind) {
    Evaluator compiled = ExpressionCompiler.compile(expression);
    return Numbers.widened(compiled, expression.type().kind(), kind);
  }

  private static Evaluator constantList(Evaluator operand, TypeKind kind, List<Evaluator> options) {
    Set<Object> keys = new HashSet<>();
    boolean sawNull = false;
    for (Evaluator option : options) {
      Object key = ValueOrder.key(kind, ((Evaluator.Constant) option).value());
      if (key == null) {
        sawNull = true;
      } else {
        keys.add(key);
      }
    }
    Boolean otherwise = sawNull ? null : Boolean.FALSE;
    return (row, e) -> contains(keys, ValueOrder.key(kind, operand.evaluate(row, e)), otherwise);
  }

  private static @Nullable Boolean contains(
      Set<Object> keys, @Nullable Object key, @Nullable Boolean otherwise) {
    if (key == null) {
      return null;
    }
    return keys.contains(key) ? Boolean.TRUE : otherwise;
  }
}
