package dev.coulomb.node.execution.window;

import dev.coulomb.node.execution.ExecutionContext;
import dev.coulomb.node.execution.expression.Evaluator;
import dev.coulomb.node.execution.expression.ExpressionCompiler;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.WindowFrame;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import org.jspecify.annotations.Nullable;

/** A frame, ready to be asked from any row where it is. */
final class Frames {
  private static final @Nullable Object[] NO_ROW = new @Nullable Object[0];

  private final WindowFrame frame;
  private final @Nullable Evaluator lowerOffset;
  private final @Nullable Evaluator upperOffset;

  Frames(WindowFrame frame) {
    this.frame = frame;
    this.lowerOffset = compiled(frame.lower().offset());
    this.upperOffset = compiled(frame.upper().offset());
  }

  private static @Nullable Evaluator compiled(@Nullable Expression offset) {
    return offset == null ? null : ExpressionCompiler.compile(offset);
  }

  /** The frames of the rows of a partition. */
  On on(WindowRows rows) {
    ExecutionContext context = rows.context();
    return new On(
        frame,
        rows,
        offset(lowerOffset, "starting", context),
        offset(upperOffset, "ending", context));
  }

  private static long offset(@Nullable Evaluator offset, String which, ExecutionContext context) {
    if (offset == null) {
      return 0;
    }
    Object value = offset.evaluate(NO_ROW, context);
    if (value == null) {
      throw new SqlError(SqlState.NULL_VALUE_NOT_ALLOWED, "a frame's offset must not be null")
          .with("offset", which);
    }
    long rows = ((Number) value).longValue();
    if (rows < 0) {
      throw new SqlError(
              SqlState.INVALID_PRECEDING_OR_FOLLOWING_SIZE, "a frame's offset must not be negative")
          .with("offset", which);
    }
    return rows;
  }

  /** Rows of a partition that are seen from one of them, in up to three runs. */
  static final class On {
    private static final int RUNS_MAX = 3;

    private final WindowFrame frame;
    private final WindowRows rows;
    private final long lowerOffset;
    private final long upperOffset;
    private final int[] from = new int[RUNS_MAX];
    private final int[] to = new int[RUNS_MAX];
    private int runs;

    On(WindowFrame frame, WindowRows rows, long lowerOffset, long upperOffset) {
      this.frame = frame;
      this.rows = rows;
      this.lowerOffset = lowerOffset;
      this.upperOffset = upperOffset;
    }

    boolean excludes() {
      return frame.exclusion() != WindowFrame.Exclusion.NO_OTHERS;
    }

    /** Goes to the frame of a row. */
    void move(int row) {
      int lower = lower(row);
      int upper = Math.max(lower, upper(row));
      runs = 0;
      switch (frame.exclusion()) {
        case NO_OTHERS -> run(lower, upper);
        case CURRENT_ROW -> {
          run(lower, Math.min(upper, row));
          run(Math.max(lower, row + 1), upper);
        }
        case GROUP -> {
          run(lower, Math.min(upper, rows.peersFrom(row)));
          run(Math.max(lower, rows.peersTo(row)), upper);
        }
        case TIES -> {
          run(lower, Math.min(upper, rows.peersFrom(row)));
          run(Math.max(lower, row), Math.min(upper, row + 1));
          run(Math.max(lower, rows.peersTo(row)), upper);
        }
      }
    }

    private void run(int lower, int upper) {
      if (lower < upper) {
        from[runs] = lower;
        to[runs] = upper;
        runs++;
      }
    }

    private int lower(int row) {
      return switch (frame.lower().edge()) {
        case UNBOUNDED_PRECEDING -> 0;
        case PRECEDING -> within(row - lowerOffset);
        case CURRENT_ROW -> frame.rows() ? row : rows.peersFrom(row);
        case FOLLOWING -> within(lowerOffset > rows.size() ? rows.size() : row + lowerOffset);
        case UNBOUNDED_FOLLOWING -> rows.size();
      };
    }

    private int upper(int row) {
      return switch (frame.upper().edge()) {
        case UNBOUNDED_PRECEDING -> 0;
        case PRECEDING -> within(row - upperOffset + 1);
        case CURRENT_ROW -> frame.rows() ? row + 1 : rows.peersTo(row);
        case FOLLOWING -> within(upperOffset > rows.size() ? rows.size() : row + upperOffset + 1);
        case UNBOUNDED_FOLLOWING -> rows.size();
      };
    }

    private int within(long position) {
      return (int) Math.max(0, Math.min(rows.size(), position));
    }

    int runs() {
      return runs;
    }

    int from(int run) {
      return from[run];
    }

    int to(int run) {
      return to[run];
    }

    /** The n-th row of the frame, from 0, or -1. */
    int nth(long n) {
      long left = n;
      for (int i = 0; i < runs; i++) {
        int length = to[i] - from[i];
        if (left < length) {
          return from[i] + (int) left;
        }
        left -= length;
      }
      return -1;
    }

    /** The last row of the frame, or -1. */
    int last() {
      return runs == 0 ? -1 : to[runs - 1] - 1;
    }
  }
}
