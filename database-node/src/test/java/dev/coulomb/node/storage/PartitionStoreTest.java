package dev.coulomb.node.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coulomb.node.catalog.Column;
import dev.coulomb.node.catalog.Index;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.types.KeyWriter;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlType;
import dev.coulomb.node.types.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a store promises, one sentence each. */
class PartitionStoreTest {
  private static final Index BY_NAME = new Index(11, "people_name", List.of(1), false);
  private static final Index BY_MAIL = new Index(12, "people_mail_key", List.of(2), true);
  private static final Table PEOPLE = people(List.of(BY_NAME, BY_MAIL));
  private static final Table LOG =
      new Table(20, "log", List.of(column("line", TypeKind.TEXT)), List.of(), 0, List.of());

  private final PagePool pool = new PagePool(64L << 20, true);
  private final PartitionStore store = new PartitionStore(pool);

  @Test
  void rowsComeBackByKeyAndInTheOrderOfTheKey() {
    store.createTable(PEOPLE);
    add(3, "c", "3@x");
    add(1, "a", "1@x");
    add(2, "b", null);
    store.commit(2);
    assertThat(store.rowCount(PEOPLE)).isEqualTo(3);
    assertThat(row(2)).containsExactly(2L, "b", null);
    assertThat(store.get(PEOPLE, key(4))).isNull();
    assertThat(ids(store.scan(PEOPLE, null, KeyRange.ALL, false))).containsExactly(1L, 2L, 3L);
    assertThat(ids(store.scan(PEOPLE, null, KeyRange.ALL, true))).containsExactly(3L, 2L, 1L);
    KeyRange upToTwo = new KeyRange(null, KeyRange.after(key(2)));
    assertThat(ids(store.scan(PEOPLE, null, upToTwo, false))).containsExactly(1L, 2L);
  }

  @Test
  void anIndexFindsRowsInItsOrderAndFollowsEveryChange() {
    store.createTable(PEOPLE);
    add(1, "b", null);
    add(2, "a", null);
    add(3, "b", null);
    assertThat(ids(store.scan(PEOPLE, BY_NAME, KeyRange.ALL, false))).containsExactly(2L, 1L, 3L);
    store.update(PEOPLE, key(1), person(1, "z", null));
    store.update(PEOPLE, key(3), person(30, "b", null));
    store.delete(PEOPLE, key(2));
    KeyRange b = KeyRange.startingWith(name("b"));
    assertThat(ids(store.scan(PEOPLE, BY_NAME, b, false))).containsExactly(30L);
    assertThat(ids(store.scan(PEOPLE, BY_NAME, KeyRange.ALL, false))).containsExactly(30L, 1L);
    assertThat(store.get(PEOPLE, key(3))).isNull();
    assertThat(store.rowCount(PEOPLE)).isEqualTo(2);
  }

  @Test
  void aDuplicateIsRefusedWithTheNameOfItsConstraint() {
    store.createTable(PEOPLE);
    add(1, "a", "a@x");
    add(2, "b", "b@x");
    assertThat(refused(() -> add(1, "c", null))).isEqualTo("23505 people_pkey");
    assertThat(refused(() -> add(3, "c", "a@x"))).isEqualTo("23505 people_mail_key");
    assertThat(refused(() -> store.update(PEOPLE, key(2), person(1, "b", "b@x"))))
        .isEqualTo("23505 people_pkey");
    assertThat(refused(() -> store.update(PEOPLE, key(2), person(2, "b", "a@x"))))
        .isEqualTo("23505 people_mail_key");
    store.update(PEOPLE, key(2), person(5, "b", "b@x"));
    assertThat(store.rowCount(PEOPLE)).isEqualTo(2);
    assertThat(row(5)).containsExactly(5L, "b", "b@x");
  }

  @Test
  void nullsInAUniqueIndexAreDistinct() {
    store.createTable(PEOPLE);
    add(1, "a", null);
    add(2, "b", null);
    assertThat(store.rowCount(PEOPLE)).isEqualTo(2);
  }

