package dev.coulomb.node.execution.nested;

import dev.coulomb.node.execution.ExecutionContext;
import dev.coulomb.node.execution.Opener;
import dev.coulomb.node.execution.RowSource;
import dev.coulomb.node.execution.Ticks;
import dev.coulomb.node.plan.JoinKind;
import dev.coulomb.node.plan.Operator;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The right side run for each left row, whose columns it sees in slots. */
public final class EachRow {
  private EachRow() {}

  /** The operator over its two sides. */
  public static Opener compile(Operator.ForEach each, Opener left, Opener right) {
    int width = each.types().size();
    return context -> new Source(each, left.open(context), right, width, context);
  }

  private static final class Source implements RowSource {
    private final JoinKind kind;
    private final int slot;
    private final int width;
    private final RowSource left;
    private final Opener right;
    private final ExecutionContext context;
    private final Ticks ticks;
    private @Nullable Object @Nullable [] leftRow;
    private @Nullable RowSource rightRows;
    private boolean matched;

    Source(
        Operator.ForEach each, RowSource left, Opener right, int width, ExecutionContext context) {
      this.kind = each.kind();
      this.slot = each.slot();
      this.width = width;
      this.left = left;
      this.right = right;
      this.context = context;
      this.ticks = new Ticks(context.cancel());
    }

    @Override
    public @Nullable Object @Nullable [] next() {
      while (true) {
        ticks.tick();
        RowSource rows = rightRows;
        @Nullable Object[] row = leftRow;
        if (rows == null || row == null) {
          row = left.next();
          if (row == null) {
            return null;
          }
          leftRow = row;
          matched = false;
          rows = right.open(context.with(slot, row));
          rightRows = rows;
        }
        @Nullable Object[] out = step(row, rows);
        if (out != null) {
          return out;
        }
      }
    }

    /** The next row that the current left row gives; null when it gives none now. */
    private @Nullable Object @Nullable [] step(@Nullable Object[] row, RowSource rows) {
      @Nullable Object[] found = rows.next();
      if (found == null) {
        closeRight();
        return matched
            ? null
            : switch (kind) {
              case INNER, SEMI -> null;
              case LEFT, FULL -> Arrays.copyOf(row, width);
              case ANTI -> row;
            };
      }
      matched = true;
      return switch (kind) {
        case INNER, LEFT, FULL -> {
          @Nullable Object[] both = Arrays.copyOf(row, width);
          System.arraycopy(found, 0, both, row.length, found.length);
          yield both;
        }
        case SEMI -> {
          closeRight();
          yield row;
        }
        case ANTI -> {
          closeRight();
          yield null;
        }
      };
    }

    private void closeRight() {
      RowSource rows = rightRows;
      rightRows = null;
      leftRow = null;
      if (rows != null) {
        rows.close();
      }
    }

    @Override
    public void close() {
      closeRight();
      left.close();
    }
  }
}
