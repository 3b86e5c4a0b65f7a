package dev.coulomb.node.transaction;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.execution.ChangeResult;
import dev.coulomb.node.execution.CompiledChange;
import dev.coulomb.node.execution.ExecutionContext;
import dev.coulomb.node.execution.change.WritableStores;
import dev.coulomb.node.execution.reference.References;
import dev.coulomb.node.partition.Partitions;
import dev.coulomb.node.plan.Access;
import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.plan.Routing;
import dev.coulomb.node.transaction.CompiledPlans.Compiled;
import dev.coulomb.node.types.Outcome;
import dev.coulomb.node.types.PartitionHash;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code INSERT}, {@code UPDATE} and {@code DELETE}. Which partitions take part is known before the
 * transaction gets its place in their order.
 */
final class Changes {
  /** So few rows are short enough work for the caller's thread. */
  private static final int ROWS_IN_PLACE_MAX = 16;

  /** About what a row keeps on the heap. */
  private static final int ROW_BYTES = 64;

  private final Shared shared;
  private final Partitions partitions;
  private final Supplier<Catalog> catalog;

  /** Changes under the newest catalog. */
  Changes(Shared shared) {
    this(shared, shared::catalog);
  }

  private Changes(Shared shared, Supplier<Catalog> catalog) {
    this.shared = shared;
    this.partitions = shared.partitions();
    this.catalog = catalog;
  }

  /** Changes under a catalog that a transaction sees, also when they are carried out again. */
  Changes under(Catalog seen) {
    return new Changes(shared, () -> seen);
  }

  /** Carries a change out as a transaction of its own. */
  void change(Call call, PlacedChange change, boolean returns, Consumer<Outcome> receiver) {
    if (change.partitions().isEmpty()) {
      receiver.accept(outcome(returns, new ChangeResult(0, List.of())));
      return;
    }
    shared.submitChange(
        call.prepared().catalogVersion(),
        shared.participants(change.partitions()),
        change.isSmall(),
        receiver,
        () -> {
          call.cancel().check(); // It may have waited too long.
          WritableStores live = new LiveStores(partitions);
          return outcome(returns, run(change, call, shared.catalog(), live));
        });
  }

  /** Does what a statement does, under the foreign keys of a catalog. */
  static ChangeResult run(PlacedChange change, Call call, Catalog catalog, WritableStores stores) {
    return References.under(catalog, stores, watched -> change.body().run(call, watched));
  }

  /** Rows that rest on nothing in the database are evaluated here. */
  PlacedChange place(Call call, Plan.Insert insert) {
    Routing reads = insert.reads();
    if (reads != null) {
      return place(call, insert, reads);
    }
    CompiledChange change = shared.compiled().of(insert).change();
    List<@Nullable Object[]> rows =
        change.rows(context(call, new LiveStores(partitions), insert.table(), 0));
    Map<Integer, List<Integer>> placed = place(insert.table(), rows);
    BitSet where = new BitSet();
    placed.keySet().forEach(where::set);
    return new PlacedChange(
        where,
        !insert.table().isReplicated() && rows.size() <= ROWS_IN_PLACE_MAX,
        (long) rows.size() * ROW_BYTES * insert.table().columns().size(),
        (again, stores) -> insertPlaced(again, change, rows, placed, stores));
  }

  /** Rows of a query are read where they are changed: what it looks at cannot change meanwhile. */
  private PlacedChange place(Call call, Plan.Insert insert, Routing reads) {
    Compiled compiled = shared.compiled().of(insert);
    Table table = insert.table();
    BitSet where = shared.touched(call, reads, compiled.routingKeys());
    int at = reads instanceof Routing.OnePartition ? where.nextSetBit(0) : 0;
    if (table.isReplicated()) {
      where.set(partitions.count());
    }
    return new PlacedChange(
        where,
        false,
        0,
        (again, stores) -> {
          CompiledChange change = compiled.change();
          ExecutionContext context = shared.context(again, stores, at, catalog.get());
          List<@Nullable Object[]> rows = change.rows(context);
          return insertPlaced(again, change, rows, place(table, rows), stores);
        });
  }

  PlacedChange place(Call call, Plan.Update update) {
    Compiled compiled = shared.compiled().of(update);
    boolean few = isFewRows(update.table(), update.access());
    return place(call, update.table(), update.routing(), compiled, few);
  }

  PlacedChange place(Call call, Plan.Delete delete) {
    Compiled compiled = shared.compiled().of(delete);
    boolean few = isFewRows(delete.table(), delete.access());
    return place(call, delete.table(), delete.routing(), compiled, few);
  }

  /** Rows of the primary key, so few that the caller's thread may look for them. */
  static boolean isFewRows(Table table, Access.Keys keys) {
    return keys.index() == Access.PRIMARY_KEY
        && keys.prefixes().size() <= ROWS_IN_PLACE_MAX
        && keys.prefixes().getFirst().size() == table.primaryKey().size();
  }

