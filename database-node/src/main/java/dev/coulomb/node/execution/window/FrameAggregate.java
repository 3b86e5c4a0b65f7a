package dev.coulomb.node.execution.window;

import dev.coulomb.node.execution.CompiledAggregate;
import dev.coulomb.node.execution.WorkMemory;
import dev.coulomb.node.execution.aggregate.Accumulator;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate over the frames of a partition. While frames only grow at their end it goes on with
 * what it has; otherwise each frame is added up anew.
 */
final class FrameAggregate implements WindowValues {
  private final CompiledAggregate aggregate;
  private final Frames.On frame;
  private final WindowRows rows;
  private final WorkMemory.Held memory;
  private @Nullable Accumulator accumulator;
  private @Nullable Object result;
  private int from;
  private int to;
  private final @Nullable Object[] arguments;

  FrameAggregate(CompiledAggregate aggregate, Frames.On frame, WindowRows rows) {
    this.aggregate = aggregate;
    this.frame = frame;
    this.rows = rows;
    this.arguments = aggregate.newArguments();
    this.memory = new WorkMemory.Held(rows.context().workMemory());
  }

  @Override
  public @Nullable Object at(int row) {
    frame.move(row);
    if (frame.excludes()) {
      Accumulator fresh = fresh();
      for (int run = 0; run < frame.runs(); run++) {
        add(fresh, frame.from(run), frame.to(run));
      }
      return fresh.result();
    }
    int lower = frame.runs() == 0 ? 0 : frame.from(0);
    int upper = frame.runs() == 0 ? 0 : frame.to(0);
    Accumulator current = accumulator;
    if (current != null && lower == from && upper == to) {
      return result;
    }
    boolean goesOn = current != null && lower == from && upper > to;
    if (current == null || !goesOn) {
      current = fresh();
      accumulator = current;
    }
    add(current, goesOn ? to : lower, upper);
    from = lower;
    to = upper;
    result = current.result();
    return result;
  }

  private Accumulator fresh() {
    memory.release();
    return aggregate.newAccumulator(memory);
  }

  private void add(Accumulator into, int lower, int upper) {
    for (int i = lower; i < upper; i++) {
      aggregate.add(into, rows.visited(i), arguments, rows.context());
    }
  }

  @Override
  public void close() {
    memory.release();
  }
}
