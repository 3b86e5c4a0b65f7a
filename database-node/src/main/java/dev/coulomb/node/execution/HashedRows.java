package dev.coulomb.node.execution;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The right side of a hash join: read and hashed when the first left row comes. */
final class HashedRows implements Joins.RightSide {
  /** What a row costs beyond its values: its entry, its key, its place in the table. */
  static final int ENTRY_BYTES = 96;

  private final Opener opener;
  private final JoinKeys keys;
  private final ExecutionContext context;
  private final Map<Object, Joins.RightRow> byKey = new HashMap<>();
  private final List<Joins.RightRow> all = new ArrayList<>();
  private boolean read;
  private long heldBytes;
  private Joins.@Nullable RightRow candidate;

  HashedRows(Opener opener, JoinKeys keys, ExecutionContext context) {
    this.opener = opener;
    this.keys = keys;
    this.context = context;
  }

  @Override
  public void start(@Nullable Object[] leftRow) {
    read();
    Object key = keys.left(leftRow, context);
    candidate = key == null ? null : byKey.get(key);
  }

  private void read() {
    if (read) {
      return;
    }
    read = true;
    try (RowSource input = opener.open(context)) {
      for (@Nullable Object[] row = input.next(); row != null; row = input.next()) {
        long bytes = WorkMemory.bytesOf(row) + ENTRY_BYTES;
        heldBytes += bytes;
        context.workMemory().take(bytes);
        add(new Joins.RightRow(row));
      }
    }
  }

  private void add(Joins.RightRow row) {
    all.add(row);
    Object key = keys.right(row.values, context);
    if (key != null) {
      row.nextOfKey = byKey.put(key, row);
    }
  }

  @Override
  public Joins.@Nullable RightRow next() {
    Joins.RightRow found = candidate;
    candidate = found == null ? null : found.nextOfKey;
    return found;
  }

  @Override
  public Iterator<Joins.RightRow> unmatched() {
    read();
    return all.stream().filter(row -> !row.matched).iterator();
  }

  @Override
  public void close() {
    byKey.clear();
    all.clear();
    candidate = null;
    context.workMemory().give(heldBytes);
    heldBytes = 0;
  }
}
