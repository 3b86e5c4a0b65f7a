package dev.coulomb.node.transaction;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.Derivation;
import dev.coulomb.node.catalog.ForeignKey;
import dev.coulomb.node.catalog.Index;
import dev.coulomb.node.catalog.SchemaChange;
import dev.coulomb.node.catalog.SchemaChanges;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.execution.ExecutionContext;
import dev.coulomb.node.execution.Ticks;
import dev.coulomb.node.execution.change.RowRewriting;
import dev.coulomb.node.execution.change.WritableStores;
import dev.coulomb.node.execution.reference.References;
import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.partition.Partition;
import dev.coulomb.node.partition.Partitions;
import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.storage.KeyRange;
import dev.coulomb.node.storage.PartitionStore;
import dev.coulomb.node.storage.RowCursor;
import dev.coulomb.node.transaction.building.Build;
import dev.coulomb.node.transaction.building.IndexBuild;
import dev.coulomb.node.transaction.building.ViewBuild;
import dev.coulomb.node.types.CancelSignal;
import dev.coulomb.node.types.Outcome;
import dev.coulomb.node.types.SqlError;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * DDL: a transaction of all partitions, after which the next catalog version holds everywhere. The
 * stores are led from one version to the next by comparing the two.
 */
final class SchemaTransaction {
  private static final int NO_TABLE = -1;

  /** What rests on so many rows is built at once, as that is sooner done than all its steps. */
  private static final int ROWS_AT_ONCE = 1_000;

  private final Shared shared;
  private final Partitions partitions;

  SchemaTransaction(Shared shared) {
    this.shared = shared;
    this.partitions = shared.partitions();
  }

  /** Names are looked up again under the tokens, so a stale plan does no harm here. */
  void change(Call call, Plan.ChangeSchema plan, Consumer<Outcome> receiver) {
    if (plan.change() instanceof SchemaChange.CreateJar create) {
      checked(call, plan, create, receiver);
    } else {
      submit(call, plan, receiver);
    }
  }

  /** A jar is read and checked where that holds up nobody. */
  private void checked(
      Call call,
      Plan.ChangeSchema plan,
      SchemaChange.CreateJar create,
      Consumer<Outcome> receiver) {
    shared
        .pool()
        .execute(() -> {
          Outcome refused =
              Defects.outcome(() -> {
                check(shared, create.with(call.parameters()));
                return new Outcome.Done();
              });
          if (refused instanceof Outcome.Refused) {
            receiver.accept(refused);
          } else {
            submit(call, plan, receiver);
          }
        });
  }

  /** Refuses a jar that cannot be loaded. */
  static void check(Shared shared, SchemaChange change) {
    if (change instanceof SchemaChange.CreateJar create && create.contents() != null) {
      shared.java().check(create.contents());
    }
  }

  private void submit(Call call, Plan.ChangeSchema plan, Consumer<Outcome> receiver) {
    partitions.submit(
        partitions.everything(),
        () -> {
          Outcome outcome = apply(call, plan, receiver);
          if (outcome != null) {
            receiver.accept(outcome);
          }
        });
  }

  /** Gives null when it has only begun: then the receiver is told later. */
  private @Nullable Outcome apply(Call call, Plan.ChangeSchema plan, Consumer<Outcome> receiver) {
    if (restsOnVersion(plan) && call.prepared().catalogVersion() != shared.catalog().version()) {
      return new Outcome.Stale();
    }
    SchemaChange change = plan.change();
    try {
      call.cancel().check();
      shared.checkNotPaused();
      Catalog before = shared.catalog();
      boolean stale = call.prepared().catalogVersion() != before.version();
      if (stale && change instanceof SchemaChange.CreateIndex index && !index.isByNames()) {
        return new Outcome.Stale();
      }
      Catalog after = SchemaChanges.apply(before, change.with(call.parameters()));
      shared.builds().check(after);
      if (buildBesideWriters(call, change, after, receiver)) {
        return null;
      }
      if (after != before) {
        LiveStores stores = new LiveStores(partitions);
        ExecutionContext context = shared.context(call, stores, 0, after);
        lead(before, after, stores, rewriting(plan, context), context.cancel());
        shared.finish(partitions.everything(), after);
      }
      return new Outcome.Done();
    } catch (SqlError error) {
      rollback();
      return new Outcome.Refused(error);
    } catch (RuntimeException | Error defect) {
      rollback();
      return new Outcome.Refused(Defects.asError(defect));
    }
  }

  /** Begins to build what rests on many rows; false: it does not, or on few. */
  private boolean buildBesideWriters(
      Call call, SchemaChange change, Catalog after, Consumer<Outcome> receiver) {
    Build build = null;
    if (change instanceof SchemaChange.CreateIndex create) {
      build = indexBuild(call, create, after, receiver);
    } else if (change instanceof SchemaChange.CreateMaterializedView create) {
      build = viewBuild(call, create, after, receiver);
    }
    if (build != null) {
      build.begin();
    }
    return build != null;
  }

