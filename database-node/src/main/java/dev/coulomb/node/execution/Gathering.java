package dev.coulomb.node.execution;

import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.execution.parallel.Shareable;
import dev.coulomb.node.execution.parallel.SideBySide;
import dev.coulomb.node.plan.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The rows of every partition: one after the other, or merged in order. */
final class Gathering {
  private Gathering() {}

  static Opener compile(Operator.Gather gather) {
    Opener input = OperatorCompiler.compile(gather.input());
    if (gather.order().isEmpty()) {
      Table scanned = Shareable.scanned(gather.input());
      return context -> {
        Executor readers = context.stores().readers();
        return scanned != null && readers != null && Shareable.isWorthIt(scanned, context.stores())
            ? new SideBySide(partitions(input, context), readers)
            : new SimpleSources.Concatenation(partitions(input, context));
      };
    }
    RowOrder order = new RowOrder(gather.order(), gather.input().types());
    return context -> new Merge(partitions(input, context), order);
  }

  private static List<Supplier<RowSource>> partitions(Opener input, ExecutionContext context) {
    List<Supplier<RowSource>> sources = new ArrayList<>();
    for (int p = 0; p < context.stores().partitions(); p++) {
      ExecutionContext there = context.at(p);
      sources.add(() -> input.open(there));
    }
    return sources;
  }

  /** Sorted sources, merged; among equals the lower partition comes first. */
  private static final class Merge implements RowSource {
    private final List<Supplier<RowSource>> suppliers;
    private final List<RowSource> open = new ArrayList<>();
    private final PriorityQueue<Head> heads;
    private boolean started;

    Merge(List<Supplier<RowSource>> suppliers, RowOrder order) {
      this.suppliers = suppliers;
      this.heads =
          new PriorityQueue<>((a, b) -> {
            int sign = order.compare(a.row(), b.row());
            return sign != 0 ? sign : Integer.compare(a.number(), b.number());
          });
    }

    private record Head(@Nullable Object[] row, int number) {}

    @Override
    public @Nullable Object @Nullable [] next() {
      if (!started) {
        started = true;
        for (int i = 0; i < suppliers.size(); i++) {
          open.add(suppliers.get(i).get());
          advance(i);
        }
      }
      Head first = heads.poll();
      if (first == null) {
        return null;
      }
      advance(first.number());
      return first.row();
    }

    private void advance(int number) {
      @Nullable Object[] row = open.get(number).next();
      if (row == null) {
        open.get(number).close();
      } else {
        heads.add(new Head(row, number));
      }
    }

    @Override
    public void close() {
      started = true;
      heads.clear();
      open.forEach(RowSource::close);
    }
  }
}
