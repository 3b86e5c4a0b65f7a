package dev.coulomb.node.execution;

import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.execution.expression.Evaluator;
import dev.coulomb.node.execution.expression.ExpressionCompiler;
import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.plan.Access;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Operator;
import dev.coulomb.node.storage.KeyRange;
import dev.coulomb.node.storage.RowCursor;
import dev.coulomb.node.storage.RowView;
import dev.coulomb.node.storage.StoreReader;
import dev.coulomb.node.types.KeyWriter;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Rows of a table by an access; only the columns that are asked for are decoded. */
final class Scans {
  private Scans() {}

  static Opener compile(Operator.Scan scan) {
    Compiled compiled = compiled(scan);
    return context -> {
      Source source = compiled.on(compiled.store(context), context);
      source.start(Source.NO_ROW);
      return source;
    };
  }

  static Compiled compiled(Operator.Scan scan) {
    return new Compiled(
        scan.table(),
        scan.columns().stream().mapToInt(Integer::intValue).toArray(),
        scan.access(),
        scan.filter(),
        new BitSet());
  }

  /**
   * All columns of the rows that an UPDATE or DELETE is about.
   *
   * @param unread those that nobody looks at: they stay null
   */
  static Compiled compiled(Table table, Access access, List<Expression> filter, BitSet unread) {
    int[] all = IntStream.range(0, table.columns().size()).toArray();
    return new Compiled(table, all, access, filter, unread);
  }

  /** Rows of which only what the conditions need is decoded; the rest is taken from the view. */
  static Compiled undecoded(Operator.Scan scan) {
    BitSet unread = new BitSet();
    unread.set(0, scan.columns().size());
    scan.filter().forEach(condition -> unread.andNot(ExpressionCompiler.columns(condition)));
    return new Compiled(
        scan.table(),
        scan.columns().stream().mapToInt(Integer::intValue).toArray(),
        scan.access(),
        scan.filter(),
        unread);
  }

  /** A scan without a store. Immutable. */
  static final class Compiled {
    private final Table table;
    private final int[] columns;
    private final boolean descending;
    private final @Nullable KeyBounds bounds;

    /** More than one: of {@link Access.Keys}. */
    private final KeyBounds[] alternatives;

    private final Evaluator[] conditions;

    /** Output columns that each condition needs and none before it did; last: all others. */
    private final int[][] decoded;

    Compiled(Table table, int[] columns, Access access, List<Expression> filter, BitSet unread) {
      this.table = table;
      this.columns = columns;
      alternatives =
          switch (access) {
            case Access.Full full -> new KeyBounds[0];
            case Access.KeyRange range -> new KeyBounds[] {KeyBounds.compile(table, range)};
            case Access.Keys keys ->
                keys.prefixes().stream()
                    .map(prefix -> new Access.KeyRange(keys.index(), prefix, null, null, false))
                    .map(range -> KeyBounds.compile(table, range))
                    .toArray(KeyBounds[]::new);
          };
      bounds = alternatives.length == 0 ? null : alternatives[0];
      descending = access instanceof Access.Full full && full.descending();
      conditions = OperatorCompiler.expressions(filter);
      decoded = new int[conditions.length + 1][];
      BitSet missing = new BitSet();
      missing.set(0, columns.length);
      missing.andNot(unread);
      for (int i = 0; i < conditions.length; i++) {
        BitSet needed = ExpressionCompiler.columns(filter.get(i));
        needed.and(missing);
        decoded[i] = needed.stream().toArray();
        missing.andNot(needed);
      }
      decoded[conditions.length] = missing.stream().toArray();
    }

    int width() {
      return columns.length;
    }

    /** The ordinal in its table of a column of its rows. */
    int ordinal(int output) {
      return columns[output];
    }

    StoreReader store(ExecutionContext context) {
      return table.isReplicated()
          ? context.stores().replicated()
          : context.stores().partition(context.partition());
    }

    Source on(StoreReader store, ExecutionContext context) {
      return new Source(this, store, context);
    }
  }

  /** The rows; can be started again with other values for its key. */
  static final class Source implements RowSource {
    static final @Nullable Object[] NO_ROW = new @Nullable Object[0];

