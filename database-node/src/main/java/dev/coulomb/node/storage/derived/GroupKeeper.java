package dev.coulomb.node.storage.derived;

import dev.coulomb.node.catalog.Derivation;
import dev.coulomb.node.catalog.Derivation.Kind;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.catalog.computed.RowFunctions;
import dev.coulomb.node.catalog.computed.RowFunctions.RowFunction;
import dev.coulomb.node.catalog.computed.Scalar;
import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.storage.KeyRange;
import dev.coulomb.node.types.KeyWriter;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.TypeKind;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the groups of one materialized view up with the rows of its source. Immutable; any thread.
 *
 * <p>Counts and sums are added to and taken from. For extremes every different value of a group is
 * a row of its own with a count, in the order of the values, so that the next one is found in one
 * descent when the extreme one goes.
 *
 * <p>Errors of users: 22003 when a sum does not fit its type; what the view computes of a row may
 * fail as any expression.
 */
public final class GroupKeeper {
  /** What a measure has of a row that does not count for it. */
  private static final Object NOTHING = new Object();

  private static final Long ONE = 1L;
  private static final byte[] NO_VALUE = {};

  private final Table table;
  private final Derivation view;
  private final @Nullable RowFunction condition;
  private final RowFunction[] keys;
  private final @Nullable RowFunction[] arguments;
  private final @Nullable RowFunction[] filters;
  private final int[] counted;

  /**
   * @param table the materialized view
   * @param functions of the store
   */
  public GroupKeeper(Table table, Derivation view, RowFunctions functions) {
    this.table = table;
    this.view = view;
    this.condition = compiled(view.condition(), functions);
    this.keys = view.keys().stream().map(functions::compile).toArray(RowFunction[]::new);
    int measures = view.measures().size();
    this.arguments = new @Nullable RowFunction[measures];
    this.filters = new @Nullable RowFunction[measures];
    this.counted = new int[measures];
    for (int i = 0; i < measures; i++) {
      arguments[i] = compiled(view.measures().get(i).argument(), functions);
      filters[i] = compiled(view.measures().get(i).filter(), functions);
      counted[i] = view.counted(i);
    }
  }

  private static @Nullable RowFunction compiled(@Nullable Scalar value, RowFunctions functions) {
    return value == null ? null : functions.compile(value);
  }

  /** The table that it keeps. */
  public Table table() {
    return table;
  }

  /** The id of the table whose rows are grouped. */
  public int source() {
    return view.source();
  }

  /** What a row is for the view: the key of its group, and a value for each measure. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Part(@Nullable Object[] keys, byte[] key, @Nullable Object[] values) {}

  private @Nullable Part part(@Nullable Object @Nullable [] row) {
    if (row == null || (condition != null && !Boolean.TRUE.equals(condition.of(row)))) {
      return null;
    }
    @Nullable Object[] group = new @Nullable Object[keys.length];
    for (int i = 0; i < keys.length; i++) {
      group[i] = keys[i].of(row);
    }
    @Nullable Object[] values = new @Nullable Object[arguments.length];
    for (int i = 0; i < values.length; i++) {
      RowFunction filter = filters[i];
      RowFunction argument = arguments[i];
      if (filter != null && !Boolean.TRUE.equals(filter.of(row))) {
        values[i] = NOTHING;
      } else {
        Object value = argument == null ? ONE : argument.of(row);
        values[i] = value == null ? NOTHING : value;
      }
    }
    return new Part(group, key(0, group, NO_VALUE), values);
  }

  private byte[] key(int slot, @Nullable Object[] group, byte[] value) {
    KeyWriter writer = prefix(slot, group);
    if (view.hasExtremes()) {
      writer.value(TypeKind.BYTEA, value);
    }
    return writer.toBytes();
  }

  private KeyWriter prefix(int slot, @Nullable Object[] group) {
    KeyWriter writer = new KeyWriter();
    if (view.hasExtremes()) {
      writer.value(TypeKind.SMALLINT, (long) slot);
    }
    for (int i = 0; i < group.length; i++) {
      writer.value(table.column(view.key(i)).type().kind(), group[i]);
    }
    return writer;
  }

  /**
   * A row of the source has changed.
   *
   * @param before null: it was not there
   * @param after null: it is not there any more
   */
  public void changed(
      Groups groups, @Nullable Object @Nullable [] before, @Nullable Object @Nullable [] after) {
    Part gone = part(before);
    Part come = part(after);
    if (gone != null && come != null && Arrays.equals(gone.key(), come.key())) {
      if (!Arrays.equals(gone.values(), come.values())) {
        change(groups, come, gone, come);
      }
      return;
    }
    if (gone != null) {
      change(groups, gone, gone, null);
    }
    if (come != null) {
      change(groups, come, null, come);
    }
  }

  /** Changes one group by what leaves it and what joins it. */
  private void change(Groups groups, Part of, @Nullable Part gone, @Nullable Part come) {
    @Nullable Object[] found = groups.get(of.key());
    @Nullable Object[] group = found == null ? empty(0, of.keys(), NO_VALUE) : found;
    int rows = view.rows();
    group[rows] = count(group, rows) + (come == null ? 0 : 1) - (gone == null ? 0 : 1);
    for (int i = 0; i < arguments.length; i++) {
      change(groups, group, i, value(gone, i), value(come, i));
    }
    nullWithoutValues(group);
    store(groups, of.key(), found != null, group);
  }

