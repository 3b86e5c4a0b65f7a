package dev.coulomb.node.execution.window;

import dev.coulomb.node.execution.ExecutionContext;
import dev.coulomb.node.execution.Opener;
import dev.coulomb.node.execution.RowOrder;
import dev.coulomb.node.execution.RowSource;
import dev.coulomb.node.execution.WorkMemory;
import dev.coulomb.node.plan.Operator;
import dev.coulomb.node.plan.SortKey;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Window functions over sorted rows: one partition is kept at a time. */
public final class Windows {
  /** What a row costs beyond its values: its places in three lists. */
  private static final int ROW_BYTES = 24;

  private Windows() {}

  /** The operator over the rows that its input gives. */
  public static Opener compile(Operator.Window window, Opener input) {
    List<SortKey> partition =
        window.partition().stream().map(column -> new SortKey(column, false, false)).toList();
    Shape shape =
        new Shape(
            new RowOrder(partition, window.input().types()),
            new RowOrder(window.order(), window.input().types()),
            window.calls().stream().map(CompiledCall::new).toList());
    return context -> new Source(input.open(context), shape, context);
  }

  private record Shape(RowOrder partition, RowOrder order, List<CompiledCall> calls) {}

  private static final class Source implements RowSource {
    private final RowSource input;
    private final Shape shape;
    private final ExecutionContext context;
    private final WorkMemory.Held memory;
    private WindowRows rows;
    private List<WindowValues> values = List.of();
    private int at;
    private @Nullable Object @Nullable [] pending;
    private boolean started;

    Source(RowSource input, Shape shape, ExecutionContext context) {
      this.input = input;
      this.shape = shape;
      this.context = context;
      this.memory = new WorkMemory.Held(context.workMemory());
      this.rows = new WindowRows(context);
    }

    @Override
    public @Nullable Object @Nullable [] next() {
      if (at == rows.size() && !read()) {
        return null;
      }
      @Nullable Object[] row = rows.row(at);
      @Nullable Object[] out = Arrays.copyOf(row, row.length + values.size());
      for (int i = 0; i < values.size(); i++) {
        out[row.length + i] = values.get(i).at(at);
      }
      at++;
      return out;
    }

    /** The next partition; false when there is none. */
    private boolean read() {
      release();
      @Nullable Object[] first = started ? pending : input.next();
      started = true;
      if (first == null) {
        pending = null;
        return false;
      }
      @Nullable Object[] row = first;
      while (row != null && shape.partition().compare(first, row) == 0) {
        memory.take(WorkMemory.bytesOf(row) + ROW_BYTES);
        rows.add(row);
        row = input.next();
      }
      pending = row;
      rows.order(shape.order());
      values = shape.calls().stream().map(call -> call.on(rows)).toList();
      return true;
    }

    private void release() {
      values.forEach(WindowValues::close);
      values = List.of();
      memory.release();
      rows = new WindowRows(context);
      at = 0;
    }

    @Override
    public void close() {
      release();
      started = true;
      pending = null;
      input.close();
    }
  }
}
