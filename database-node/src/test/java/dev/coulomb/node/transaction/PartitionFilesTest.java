package dev.coulomb.node.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.Index;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.durability.files.DiskStore;
import dev.coulomb.node.durability.files.Manifest;
import dev.coulomb.node.durability.files.SnapshotCut;
import dev.coulomb.node.durability.files.SnapshotReader;
import dev.coulomb.node.durability.files.SnapshotWriter;
import dev.coulomb.node.durability.files.Throttle;
import dev.coulomb.node.durability.files.Transfer;
import dev.coulomb.node.environment.SimulatedDisk;
import dev.coulomb.node.execution.change.IndexFunctions;
import dev.coulomb.node.partition.Partition;
import dev.coulomb.node.snapshot.StoreSink;
import dev.coulomb.node.snapshot.ViewRows;
import dev.coulomb.node.storage.FrozenView;
import dev.coulomb.node.storage.KeyRange;
import dev.coulomb.node.storage.PagePool;
import dev.coulomb.node.storage.PartitionStore;
import dev.coulomb.node.storage.RowCursor;
import dev.coulomb.node.storage.StoreReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Partitions of an engine are written while they change, and stores become what they were. */
class PartitionFilesTest {
  private final TestEngine engine = new TestEngine();
  private final DiskStore files = new DiskStore(new SimulatedDisk(1));

  @Test
  void storesBecomeWhatThePartitionsWereAtTheCut() throws IOException {
    engine.run(
        "CREATE TABLE orders (id bigint PRIMARY KEY, city text, total numeric(10,2)) PARTITION BY HASH (id)",
        "CREATE INDEX orders_city ON orders (city)",
        "CREATE TABLE lines (line text) PARTITION BY HASH (line)",
        "CREATE TABLE cities (name text PRIMARY KEY, people bigint)",
        "CREATE MATERIALIZED VIEW by_city AS SELECT city, count(*), sum(total), min(total) FROM orders GROUP BY city",
        "INSERT INTO orders VALUES "
            + rows(5_000, i -> "(%d, 'city %d', %d.5)".formatted(i, i % 50, i)),
        "INSERT INTO lines VALUES " + rows(500, i -> "('line %d')".formatted(i % 30)),
        "INSERT INTO cities VALUES " + rows(50, i -> "('city %d', %d)".formatted(i, i)),
        "DELETE FROM orders WHERE id % 7 = 0");
    Catalog catalog = engine.transactions().catalog();
    List<FrozenView> kept = freeze();
    List<FrozenView> written = freeze();
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      CompletableFuture<Manifest> writing =
          CompletableFuture.supplyAsync(() -> write(catalog, written, threads), threads);
      engine.run(
          "UPDATE orders SET total = total + 1",
          "DELETE FROM lines",
          "DELETE FROM cities WHERE people > 20");
      Manifest manifest = writing.join();
      assertThat(manifest.partitions()).hasSize(TestEngine.PARTITIONS + 1);
      SnapshotReader reader = SnapshotReader.open(files);
      List<PartitionStore> stores = stores(catalog);
      reader.read(
          partition -> new StoreSink(stores.get(partition.number())), threads, 3, new Transfer());
      for (int i = 0; i <= TestEngine.PARTITIONS; i++) {
        assertThat(dump(stores.get(i), catalog, i)).isEqualTo(dump(kept.get(i), catalog, i));
      }
    } finally {
      kept.forEach(FrozenView::close);
      engine.close();
    }
  }

  private static String rows(int count, IntFunction<String> row) {
    return IntStream.range(0, count).mapToObj(row).collect(Collectors.joining(", "));
  }

  private List<FrozenView> freeze() {
    CompletableFuture<List<FrozenView>> views = new CompletableFuture<>();
    List<Partition> all = engine.partitions().everything();
    engine
        .partitions()
        .submit(all, () -> views.complete(all.stream().map(Partition::freeze).toList()));
    return views.join();
  }

  private Manifest write(Catalog catalog, List<FrozenView> views, ExecutorService threads) {
    List<SnapshotCut.PartitionRows> rows = new ArrayList<>();
    for (int i = 0; i < views.size(); i++) {
      rows.add(new ViewRows(i, views.get(i), tables(catalog, i)));
    }
    SnapshotCut cut =
        new SnapshotCut(
            Manifest.Kind.CHECKPOINT,
            null,
            new Manifest.Origin("demo", new UUID(0, 1), new UUID(0, 2), "0.1.0"),
            10,
            catalog.version(),
            0,
            TestEngine.PARTITIONS,
            rows,
            ViewRows.describe(catalog.tables()),
            new byte[0],
            List.of());
    Throttle throttle = new Throttle(() -> 0, engine.clock(), nanos -> {});
    try {
      return new SnapshotWriter(threads, 2, throttle).write(cut, files, new Transfer());
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    }
  }

  private static List<PartitionStore> stores(Catalog catalog) {
    PagePool pool = new PagePool(256L << 20, true);
    List<PartitionStore> stores = new ArrayList<>();
    for (int i = 0; i <= TestEngine.PARTITIONS; i++) {
      PartitionStore store = new PartitionStore(pool, new IndexFunctions());
      tables(catalog, i).forEach(store::createTable);
      store.commit(catalog.version());
      stores.add(store);
    }
    return stores;
  }

  private static List<Table> tables(Catalog catalog, int partition) {
    return catalog.tables().stream()
        .filter(table -> table.isReplicated() == (partition == TestEngine.PARTITIONS))
        .toList();
  }

  /** All rows in all orders that there are. */
  private static List<String> dump(StoreReader store, Catalog catalog, int partition) {
    List<String> rows = new ArrayList<>();
    for (Table table : tables(catalog, partition)) {
      dump(store, table, null, rows);
      table.indexes().forEach(index -> dump(store, table, index, rows));
    }
    return rows;
  }

  private static void dump(
      StoreReader store, Table table, @Nullable Index index, List<String> into) {
    RowCursor rows = store.scan(table, index, KeyRange.ALL, false);
    while (rows.next()) {
      into.add(table.name() + " " + Arrays.deepToString(rows.row().toArray()));
    }
  }
}