    private final Compiled scan;
    private final StoreReader store;
    private final ExecutionContext context;
    private final Ticks ticks;
    private final KeyWriter writer = new KeyWriter();
    private @Nullable RowCursor cursor;
    private byte @Nullable [] pendingKey;
    private byte @Nullable [] foundKey;

    /** Where there are several: those that are left. */
    private final ArrayDeque<byte[]> prefixes = new ArrayDeque<>(0);

    private @Nullable Object @Nullable [] scratch;
    private @Nullable RowView view;

    Source(Compiled scan, StoreReader store, ExecutionContext context) {
      this.scan = scan;
      this.store = store;
      this.context = context;
      this.ticks = new Ticks(context.cancel());
    }

    /** Begins at the first row; the key's values may be over a left row. */
    void start(@Nullable Object[] left) {
      close();
      KeyBounds bounds = scan.bounds;
      if (bounds == null) {
        cursor = store.scan(scan.table, null, KeyRange.ALL, scan.descending);
      } else if (scan.alternatives.length > 1) {
        prefixes.addAll(KeyBounds.prefixes(scan.alternatives, left, context, writer));
        startNext(bounds);
      } else if (bounds.isWholeKey()) {
        pendingKey = bounds.key(left, context, writer);
      } else {
        KeyRange range = bounds.range(left, context, writer);
        cursor =
            range == null
                ? null
                : store.scan(scan.table, bounds.index(), range, bounds.descending());
      }
    }

    /** Begins at the next of several prefixes; false: there is none. */
    private boolean startNext(KeyBounds bounds) {
      byte[] prefix = prefixes.poll();
      if (prefix == null) {
        return false;
      }
      if (bounds.isWholeKey()) {
        pendingKey = prefix;
      } else {
        KeyRange range = KeyRange.startingWith(prefix);
        cursor = store.scan(scan.table, bounds.index(), range, false);
      }
      return true;
    }

    /** A copy of the encoded primary key (or hidden row id) of the row that was given last. */
    byte[] key() {
      RowCursor rows = cursor;
      if (rows != null) {
        return rows.key();
      }
      byte[] key = foundKey;
      if (key == null) {
        throw new IllegalStateException("a key is asked for after a row was given");
      }
      return key;
    }

    @Override
    public @Nullable Object @Nullable [] next() {
      @Nullable Object[] row = nextLent();
      scratch = null;
      return row;
    }

    @Override
    public @Nullable Object @Nullable [] nextLent() {
      @Nullable Object[] row = nextHere();
      KeyBounds bounds = scan.bounds;
      while (row == null && bounds != null && startNext(bounds)) {
        row = nextHere();
      }
      return row;
    }

    private @Nullable Object @Nullable [] nextHere() {
      RowCursor rows = cursor;
      if (rows == null) {
        return point();
      }
      while (rows.next()) {
        ticks.tick();
        @Nullable Object[] row = accepted(rows.row());
        if (row != null) {
          return row;
        }
      }
      return null;
    }

    private @Nullable Object @Nullable [] point() {
      byte[] key = pendingKey;
      pendingKey = null;
      RowView found = key == null ? null : store.get(scan.table, key);
      if (found == null) {
        return null;
      }
      foundKey = key;
      return accepted(found);
    }

    /** The row when it meets all conditions, in the array for the next if nobody takes it away. */
    private @Nullable Object @Nullable [] accepted(RowView from) {
      @Nullable Object[] row = scratch;
      if (row == null) {
        row = new @Nullable Object[scan.columns.length];
        scratch = row;
      }
      view = from;
      Evaluator[] conditions = scan.conditions;
      for (int i = 0; i < conditions.length; i++) {
        decode(from, scan.decoded[i], row);
        if (!conditions[i].isTrue(row, context)) {
          return null;
        }
      }
      decode(from, scan.decoded[conditions.length], row);
      return row;
    }

    /** The row that was given last, as it is stored; valid until the next one. */
    RowView view() {
      return Invariant.present(view, "a view is asked for after a row was given");
    }

    private void decode(RowView from, int[] outputs, @Nullable Object[] row) {
      for (int output : outputs) {
        int column = scan.columns[output];
        row[output] = column == Operator.ROW_KEY ? key() : from.get(column);
      }
    }

    @Override
    public void close() {
      cursor = null;
      pendingKey = null;
      prefixes.clear();
    }
  }
}