  @Test
  void aTableWithoutAKeyKeepsTheOrderOfInsertionAndEqualRows() {
    store.createTable(LOG);
    for (String line : List.of("b", "a", "a")) {
      store.insert(LOG, new Object[] {line});
    }
    List<Object> lines = new ArrayList<>();
    RowCursor rows = store.scan(LOG, null, KeyRange.ALL, false);
    byte[] last = {};
    while (rows.next()) {
      lines.add(rows.row().get(0));
      last = rows.key();
    }
    assertThat(lines).containsExactly("b", "a", "a");
    store.update(LOG, last, new Object[] {"c"});
    assertThat(row(store, LOG, last)).containsExactly("c");
    assertThat(store.delete(LOG, last)).isTrue();
    assertThat(store.delete(LOG, last)).isFalse();
    assertThat(store.rowCount(LOG)).isEqualTo(2);
  }

  @Test
  void aSavepointTakesBackWhatCameAfterIt() {
    store.createTable(PEOPLE);
    add(1, "a", "a@x");
    PartitionStore.Savepoint savepoint = store.savepoint();
    store.update(PEOPLE, key(1), person(1, "changed", "c@x"));
    add(2, "b", "a@x");
    store.rollbackTo(savepoint);
    add(3, "c", "c@x");
    ChangeRecord record = store.commit(2);
    assertThat(row(1)).containsExactly(1L, "a", "a@x");
    assertThat(store.get(PEOPLE, key(2))).isNull();
    assertThat(record.changes()).hasSize(2);
    assertThat(store.commit(2).isEmpty()).isTrue();
  }

  @Test
  void schemaChangesAreTakenBackWithTheirRows() {
    store.createTable(people(List.of()));
    add(1, "a", "same");
    add(2, "b", "same");
    store.commit(2);
    long bytes = store.bytes();

    Table indexed = people(List.of(BY_NAME));
    store.createIndex(indexed, BY_NAME, () -> {});
    assertThat(ids(store.scan(indexed, BY_NAME, KeyRange.ALL, true))).containsExactly(2L, 1L);
    assertThat(store.figures())
        .hasEntrySatisfying(
            indexed.id(),
            figures -> assertThat(figures.indexBytes().get(BY_NAME.id())).isPositive());
    store.createTable(LOG);
    store.insert(LOG, new Object[] {"x"});
    store.dropTable(indexed);
    store.rollback();
    assertThat(store.rowCount(PEOPLE)).isEqualTo(2);
    assertThat(store.rowCount(LOG)).isZero();
    assertThat(store.bytes()).isEqualTo(bytes);

    Table unique = people(List.of(BY_MAIL));
    assertThat(refused(() -> store.createIndex(unique, BY_MAIL, () -> {})))
        .isEqualTo("23505 people_mail_key");
    store.rollback();
    assertThat(store.bytes()).isEqualTo(bytes);
  }

  @Test
  void droppedTreesGiveTheirPagesBackAtTheCommitOrWhenTheLastViewIsClosed() {
    store.createTable(PEOPLE);
    for (int i = 0; i < 2_000; i++) {
      add(i, "name" + i % 10, "mail" + i);
    }
    store.commit(2);
    Table withoutNames = people(List.of(BY_MAIL));
    long before = store.bytes();
    store.dropIndex(withoutNames, BY_NAME);
    store.commit(3);
    assertThat(store.bytes()).isLessThan(before);
    FrozenView view = store.freeze(1, 2);
    store.dropTable(withoutNames);
    store.commit(4);
    assertThat(store.bytes()).isZero();
    assertThat(store.viewBytes()).isPositive();
    assertThat(ids(view.scan(withoutNames, BY_MAIL, KeyRange.ALL, false))).hasSize(2_000);
    view.close();
    assertThat(store.openViews()).isZero();
    assertThat(store.viewBytes()).isZero();
  }

  @Test
  void aViewStaysAsItWasWhateverHappensAfterIt() {
    store.createTable(PEOPLE);
    add(1, "a", "a@x");
    store.commit(2);
    FrozenView view = store.freeze(7, 42);
    store.update(PEOPLE, key(1), person(1, "b", "b@x"));
    add(2, "c", "c@x");
    store.commit(2);
    assertThat(view.epoch()).isEqualTo(7);
    assertThat(view.position()).isEqualTo(42);
    assertThat(view.rowCount(PEOPLE)).isEqualTo(1);
    assertThat(row(view, PEOPLE, key(1))).containsExactly(1L, "a", "a@x");
    assertThat(view.get(PEOPLE, key(2))).isNull();
    view.close();
    assertThatExceptionOfType(Invariant.Broken.class).isThrownBy(() -> view.get(PEOPLE, key(1)));
  }