  private @Nullable Build indexBuild(
      Call call, SchemaChange.CreateIndex create, Catalog after, Consumer<Outcome> receiver) {
    Table table = shared.catalog().table(create.table());
    List<Index> indexes = after.table(create.table()).indexes();
    if (indexes.size() == table.indexes().size() || hasFewRows(table)) {
      return null;
    }
    Owner owner = new Owner(call, create.always(), receiver);
    Index index = indexes.getLast();
    return new IndexBuild(
        partitions, shared.pool(), shared.builds(), table, index, call.cancel(), owner);
  }

  private @Nullable Build viewBuild(
      Call call,
      SchemaChange.CreateMaterializedView create,
      Catalog after,
      Consumer<Outcome> receiver) {
    Catalog before = shared.catalog();
    Table table =
        Invariant.present(
            before.find(create.derivation().source()).orElse(null),
            "a materialized view is of a table");
    if (after == before || hasFewRows(table)) {
      return null;
    }
    Owner owner = new Owner(call, create.always(), receiver);
    Table view =
        Invariant.present(
            after.find(create.view().name()).orElse(null), "what is made is in the catalog");
    return new ViewBuild(partitions, shared.builds(), before, table, view, owner);
  }

  private boolean hasFewRows(Table table) {
    long rows =
        table.isReplicated()
            ? partitions.replicated().store().rowCount(table)
            : partitions.all().stream().mapToLong(each -> each.store().rowCount(table)).sum();
    return rows <= ROWS_AT_ONCE;
  }

  /** The statement that builds something beside writers. */
  private final class Owner implements Build.Owner {
    private final Call call;
    private final SchemaChange change;
    private final Consumer<Outcome> receiver;

    Owner(Call call, SchemaChange change, Consumer<Outcome> receiver) {
      this.call = call;
      this.change = change;
      this.receiver = receiver;
    }

    @Override
    public void check() {
      call.cancel().check();
      shared.checkNotPaused();
    }

    @Override
    public void commit(List<Partition> participants) {
      shared.finish(participants, shared.catalog());
    }

    /** Other tables may have changed meanwhile; a name that is taken by now is an error. */
    @Override
    public Catalog next() {
      return SchemaChanges.apply(shared.catalog(), change);
    }

    @Override
    public void commit(Catalog next) {
      shared.finish(partitions.everything(), next);
    }

    @Override
    public void done() {
      receiver.accept(new Outcome.Done());
    }

    @Override
    public void failed(Throwable reason) {
      SqlError error = reason instanceof SqlError known ? known : Defects.asError(reason);
      receiver.accept(new Outcome.Refused(error));
    }
  }

  /**
   * True when the plan holds ordinals of columns, which are those of the version it was made for.
   */
  static boolean restsOnVersion(Plan.ChangeSchema plan) {
    return plan.rewrite() != null || plan.change() instanceof SchemaChange.CreateMaterializedView;
  }

  private void rollback() {
    partitions.everything().forEach(partition -> partition.store().rollback());
  }

  /** What becomes of rows, ready to be done. */
  record Rewriting(int table, RowRewriting rows, ExecutionContext context) {
    void lookAt(PartitionStore store, Table before) {
      Ticks ticks = new Ticks(context.cancel());
      RowCursor found = store.scan(before, null, KeyRange.ALL, false);
      while (found.next()) {
        ticks.tick();
        rows.rewritten(found.row().toArray(), context);
      }
    }

    void rewrite(PartitionStore store, Table after) {
      Ticks ticks = new Ticks(context.cancel());
      store.rewriteTable(
          after,
          row -> {
            ticks.tick();
            return rows.rewritten(row, context);
          });
    }
  }

  static @Nullable Rewriting rewriting(Plan.ChangeSchema plan, ExecutionContext context) {
    Plan.RowRewrite rewrite = plan.rewrite();
    return rewrite == null
        ? null
        : new Rewriting(rewrite.after().id(), RowRewriting.compile(rewrite), context);
  }

  /** Changes the stores as the schema changes from one to the other. */
  static void lead(
      Catalog before,
      Catalog after,
      WritableStores stores,
      @Nullable Rewriting rewriting,
      CancelSignal cancel) {
    Ticks ticks = new Ticks(cancel);
    for (Table table : before.tables()) {
      if (after.find(table.id()).isEmpty()) {
        inStores(stores, table, PartitionStore::dropTable);
      }
    }
    for (Table table : after.tables()) {
      before
          .find(table.id())
          .ifPresentOrElse(
              old -> lead(old, table, stores, rewriting, ticks),
              () -> inStores(stores, table, PartitionStore::createTable));
    }
    int rewritten =
        rewriting != null && rewriting.rows().changesRows() ? rewriting.table() : NO_TABLE;
    fillViews(before, after, rewritten, stores, ticks);
    for (ForeignKey key : after.foreignKeys().all()) {
      boolean other =
          after.table(key.table()).id() == rewritten || after.table(key.parent()).id() == rewritten;
      if (other || !before.foreignKeys().all().contains(key)) {
        References.validate(after, key, stores, cancel);
      }
    }
  }

