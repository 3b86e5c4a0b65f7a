package dev.coulomb.node.execution;

import dev.coulomb.node.plan.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Sorted rows: all of them, or through a heap of the first few when their number is known. */
final class Sorting {
  private Sorting() {}

  static Opener compile(Operator.Sort sort) {
    Opener input = OperatorCompiler.compile(sort.input());
    RowOrder order = new RowOrder(sort.keys(), sort.input().types());
    Bounds bounds =
        new Bounds(
            OperatorCompiler.optional(sort.offset()), OperatorCompiler.optional(sort.limit()));
    return context -> new Source(input, order, bounds, context);
  }

  private static final class Source implements RowSource {
    private final Opener opener;
    private final RowOrder order;
    private final long offset;
    private final long limit;
    private final ExecutionContext context;
    private @Nullable List<@Nullable Object[]> sorted;
    private int at;
    private long heldBytes;

    Source(Opener opener, RowOrder order, Bounds bounds, ExecutionContext context) {
      this.opener = opener;
      this.order = order;
      this.offset = bounds.offset(context);
      this.limit = bounds.limit(context);
      this.context = context;
    }

    @Override
    public @Nullable Object @Nullable [] next() {
      List<@Nullable Object[]> rows = sorted;
      if (rows == null) {
        rows = read();
        sorted = rows;
        at = (int) Math.min(offset, rows.size());
      }
      if (at >= rows.size() || (limit != Bounds.NO_LIMIT && at - offset >= limit)) {
        close();
        return null;
      }
      return rows.get(at++);
    }

    private List<@Nullable Object[]> read() {
      boolean few = limit != Bounds.NO_LIMIT && offset + limit < Integer.MAX_VALUE;
      few &= offset + limit >= 0;
      try (RowSource input = opener.open(context)) {
        return few ? first(input, (int) (offset + limit)) : all(input);
      }
    }

    private List<@Nullable Object[]> all(RowSource input) {
      List<@Nullable Object[]> rows = new ArrayList<>();
      for (@Nullable Object[] row = input.next(); row != null; row = input.next()) {
        hold(row);
        rows.add(row);
      }
      rows.sort(order);
      return rows;
    }

    /** The heap's head is the last of the rows that are kept. */
    private List<@Nullable Object[]> first(RowSource input, int count) {
      if (count == 0) {
        return new ArrayList<>();
      }
      PriorityQueue<@Nullable Object[]> kept = new PriorityQueue<>(order.reversed());
      for (@Nullable Object[] row = input.next(); row != null; row = input.next()) {
        if (kept.size() < count) {
          hold(row);
          kept.add(row);
        } else if (order.compare(row, kept.element()) < 0) {
          release(kept.remove());
          hold(row);
          kept.add(row);
        }
      }
      List<@Nullable Object[]> rows = new ArrayList<>(kept);
      rows.sort(order);
      return rows;
    }

    private void hold(@Nullable Object[] row) {
      long bytes = WorkMemory.bytesOf(row);
      heldBytes += bytes;
      context.workMemory().take(bytes);
    }

    private void release(@Nullable Object[] row) {
      long bytes = WorkMemory.bytesOf(row);
      heldBytes -= bytes;
      context.workMemory().give(bytes);
    }

    @Override
    public void close() {
      context.workMemory().give(heldBytes);
      heldBytes = 0;
      sorted = List.of();
    }
  }
}