  @Test
  void viewsAreReadByOtherThreadsWhileThePartitionGoesOn() {
    store.createTable(PEOPLE);
    for (int i = 0; i < 5_000; i++) {
      add(i, "first", "mail" + i);
    }
    store.commit(2);
    List<CompletableFuture<Integer>> readers = new ArrayList<>();
    for (int round = 0; round < 20; round++) {
      FrozenView view = store.freeze(1, round);
      String expected = String.valueOf(row(0)[1]);
      readers.add(
          CompletableFuture.supplyAsync(() -> {
            try (view) {
              return count(view.scan(PEOPLE, BY_NAME, KeyRange.ALL, true), expected);
            }
          }));
      for (int i = 0; i < 5_000; i++) {
        store.update(PEOPLE, key(i), person(i, "round" + round, "mail" + i));
      }
      store.commit(2);
    }
    assertThat(readers).allSatisfy(reader -> assertThat(reader.join()).isEqualTo(5_000));
    assertThat(store.openViews()).isZero();
  }

  @Test
  void partitionsShareAPoolFromSeveralThreads() {
    List<CompletableFuture<Long>> partitions = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      PartitionStore partition = new PartitionStore(pool);
      long mark = i;
      partitions.add(
          CompletableFuture.supplyAsync(() -> {
            partition.createTable(PEOPLE);
            for (int round = 0; round < 5; round++) {
              for (long id = 0; id < 2_000; id++) {
                partition.insert(PEOPLE, person(id, "of " + mark, "mail" + id));
              }
              partition.commit(2);
              FrozenView view = partition.freeze(1, round);
              for (long id = 0; id < 2_000; id++) {
                partition.delete(PEOPLE, key(id));
              }
              partition.commit(2);
              assertThat(count(view.scan(PEOPLE, null, KeyRange.ALL, false), "of " + mark))
                  .isEqualTo(2_000);
              view.close();
            }
            return partition.openViews() + partition.bytes() + partition.viewBytes();
          }));
    }
    assertThat(partitions).allSatisfy(left -> assertThat(left.join()).isZero());
    assertThat(pool.usedBytes()).isLessThan(4 * 100 * PagePool.PAGE_BYTES);
  }

  @Test
  void aViewIsNotCutInsideATransaction() {
    store.createTable(PEOPLE);
    assertThatExceptionOfType(Invariant.Broken.class).isThrownBy(() -> store.freeze(1, 1));
  }

  @Test
  void aCursorEndsWhenItsTableChanges() {
    store.createTable(PEOPLE);
    add(1, "a", null);
    add(2, "b", null);
    RowCursor cursor = store.scan(PEOPLE, null, KeyRange.ALL, false);
    assertThat(cursor.next()).isTrue();
    store.delete(PEOPLE, cursor.key());
    assertThatExceptionOfType(Invariant.Broken.class).isThrownBy(cursor::next);
  }

  @Test
  void fullMemoryRefusesGrowthButNotDeletes() {
    PartitionStore small = new PartitionStore(new PagePool(1L << 20, true));
    small.createTable(PEOPLE);
    int stored = 0;
    String state = "";
    while (state.isEmpty()) {
      try {
        small.insert(PEOPLE, person(stored, "n".repeat(200), "m" + stored));
        stored++;
        small.commit(2);
      } catch (SqlError full) {
        state = full.state().code();
      }
    }
    assertThat(state).isEqualTo("53200");
    assertThat(small.rowCount(PEOPLE)).isEqualTo(stored);
    assertThat(ids(small.scan(PEOPLE, BY_NAME, KeyRange.ALL, false))).hasSize(stored);
    // Every page is in a view now, so each delete and its undo needs copies.
    FrozenView view = small.freeze(1, 1);
    for (int i = 0; i < stored; i++) {
      assertThat(small.delete(PEOPLE, key(i))).isTrue();
    }
    small.rollback();
    assertThat(small.rowCount(PEOPLE)).isEqualTo(stored);
    view.close();
    for (int i = 0; i < stored / 2; i++) {
      assertThat(small.delete(PEOPLE, key(i))).isTrue();
    }
    small.commit(2);
    small.insert(PEOPLE, person(stored, "again", null));
    assertThat(small.rowCount(PEOPLE)).isEqualTo(stored - stored / 2 + 1);
  }

  @Test
  void aTransactionThatChangesTooMuchIsRefusedAndTakenBack() {
    PartitionStore small = new PartitionStore(new PagePool(32L << 20, true));
    small.createTable(LOG);
    small.commit(2);
    String line = "x".repeat(100_000);
    String refused = "";
    int stored = 0;
    while (refused.isEmpty()) {
      try {
        small.insert(LOG, new Object[] {line});
        byte[] key = lastKey(small);
        small.delete(LOG, key);
        stored++;
      } catch (SqlError tooMuch) {
        refused = tooMuch.sentence();
      }
    }
    assertThat(refused).isEqualTo("transactions change too many rows at a time");
    assertThat(stored).isGreaterThan(30);
    small.rollback();
    small.insert(LOG, new Object[] {line});
    assertThat(small.rowCount(LOG)).isEqualTo(1);
  }

  @Test
  void aKeyThatIsTooLongChangesNothing() {
    store.createTable(PEOPLE);
    String refused = refused(() -> add(1, "n".repeat(3_000), null));
    assertThat(refused).startsWith("54000");
    assertThat(store.rowCount(PEOPLE)).isZero();
    assertThat(store.commit(2).isEmpty()).isTrue();
  }

  @Test
  void aRecordSurvivesItsBytes() {
    store.createTable(PEOPLE);
    store.createTable(LOG);
    add(1, "a", null);
    store.insert(LOG, new Object[] {"x".repeat(20_000)});
    store.delete(PEOPLE, key(1));
    ChangeRecord record = store.commit(9);
    assertThat(record.changes()).hasSize(3);
    assertThat(ChangeRecord.decode(record.encode())).isEqualTo(record);
    assertThat(record.catalogVersion()).isEqualTo(9);
  }

  private void add(long id, String name, @Nullable String mail) {
    store.insert(PEOPLE, person(id, name, mail));
  }

  private @Nullable Object[] row(long id) {
    return row(store, PEOPLE, key(id));
  }

  private static @Nullable Object[] row(StoreReader reader, Table table, byte[] key) {
    RowView row = new RowView();
    assertThat(reader.get(table, key, row)).isTrue();
    return row.toArray();
  }

  private static byte[] lastKey(PartitionStore store) {
    RowCursor rows = store.scan(LOG, null, KeyRange.ALL, true);
    assertThat(rows.next()).isTrue();
    return rows.key();
  }

  private static @Nullable Object[] person(long id, String name, @Nullable String mail) {
    return new @Nullable Object[] {id, name, mail};
  }

  private static int count(RowCursor rows, String expectedName) {
    int count = 0;
    while (rows.next()) {
      assertThat(rows.row().get(1)).isEqualTo(expectedName);
      count++;
    }
    return count;
  }

  private static List<Object> ids(RowCursor rows) {
    List<Object> ids = new ArrayList<>();
    while (rows.next()) {
      ids.add(rows.row().get(0));
    }
    return ids;
  }

  private static String refused(Runnable change) {
    try {
      change.run();
    } catch (SqlError error) {
      assertThat(error.fields()).isNotEmpty();
      return error.state().code() + " " + error.fields().get("constraint");
    }
    return "done";
  }

  private static byte[] key(long id) {
    return new KeyWriter().value(TypeKind.BIGINT, id).toBytes();
  }

  private static byte[] name(String name) {
    return new KeyWriter().value(TypeKind.TEXT, name).toBytes();
  }

  private static Table people(List<Index> indexes) {
    return new Table(
        10,
        "people",
        List.of(
            column("id", TypeKind.BIGINT),
            column("name", TypeKind.TEXT),
            column("mail", TypeKind.TEXT)),
        List.of(0),
        0,
        indexes);
  }

  private static Column column(String name, TypeKind kind) {
    return new Column(name, SqlType.of(kind), true);
  }
}
