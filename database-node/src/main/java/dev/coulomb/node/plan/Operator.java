package dev.coulomb.node.plan;

import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.types.SqlType;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A node of a query's tree. A row is an array of values; expressions name columns of their input by
 * position (of a join: the left row's columns, then the right row's).
 */
public sealed interface Operator {
  /** Among the columns of a {@link Scan}: the encoded key of the row, as bytes. */
  int ROW_KEY = -1;

  /** The types of the columns of the rows this produces. */
  List<SqlType> types();

  /**
   * Rows of a table: below a {@link Gather} (or in a one-partition plan) those of the current
   * partition; of a replicated table always all.
   *
   * @param columns ordinals that are decoded, in output order; {@link Operator#ROW_KEY} is one
   * @param filter conjuncts over the output columns
   */
  record Scan(Table table, List<Integer> columns, Access access, List<Expression> filter)
      implements Operator {
    @Override
    public List<SqlType> types() {
      return columns.stream()
          .map(ordinal -> ordinal == ROW_KEY ? SqlType.BYTEA : table.column(ordinal).type())
          .toList();
    }
  }

  /** Rows of a virtual table of {@code pg_catalog} or {@code information_schema}. */
  record VirtualScan(String schema, String table, List<SqlType> types) implements Operator {}

  /** Rows of expressions over parameters. */
  record Values(List<List<Expression>> rows, List<SqlType> types) implements Operator {}

  /**
   * The start, and again and again a step more, as long as it is not beyond the stop; no rows when
   * one of them is null. Fails with 22023 when the step is zero.
   *
   * @param type of the values; the step is of the same, or an interval
   */
  record Series(Expression start, Expression stop, Expression step, SqlType type)
      implements Operator {
    @Override
    public List<SqlType> types() {
      return List.of(type);
    }
  }

  record Filter(Operator input, Expression condition) implements Operator {
    @Override
    public List<SqlType> types() {
      return input.types();
    }
  }

  record Project(Operator input, List<Expression> expressions) implements Operator {
    @Override
    public List<SqlType> types() {
      return expressions.stream().map(Expression::type).toList();
    }
  }

  /** Every pair of rows that meets the condition; the right side is kept in working memory. */
  record NestedLoopJoin(Operator left, Operator right, JoinKind kind, Expression condition)
      implements Operator {
    @Override
    public List<SqlType> types() {
      return kind.types(left, right);
    }
  }

  /** Equal keys; the right side is hashed in working memory. Null keys match nothing. */
  record HashJoin(
      Operator left,
      Operator right,
      JoinKind kind,
      List<Expression> leftKeys,
      List<Expression> rightKeys,
      @Nullable Expression residual)
      implements Operator {
    @Override
    public List<SqlType> types() {
      return kind.types(left, right);
    }
  }

  /** For each left row, rows of a table by key; {@code right.access()} is over the left row. */
  record LookupJoin(Operator left, Scan right, JoinKind kind, @Nullable Expression residual)
      implements Operator {
    @Override
    public List<SqlType> types() {
      return kind.types(left, right);
    }
  }

  /**
   * Groups by expressions and aggregates; output is the keys, then the aggregates. Without keys
   * there is one row, even of no input.
   */
  record Aggregate(
      Operator input, List<Expression> keys, List<AggregateCall> calls, AggregatePhase phase)
      implements Operator {
    @Override
    public List<SqlType> types() {
      return phase.types(keys, calls);
    }
  }

  /** Sorted rows, all or the first few; limit and offset are over parameters. */
  record Sort(
      Operator input, List<SortKey> keys, @Nullable Expression offset, @Nullable Expression limit)
      implements Operator {
    @Override
    public List<SqlType> types() {
      return input.types();
    }
  }

  /**
   * Each row with what window functions say of it behind its columns. The input is sorted by the
   * partitions' columns, then by the order; one partition of rows is kept in working memory.
   *
   * @param partition columns that are equal in one partition
   * @param order by which rows are equal or come first
   */
  record Window(
      Operator input, List<Integer> partition, List<SortKey> order, List<WindowCall> calls)
      implements Operator {
    @Override
    public List<SqlType> types() {
      return Stream.concat(input.types().stream(), calls.stream().map(WindowCall::type)).toList();
    }
  }

  /**
   * Of the rows that are equal in the keys, nulls included, the one that comes first in the order.
   *
   * @param keys columns; none: all rows are equal
   */
  record FirstRows(Operator input, List<Integer> keys, List<SortKey> order) implements Operator {
    @Override
    public List<SqlType> types() {
      return input.types();
    }
  }

  /**
   * For each left row the right side is run anew; in it the left row's columns are the parameters
   * from {@code slot} on. A full join is never one.
   */
  record ForEach(Operator left, Operator right, JoinKind kind, int slot) implements Operator {
    @Override
    public List<SqlType> types() {
      return kind.types(left, right);
    }
  }

  /**
   * The rows of the seed, then those of the step, run on the rows of the round before as long as it
   * gives some.
   *
   * @param distinct a row that was there before is left out
   * @param slot of the {@link Working} rows in the step
   */
  record Recursion(Operator seed, Operator step, boolean distinct, int slot) implements Operator {
    @Override
    public List<SqlType> types() {
      return seed.types();
    }
  }

  /** The rows of the round before, in the step of a {@link Recursion}. */
  record Working(int slot, List<SqlType> types) implements Operator {}

  record Limit(Operator input, @Nullable Expression offset, @Nullable Expression limit)
      implements Operator {
    @Override
    public List<SqlType> types() {
      return input.types();
    }
  }

  /** Rows of all inputs, duplicates kept. */
  record UnionAll(List<Operator> inputs) implements Operator {
    @Override
    public List<SqlType> types() {
      return inputs.getFirst().types();
    }
  }

  /**
   * The border between coordinator and partitions: runs the input on the frozen view of every
   * partition and gives all their rows; merged in order when keys are given (then each input is
   * sorted by them).
   */
  record Gather(Operator input, List<SortKey> order) implements Operator {
    @Override
    public List<SqlType> types() {
      return input.types();
    }
  }
}
