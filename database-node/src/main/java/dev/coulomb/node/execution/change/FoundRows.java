package dev.coulomb.node.execution.change;

import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.execution.ChangeResult;
import dev.coulomb.node.execution.CompiledQuery;
import dev.coulomb.node.execution.ExecutionContext;
import dev.coulomb.node.execution.RowSource;
import dev.coulomb.node.execution.Ticks;
import dev.coulomb.node.execution.WorkMemory;
import dev.coulomb.node.execution.expression.Evaluator;
import dev.coulomb.node.execution.expression.ExpressionCompiler;
import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.storage.PartitionStore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * An UPDATE or DELETE of rows that a query finds, ready to run. Immutable, shared by threads. A
 * change that fails may have changed some rows: the transaction undoes them.
 */
public final class FoundRows {
  /** What a remembered row costs beyond its key and values. */
  private static final int ENTRY_BYTES = 128;

  private final Table table;
  private final CompiledQuery query;
  private final boolean deletes;
  private final int[] assigned;
  private final Evaluator[] values;
  private final Evaluator[] returning;
  private final RowRules rules;

  private FoundRows(Plan.ChangeFound change) {
    this.table = change.table();
    this.query = CompiledQuery.compile(new Plan.Query(change.rows(), change.routing(), false));
    this.deletes = change.deletes();
    this.assigned = change.assignments().stream().mapToInt(Plan.Assignment::column).toArray();
    this.values =
        change.assignments().stream()
            .map(assignment -> ExpressionCompiler.compile(assignment.value()))
            .toArray(Evaluator[]::new);
    this.returning =
        change.returning().stream().map(ExpressionCompiler::compile).toArray(Evaluator[]::new);
    this.rules = new RowRules(table, change.checks());
  }

  public static FoundRows compile(Plan.ChangeFound change) {
    return new FoundRows(change);
  }

  /**
   * A row to change.
   *
   * @param found what the query gave, with the new row in front
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Row(int partition, byte[] key, @Nullable Object[] found) {}

  private record Identity(int partition, ByteBuffer key) {}

  /**
   * Changes the rows. All of them are found before the first is changed.
   *
   * @param place the partition of a row, by its columns
   * @param stores by partition
   */
  public ChangeResult change(
      ExecutionContext context,
      ToIntFunction<@Nullable Object[]> place,
      IntFunction<PartitionStore> stores) {
    WorkMemory.Held memory = new WorkMemory.Held(context.workMemory());
    try {
      List<Row> rows = find(context, place, memory);
      Ticks ticks = new Ticks(context.cancel());
      List<@Nullable Object[]> answers = new ArrayList<>();
      for (Row row : rows) {
        ticks.tick();
        change(row, stores.apply(row.partition()));
        if (returning.length > 0) {
          answers.add(answer(row.found(), context));
        }
      }
      return new ChangeResult(rows.size(), answers);
    } finally {
      memory.release();
    }
  }

  private void change(Row row, PartitionStore store) {
    if (deletes) {
      Invariant.that(store.delete(table, row.key()), "a row that was found is there");
    } else {
      store.update(table, row.key(), Arrays.copyOf(row.found(), table.columns().size()));
    }
  }

  private @Nullable Object[] answer(@Nullable Object[] found, ExecutionContext context) {
    @Nullable Object[] answer = new @Nullable Object[returning.length];
    for (int i = 0; i < answer.length; i++) {
      answer[i] = returning[i].evaluate(found, context);
    }
    return answer;
  }

  /** Of a row that is found several times the first counts. */
  private List<Row> find(
      ExecutionContext context, ToIntFunction<@Nullable Object[]> place, WorkMemory.Held memory) {
    int width = table.columns().size();
    List<Row> rows = new ArrayList<>();
    Set<Identity> seen = new HashSet<>();
    try (RowSource source = query.open(context)) {
      for (@Nullable Object[] found = source.next(); found != null; found = source.next()) {
        byte[] key = (byte[]) Invariant.present(found[width], "a row that is found has a key");
        int partition = place.applyAsInt(found);
        if (seen.add(new Identity(partition, ByteBuffer.wrap(key)))) {
          @Nullable Object[] becomes = deletes ? found : updated(found, context);
          memory.take(ENTRY_BYTES + 2L * key.length + WorkMemory.bytesOf(becomes));
          rows.add(new Row(partition, key, becomes));
        }
      }
    }
    return rows;
  }

  private @Nullable Object[] updated(@Nullable Object[] found, ExecutionContext context) {
    @Nullable Object[] updated = found.clone();
    for (int i = 0; i < assigned.length; i++) {
      updated[assigned[i]] = values[i].evaluate(found, context);
    }
    rules.check(Arrays.copyOf(updated, table.columns().size()), context);
    return updated;
  }
}
