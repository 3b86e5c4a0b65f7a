package dev.coulomb.node.execution.nested;

import dev.coulomb.node.execution.ExecutionContext;
import dev.coulomb.node.execution.Opener;
import dev.coulomb.node.execution.RowSource;
import dev.coulomb.node.execution.Ticks;
import dev.coulomb.node.execution.WorkMemory;
import dev.coulomb.node.execution.expression.ValueOrder;
import dev.coulomb.node.plan.Operator;
import dev.coulomb.node.types.TypeKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code WITH RECURSIVE}: a first part, then a second one on the rows of the round before, until a
 * round gives none. Only the rows of two rounds are kept, and with {@code UNION} what was seen.
 */
public final class Rounds {
  private static final int ROW_BYTES = 16;
  private static final int SEEN_BYTES = 64;

  private Rounds() {}

  /** The operator over its two parts. */
  public static Opener compile(Operator.Recursion recursion, Opener seed, Opener step) {
    TypeKind[] kinds = recursion.types().stream().map(type -> type.kind()).toArray(TypeKind[]::new);
    Shape shape = new Shape(recursion.slot(), recursion.distinct(), kinds, seed, step);
    return context -> new Source(shape, context);
  }

  /** The rows of the round before. */
  public static Opener compile(Operator.Working working) {
    return context -> new Kept(working.slot(), context);
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Shape(int slot, boolean distinct, TypeKind[] kinds, Opener seed, Opener step) {}

  /** The rows of a round. */
  private record Round(List<@Nullable Object[]> rows) {}

  private static final class Kept implements RowSource {
    private final List<@Nullable Object[]> rows;
    private final Ticks ticks;
    private int at;

    Kept(int slot, ExecutionContext context) {
      rows = context.parameter(slot) instanceof Round round ? round.rows() : List.of();
      ticks = new Ticks(context.cancel());
    }

    @Override
    public @Nullable Object @Nullable [] next() {
      ticks.tick();
      return at < rows.size() ? rows.get(at++) : null;
    }

    @Override
    public void close() {
      at = rows.size();
    }
  }

  private static final class Source implements RowSource {
    private final Shape shape;
    private final ExecutionContext context;
    private final WorkMemory.Held seenMemory;
    private final Set<List<@Nullable Object>> seen = new HashSet<>();
    private WorkMemory.Held roundMemory;
    private WorkMemory.Held nextMemory;
    private List<@Nullable Object[]> next = new ArrayList<>();
    private @Nullable RowSource current;
    private boolean ended;

    Source(Shape shape, ExecutionContext context) {
      this.shape = shape;
      this.context = context;
      this.seenMemory = new WorkMemory.Held(context.workMemory());
      this.roundMemory = new WorkMemory.Held(context.workMemory());
      this.nextMemory = new WorkMemory.Held(context.workMemory());
    }

    @Override
    public @Nullable Object @Nullable [] next() {
      if (!ended && current == null) {
        current = shape.seed().open(context);
      }
      while (!ended) {
        RowSource rows = current;
        @Nullable Object[] row = rows == null ? null : rows.next();
        if (row == null) {
          endRound();
        } else if (!shape.distinct() || isNew(row)) {
          nextMemory.take(WorkMemory.bytesOf(row) + ROW_BYTES);
          next.add(row);
          return row;
        }
      }
      return null;
    }

    private boolean isNew(@Nullable Object[] row) {
      @Nullable Object[] key = new @Nullable Object[row.length];
      for (int i = 0; i < key.length; i++) {
        key[i] = ValueOrder.key(shape.kinds()[i], row[i]);
      }
      boolean added = seen.add(Arrays.asList(key));
      if (added) {
        seenMemory.take(WorkMemory.bytesOf(row) + SEEN_BYTES);
      }
      return added;
    }

    private void endRound() {
      closeCurrent();
      context.cancel().check();
      roundMemory.release();
      if (next.isEmpty()) {
        close();
        return;
      }
      Round round = new Round(next);
      roundMemory = nextMemory;
      nextMemory = new WorkMemory.Held(context.workMemory());
      next = new ArrayList<>();
      current = shape.step().open(context.with(shape.slot(), new @Nullable Object[] {round}));
    }

    private void closeCurrent() {
      RowSource rows = current;
      current = null;
      if (rows != null) {
        rows.close();
      }
    }

    @Override
    public void close() {
      ended = true;
      closeCurrent();
      next = List.of();
      seen.clear();
      roundMemory.release();
      nextMemory.release();
      seenMemory.release();
    }
  }
}
