package dev.coulomb.node.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coulomb.node.catalog.Column;
import dev.coulomb.node.catalog.Index;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.types.KeyWriter;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Private stores: they change for themselves, and what they changed can be done to the store. */
class PrivateStoreTest {
  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final Table PEOPLE =
      new Table(
          1,
          "people",
          List.of(
              new Column("id", SqlType.BIGINT, false),
              new Column("name", SqlType.TEXT, true),
              new Column("note", SqlType.TEXT, true)),
          List.of(0),
          0,
          List.of(new Index(2, "people_name", List.of(1), false)));
  private static final Table LOG =
      new Table(3, "log", List.of(new Column("line", SqlType.TEXT, true)), List.of(), 0, List.of());

  private final PagePool pool = new PagePool(64L << 20, true);
  private final PartitionStore store = new PartitionStore(pool);
  private final SplittableRandom random = new SplittableRandom(SEED);

  PrivateStoreTest() {
    store.createTable(PEOPLE);
    store.createTable(LOG);
    store.commit(1);
  }

  /** Several at a time, of views of different ages, while the store goes on. */
  @Test
  void changesForItselfWhileTheStoreGoesOn() {
    NavigableMap<Long, String> model = new TreeMap<>();
    for (int run = 0; run < 30; run++) {
      change(store, model, 200);
      store.commit(1);
      try (FrozenView view = store.freeze(1, run);
          PrivateStore mine = view.fork();
          PrivateStore other = view.fork()) {
        NavigableMap<Long, String> mineModel = new TreeMap<>(model);
        NavigableMap<Long, String> otherModel = new TreeMap<>(model);
        NavigableMap<Long, String> before = new TreeMap<>(model);
        for (int turn = 0; turn < 5; turn++) {
          change(mine.store(), mineModel, 40);
          change(other.store(), otherModel, 40);
          change(store, model, 40);
          store.commit(1);
          lookAndTakeBack(mine, mineModel);
        }
        assertThat(people(view)).as(seed()).isEqualTo(before);
        assertThat(people(mine.store())).as(seed()).isEqualTo(mineModel);
        assertThat(people(other.store())).as(seed()).isEqualTo(otherModel);
        assertThat(people(store)).as(seed()).isEqualTo(model);
      }
    }
    assertThat(store.openViews()).isZero();
    model.keySet().forEach(id -> store.delete(PEOPLE, key(id)));
    store.commit(1);
    while (store.viewBytes() > 0) {
      store.openViews();
    }
    assertThat(store.bytes()).as("no page is lost, " + seed()).isZero();
  }

  /** A look stays what it was while the store behind it changes, and takes back changes. */
  private void lookAndTakeBack(PrivateStore mine, NavigableMap<Long, String> model) {
    NavigableMap<Long, String> seen = new TreeMap<>(model);
    PartitionStore.Savepoint savepoint = mine.store().savepoint();
    try (FrozenView look = mine.look()) {
      change(mine.store(), new TreeMap<>(model), 40);
      assertThat(people(look)).as(seed()).isEqualTo(seen);
      mine.store().rollbackTo(savepoint);
      assertThat(people(look)).as(seed()).isEqualTo(seen);
    }
    assertThat(people(mine.store())).as(seed()).isEqualTo(seen);
  }

  @Test
  void whatItChangedCanBeDoneToTheStore() {
    NavigableMap<Long, String> model = new TreeMap<>();
    change(store, model, 500);
    store.insert(LOG, new Object[] {"first"});
    store.commit(1);
    ChangeRecord record;
    try (FrozenView view = store.freeze(1, 1);
        PrivateStore mine = view.fork()) {
      change(mine.store(), model, 500);
      PartitionStore.Savepoint savepoint = mine.store().savepoint();
      change(mine.store(), new TreeMap<>(model), 50);
      mine.store().rollbackTo(savepoint);
      mine.store().insert(LOG, new Object[] {"second"});
      record = mine.record(1);
    }
    store.apply(record);
    store.insert(LOG, new Object[] {"third"});
    store.commit(1);
    assertThat(people(store)).as(seed()).isEqualTo(model);
    List<Object> lines = new ArrayList<>();
    RowCursor rows = store.scan(LOG, null, KeyRange.ALL, false);
    while (rows.next()) {
      lines.add(rows.row().get(0));
    }
    assertThat(lines).containsExactly("first", "second", "third");
  }

