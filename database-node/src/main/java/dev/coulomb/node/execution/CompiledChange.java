package dev.coulomb.node.execution;

import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.execution.change.ConflictAction;
import dev.coulomb.node.execution.change.RowRules;
import dev.coulomb.node.execution.expression.Evaluator;
import dev.coulomb.node.execution.expression.ExpressionCompiler;
import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.storage.PartitionStore;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An INSERT, UPDATE or DELETE, ready to run inside a transaction of a partition (or of the
 * replicated store). Immutable, shared by threads. A change that fails may have changed some rows:
 * the transaction undoes them.
 */
public final class CompiledChange {
  /** What a remembered row costs beyond its key and values. */
  private static final int ENTRY_BYTES = 64;

  private final Table table;
  private final Kind kind;
  private final @Nullable Opener source;
  private final Scans.@Nullable Compiled scan;
  private final int[] assigned;
  private final Evaluator[] values;
  private final Evaluator[] returning;
  private final @Nullable ConflictAction conflict;
  private final RowRules rules;

  private enum Kind {
    INSERT,
    UPDATE,
    DELETE
  }

  private CompiledChange(
      Kind kind,
      @Nullable Opener source,
      Scans.@Nullable Compiled scan,
      List<Plan.Assignment> assignments,
      List<Expression> returning,
      @Nullable ConflictAction conflict,
      RowRules rules) {
    this.table = rules.table();
    this.kind = kind;
    this.source = source;
    this.scan = scan;
    this.assigned = assignments.stream().mapToInt(Plan.Assignment::column).toArray();
    this.values =
        assignments.stream()
            .map(assignment -> ExpressionCompiler.compile(assignment.value()))
            .toArray(Evaluator[]::new);
    this.returning = OperatorCompiler.expressions(returning);
    this.conflict = conflict;
    this.rules = rules;
  }

  public static CompiledChange compile(Plan.Insert insert) {
    Opener source = OperatorCompiler.compile(insert.source());
    Plan.OnConflict conflict = insert.conflict();
    ConflictAction action =
        conflict == null ? null : ConflictAction.compile(insert.table(), conflict);
    RowRules rules = new RowRules(insert.table(), insert.checks());
    return new CompiledChange(
        Kind.INSERT, source, null, List.of(), insert.returning(), action, rules);
  }

  public static CompiledChange compile(Plan.Update update) {
    Scans.Compiled scan =
        Scans.compiled(update.table(), update.access(), update.filter(), unread(update));
    RowRules rules = new RowRules(update.table(), update.checks());
    return new CompiledChange(
        Kind.UPDATE, null, scan, update.assignments(), update.returning(), null, rules);
  }

  /** Columns that get a new value whatever the old one is. */
  private static BitSet unread(Plan.Update update) {
    BitSet unread = new BitSet();
    update.assignments().forEach(assignment -> unread.set(assignment.column()));
    for (Plan.Assignment assignment : update.assignments()) {
      unread.andNot(ExpressionCompiler.columns(assignment.value()));
    }
    update.filter().forEach(condition -> unread.andNot(ExpressionCompiler.columns(condition)));
    return unread;
  }

  public static CompiledChange compile(Plan.Delete delete) {
    Scans.Compiled scan =
        Scans.compiled(delete.table(), delete.access(), delete.filter(), new BitSet());
    RowRules rules = new RowRules(delete.table(), List.of());
    return new CompiledChange(Kind.DELETE, null, scan, List.of(), delete.returning(), null, rules);
  }

  /** An insert of rows that come from elsewhere, as those of COPY do. */
  public static CompiledChange insertInto(Table table) {
    RowRules rules = new RowRules(table, List.of());
    return new CompiledChange(Kind.INSERT, null, null, List.of(), List.of(), null, rules);
  }

  public Table table() {
    return table;
  }

