package dev.coulomb.node.execution;

import dev.coulomb.node.execution.expression.ValueOrder;
import dev.coulomb.node.plan.Operator;
import dev.coulomb.node.types.SqlType;
import dev.coulomb.node.types.TypeKind;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The first row of each key in a hash table, which holds no other rows. */
final class FirstRows {
  private FirstRows() {}

  static Opener compile(Operator.FirstRows first) {
    Opener input = OperatorCompiler.compile(first.input());
    List<SqlType> types = first.input().types();
    int[] columns = first.keys().stream().mapToInt(Integer::intValue).toArray();
    TypeKind[] kinds =
        first.keys().stream().map(column -> types.get(column).kind()).toArray(TypeKind[]::new);
    Shape shape = new Shape(columns, kinds, new RowOrder(first.order(), types));
    return context -> new Source(input, shape, context);
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Shape(int[] columns, TypeKind[] kinds, RowOrder order) {
    JoinKeys.Composite key(@Nullable Object[] row) {
      @Nullable Object[] parts = new @Nullable Object[columns.length];
      for (int i = 0; i < parts.length; i++) {
        parts[i] = ValueOrder.key(kinds[i], row[columns[i]]);
      }
      return new JoinKeys.Composite(parts);
    }
  }

  private static final class Source implements RowSource {
    private final Opener opener;
    private final Shape shape;
    private final ExecutionContext context;
    private final WorkMemory.Held memory;
    private @Nullable Iterator<@Nullable Object[]> rows;

    Source(Opener opener, Shape shape, ExecutionContext context) {
      this.opener = opener;
      this.shape = shape;
      this.context = context;
      this.memory = new WorkMemory.Held(context.workMemory());
    }

    @Override
    public @Nullable Object @Nullable [] next() {
      Iterator<@Nullable Object[]> rest = rows;
      if (rest == null) {
        rest = read();
        rows = rest;
      }
      if (!rest.hasNext()) {
        close();
        return null;
      }
      return rest.next();
    }

    private Iterator<@Nullable Object[]> read() {
      Map<JoinKeys.Composite, @Nullable Object[]> byKey = new LinkedHashMap<>();
      try (RowSource input = opener.open(context)) {
        for (@Nullable Object[] row = input.nextLent(); row != null; row = input.nextLent()) {
          JoinKeys.Composite key = shape.key(row);
          @Nullable Object[] known = byKey.get(key);
          if (known == null) {
            memory.take(WorkMemory.bytesOf(row) + HashedRows.ENTRY_BYTES);
            byKey.put(key, row.clone());
          } else if (shape.order().compare(row, known) < 0) {
            memory.take(WorkMemory.bytesOf(row) - WorkMemory.bytesOf(known));
            byKey.put(key, row.clone());
          }
        }
      }
      return byKey.values().iterator();
    }

    @Override
    public void close() {
      rows = Collections.emptyIterator();
      memory.release();
    }
  }
}