  @Test
  void allItTookIsFreeAgain() {
    change(store, new TreeMap<>(), 2_000);
    store.commit(1);
    try (FrozenView view = store.freeze(1, 1)) {
      long before = pool.usedBytes();
      try (PrivateStore mine = view.fork()) {
        assertThat(pool.usedBytes()).as("a fork costs nothing").isEqualTo(before);
        change(mine.store(), people(view), 2_000);
        mine.look().close();
        change(mine.store(), people(mine.store()), 2_000);
        assertThat(pool.usedBytes()).isGreaterThan(before);
      }
      assertThat(pool.usedBytes()).isEqualTo(before);
    }
  }

  @Test
  void itGrowsNoFurtherThanTheData() {
    PagePool small = new PagePool(40L * PagePool.PAGE_BYTES, true);
    PartitionStore full = new PartitionStore(small);
    full.createTable(PEOPLE);
    full.commit(1);
    try (FrozenView view = full.freeze(1, 0);
        PrivateStore mine = view.fork()) {
      assertThatThrownBy(
              () -> {
                for (long id = 0; id < 10_000; id++) {
                  mine.store().insert(PEOPLE, new Object[] {id, "n", "x".repeat(500)});
                }
              })
          .isInstanceOfSatisfying(
              SqlError.class, error -> assertThat(error.state().code()).isEqualTo("53200"));
      assertThat(mine.store().rowCount(PEOPLE)).isPositive();
    }
    assertThat(small.usedBytes()).isZero();
  }

  private void change(PartitionStore changed, NavigableMap<Long, String> model, int times) {
    for (int i = 0; i < times; i++) {
      long id = random.nextInt(500);
      String name = "n" + random.nextInt(50);
      String note = "x".repeat(random.nextInt(20) == 0 ? 9_000 : random.nextInt(60));
      Object[] row = {id, name, note};
      if (!model.containsKey(id)) {
        changed.insert(PEOPLE, row);
        model.put(id, name + note);
      } else if (random.nextBoolean()) {
        changed.update(PEOPLE, key(id), row);
        model.put(id, name + note);
      } else {
        assertThat(changed.delete(PEOPLE, key(id))).isTrue();
        model.remove(id);
      }
    }
  }

  /** By the primary key, and by the index the same. */
  private static NavigableMap<Long, String> people(StoreReader reader) {
    NavigableMap<Long, String> people = new TreeMap<>();
    RowCursor rows = reader.scan(PEOPLE, null, KeyRange.ALL, false);
    while (rows.next()) {
      people.put((Long) rows.row().get(0), rows.row().get(1) + (String) rows.row().get(2));
    }
    NavigableMap<Long, String> byName = new TreeMap<>();
    RowCursor entries = reader.scan(PEOPLE, PEOPLE.indexes().getFirst(), KeyRange.ALL, false);
    while (entries.next()) {
      byName.put((Long) entries.row().get(0), entries.row().get(1) + (String) entries.row().get(2));
    }
    assertThat(byName).isEqualTo(people);
    assertThat(reader.rowCount(PEOPLE)).isEqualTo(people.size());
    return people;
  }

  private static byte[] key(long id) {
    KeyWriter keys = new KeyWriter();
    PEOPLE.writeKey(PEOPLE.primaryKey(), new Object[] {id, "", ""}, keys);
    return keys.toBytes();
  }

  private static String seed() {
    return "replay with -Dseed=" + SEED;
  }
}
