package dev.coulomb.node.execution;

import dev.coulomb.node.catalog.Index;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.execution.expression.ExpressionCompiler;
import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.plan.Access;
import dev.coulomb.node.storage.KeyRange;
import dev.coulomb.node.types.KeyWriter;
import dev.coulomb.node.types.TypeKind;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An access by key, compiled: evaluates its values and encodes them as a range of keys. Immutable.
 */
final class KeyBounds {
  /** How {@link KeyWriter} begins a null; every other value begins with less. */
  private static final byte ENCODED_NULL = 2;

  private final @Nullable Index index;
  private final boolean descending;
  private final boolean wholeKey;
  private final KeyValue[] equal;
  private final @Nullable KeyValue lower;
  private final @Nullable KeyValue upper;
  private final boolean lowerInclusive;
  private final boolean upperInclusive;

  private KeyBounds(Table table, Access.KeyRange access) {
    index = access.index() == Access.PRIMARY_KEY ? null : indexOf(table, access.index());
    List<Integer> ordinals = index == null ? table.primaryKey() : index.columns();
    descending = access.descending();
    equal = new KeyValue[access.equal().size()];
    for (int i = 0; i < equal.length; i++) {
      TypeKind column = kind(table, index, i);
      equal[i] =
          new KeyValue(
              ExpressionCompiler.compile(access.equal().get(i)),
              access.equal().get(i).type().kind(),
              column);
    }
    Access.Bound low = access.lower();
    Access.Bound high = access.upper();
    Invariant.that(
        equal.length <= ordinals.size(), "no more values are bound than the key has columns");
    Invariant.that(
        (low == null && high == null) || equal.length < ordinals.size(),
        "a range is over a column of the key");
    lower = low == null ? null : bound(table, low);
    upper = high == null ? null : bound(table, high);
    lowerInclusive = low != null && low.inclusive();
    upperInclusive = high != null && high.inclusive();
    wholeKey = index == null && equal.length == ordinals.size() && equal.length > 0;
  }

  static KeyBounds compile(Table table, Access.KeyRange access) {
    return new KeyBounds(table, access);
  }

  private static Index indexOf(Table table, int id) {
    Index found = table.index(id);
    if (found == null) {
      throw new Invariant.Broken("a plan names indexes of its own catalog version");
    }
    return found;
  }

  private static TypeKind kind(Table table, @Nullable Index index, int part) {
    return index == null
        ? table.column(table.primaryKey().get(part)).type().kind()
        : index.type(table, part).kind();
  }

  private KeyValue bound(Table table, Access.Bound bound) {
    TypeKind column = kind(table, index, equal.length);
    return new KeyValue(
        ExpressionCompiler.compile(bound.value()), bound.value().type().kind(), column);
  }

  @Nullable Index index() {
    return index;
  }

  boolean descending() {
    return descending;
  }

  /** True where the whole primary key is bound, so that there is at most one row. */
  boolean isWholeKey() {
    return wholeKey;
  }

  /**
   * The encoded primary key, or null when no row can have it. Only where {@link #isWholeKey}.
   *
   * @param row the left row of a join, or an empty one
   */
  byte @Nullable [] key(@Nullable Object[] row, ExecutionContext context, KeyWriter writer) {
    writer.reset();
    return writeEqual(row, context, writer) ? writer.toBytes() : null;
  }

  /** What several prefixes begin with: in order, each once, without those that find nothing. */
  static List<byte[]> prefixes(
      KeyBounds[] alternatives,
      @Nullable Object[] row,
      ExecutionContext context,
      KeyWriter writer) {
    TreeSet<byte[]> prefixes = new TreeSet<>(Arrays::compareUnsigned);
    for (KeyBounds bounds : alternatives) {
      writer.reset();
      if (bounds.writeEqual(row, context, writer)) {
        prefixes.add(writer.toBytes());
      }
    }
    return List.copyOf(prefixes);
  }

  /** The range, or null when it is empty. */
  @Nullable KeyRange range(@Nullable Object[] row, ExecutionContext context, KeyWriter writer) {
    writer.reset();
    if (!writeEqual(row, context, writer)) {
      return null;
    }
    byte[] prefix = writer.toBytes();
    byte @Nullable [] from = prefix;
    byte @Nullable [] to = KeyRange.after(prefix);
    if (lower != null) {
      KeyValue.End end = lower.lower(row, context, lowerInclusive);
      if (end == null) {
        return null;
      }
      byte[] bytes = end.append(prefix, writer);
      from = end.inclusive() ? bytes : KeyRange.after(bytes);
      to = beforeNulls(prefix);
    }
    if (upper != null) {
      KeyValue.End end = upper.upper(row, context, upperInclusive);
      if (end == null) {
        return null;
      }
      byte[] bytes = end.append(prefix, writer);
      to = end.inclusive() ? KeyRange.after(bytes) : bytes;
    }
    return new KeyRange(from, to);
  }

  /** The first key behind those that go on with a value that is not null. */
  private static byte[] beforeNulls(byte[] prefix) {
    byte[] bound = Arrays.copyOf(prefix, prefix.length + 1);
    bound[prefix.length] = ENCODED_NULL;
    return bound;
  }

  private boolean writeEqual(@Nullable Object[] row, ExecutionContext context, KeyWriter writer) {
    for (KeyValue value : equal) {
      if (!value.writeEqual(row, context, writer)) {
        return false;
      }
    }
    return true;
  }
}