  /**
   * The rows of an INSERT, evaluated once; the caller sends each to its partition. Bounded by the
   * working memory.
   */
  public List<@Nullable Object[]> rows(ExecutionContext context) {
    Opener opener = source;
    if (opener == null) {
      throw new Invariant.Broken("only an INSERT with a source has rows");
    }
    List<@Nullable Object[]> rows = new ArrayList<>();
    WorkMemory.Held memory = new WorkMemory.Held(context.workMemory());
    try (RowSource input = opener.open(context)) {
      for (@Nullable Object[] row = input.next(); row != null; row = input.next()) {
        memory.take(WorkMemory.bytesOf(row));
        rules.checkNulls(row);
        rows.add(row);
      }
    } finally {
      memory.release();
    }
    return rows;
  }

  /**
   * Inserts rows of the table's columns. Fails with 23502, 23505, 53200 or 54000. Of a row that
   * conflicts, and to which nothing happens, the answer is null.
   */
  public Inserted insert(
      ExecutionContext context, PartitionStore store, List<@Nullable Object[]> rows) {
    Invariant.that(kind == Kind.INSERT, "only an INSERT inserts");
    Ticks ticks = new Ticks(context.cancel());
    List<@Nullable Object @Nullable []> answers = new ArrayList<>();
    ConflictAction.Run onConflict =
        conflict == null ? null : conflict.new Run(store, context, rows.size());
    long changed = 0;
    for (@Nullable Object[] row : rows) {
      ticks.tick();
      rules.check(row, context);
      @Nullable Object[] now = row;
      if (onConflict == null) {
        store.insert(table, row);
      } else {
        now = onConflict.insert(row, rules);
      }
      changed += now == null ? 0 : 1;
      if (returning.length > 0) {
        answers.add(now == null ? null : SimpleSources.evaluateAll(returning, now, context));
      }
    }
    return new Inserted(changed, answers);
  }

  /**
   * What became of rows.
   *
   * @param rows that were inserted or updated
   * @param answers one for each row that came; none when nothing is returned
   */
  public record Inserted(long rows, List<@Nullable Object @Nullable []> answers) {}

  /**
   * Updates or deletes the rows that are chosen. All of them are found before the first is changed,
   * so that no row is met twice; what is remembered is bounded by the working memory.
   */
  public ChangeResult run(ExecutionContext context, PartitionStore store) {
    Scans.Compiled chosen = scan;
    if (chosen == null) {
      throw new Invariant.Broken("an UPDATE or DELETE runs on the rows it chooses");
    }
    WorkMemory.Held memory = new WorkMemory.Held(context.workMemory());
    try {
      List<Found> found = find(chosen.on(store, context), context, memory);
      Ticks ticks = new Ticks(context.cancel());
      List<@Nullable Object[]> answers = new ArrayList<>();
      for (Found row : found) {
        ticks.tick();
        if (kind == Kind.UPDATE) {
          store.update(table, row.key(), row.row());
        } else {
          store.delete(table, row.key());
        }
        answer(row.row(), context, answers);
      }
      return new ChangeResult(found.size(), answers);
    } finally {
      memory.release();
    }
  }

  /** A row to change: its key, and the row it becomes (or, of a DELETE, was). */
  @SuppressWarnings("ArrayRecordComponent")
  private record Found(byte[] key, @Nullable Object[] row) {}

  private List<Found> find(Scans.Source rows, ExecutionContext context, WorkMemory.Held memory) {
    List<Found> found = new ArrayList<>();
    try (rows) {
      rows.start(Scans.Source.NO_ROW);
      for (@Nullable Object[] row = rows.next(); row != null; row = rows.next()) {
        @Nullable Object[] becomes = kind == Kind.UPDATE ? updated(row, context) : row;
        byte[] key = rows.key();
        memory.take(ENTRY_BYTES + key.length + WorkMemory.bytesOf(becomes));
        found.add(new Found(key, becomes));
      }
    }
    return found;
  }

  private @Nullable Object[] updated(@Nullable Object[] row, ExecutionContext context) {
    @Nullable Object[] updated = row.clone();
    for (int i = 0; i < assigned.length; i++) {
      updated[assigned[i]] = values[i].evaluate(row, context);
    }
    rules.check(updated, context);
    return updated;
  }

  private void answer(
      @Nullable Object[] row, ExecutionContext context, List<@Nullable Object[]> answers) {
    if (returning.length > 0) {
      answers.add(SimpleSources.evaluateAll(returning, row, context));
    }
  }
}
