package dev.coulomb.node.planner;

import dev.coulomb.node.catalog.Index;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.plan.Access;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Function;
import dev.coulomb.node.plan.JoinKind;
import dev.coulomb.node.plan.Operator;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.calcite.rel.core.Join;
import org.jspecify.annotations.Nullable;

/**
 * Joins: inside the partitions where the rows that meet are in the same one, else at the
 * coordinator. Confined to one planning.
 */
final class Joins {
  private final Relations relations;

  Joins(Relations relations) {
    this.relations = relations;
  }

  Fragment join(Join join) {
    Fragment left = relations.of(join.getLeft());
    Fragment right = relations.of(join.getRight());
    List<SqlType> types = new ArrayList<>(left.operator().types());
    types.addAll(right.operator().types());
    Expression condition = relations.expressions(types).of(join.getCondition());
    int width = left.operator().types().size();
    return switch (join.getJoinType()) {
      case INNER -> placed(left, right, JoinKind.INNER, new Condition(condition, width));
      case LEFT -> placed(left, right, JoinKind.LEFT, new Condition(condition, width));
      case FULL -> placed(left, right, JoinKind.FULL, new Condition(condition, width));
      case SEMI -> placed(left, right, JoinKind.SEMI, new Condition(condition, width));
      case ANTI -> placed(left, right, JoinKind.ANTI, new Condition(condition, width));
      case RIGHT -> right(left, right, condition);
      default ->
          throw new SqlError(SqlState.FEATURE_NOT_SUPPORTED, "this kind of join is not supported")
              .with("join", join.getJoinType());
    };
  }

  /** A right join is a left join the other way round, with its columns put back in order. */
  private Fragment right(Fragment left, Fragment right, Expression condition) {
    int leftWidth = left.operator().types().size();
    int rightWidth = right.operator().types().size();
    Expression swapped =
        Columns.renumber(condition, i -> i < leftWidth ? i + rightWidth : i - leftWidth);
    Fragment joined = placed(right, left, JoinKind.LEFT, new Condition(swapped, rightWidth));
    List<SqlType> types = joined.operator().types();
    List<Expression> back =
        IntStream.range(0, leftWidth + rightWidth)
            .map(i -> i < leftWidth ? i + rightWidth : i - leftWidth)
            .<Expression>mapToObj(i -> new Expression.Column(i, types.get(i)))
            .toList();
    Set<Integer> columns = new HashSet<>();
    joined.partitionColumns().forEach(c -> columns.add(c + leftWidth));
    return joined.with(new Operator.Project(joined.operator(), back), columns);
  }

  /** A join's condition, taken apart: equal keys of both sides, and the rest. */
  private static final class Condition {
    private final List<Expression> leftKeys = new ArrayList<>();
    private final List<Expression> rightKeys = new ArrayList<>();
    private final List<Expression> rest = new ArrayList<>();
    private final Expression whole;

    Condition(Expression condition, int width) {
      whole = condition;
      for (Expression conjunct : Columns.conjuncts(condition)) {
        if (!takeKeys(conjunct, width) && !isTrue(conjunct)) {
          rest.add(conjunct);
        }
      }
    }

    private boolean takeKeys(Expression conjunct, int width) {
      if (!(conjunct instanceof Expression.Call call) || call.function() != Function.EQUAL) {
        return false;
      }
      Expression one = call.arguments().get(0);
      Expression two = call.arguments().get(1);
      if (isOf(one, 0, width) && isOf(two, width, Integer.MAX_VALUE)) {
        leftKeys.add(one);
        rightKeys.add(Columns.renumber(two, i -> i - width));
        return true;
      }
      if (isOf(two, 0, width) && isOf(one, width, Integer.MAX_VALUE)) {
        leftKeys.add(two);
        rightKeys.add(Columns.renumber(one, i -> i - width));
        return true;
      }
      return false;
    }

    private static boolean isOf(Expression expression, int from, int to) {
      Set<Integer> columns = new HashSet<>();
      Columns.collect(expression, columns);
      return !columns.isEmpty() && columns.stream().allMatch(c -> c >= from && c < to);
    }

    private static boolean isTrue(Expression expression) {
      return expression instanceof Expression.Literal literal
          && Boolean.TRUE.equals(literal.value());
    }

    /** True when a partition column of one side must equal one of the other. */
    boolean meetsOn(Set<Integer> left, Set<Integer> right) {
      return IntStream.range(0, leftKeys.size())
          .anyMatch(i ->
              AccessChoice.bare(leftKeys.get(i)) instanceof Expression.Column one
                  && AccessChoice.bare(rightKeys.get(i)) instanceof Expression.Column two
                  && left.contains(one.index())
                  && right.contains(two.index())
                  && AccessChoice.hashAlike(one.type(), two.type()));
    }
  }

