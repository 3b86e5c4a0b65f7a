package dev.coulomb.node.catalog;

import dev.coulomb.node.catalog.sequence.SequenceCounter;
import dev.coulomb.node.catalog.sequence.SequenceDefinition;
import dev.coulomb.node.catalog.sequence.SequenceOptions;
import dev.coulomb.node.catalog.sequence.SequenceOptions.Number;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sequence of numbers. Immutable, but for its counter; any thread.
 *
 * @param id unique in the cluster, never used again
 * @param owner the column with which it is dropped, or null
 */
public record Sequence(
    int id,
    String name,
    SequenceDefinition definition,
    @Nullable Owner owner,
    SequenceCounter counter) {
  /** What it is when it is looked at as a table of one row. */
  public static final List<Column> COLUMNS =
      List.of(
          new Column("last_value", SqlType.BIGINT, false),
          new Column("log_cnt", SqlType.BIGINT, false),
          new Column("is_called", SqlType.BOOLEAN, false));

  /** A column, by names. */
  public record Owner(String table, String column) {}

  static Sequence of(int id, String name, SequenceOptions said, @Nullable Owner owner) {
    SequenceDefinition definition = SequenceDefinition.of(said);
    return new Sequence(
        id, name, definition, owner, SequenceCounter.beginning(id, 0, definition.start()));
  }

  /** The next number: nobody gets it again. 2200H when there is none. */
  public long next() {
    return counter.next(definition, name);
  }

  /** {@code setval}; 22003 when that is none of its numbers. */
  public void set(long value, boolean called) {
    if (value < definition.min() || value > definition.max()) {
      throw new SqlError(
              SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
              "setval: the value is out of bounds for sequence")
          .with("sequence", name)
          .with("value", value)
          .with("minvalue", definition.min())
          .with("maxvalue", definition.max());
    }
    counter.set(value, called);
  }

  Sequence altered(SequenceOptions said) {
    SequenceDefinition other = definition.altered(said);
    if (!said.says(Number.RESTART)) {
      other.checkWithin("RESTART", counter.place().last());
      return new Sequence(id, name, other, owner, counter);
    }
    long at = said.or(Number.RESTART, other.start());
    other.checkWithin("RESTART", at);
    return new Sequence(id, name, other, owner, restarted(at));
  }

  /** True when it goes with a column of a table; null: with any. */
  boolean isOwnedBy(String table, @Nullable String column) {
    Owner by = owner;
    return by != null && by.table().equals(table) && (column == null || by.column().equals(column));
  }

  Sequence restarted() {
    return new Sequence(id, name, definition, owner, restarted(definition.start()));
  }

  private SequenceCounter restarted(long at) {
    return SequenceCounter.beginning(id, counter.restarts() + 1, at);
  }

  Sequence named(String other) {
    return new Sequence(id, other, definition, owner, counter);
  }

  Sequence ownedBy(@Nullable Owner other) {
    return new Sequence(id, name, definition, other, counter);
  }

  /** What a column that draws from it has as its default. */
  public static String drawing(String name) {
    return "nextval('" + quoted(name).replace("'", "''") + "'::regclass)";
  }

  /** A name as SQL writes it. */
  public static String quoted(String name) {
    boolean plain = name.matches("[a-z_][a-z0-9_$]*");
    return plain ? name : '"' + name.replace("\"", "\"\"") + '"';
  }
}
