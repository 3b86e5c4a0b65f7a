package dev.coulomb.node.planner;

import dev.coulomb.node.catalog.Index;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.plan.Access;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Function;
import dev.coulomb.node.types.SqlType;
import dev.coulomb.node.types.TypeKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How rows that meet some conditions are best reached: by the key with the longest prefix that the
 * conditions bind, then a range. Conditions are over the table's columns, in its order.
 */
public final class AccessChoice {
  private final Table table;
  private final List<Expression> conditions;

  public AccessChoice(Table table, List<Expression> conditions) {
    this.table = table;
    this.conditions = conditions;
  }

  /** An access, and what of the conditions it leaves to be checked. */
  public record Chosen(Access access, List<Expression> left) {}

  public Chosen choose() {
    Chosen best = new Chosen(new Access.Full(false), conditions);
    int bestScore = 0;
    if (table.hasPrimaryKey()) {
      Candidate candidate = candidate(Access.PRIMARY_KEY, table.primaryKey());
      if (candidate.score() > bestScore) {
        bestScore = candidate.score() + (candidate.isWhole() ? 100 : 0);
        best = candidate.chosen();
      }
    }
    for (Index index : table.indexes()) {
      Candidate candidate = candidate(index.id(), index.columns());
      if (candidate.score() > bestScore) {
        bestScore = candidate.score();
        best = candidate.chosen();
      }
    }
    return best;
  }

  private record Candidate(int score, boolean isWhole, Chosen chosen) {}

  private Candidate candidate(int index, List<Integer> columns) {
    List<Expression> equal = new ArrayList<>();
    Set<Expression> used = new HashSet<>();
    List<Expression> options = null;
    int optionsAt = 0;
    for (int column : columns) {
      Expression condition = comparison(column, Function.EQUAL).orElse(null);
      if (condition != null) {
        equal.add(other(condition, column));
        used.add(condition);
        continue;
      }
      Expression list = options == null ? list(column).orElse(null) : null;
      if (list == null) {
        break;
      }
      options = options(list, column);
      optionsAt = equal.size();
      equal.add(list);
      used.add(list);
    }
    List<Expression> unused = conditions.stream().filter(c -> !used.contains(c)).toList();
    if (options != null) {
      Access keys = new Access.Keys(index, prefixes(equal, optionsAt, options));
      return new Candidate(
          equal.size() * 4 - 1, equal.size() == columns.size(), new Chosen(keys, unused));
    }
    Access.@Nullable Bound lower = null;
    Access.@Nullable Bound upper = null;
    if (equal.size() < columns.size()) {
      int column = columns.get(equal.size());
      lower = bound(column, Function.GREATER, Function.GREATER_OR_EQUAL, used);
      upper = bound(column, Function.LESS, Function.LESS_OR_EQUAL, used);
    }
    int score = equal.size() * 4 + (lower == null ? 0 : 1) + (upper == null ? 0 : 1);
    List<Expression> left = conditions.stream().filter(c -> !used.contains(c)).toList();
    return new Candidate(
        score,
        equal.size() == columns.size(),
        new Chosen(new Access.KeyRange(index, equal, lower, upper, false), left));
  }

  private static List<List<Expression>> prefixes(
      List<Expression> equal, int at, List<Expression> options) {
    List<List<Expression>> prefixes = new ArrayList<>();
    for (Expression option : options) {
      List<Expression> prefix = new ArrayList<>(equal);
      prefix.set(at, option);
      prefixes.add(prefix);
    }
    return prefixes;
  }

  private Optional<Expression> list(int column) {
    return conditions.stream().filter(c -> options(c, column) != null).findFirst();
  }

  /** The values one of which a condition says that a column equals; null: it does not. */
  private static @Nullable List<Expression> options(Expression condition, int column) {
    if (condition instanceof Expression.InList list) {
      boolean all =
          isColumn(list.operand(), column)
              && list.options().stream()
                  .allMatch(option ->
                      isConstant(option)
                          && isAlike(list.operand(), option)
                          && hashAlike(list.operand().type(), option.type()));
      return all ? list.options() : null;
    }
    if (!(condition instanceof Expression.Call call) || call.function() != Function.OR) {
      return null;
    }
    List<Expression> options = new ArrayList<>();
    for (Expression branch : call.arguments()) {
      if (asComparisonOf(branch, column) == Function.EQUAL) {
        options.add(other(branch, column));
        continue;
      }
      List<Expression> some = options(branch, column);
      if (some == null) {
        return null;
      }
      options.addAll(some);
    }
    return options;
  }

  private Access.@Nullable Bound bound(
      int column, Function open, Function closed, Set<Expression> used) {
    for (Expression condition : conditions) {
      Function function = asComparisonOf(condition, column);
      if (function == open || function == closed) {
        used.add(condition);
        return new Access.Bound(other(condition, column), function == closed);
      }
    }
    return null;
  }

  private Optional<Expression> comparison(int column, Function function) {
    return conditions.stream().filter(c -> asComparisonOf(c, column) == function).findFirst();
  }

