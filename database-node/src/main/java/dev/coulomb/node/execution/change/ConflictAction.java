package dev.coulomb.node.execution.change;

import dev.coulomb.node.catalog.Index;
import dev.coulomb.node.catalog.IndexKeys;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.catalog.computed.RowFunctions;
import dev.coulomb.node.execution.expression.Evaluation;
import dev.coulomb.node.execution.expression.Evaluator;
import dev.coulomb.node.execution.expression.ExpressionCompiler;
import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.plan.Access;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.storage.KeyRange;
import dev.coulomb.node.storage.PartitionStore;
import dev.coulomb.node.storage.RowCursor;
import dev.coulomb.node.storage.RowView;
import dev.coulomb.node.types.KeyWriter;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@code ON CONFLICT} does, ready to run. Immutable, shared by threads. */
public final class ConflictAction {
  private final Table table;
  private final boolean primaryKey;
  private final List<Index> indexes = new ArrayList<>();
  private final List<IndexKeys> indexKeys = new ArrayList<>();
  private final int[] assigned;
  private final Evaluator[] values;
  private final @Nullable Evaluator condition;

  private ConflictAction(Table table, Plan.OnConflict conflict) {
    this.table = table;
    this.primaryKey = conflict.keys().contains(Access.PRIMARY_KEY);
    RowFunctions functions = new IndexFunctions();
    for (int key : conflict.keys()) {
      if (key != Access.PRIMARY_KEY) {
        Index index = Invariant.present(table.index(key), "a plan names indexes of its table");
        indexes.add(index);
        indexKeys.add(new IndexKeys(table, index, functions));
      }
    }
    this.assigned = conflict.assignments().stream().mapToInt(Plan.Assignment::column).toArray();
    this.values =
        conflict.assignments().stream()
            .map(assignment -> ExpressionCompiler.compile(assignment.value()))
            .toArray(Evaluator[]::new);
    Expression where = conflict.condition();
    this.condition = where == null ? null : ExpressionCompiler.compile(where);
  }

  public static ConflictAction compile(Table table, Plan.OnConflict conflict) {
    return new ConflictAction(table, conflict);
  }

  /** What one statement does to the rows of one store. Confined to one thread. */
  public final class Run {
    private final PartitionStore store;
    private final Evaluation evaluation;
    private final @Nullable Set<ByteBuffer> affected;
    private final KeyWriter keys = new KeyWriter();
    private final RowView there = new RowView();

    /**
     * @param rows how many will come: of several none may meet a row that another has changed
     */
    public Run(PartitionStore store, Evaluation evaluation, int rows) {
      this.store = store;
      this.evaluation = evaluation;
      this.affected = rows > 1 && assigned.length > 0 ? new HashSet<>() : null;
    }

    /**
     * The row that the store holds now, or null when nothing happened to it.
     *
     * @param rules that the row which it becomes must meet
     */
    public @Nullable Object @Nullable [] insert(@Nullable Object[] row, RowRules rules) {
      byte[] key = conflicting(row);
      if (key == null) {
        note(store.insert(table, row));
        return row;
      }
      if (assigned.length == 0) {
        return null;
      }
      if (affected != null && affected.contains(ByteBuffer.wrap(key))) {
        throw new SqlError(
                SqlState.CARDINALITY_VIOLATION,
                "ON CONFLICT DO UPDATE command cannot affect row a second time")
            .hint(
                "Ensure that no rows proposed for insertion within the same command have duplicate"
                    + " constrained values.");
      }
      return update(key, row, rules);
    }

    private @Nullable Object @Nullable [] update(
        byte[] key, @Nullable Object[] row, RowRules rules) {
      @Nullable Object[] old = there.toArray();
      @Nullable Object[] both = new @Nullable Object[old.length + row.length];
      System.arraycopy(old, 0, both, 0, old.length);
      System.arraycopy(row, 0, both, old.length, row.length);
      if (condition != null && !condition.isTrue(both, evaluation)) {
        return null;
      }
      for (int i = 0; i < assigned.length; i++) {
        old[assigned[i]] = values[i].evaluate(both, evaluation);
      }
      rules.check(old, evaluation);
      note(store.update(table, key, old));
      return old;
    }

    private void note(byte[] key) {
      if (affected != null) {
        affected.add(ByteBuffer.wrap(key));
      }
    }

    /** The key of the first row that has a key of this one; then {@code there} is that row. */
    private byte @Nullable [] conflicting(@Nullable Object[] row) {
      if (primaryKey) {
        keys.reset();
        table.writeKey(table.primaryKey(), row, keys);
        byte[] key = keys.toBytes();
        if (store.get(table, key, there)) {
          return key;
        }
      }
      for (int i = 0; i < indexes.size(); i++) {
        RowCursor found = same(indexes.get(i), indexKeys.get(i), row);
        if (found != null && found.next()) {
          byte[] key = found.key();
          Invariant.that(store.get(table, key, there), "an index entry has its row");
          return key;
        }
      }
      return null;
    }

    private @Nullable RowCursor same(Index index, IndexKeys key, @Nullable Object[] row) {
      if (!key.has(row) || !key.isWhole(row)) {
        return null;
      }
      keys.reset();
      key.write(row, keys);
      return store.scan(table, index, KeyRange.startingWith(keys.toBytes()), false);
    }
  }
}
