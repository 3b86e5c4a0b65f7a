package dev.coulomb.node.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coulomb.node.catalog.Column;
import dev.coulomb.node.catalog.Index;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.types.KeyWriter;
import dev.coulomb.node.types.SqlType;
import dev.coulomb.node.types.TypeKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Loaded stores are what stores are whose rows were inserted. Replay with {@code -Dseed=}. */
class BulkLoadTest {
  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final Index BY_CITY = new Index(11, "t_city", List.of(2), false);
  private static final Table TABLE =
      new Table(
          10,
          "t",
          List.of(
              new Column("id", SqlType.BIGINT, false),
              new Column("name", SqlType.TEXT, true),
              new Column("city", SqlType.TEXT, true)),
          List.of(0),
          0,
          List.of(BY_CITY));
  private static final Table LINES =
      new Table(
          20, "lines", List.of(new Column("line", SqlType.TEXT, true)), List.of(), 0, List.of());

  private final PagePool pool = new PagePool(512L << 20, true);

  @Test
  void aTreeOfManyPagesIsFoundScannedAndChanged() {
    SplittableRandom random = new SplittableRandom(SEED);
    int rows = 60_000;
    PartitionStore inserted = store();
    for (long id = 0; id < rows; id++) {
      // Some long enough for a few to a page, or to lie outside of it.
      int length = random.nextInt(100) == 0 ? random.nextInt(20_000) : random.nextInt(60);
      inserted.insert(TABLE, new Object[] {id, "n".repeat(length), city(random)});
    }
    inserted.commit(1);
    PartitionStore loaded = store();
    load(inserted, loaded);
    assertThat(dump(loaded, null)).as("-Dseed=%d", SEED).isEqualTo(dump(inserted, null));
    assertThat(dump(loaded, BY_CITY)).isEqualTo(dump(inserted, BY_CITY));
    assertThat(loaded.bytes()).isLessThan(inserted.bytes() * 12 / 10);
    for (int i = 0; i < 20_000; i++) {
      byte[] key = key(random.nextInt(rows));
      String name = "changed" + random.nextInt();
      switch (random.nextInt(3)) {
        case 0 -> assertThat(loaded.delete(TABLE, key)).isEqualTo(inserted.delete(TABLE, key));
        case 1 -> {
          Object[] row = {rows + (long) i, name, city(random)};
          loaded.insert(TABLE, row);
          inserted.insert(TABLE, row);
        }
        default -> {
          RowView old = inserted.get(TABLE, key);
          if (old != null) {
            @Nullable Object[] row = {old.get(0), name, city(random)};
            loaded.update(TABLE, key, row);
            inserted.update(TABLE, key, row);
          }
        }
      }
    }
    loaded.commit(2);
    inserted.commit(2);
    assertThat(dump(loaded, null)).as("-Dseed=%d", SEED).isEqualTo(dump(inserted, null));
    assertThat(dump(loaded, BY_CITY)).isEqualTo(dump(inserted, BY_CITY));
    loaded.dropTable(TABLE);
    loaded.commit(3);
    assertThat(loaded.bytes()).isZero();
  }

  @Test
  void loadedInAnyOrderItIsTheSame() {
    PartitionStore store = store();
    BulkLoad load = store.load();
    List<Long> ids = new ArrayList<>();
    for (long id = 0; id < 5_000; id++) {
      ids.add(id);
    }
    java.util.Collections.shuffle(ids.subList(500, 5_000), new java.util.Random(SEED));
    for (long id : ids) {
      put(load, TABLE, key(id), new Object[] {id, "name", "city " + id % 100});
    }
    load.finish();
    assertThat(store.rowCount(TABLE)).isEqualTo(5_000);
    for (long id = 0; id < 5_000; id++) {
      RowView row = store.get(TABLE, key(id));
      assertThat(row == null ? null : row.get(2)).isEqualTo("city " + id % 100);
    }
    List<String> cities = dump(store, BY_CITY).stream().map(row -> (String) row.get(2)).toList();
    assertThat(cities).hasSize(5_000).isSorted();
  }

  @Test
  void hiddenRowIdsGoOn() {
    PartitionStore inserted = store();
    inserted.insert(LINES, new Object[] {"first"});
    inserted.insert(LINES, new Object[] {"second"});
    inserted.commit(1);
    PartitionStore loaded = store();
    load(inserted, loaded);
    byte[] third = loaded.insert(LINES, new Object[] {"third"});
    assertThat(third).isEqualTo(TableTrees.rowId(3));
  }

  @Test
  void isNotHeldUpByTheLimitOfMemory() {
    PagePool small = new PagePool(64 * PagePool.PAGE_BYTES, true);
    PartitionStore store = new PartitionStore(small);
    store.createTable(TABLE);
    store.commit(1);
    BulkLoad load = store.load();
    for (long id = 0; id < 20_000; id++) {
      put(load, TABLE, key(id), new Object[] {id, "a name of some length", "city"});
    }
    load.finish();
    assertThat(store.rowCount(TABLE)).isEqualTo(20_000);
    assertThat(small.usedBytes()).isGreaterThan(small.limitBytes());
  }

  @Test
  void aKeyThatComesTwiceIsOurMistake() {
    BulkLoad load = store().load();
    put(load, TABLE, key(1), new Object[] {1L, "one", null});
    assertThatThrownBy(() -> put(load, TABLE, key(1), new Object[] {1L, "another", null}))
        .isInstanceOf(Invariant.Broken.class);
  }

  private static String city(SplittableRandom random) {
    return "city " + random.nextInt(1_000);
  }

  private PartitionStore store() {
    PartitionStore store = new PartitionStore(pool);
    store.createTable(TABLE);
    store.createTable(LINES);
    store.commit(1);
    return store;
  }

  private static void load(PartitionStore from, PartitionStore into) {
    BulkLoad load = into.load();
    try (FrozenView view = from.freeze(1, 1)) {
      for (Table table : List.of(TABLE, LINES)) {
        TableCursor rows = view.rows(table);
        byte[] bytes = new byte[1 << 20];
        while (rows.next()) {
          rows.copy(bytes, 100);
          load.put(table.id(), bytes, 100, rows.keyLength(), rows.rowLength());
        }
      }
    }
    load.finish();
  }

  private static void put(BulkLoad load, Table table, byte[] key, @Nullable Object[] row) {
    byte[] encoded = table.layout().encode(row);
    byte[] both = Arrays.copyOf(key, key.length + encoded.length);
    System.arraycopy(encoded, 0, both, key.length, encoded.length);
    load.put(table.id(), both, 0, key.length, encoded.length);
  }

  private static List<List<@Nullable Object>> dump(StoreReader store, @Nullable Index index) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    RowCursor cursor = store.scan(TABLE, index, KeyRange.ALL, false);
    while (cursor.next()) {
      rows.add(Arrays.asList(cursor.row().toArray()));
    }
    return rows;
  }

  private static byte[] key(long id) {
    return new KeyWriter().value(TypeKind.BIGINT, id).toBytes();
  }
}