  private static @Nullable Object value(@Nullable Part part, int measure) {
    Object value = part == null ? NOTHING : part.values()[measure];
    return value == NOTHING ? null : value;
  }

  private void store(Groups groups, byte[] key, boolean there, @Nullable Object[] row) {
    long left = count(row, view.rows());
    Invariant.that(left >= 0, "a group has no fewer rows than none");
    if (left == 0) {
      if (there) {
        groups.delete(key);
      }
    } else if (there) {
      groups.update(key, row);
    } else {
      groups.insert(key, row);
    }
  }

  private @Nullable Object[] empty(int slot, @Nullable Object[] group, byte[] value) {
    @Nullable Object[] row = new @Nullable Object[table.columns().size()];
    if (view.hasExtremes()) {
      row[0] = (long) slot;
      row[view.value()] = value;
    }
    System.arraycopy(group, 0, row, view.key(0), group.length);
    row[view.rows()] = 0L;
    if (slot == 0) {
      for (int i = 0; i < arguments.length; i++) {
        row[view.measure(i)] = view.measures().get(i).kind() == Kind.COUNT ? (Long) 0L : null;
      }
    }
    return row;
  }

  private static long count(@Nullable Object[] row, int column) {
    return (Long) Invariant.present(row[column], "a count is never null");
  }

  private void change(
      Groups groups,
      @Nullable Object[] group,
      int measure,
      @Nullable Object gone,
      @Nullable Object come) {
    int column = view.measure(measure);
    switch (view.measures().get(measure).kind()) {
      case COUNT ->
          group[column] = count(group, column) + (come == null ? 0 : 1) - (gone == null ? 0 : 1);
      case SUM -> {
        if (gone != null) {
          group[column] = sum(measure, group[column], gone, true);
        }
        if (come != null) {
          group[column] = sum(measure, group[column], come, false);
        }
      }
      case MIN, MAX -> extreme(groups, group, measure, gone, come);
    }
  }

  /** A sum of no values is null, whatever was left of it. */
  private void nullWithoutValues(@Nullable Object[] group) {
    List<Derivation.Measure> measures = view.measures();
    for (int i = 0; i < measures.size(); i++) {
      if (measures.get(i).kind() == Kind.SUM && count(group, view.measure(i + 1)) == 0) {
        group[view.measure(i)] = null;
      }
    }
  }

  private Object sum(int measure, @Nullable Object sum, Object value, boolean taken) {
    return switch (view.measures().get(measure).type().kind()) {
      case BIGINT -> {
        long old = sum == null ? 0 : (Long) sum;
        long change = (Long) value;
        long now = taken ? old - change : old + change;
        boolean over =
            taken ? ((old ^ change) & (old ^ now)) < 0 : ((old ^ now) & (change ^ now)) < 0;
        if (over) {
          throw new SqlError(SqlState.NUMERIC_VALUE_OUT_OF_RANGE, "bigint out of range")
              .with("materialized view", table.name());
        }
        yield now;
      }
      default -> {
        BigDecimal old = sum == null ? BigDecimal.ZERO : (BigDecimal) sum;
        BigDecimal change =
            value instanceof Long number ? BigDecimal.valueOf(number) : (BigDecimal) value;
        yield taken ? old.subtract(change) : old.add(change);
      }
    };
  }

  private void extreme(
      Groups groups,
      @Nullable Object[] group,
      int measure,
      @Nullable Object gone,
      @Nullable Object come) {
    boolean first = counted[measure] == measure;
    if (Objects.equals(gone, come)) {
      return;
    }
    boolean least = view.measures().get(measure).kind() == Kind.MIN;
    int column = view.measure(measure);
    @Nullable Object[] keys = keys(group);
    if (gone != null && first) {
      count(groups, keys, measure, gone, -1);
    }
    if (come != null && first) {
      count(groups, keys, measure, come, 1);
    }
    Object now = group[column];
    if (gone != null && Arrays.equals(bytes(measure, now), bytes(measure, gone))) {
      KeyRange values = KeyRange.startingWith(prefix(counted[measure] + 1, keys).toBytes());
      @Nullable Object[] next = groups.first(values, !least);
      group[column] = next == null ? null : next[view.measure(counted[measure])];
    } else if (come != null && (now == null || isBefore(measure, come, now) == least)) {
      group[column] = come;
    }
  }

  private boolean isBefore(int measure, Object one, Object other) {
    return Arrays.compareUnsigned(bytes(measure, one), bytes(measure, other)) < 0;
  }

  private @Nullable Object[] keys(@Nullable Object[] group) {
    return Arrays.copyOfRange(group, view.key(0), view.key(0) + keys.length);
  }

  /** Values as bytes that are ordered as they are. */
  private byte[] bytes(int measure, @Nullable Object value) {
    KeyWriter writer = new KeyWriter();
    return writer.value(view.measures().get(measure).type().kind(), value).toBytes();
  }

  private void count(
      Groups groups, @Nullable Object[] keys, int measure, Object value, int change) {
    byte[] bytes = bytes(measure, value);
    byte[] key = key(measure + 1, keys, bytes);
    @Nullable Object[] found = groups.get(key);
    @Nullable Object[] row = found == null ? empty(measure + 1, keys, bytes) : found;
    row[view.measure(measure)] = value;
    row[view.rows()] = count(row, view.rows()) + change;
    store(groups, key, found != null, row);
  }
}
