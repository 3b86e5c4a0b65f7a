package dev.coulomb.node.execution;

import dev.coulomb.node.execution.aggregate.Accumulator;
import dev.coulomb.node.execution.aggregate.TypedArgument;
import dev.coulomb.node.execution.aggregate.TypedArgument.Feed;
import dev.coulomb.node.execution.profile.Profile;
import dev.coulomb.node.plan.AggregateCall;
import dev.coulomb.node.plan.AggregatePhase;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Operator;
import dev.coulomb.node.storage.RowView;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The input of an aggregation that takes numbers straight from the stored rows: a scan, at most one
 * key of 64 bits, and arguments that are columns. Immutable.
 */
final class TypedInput {
  private static final int NO_KEY = -1;

  private final Scans.Compiled scan;
  private final int key;
  private final Feed[] feeds;

  /** Ordinals in the table. */
  private final int[] columns;

  private TypedInput(Scans.Compiled scan, int key, List<TypedArgument> arguments) {
    this.scan = scan;
    this.key = key;
    this.feeds = arguments.stream().map(TypedArgument::feed).toArray(Feed[]::new);
    this.columns =
        arguments.stream()
            .mapToInt(of -> of.feed() == Feed.ROW ? NO_KEY : scan.ordinal(of.output()))
            .toArray();
  }

  /** Null where the aggregation needs rows of values, or somebody counts the rows of the scan. */
  static @Nullable TypedInput of(Operator.Aggregate aggregate) {
    if (!(aggregate.input() instanceof Operator.Scan scan)
        || aggregate.phase() == AggregatePhase.FINAL
        || aggregate.keys().size() > 1
        || scan.columns().contains(Operator.ROW_KEY)
        || Profile.current() != null) {
      return null;
    }
    List<TypedArgument> arguments =
        aggregate.calls().stream().map(TypedInput::argument).flatMap(Stream::ofNullable).toList();
    if (arguments.size() < aggregate.calls().size()) {
      return null;
    }
    Scans.Compiled compiled = Scans.undecoded(scan);
    if (aggregate.keys().isEmpty()) {
      return new TypedInput(compiled, NO_KEY, arguments);
    }
    TypedArgument key = TypedArgument.of(aggregate.keys().getFirst());
    return key == null || key.feed() != Feed.LONG
        ? null
        : new TypedInput(compiled, compiled.ordinal(key.output()), arguments);
  }

  private static @Nullable TypedArgument argument(AggregateCall call) {
    if (call.distinct() || call.filter() != null || !call.order().isEmpty()) {
      return null;
    }
    return switch (call.function()) {
      case COUNT -> call.arguments().isEmpty() ? TypedArgument.ROW : presence(call);
      case SUM, AVG, MIN, MAX, STDDEV_SAMP, STDDEV_POP, VAR_SAMP, VAR_POP ->
          TypedArgument.of(call.arguments().getFirst());
      case BOOL_AND, BOOL_OR, STRING_AGG, SINGLE_VALUE, ANY_VALUE -> null;
    };
  }

  private static @Nullable TypedArgument presence(AggregateCall call) {
    return call.arguments().getFirst() instanceof Expression.Column column
        ? new TypedArgument(Feed.PRESENCE, column.index())
        : null;
  }

  boolean hasNoKey() {
    return key == NO_KEY;
  }

  Rows open(ExecutionContext context) {
    Scans.Source source = scan.on(scan.store(context), context);
    source.start(Scans.Source.NO_ROW);
    return new Rows(source);
  }

  /** The rows, one after the other. Confined to the query. */
  final class Rows implements AutoCloseable {
    private final Scans.Source source;
    private RowView row = new RowView();

    private Rows(Scans.Source source) {
      this.source = source;
    }

    boolean next() {
      if (source.nextLent() == null) {
        return false;
      }
      row = source.view();
      return true;
    }

    boolean isKeyNull() {
      return key == NO_KEY || row.isNull(key);
    }

    long key() {
      return row.getLong(key);
    }

    void addTo(Accumulator[] accumulators) {
      for (int i = 0; i < accumulators.length; i++) {
        int column = columns[i];
        switch (feeds[i]) {
          case ROW -> accumulators[i].addLong(1);
          case PRESENCE -> {
            if (!row.isNull(column)) {
              accumulators[i].addLong(1);
            }
          }
          case LONG -> {
            if (!row.isNull(column)) {
              accumulators[i].addLong(row.getLong(column));
            }
          }
          case DOUBLE -> {
            if (!row.isNull(column)) {
              accumulators[i].addDouble(row.getDouble(column));
            }
          }
        }
      }
    }

    @Override
    public void close() {
      source.close();
    }
  }
}
