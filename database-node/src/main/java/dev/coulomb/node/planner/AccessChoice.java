package dev.coulomb.node.planner;

import dev.coulomb.node.catalog.Index;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.catalog.computed.Computed;
import dev.coulomb.node.plan.Access;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Function;
import dev.coulomb.node.planner.query.IndexPredicate;
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
      List<Expression> key = table.primaryKey().stream().map(this::column).toList();
      Candidate candidate = candidate(Access.PRIMARY_KEY, key, Set.of());
      if (candidate.score() > bestScore) {
        bestScore = candidate.score() + (candidate.isWhole() ? 100 : 0);
        best = candidate.chosen();
      }
    }
    for (Index index : table.indexes()) {
      Set<Expression> implied = IndexPredicate.implied(index, conditions);
      if (implied == null) {
        continue;
      }
      Candidate candidate = candidate(index.id(), parts(table, index), implied);
      if (candidate.score() > bestScore) {
        bestScore = candidate.score();
        best = candidate.chosen();
      }
    }
    return best;
  }

  private record Candidate(int score, boolean isWhole, Chosen chosen) {}

  private Expression column(int ordinal) {
    return column(table, ordinal);
  }

  private static Expression column(Table table, int ordinal) {
    return new Expression.Column(ordinal, table.column(ordinal).type());
  }

  /** The parts of an index' key, over the columns of its table. */
  public static List<Expression> parts(Table table, Index index) {
    List<Expression> parts = new ArrayList<>();
    for (int i = 0; i < index.columns().size(); i++) {
      Computed computed = index.computed(i);
      parts.add(
          computed != null && computed.value() instanceof Expression value
              ? value
              : column(table, index.columns().get(i)));
    }
    return parts;
  }

  /**
   * @param implied conditions that all rows of the index meet
   */
  private Candidate candidate(int index, List<Expression> columns, Set<Expression> implied) {
    List<Expression> equal = new ArrayList<>();
    Set<Expression> used = new HashSet<>(implied);
    List<Expression> options = null;
    int optionsAt = 0;
    for (Expression column : columns) {
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
      Expression column = columns.get(equal.size());
      lower = bound(column, Function.GREATER, Function.GREATER_OR_EQUAL, used);
      upper = bound(column, Function.LESS, Function.LESS_OR_EQUAL, used);
    }
    int score =
        equal.size() * 4
            + (lower == null ? 0 : 1)
            + (upper == null ? 0 : 1)
            + (implied.isEmpty() ? 0 : 1);
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

  private Optional<Expression> list(Expression column) {
    return conditions.stream().filter(c -> options(c, column) != null).findFirst();
  }

  /** The values one of which a condition says that a column equals; null: it does not. */
  private static @Nullable List<Expression> options(Expression condition, Expression column) {
    if (condition instanceof Expression.InList list) {
      boolean all =
          isPart(list.operand(), column)
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
      Expression column, Function open, Function closed, Set<Expression> used) {
    for (Expression condition : conditions) {
      Function function = asComparisonOf(condition, column);
      if (function == open || function == closed) {
        used.add(condition);
        return new Access.Bound(other(condition, column), function == closed);
      }
    }
    return null;
  }

  private Optional<Expression> comparison(Expression column, Function function) {
    return conditions.stream().filter(c -> asComparisonOf(c, column) == function).findFirst();
  }

  /** How a condition compares the column, on the left, with a value; null: it does not. */
  private static @Nullable Function asComparisonOf(Expression condition, Expression column) {
    if (!(condition instanceof Expression.Call call) || call.arguments().size() != 2) {
      return null;
    }
    Expression left = call.arguments().get(0);
    Expression right = call.arguments().get(1);
    if (isPart(left, column) && isConstant(right) && isAlike(left, right)) {
      return call.function();
    }
    if (isPart(right, column) && isConstant(left) && isAlike(right, left)) {
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

  private static Expression other(Expression condition, Expression column) {
    Expression.Call call = (Expression.Call) condition;
    return isPart(call.arguments().get(0), column)
        ? call.arguments().get(1)
        : call.arguments().get(0);
  }

  /** The value that conditions bind a column to, when one does and hashes as the column's do. */
  public static Optional<Expression> boundValue(List<Expression> conditions, int ordinal) {
    Expression column = new Expression.Column(ordinal, SqlType.BIGINT);
    return conditions.stream()
        .filter(condition -> asComparisonOf(condition, column) == Function.EQUAL)
        .filter(condition ->
            hashAlike(columnOf(condition, column).type(), other(condition, column).type()))
        .findFirst()
        .map(condition -> other(condition, column));
  }

  /** The values one of which a column has, when conditions say so and all hash as it does. */
  public static Optional<List<Expression>> boundValues(List<Expression> conditions, int ordinal) {
    Optional<Expression> one = boundValue(conditions, ordinal);
    Expression column = new Expression.Column(ordinal, SqlType.BIGINT);
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

  private static @Nullable List<Expression> hashable(Expression condition, Expression column) {
    List<Expression> options = options(condition, column);
    return options != null && allHashAlike(condition, column) ? options : null;
  }

  /** True where all values that a list compares the column with decide the column's partition. */
  private static boolean allHashAlike(Expression condition, Expression column) {
    return !(condition instanceof Expression.Call call)
        || (asComparisonOf(condition, column) == Function.EQUAL
            ? hashAlike(columnOf(condition, column).type(), other(condition, column).type())
            : call.arguments().stream().allMatch(branch -> allHashAlike(branch, column)));
  }

  private static Expression columnOf(Expression condition, Expression column) {
    Expression.Call call = (Expression.Call) condition;
    return isPart(call.arguments().get(0), column)
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

  /** True where an expression is a part of a key: a column, or what an index computes. */
  private static boolean isPart(Expression expression, Expression part) {
    Expression bare = bare(expression);
    return part instanceof Expression.Column column
        ? bare instanceof Expression.Column reference && reference.index() == column.index()
        : bare.equals(part);
  }

  /** A char(n) has no blanks at its end, and so hashes and sorts like another char(n) only. */
  static boolean isAlike(Expression column, Expression value) {
    return column.type().kind() != TypeKind.CHAR || value.type().kind() == TypeKind.CHAR;
  }

  /** A value without the cast that makes it wider: the same numbers, hash and order. */
  public static Expression bare(Expression expression) {
    if (!(expression instanceof Expression.Cast cast)) {
      return expression;
    }
    TypeKind from = cast.operand().type().kind();
    TypeKind to = cast.type().kind();
    boolean integer = from.isInteger() && to.isInteger() && to.compareTo(from) >= 0;
    boolean numeric = from == TypeKind.NUMERIC && cast.type().equals(SqlType.NUMERIC);
    return integer || numeric ? cast.operand() : expression;
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