  private static Fragment placed(
      Fragment left, Fragment right, JoinKind kind, Condition condition) {
    int width = left.operator().types().size();
    boolean keepsRight = kind == JoinKind.INNER;
    if (left.isPartitioned() && right.isPartitioned()) {
      if (condition.meetsOn(left.partitionColumns(), right.partitionColumns())) {
        Set<Integer> columns =
            kind == JoinKind.FULL ? new HashSet<>() : new HashSet<>(left.partitionColumns());
        if (keepsRight) {
          right.partitionColumns().forEach(c -> columns.add(c + width));
        }
        return left.with(operator(left, right, kind, condition), columns);
      }
      return gatheredJoin(left, right, kind, condition);
    }
    if (left.isPartitioned()
        && right.place() == Fragment.Place.REPLICATED
        && kind != JoinKind.FULL) {
      return left.with(operator(left, right, kind, condition), left.partitionColumns());
    }
    if (right.isPartitioned() && left.place() == Fragment.Place.REPLICATED && keepsRight) {
      Set<Integer> columns = new HashSet<>();
      right.partitionColumns().forEach(c -> columns.add(c + width));
      return right.with(operator(left, right, kind, condition), columns);
    }
    if (left.place() == Fragment.Place.REPLICATED && right.place() == Fragment.Place.REPLICATED) {
      return left.with(operator(left, right, kind, condition));
    }
    return gatheredJoin(left, right, kind, condition);
  }

  private static Fragment gatheredJoin(
      Fragment left, Fragment right, JoinKind kind, Condition condition) {
    Fragment one = left.gather();
    Fragment two = right.gather();
    return Fragment.gathered(operator(one, two, kind, condition));
  }

  private static Operator operator(
      Fragment left, Fragment right, JoinKind kind, Condition condition) {
    if (condition.leftKeys.isEmpty()) {
      return new Operator.NestedLoopJoin(left.operator(), right.operator(), kind, condition.whole);
    }
    Expression residual = Columns.conjunction(condition.rest);
    Operator lookup = lookup(left.operator(), right.operator(), kind, condition, residual);
    return lookup != null
        ? lookup
        : new Operator.HashJoin(
            left.operator(),
            right.operator(),
            kind,
            condition.leftKeys,
            condition.rightKeys,
            residual);
  }

  /** For few left rows: each finds its right rows by a key. */
  private static @Nullable Operator lookup(
      Operator left,
      Operator right,
      JoinKind kind,
      Condition condition,
      @Nullable Expression residual) {
    if (kind == JoinKind.FULL
        || !Relations.isSelective(left)
        || !(right instanceof Operator.Scan scan)
        || !(scan.access() instanceof Access.Full)) {
      return null;
    }
    Table table = scan.table();
    List<Expression> primary =
        table.hasPrimaryKey() ? bound(scan, table.primaryKey(), condition) : List.of();
    if (!primary.isEmpty() && primary.size() == condition.leftKeys.size()) {
      return lookup(left, scan, Access.PRIMARY_KEY, primary, kind, residual);
    }
    for (Index index : table.indexes()) {
      List<Expression> keys = index.isPlain() ? bound(scan, index.columns(), condition) : List.of();
      if (!keys.isEmpty() && keys.size() == condition.leftKeys.size()) {
        return lookup(left, scan, index.id(), keys, kind, residual);
      }
    }
    return null;
  }

  /** The left keys, in the order of a key's leading columns, as far as the join binds them. */
  private static List<Expression> bound(
      Operator.Scan scan, List<Integer> columns, Condition condition) {
    List<Expression> keys = new ArrayList<>();
    for (int column : columns) {
      int output = scan.columns().indexOf(column);
      Expression key = null;
      for (int i = 0; i < condition.rightKeys.size() && key == null; i++) {
        if (condition.rightKeys.get(i) instanceof Expression.Column right
            && right.index() == output
            && AccessChoice.isAlike(right, condition.leftKeys.get(i))) {
          key = condition.leftKeys.get(i);
        }
      }
      if (key == null) {
        break;
      }
      keys.add(key);
    }
    return keys;
  }

  private static Operator lookup(
      Operator left,
      Operator.Scan scan,
      int index,
      List<Expression> keys,
      JoinKind kind,
      @Nullable Expression residual) {
    Access access = new Access.KeyRange(index, keys, null, null, false);
    return new Operator.LookupJoin(
        left,
        new Operator.Scan(scan.table(), scan.columns(), access, scan.filter()),
        kind,
        residual);
  }
}
