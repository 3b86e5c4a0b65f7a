package dev.coulomb.node.execution;

import dev.coulomb.node.execution.expression.Evaluator;
import dev.coulomb.node.plan.JoinKind;
import dev.coulomb.node.plan.Operator;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Joins. All three kinds give each left row the right rows that may match it; what differs is where
 * those come from.
 */
final class Joins {
  private Joins() {}

  static Opener compile(Operator.NestedLoopJoin join) {
    Opener left = OperatorCompiler.compile(join.left());
    Opener right = OperatorCompiler.compile(join.right());
    Shape shape =
        shape(join.kind(), join.left(), join.right(), OperatorCompiler.optional(join.condition()));
    return context -> new Source(shape, left.open(context), new Kept(right, context), context);
  }

  static Opener compile(Operator.HashJoin join) {
    Opener left = OperatorCompiler.compile(join.left());
    Opener right = OperatorCompiler.compile(join.right());
    JoinKeys keys = JoinKeys.compile(join.leftKeys(), join.rightKeys());
    Evaluator residual = OperatorCompiler.optional(join.residual());
    Shape shape = shape(join.kind(), join.left(), join.right(), residual);
    return context ->
        new Source(shape, left.open(context), new HashedRows(right, keys, context), context);
  }

  static Opener compile(Operator.LookupJoin join) {
    Opener left = OperatorCompiler.compile(join.left());
    Scans.Compiled right = Scans.compiled(join.right());
    Evaluator residual = OperatorCompiler.optional(join.residual());
    Shape shape = shape(join.kind(), join.left(), join.right(), residual);
    return context ->
        new Source(
            shape,
            left.open(context),
            new Looked(right.on(right.store(context), context)),
            context);
  }

  private static Shape shape(
      JoinKind kind, Operator left, Operator right, @Nullable Evaluator condition) {
    return new Shape(kind, left.types().size(), right.types().size(), condition);
  }

  private record Shape(JoinKind kind, int left, int right, @Nullable Evaluator condition) {
    @Nullable Object[] joined(
        @Nullable Object @Nullable [] leftRow, @Nullable Object @Nullable [] rightRow) {
      @Nullable Object[] both = new @Nullable Object[left + right];
      if (leftRow != null) {
        System.arraycopy(leftRow, 0, both, 0, left);
      }
      if (rightRow != null) {
        System.arraycopy(rightRow, 0, both, left, right);
      }
      return both;
    }
  }

  /** A right row that remembers whether a left row matched it. */
  static final class RightRow {
    final @Nullable Object[] values;
    @Nullable RightRow nextOfKey;
    boolean matched;

    RightRow(@Nullable Object[] values) {
      this.values = values;
    }
  }

  /** Where right rows come from. */
  interface RightSide {
    /** Begins the candidates of a left row. */
    void start(@Nullable Object[] leftRow);

    /** The next candidate, or null. */
    @Nullable RightRow next();

    /** The rows that no left row matched; asked once, after the last left row, of a FULL join. */
    Iterator<RightRow> unmatched();

    void close();
  }

  /** All right rows, for every left row. */
  private static final class Kept implements RightSide {
    private final Opener opener;
    private final ExecutionContext context;
    private @Nullable List<RightRow> rows;
    private long heldBytes;
    private int at;

    Kept(Opener opener, ExecutionContext context) {
      this.opener = opener;
      this.context = context;
    }

    @Override
    public void start(@Nullable Object[] leftRow) {
      at = 0;
      rows();
    }

    private List<RightRow> rows() {
      List<RightRow> kept = rows;
      if (kept == null) {
        kept = new ArrayList<>();
        try (RowSource input = opener.open(context)) {
          for (@Nullable Object[] row = input.next(); row != null; row = input.next()) {
            long bytes = WorkMemory.bytesOf(row) + HashedRows.ENTRY_BYTES;
            heldBytes += bytes;
            context.workMemory().take(bytes);
            kept.add(new RightRow(row));
          }
        }
        rows = kept;
      }
      return kept;
    }

    @Override
    public @Nullable RightRow next() {
      List<RightRow> kept = rows();
      return at < kept.size() ? kept.get(at++) : null;
    }

    @Override
    public Iterator<RightRow> unmatched() {
      return rows().stream().filter(row -> !row.matched).iterator();
    }

    @Override
    public void close() {
      rows = List.of();
      context.workMemory().give(heldBytes);
      heldBytes = 0;
    }
  }

  /** Rows of a table by a key over the left row. */
  private static final class Looked implements RightSide {
    private final Scans.Source scan;

    Looked(Scans.Source scan) {
      this.scan = scan;
    }

    @Override
    public void start(@Nullable Object[] leftRow) {
      scan.start(leftRow);
    }

    @Override
    public @Nullable RightRow next() {
      @Nullable Object[] row = scan.next();
      return row == null ? null : new RightRow(row);
    }

    @Override
    public Iterator<RightRow> unmatched() {
      throw new IllegalStateException("a full join is never made by looking up");
    }

    @Override
    public void close() {
      scan.close();
    }
  }

  private static final class Source implements RowSource {
    private final Shape shape;
    private final RowSource left;
    private final RightSide right;
    private final ExecutionContext context;
    private final Ticks ticks;
    private @Nullable Object @Nullable [] leftRow;
    private boolean leftMatched;
    private @Nullable Iterator<RightRow> unmatched;

    Source(Shape shape, RowSource left, RightSide right, ExecutionContext context) {
      this.shape = shape;
      this.left = left;
      this.right = right;
      this.context = context;
      this.ticks = new Ticks(context.cancel());
    }

    @Override
    public @Nullable Object @Nullable [] next() {
      while (unmatched == null) {
        @Nullable Object[] current = leftRow;
        if (current == null) {
          current = left.next();
          if (current == null) {
            return atEnd();
          }
          leftRow = current;
          leftMatched = false;
          right.start(current);
        }
        @Nullable Object[] out = step(current);
        if (out != null) {
          return out;
        }
      }
      return nextUnmatched(unmatched);
    }

    /** The next row that the current left row gives; null when it has given all. */
    private @Nullable Object @Nullable [] step(@Nullable Object[] current) {
      for (RightRow candidate = right.next(); candidate != null; candidate = right.next()) {
        ticks.tick();
        Evaluator condition = shape.condition();
        boolean pairs = shape.kind() != JoinKind.SEMI && shape.kind() != JoinKind.ANTI;
        @Nullable Object[] both =
            pairs || condition != null ? shape.joined(current, candidate.values) : current;
        if (condition != null && !condition.isTrue(both, context)) {
          continue;
        }
        leftMatched = true;
        candidate.matched = true;
        switch (shape.kind()) {
          case INNER, LEFT, FULL -> {
            return both;
          }
          case SEMI -> {
            leftRow = null;
            return current;
          }
          case ANTI -> {
            leftRow = null;
            return null;
          }
        }
      }
      leftRow = null;
      return switch (shape.kind()) {
        case INNER, SEMI -> null;
        case LEFT, FULL -> leftMatched ? null : shape.joined(current, null);
        case ANTI -> current;
      };
    }

    private @Nullable Object @Nullable [] atEnd() {
      if (shape.kind() != JoinKind.FULL) {
        return null;
      }
      Iterator<RightRow> rest = right.unmatched();
      unmatched = rest;
      return nextUnmatched(rest);
    }

    private @Nullable Object @Nullable [] nextUnmatched(Iterator<RightRow> rest) {
      ticks.tick();
      return rest.hasNext() ? shape.joined(null, rest.next().values) : null;
    }

    @Override
    public void close() {
      left.close();
      right.close();
    }
  }
}
