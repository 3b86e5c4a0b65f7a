package dev.coulomb.node.execution;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.Column;
import dev.coulomb.node.catalog.Index;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Operator;
import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.plan.Routing;
import dev.coulomb.node.storage.PagePool;
import dev.coulomb.node.storage.PartitionStore;
import dev.coulomb.node.storage.StoreReader;
import dev.coulomb.node.types.CancelSignal;
import dev.coulomb.node.types.PartitionHash;
import dev.coulomb.node.types.SqlType;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Real stores with poisoned pages, and plans run on them. */
final class TestDatabase implements Stores {
  static final long WORK_BYTES = 64 << 20;

  private final List<PartitionStore> partitions = new ArrayList<>();
  private final PartitionStore replicated;
  final CancelSignal cancel = new CancelSignal();

  TestDatabase(int count) {
    PagePool pool = new PagePool(256L << 20, true);
    for (int i = 0; i < count; i++) {
      partitions.add(new PartitionStore(pool));
    }
    replicated = new PartitionStore(pool);
  }

  /** Columns as {@code name type…}; a primary key on the first, partitioned by it. */
  Table partitioned(int id, SqlType... types) {
    return create(table(id, 0, List.of(0), List.of(), types));
  }

  Table create(Table table) {
    for (PartitionStore store : stores(table)) {
      store.createTable(table);
      store.commit(1);
    }
    return table;
  }

  static Table table(
      int id, int partitionColumn, List<Integer> key, List<Index> indexes, SqlType... types) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < types.length; i++) {
      columns.add(new Column("c" + i, types[i], !key.contains(i)));
    }
    return new Table(id, "t" + id, columns, key, partitionColumn, indexes);
  }

  private List<PartitionStore> stores(Table table) {
    return table.isReplicated() ? List.of(replicated) : partitions;
  }

  void insert(Table table, @Nullable Object... row) {
    storeOf(table, row).insert(table, row);
    storeOf(table, row).commit(1);
  }

  PartitionStore storeOf(Table table, @Nullable Object[] row) {
    return table.isReplicated()
        ? replicated
        : partitions.get(PartitionHash.partition(row[table.partitionColumn()], partitions.size()));
  }

  PartitionStore store(int partition) {
    return partitions.get(partition);
  }

  @Override
  public int partitions() {
    return partitions.size();
  }

  @Override
  public StoreReader partition(int partition) {
    return partitions.get(partition);
  }

  @Override
  public StoreReader replicated() {
    return replicated;
  }

  ExecutionContext context(@Nullable Object... parameters) {
    return context(new WorkMemory(WORK_BYTES), parameters);
  }

  ExecutionContext context(WorkMemory memory, @Nullable Object... parameters) {
    SessionInfo session = new SessionInfo("u", "d", ZoneOffset.UTC, 0, new SplittableRandom(1));
    return new ExecutionContext(
        this, 0, parameters, Catalog.EMPTY, session, new NoVirtualTables(), cancel, memory);
  }

  /** All rows of a query, as lists, in its order. */
  List<List<@Nullable Object>> run(Operator root, @Nullable Object... parameters) {
    return run(root, context(parameters));
  }

  List<List<@Nullable Object>> run(Operator root, ExecutionContext context) {
    CompiledQuery query =
        CompiledQuery.compile(new Plan.Query(root, new Routing.AllPartitions(), false));
    List<List<@Nullable Object>> rows = new ArrayList<>();
    try (RowSource source = query.open(context)) {
      for (@Nullable Object[] row = source.next(); row != null; row = source.next()) {
        rows.add(Arrays.asList(row));
      }
    }
    return rows;
  }

  /** Rows of literals. */
  static Operator values(List<SqlType> types, List<List<@Nullable Object>> rows) {
    List<List<Expression>> expressions = new ArrayList<>();
    for (List<@Nullable Object> row : rows) {
      List<Expression> literals = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        literals.add(new Expression.Literal(row.get(i), types.get(i)));
      }
      expressions.add(literals);
    }
    return new Operator.Values(expressions, types);
  }

  static Expression column(int index, SqlType type) {
    return new Expression.Column(index, type);
  }

  static Expression literal(@Nullable Object value, SqlType type) {
    return new Expression.Literal(value, type);
  }

  private static final class NoVirtualTables implements VirtualTables {
    @Override
    public Iterable<@Nullable Object[]> rows(
        String schema, String table, Catalog catalog, SessionInfo session) {
      List<@Nullable Object[]> rows = new ArrayList<>();
      rows.add(new @Nullable Object[] {schema, table});
      return rows;
    }

    @Override
    public @Nullable Object call(
        String function, @Nullable Object[] arguments, Catalog catalog, SessionInfo session) {
      return function;
    }
  }
}
