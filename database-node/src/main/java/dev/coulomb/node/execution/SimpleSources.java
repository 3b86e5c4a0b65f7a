package dev.coulomb.node.execution;

import dev.coulomb.node.execution.expression.Evaluator;
import dev.coulomb.node.plan.Operator;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The sources that keep no rows. */
final class SimpleSources {
  private SimpleSources() {}

  static @Nullable Object[] evaluateAll(
      Evaluator[] expressions, @Nullable Object[] row, ExecutionContext context) {
    @Nullable Object[] values = new @Nullable Object[expressions.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = expressions[i].evaluate(row, context);
    }
    return values;
  }

  /** Rows of a virtual table. */
  static final class Virtual implements RowSource {
    private final Iterator<@Nullable Object[]> rows;
    private final Ticks ticks;

    Virtual(Operator.VirtualScan scan, ExecutionContext context) {
      rows =
          context
              .virtual()
              .rows(scan.schema(), scan.table(), context.catalog(), context.session())
              .iterator();
      ticks = new Ticks(context.cancel());
    }

    @Override
    public @Nullable Object @Nullable [] next() {
      ticks.tick();
      return rows.hasNext() ? rows.next() : null;
    }

    @Override
    public void close() {}
  }

  /** Rows of expressions over parameters. */
  static final class Values implements RowSource {
    private static final @Nullable Object[] NO_ROW = new @Nullable Object[0];

    private final List<Evaluator[]> rows;
    private final ExecutionContext context;
    private int at;

    Values(List<Evaluator[]> rows, ExecutionContext context) {
      this.rows = rows;
      this.context = context;
    }

    @Override
    public @Nullable Object @Nullable [] next() {
      return at == rows.size() ? null : evaluateAll(rows.get(at++), NO_ROW, context);
    }

    @Override
    public void close() {}
  }

  /** Rows for which a condition is true. */
  static final class Filter implements RowSource {
    private final RowSource input;
    private final Evaluator condition;
    private final ExecutionContext context;

    Filter(RowSource input, Evaluator condition, ExecutionContext context) {
      this.input = input;
      this.condition = condition;
      this.context = context;
    }

    @Override
    public @Nullable Object @Nullable [] next() {
      while (true) {
        @Nullable Object[] row = input.next();
        if (row == null || condition.isTrue(row, context)) {
          return row;
        }
      }
    }

    @Override
    public @Nullable Object @Nullable [] nextLent() {
      while (true) {
        @Nullable Object[] row = input.nextLent();
        if (row == null || condition.isTrue(row, context)) {
          return row;
        }
      }
    }

    @Override
    public void close() {
      input.close();
    }
  }

  /** Expressions over the rows of the input. */
  static final class Project implements RowSource {
    private final RowSource input;
    private final Evaluator[] expressions;
    private final ExecutionContext context;
    private @Nullable Object @Nullable [] lent;

    Project(RowSource input, Evaluator[] expressions, ExecutionContext context) {
      this.input = input;
      this.expressions = expressions;
      this.context = context;
    }

    @Override
    public @Nullable Object @Nullable [] next() {
      @Nullable Object[] row = input.nextLent();
      return row == null ? null : evaluateAll(expressions, row, context);
    }

    @Override
    public @Nullable Object @Nullable [] nextLent() {
      @Nullable Object[] row = input.nextLent();
      if (row == null) {
        return null;
      }
      @Nullable Object[] values = lent;
      if (values == null) {
        values = new @Nullable Object[expressions.length];
        lent = values;
      }
      for (int i = 0; i < values.length; i++) {
        values[i] = expressions[i].evaluate(row, context);
      }
      return values;
    }

    @Override
    public void close() {
      input.close();
    }
  }

  /** Skips rows, then gives so many; the input is closed as soon as they are given. */
  static final class Limit implements RowSource {
    private final RowSource input;
    private long skip;
    private long left;

    Limit(RowSource input, long offset, long limit) {
      this.input = input;
      this.skip = offset;
      this.left = limit;
    }

    @Override
    public @Nullable Object @Nullable [] next() {
      if (left == 0) {
        input.close();
        return null;
      }
      for (; skip > 0; skip--) {
        if (input.next() == null) {
          left = 0;
          return null;
        }
      }
      left--;
      return input.next();
    }

    @Override
    public void close() {
      input.close();
    }
  }

  /** The rows of sources one after the other; each is opened when the one before has ended. */
  static final class Concatenation implements RowSource {
    private final List<Supplier<RowSource>> sources;
    private int opened;
    private @Nullable RowSource current;

    Concatenation(List<Supplier<RowSource>> sources) {
      this.sources = sources;
    }

    @Override
    public @Nullable Object @Nullable [] next() {
      while (true) {
        RowSource source = current;
        if (source == null) {
          if (opened == sources.size()) {
            return null;
          }
          source = sources.get(opened++).get();
          current = source;
        }
        @Nullable Object[] row = source.next();
        if (row != null) {
          return row;
        }
        close();
      }
    }

    @Override
    public void close() {
      RowSource source = current;
      current = null;
      if (source != null) {
        source.close();
      }
    }
  }
}