  /** How a condition compares the column, on the left, with a value; null: it does not. */
  private static @Nullable Function asComparisonOf(Expression condition, int column) {
    if (!(condition instanceof Expression.Call call) || call.arguments().size() != 2) {
      return null;
    }
    Expression left = call.arguments().get(0);
    Expression right = call.arguments().get(1);
    if (isColumn(left, column) && isConstant(right) && isAlike(left, right)) {
      return call.function();
    }
    if (isColumn(right, column) && isConstant(left) && isAlike(right, left)) {
      return switch (call.function()) {
        case LESS -> Function.GREATER;
        case LESS_OR_EQUAL -> Function.GREATER_OR_EQUAL;
        case GREATER -> Function.LESS;
        case GREATER_OR_EQUAL -> Function.LESS_OR_EQUAL;
        default -> call.function();
      };
    }
    return null;
  }

  private static Expression other(Expression condition, int column) {
    Expression.Call call = (Expression.Call) condition;
    return isColumn(call.arguments().get(0), column)
        ? call.arguments().get(1)
        : call.arguments().get(0);
  }

  /** The value that conditions bind a column to, when one does and hashes as the column's do. */
  public static Optional<Expression> boundValue(List<Expression> conditions, int column) {
    return conditions.stream()
        .filter(condition -> asComparisonOf(condition, column) == Function.EQUAL)
        .filter(condition ->
            hashAlike(columnOf(condition, column).type(), other(condition, column).type()))
        .findFirst()
        .map(condition -> other(condition, column));
  }

  /** The values one of which a column has, when conditions say so and all hash as it does. */
  public static Optional<List<Expression>> boundValues(List<Expression> conditions, int column) {
    Optional<Expression> one = boundValue(conditions, column);
    return one.isPresent()
        ? one.map(List::of)
        : conditions.stream()
            .map(condition -> hashable(condition, column))
            .<List<Expression>>mapMulti((options, found) -> {
              if (options != null) {
                found.accept(options);
              }
            })
            .findFirst();
  }

  private static @Nullable List<Expression> hashable(Expression condition, int column) {
    List<Expression> options = options(condition, column);
    return options != null && allHashAlike(condition, column) ? options : null;
  }

  /** True where all values that a list compares the column with decide the column's partition. */
  private static boolean allHashAlike(Expression condition, int column) {
    return !(condition instanceof Expression.Call call)
        || (asComparisonOf(condition, column) == Function.EQUAL
            ? hashAlike(columnOf(condition, column).type(), other(condition, column).type())
            : call.arguments().stream().allMatch(branch -> allHashAlike(branch, column)));
  }

  private static Expression columnOf(Expression condition, int column) {
    Expression.Call call = (Expression.Call) condition;
    return isColumn(call.arguments().get(0), column)
        ? call.arguments().get(0)
        : call.arguments().get(1);
  }

  /** True where equal values of both types decide the same partition. */
  public static boolean hashAlike(SqlType one, SqlType two) {
    return one.kind() == two.kind()
        || (one.kind().isInteger() && two.kind().isInteger())
        || (one.kind().isCharacter() && two.kind().isCharacter());
  }

  /** True where both are the same value and decide the same partition, whatever its type. */
  public static boolean isSameKey(Expression one, Expression other) {
    return key(one).equals(key(other));
  }

  /** Integers are alike in all their widths. */
  private static Expression key(Expression value) {
    if (!value.type().kind().isInteger()) {
      return value;
    }
    return switch (value) {
      case Expression.Literal literal -> new Expression.Literal(literal.value(), SqlType.BIGINT);
      case Expression.Cast cast when cast.operand().type().kind().isInteger() ->
          key(cast.operand());
      default -> value;
    };
  }

  private static boolean isColumn(Expression expression, int column) {
    return bare(expression) instanceof Expression.Column reference && reference.index() == column;
  }

  /** A char(n) has no blanks at its end, and so hashes and sorts like another char(n) only. */
  static boolean isAlike(Expression column, Expression value) {
    return column.type().kind() != TypeKind.CHAR || value.type().kind() == TypeKind.CHAR;
  }

  /** A column without the cast that makes it a wider integer: the same numbers, hash and order. */
  static Expression bare(Expression expression) {
    return expression instanceof Expression.Cast cast
            && cast.operand() instanceof Expression.Column column
            && column.type().kind().isInteger()
            && cast.type().kind().isInteger()
            && cast.type().kind().compareTo(column.type().kind()) >= 0
        ? column
        : expression;
  }

  /** Functions that give another value at each call. */
  private static final Set<Function> VOLATILE =
      Set.of(
          Function.RANDOM,
          Function.GEN_RANDOM_UUID,
          Function.NEXTVAL,
          Function.CURRVAL,
          Function.LASTVAL,
          Function.SETVAL);

  /** True for an expression that names no column. */
  public static boolean isConstant(Expression expression) {
    return switch (expression) {
      case Expression.Literal literal -> true;
      case Expression.OfSequence named -> true;
      case Expression.Parameter parameter -> true;
      case Expression.Column column -> false;
      case Expression.Call call ->
          !VOLATILE.contains(call.function())
              && call.arguments().stream().allMatch(AccessChoice::isConstant);
      case Expression.Cast cast -> isConstant(cast.operand());
      case Expression.Case branches -> false;
      case Expression.InList list -> false;
      case Expression.SystemCall call -> false;
    };
  }
}