  private static boolean isFewRows(Table table, Access access) {
    return switch (access) {
      case Access.Full full -> false;
      case Access.KeyRange range ->
          range.index() == Access.PRIMARY_KEY && range.equal().size() == table.primaryKey().size();
      case Access.Keys keys -> isFewRows(table, keys);
    };
  }

  private PlacedChange place(
      Call call, Table table, Routing routing, Compiled compiled, boolean isFewRows) {
    BitSet where = new BitSet();
    if (table.isReplicated()) {
      where.set(partitions.count());
    } else {
      where.or(shared.touched(call, routing, compiled.routingKeys()));
    }
    return new PlacedChange(
        where,
        isFewRows && !table.isReplicated(),
        0,
        (again, stores) -> {
          long rows = 0;
          List<@Nullable Object[]> returning = new ArrayList<>();
          for (int p = where.nextSetBit(0); p >= 0; p = where.nextSetBit(p + 1)) {
            ExecutionContext context = context(again, stores, table, p);
            ChangeResult result = compiled.change().run(context, stores.writable(p));
            rows += result.rows();
            returning.addAll(result.returning());
          }
          return new ChangeResult(rows, returning);
        });
  }

  /** Rows that a query finds are read and changed in one place in the order. */
  PlacedChange place(Call call, Plan.ChangeFound change) {
    Compiled compiled = shared.compiled().of(change);
    Table table = change.table();
    BitSet where = shared.touched(call, change.routing(), compiled.routingKeys());
    int at = change.routing() instanceof Routing.OnePartition ? where.nextSetBit(0) : 0;
    if (table.isReplicated()) {
      where.set(partitions.count());
    }
    return new PlacedChange(
        where,
        false,
        0,
        (again, stores) -> {
          ExecutionContext context = shared.context(again, stores, at, catalog.get());
          return compiled.found().change(context, row -> partition(table, row), stores::writable);
        });
  }

  private int partition(Table table, @Nullable Object[] row) {
    return table.isReplicated()
        ? partitions.count()
        : PartitionHash.partition(row[table.partitionColumn()], partitions.count());
  }

  /** Which rows, by their place in the statement, go to which partition. */
  private Map<Integer, List<Integer>> place(Table table, List<@Nullable Object[]> rows) {
    if (rows.size() == 1) {
      return Map.of(partition(table, rows.getFirst()), List.of(0));
    }
    Map<Integer, List<Integer>> placed = new TreeMap<>();
    for (int i = 0; i < rows.size(); i++) {
      placed.computeIfAbsent(partition(table, rows.get(i)), p -> new ArrayList<>()).add(i);
    }
    return placed;
  }

  /** Inserts each row where it belongs; what they return comes in the order of the statement. */
  private ChangeResult insertPlaced(
      Call call,
      CompiledChange change,
      List<@Nullable Object[]> rows,
      Map<Integer, List<Integer>> placed,
      WritableStores stores) {
    long inserted = 0;
    @Nullable Object[] @Nullable [] returning = new Object[rows.size()][];
    for (Map.Entry<Integer, List<Integer>> there : placed.entrySet()) {
      List<@Nullable Object[]> some =
          placed.size() == 1 ? rows : there.getValue().stream().map(rows::get).toList();
      ExecutionContext context = context(call, stores, change.table(), there.getKey());
      CompiledChange.Inserted result =
          change.insert(context, stores.writable(there.getKey()), some);
      inserted += result.rows();
      for (int i = 0; i < result.answers().size(); i++) {
        returning[there.getValue().get(i)] = result.answers().get(i);
      }
    }
    List<@Nullable Object[]> answers = new ArrayList<>();
    for (@Nullable Object @Nullable [] answer : returning) {
      if (answer != null) {
        answers.add(answer);
      }
    }
    return new ChangeResult(inserted, answers);
  }

  private ExecutionContext context(Call call, WritableStores stores, Table table, int partition) {
    return shared.context(call, stores, table.isReplicated() ? 0 : partition, catalog.get());
  }

  static Outcome outcome(boolean returns, ChangeResult result) {
    return returns
        ? new Outcome.Rows(new BufferedRows(result.returning()), result.rows())
        : new Outcome.Changed(result.rows());
  }

  /**
   * A change that knows where it happens. Its rows, if it brings any, are evaluated: it can be
   * carried out again and brings the same.
   *
   * @param partitions whose stores it reads or changes; with the number of partitions among them it
   *     changes replicated tables, and all are participants
   * @param isSmall short enough for the caller's thread
   * @param bytes about what it keeps on the heap
   */
  record PlacedChange(BitSet partitions, boolean isSmall, long bytes, Body body) {
    /** What is done. */
    interface Body {
      /** Changes the stores; what fails may have changed some rows, which the caller takes back. */
      ChangeResult run(Call call, WritableStores stores);
    }
  }
}
