package dev.coulomb.node.catalog;

import dev.coulomb.node.catalog.computed.Scalar;
import dev.coulomb.node.types.SqlType;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What makes a table a materialized view: each of its rows is a group of the rows that another
 * table has in the same partition, and is kept up with every change of them. What a query of the
 * view gives is computed from the groups when it runs. Immutable.
 *
 * <p>Columns of the table: with extremes the slot (0: the row is a group; else the row counts one
 * value of the measure before that number); the keys; with extremes the bytes of that value; the
 * place, always null, when nothing else says in which partition a group is; the count of rows; the
 * measures. All columns before the place are the primary key.
 *
 * @param source id of the table whose rows are grouped
 * @param text the query as SQL, as it was written
 * @param columns of the view, as its users see them
 * @param sources names of the tables and views that the query reads
 * @param condition only rows of the source for which it is true count; null: all
 * @param keys over the source's columns
 * @param measures over the source's columns
 * @param placed whether there is a column for the place
 */
public record Derivation(
    int source,
    String text,
    List<Column> columns,
    List<String> sources,
    @Nullable Scalar condition,
    List<Scalar> keys,
    List<Measure> measures,
    boolean placed) {
  public Derivation {
    columns = List.copyOf(columns);
    sources = List.copyOf(sources);
    keys = List.copyOf(keys);
    measures = List.copyOf(measures);
  }

  /** What is kept of the rows of a group. */
  public enum Kind {
    /** How many of them have a value. */
    COUNT,
    /** Null when none has; its count is the measure behind it. */
    SUM,
    MIN,
    MAX
  }

  /**
   * One column of what is kept.
   *
   * @param argument null: every row has a value
   * @param filter only rows for which it is true have a value; null: all
   */
  public record Measure(
      Kind kind, @Nullable Scalar argument, @Nullable Scalar filter, SqlType type) {
    public boolean isExtreme() {
      return kind == Kind.MIN || kind == Kind.MAX;
    }

    boolean sameValues(Measure other) {
      return java.util.Objects.equals(argument, other.argument)
          && java.util.Objects.equals(filter, other.filter);
    }

    private Measure renumbered(IntUnaryOperator ordinals) {
      return new Measure(
          kind,
          argument == null ? null : argument.renumbered(ordinals),
          filter == null ? null : filter.renumbered(ordinals),
          type);
    }
  }

  /** True when values are counted one by one, to know the next when the extreme one goes. */
  public boolean hasExtremes() {
    for (int i = 0; i < measures.size(); i++) {
      if (measures.get(i).isExtreme()) {
        return true;
      }
    }
    return false;
  }

  /** Ordinal of a key. */
  public int key(int number) {
    return number + (hasExtremes() ? 1 : 0);
  }

  /** Ordinal of the bytes of a value; only with extremes. */
  public int value() {
    return 1 + keys.size();
  }

  /** Columns of the primary key, which are the first. */
  public int keyColumns() {
    return keys.size() + (hasExtremes() ? 2 : 0);
  }

  /** Ordinal of the count of rows. */
  public int rows() {
    return keyColumns() + (placed ? 1 : 0);
  }

  /** Ordinal of a measure. */
  public int measure(int number) {
    return rows() + 1 + number;
  }

  /** The measure whose column holds the values that are counted for an extreme one. */
  public int counted(int number) {
    return IntStream.range(0, number + 1)
        .filter(i -> measures.get(i).isExtreme())
        .filter(i -> measures.get(i).sameValues(measures.get(number)))
        .findFirst()
        .orElse(number);
  }

  /** The same over a source whose columns stand elsewhere, or that has another id. */
  Derivation over(int otherSource, IntUnaryOperator ordinals) {
    return new Derivation(
        otherSource,
        text,
        columns,
        sources,
        condition == null ? null : condition.renumbered(ordinals),
        keys.stream().map(key -> key.renumbered(ordinals)).toList(),
        measures.stream().map(measure -> measure.renumbered(ordinals)).toList(),
        placed);
  }
}