  /**
   * Changes the stores as a log says that the schema has changed. What is computed of rows comes
   * last: a record also has rows that the transaction met or had on its way, of which a new index
   * or view knows nothing, and which it may not even allow.
   *
   * @param anew ids of tables that get all their rows anew
   * @param rows does again what the same transaction did to rows
   */
  static void leadAgain(
      Catalog before, Catalog after, WritableStores stores, Set<Integer> anew, Runnable rows) {
    Ticks ticks = new Ticks(new CancelSignal());
    for (Table table : before.tables()) {
      Table next = after.find(table.id()).orElse(null);
      if (next == null || anew.contains(table.id()) || isFilledAgain(next, before, anew)) {
        inStores(stores, table, PartitionStore::dropTable);
      }
    }
    List<Table> kept =
        after.tables().stream().filter(table -> !isFilledAgain(table, before, anew)).toList();
    for (Table table : kept) {
      Table old = anew.contains(table.id()) ? null : before.find(table.id()).orElse(null);
      Table first = withoutNewIndexes(table, old);
      if (old == null) {
        inStores(stores, first, PartitionStore::createTable);
      } else {
        lead(old, first, stores, null, ticks);
      }
    }
    rows.run();
    for (Table table : kept) {
      Table old = anew.contains(table.id()) ? null : before.find(table.id()).orElse(null);
      lead(withoutNewIndexes(table, old), table, stores, null, ticks);
    }
    for (Table view : after.materializedViews()) {
      if (isFilledAgain(view, before, anew)) {
        inStores(stores, view, PartitionStore::createTable);
        inStores(stores, view, (store, groups) -> store.fill(groups, ticks::tick));
      }
    }
  }

  /** A materialized view that is new, or is of rows that were made anew. */
  private static boolean isFilledAgain(Table table, Catalog before, Set<Integer> anew) {
    Derivation view = table.derivation();
    return view != null && (before.find(table.id()).isEmpty() || anew.contains(view.source()));
  }

  private static Table withoutNewIndexes(Table table, @Nullable Table old) {
    return table.withIndexes(
        table.indexes().stream()
            .filter(index -> old != null && old.index(index.id()) != null)
            .toList());
  }

  /** Those that are new, and anew those of a table whose rows have become others. */
  private static void fillViews(
      Catalog before, Catalog after, int rewritten, WritableStores stores, Ticks ticks) {
    for (Table table : after.materializedViews()) {
      Derivation view = table.derivation();
      boolean isNew = before.find(table.id()).isEmpty();
      if (!isNew && view != null && view.source() == rewritten) {
        inStores(stores, table, PartitionStore::dropTable);
        inStores(stores, table, PartitionStore::createTable);
        isNew = true;
      }
      if (isNew) {
        inStores(stores, table, (store, groups) -> store.fill(groups, ticks::tick));
      }
    }
  }

  private static void lead(
      Table before,
      Table after,
      WritableStores stores,
      @Nullable Rewriting rewriting,
      Ticks ticks) {
    boolean sameRows = rewriting == null || rewriting.table() != after.id();
    if (before.equals(after) && sameRows) {
      return;
    }
    if (rewriting != null && rewriting.table() == after.id()) {
      if (rewriting.rows().changesRows()) {
        inStores(stores, after, rewriting::rewrite);
        return;
      }
      inStores(stores, after, (store, table) -> rewriting.lookAt(store, before));
    }
    leadIndexes(before, after, stores, ticks);
    inStores(stores, after, PartitionStore::redefineTable);
  }

  private static void leadIndexes(Table before, Table after, WritableStores stores, Ticks ticks) {
    for (Index index : before.indexes()) {
      if (after.index(index.id()) == null) {
        inStores(stores, after, (store, table) -> store.dropIndex(table, index));
      }
    }
    for (Index index : after.indexes()) {
      if (before.index(index.id()) == null) {
        inStores(stores, after, (store, table) -> store.createIndex(table, index, ticks::tick));
      }
    }
  }

  private static void inStores(
      WritableStores stores, Table table, BiConsumer<PartitionStore, Table> action) {
    if (table.isReplicated()) {
      action.accept(stores.writable(stores.partitions()), table);
      return;
    }
    for (int p = 0; p < stores.partitions(); p++) {
      action.accept(stores.writable(p), table);
    }
  }
}
