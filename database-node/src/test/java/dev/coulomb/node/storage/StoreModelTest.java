package dev.coulomb.node.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.node.catalog.Column;
import dev.coulomb.node.catalog.Index;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.types.KeyWriter;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlType;
import dev.coulomb.node.types.TypeKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A store against a sorted map: random transactions with savepoints, schema changes, rollbacks and
 * views, and a second store that only applies the records. Replay with {@code -Dseed=}.
 */
class StoreModelTest {
  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final Index BY_NAME = new Index(11, "people_name", List.of(1), false);
  private static final Index BY_MAIL = new Index(12, "people_mail_key", List.of(2), true);
  private static final Table PLAIN = people(List.of(BY_MAIL));
  private static final Table INDEXED = people(List.of(BY_MAIL, BY_NAME));
  private static final Table LOG =
      new Table(
          20, "log", List.of(new Column("line", SqlType.TEXT, true)), List.of(), 0, List.of());

  @Test
  void behavesAsItsModelDoesAndSoDoesItsReplica() {
    for (int run = 0; run < 20; run++) {
      new Run(SEED + run).transactions(120);
    }
  }

  /** One row of the model. */
  private record Person(long id, String name, String mail) {
    Object[] row() {
      return new Object[] {id, name, mail};
    }
  }

  /** A view and what it must show. */
  private record Seen(FrozenView view, Table table, NavigableMap<Long, Person> people) {}

  /** One store, its replica and its model. */
  private static final class Run {
    private final String seed;
    private final SplittableRandom random;
    private PartitionStore store = new PartitionStore(new PagePool(64L << 20, true));
    private final PartitionStore replica = new PartitionStore(new PagePool(64L << 20, true));
    private final List<Seen> views = new ArrayList<>();
    private NavigableMap<Long, Person> people = new TreeMap<>();
    private List<String> lines = new ArrayList<>();
    private Table table = PLAIN;
    private long version = 1;

    Run(long seed) {
      this.seed = "replay with -Dseed=" + seed;
      this.random = new SplittableRandom(seed);
      Stream.of(store, replica)
          .forEach(each -> {
            each.createTable(table);
            each.createTable(LOG);
            each.commit(version);
          });
    }

    void transactions(int count) {
      for (int i = 0; i < count; i++) {
        transaction();
        if (random.nextInt(4) == 0 && views.size() < 4) {
          views.add(new Seen(store.freeze(1, i), table, new TreeMap<>(people)));
        }
        if (random.nextInt(4) == 0 && !views.isEmpty()) {
          close(views.remove(random.nextInt(views.size())));
        }
        if (random.nextInt(20) == 0) {
          reload();
        }
      }
      check(store, table, people);
      check(replica, table, people);
      views.forEach(this::close);
      clear();
      assertThat(store.openViews()).as(seed).isZero();
      assertThat(store.bytes() + store.viewBytes()).as(seed).isZero();
    }

    /** Goes on with a store that was loaded with all rows of this one, in order or not. */
    private void reload() {
      views.forEach(this::close);
      views.clear();
      PartitionStore loaded = new PartitionStore(new PagePool(64L << 20, true));
      loaded.createTable(table);
      loaded.createTable(LOG);
      loaded.commit(version);
      BulkLoad load = loaded.load();
      boolean inOrder = random.nextBoolean();
      try (FrozenView view = store.freeze(1, 0)) {
        for (Table each : List.of(LOG, table)) {
          List<byte[]> late = new ArrayList<>();
          TableCursor rows = view.rows(each);
          while (rows.next()) {
            int key = rows.keyLength();
            byte[] row = new byte[1 + key + rows.rowLength()];
            row[0] = (byte) key;
            rows.copy(row, 1);
            if (inOrder || random.nextInt(20) > 0) {
              load.put(each.id(), row, 1, key, rows.rowLength());
            } else {
              late.add(row);
            }
          }
          late.forEach(row -> load.put(each.id(), row, 1, row[0], row.length - 1 - row[0]));
        }
      }
      load.finish();
      assertThat(loaded.rows()).as(seed).isEqualTo(store.rows());
      store = loaded;
      check(store, table, people);
    }

    private void transaction() {
      Table before = table;
      NavigableMap<Long, Person> peopleBefore = new TreeMap<>(people);
      List<String> linesBefore = new ArrayList<>(lines);
      if (random.nextInt(8) == 0) {
        toggleIndex(store);
      }
      changes(true);
      if (random.nextInt(3) == 0) {
        store.rollback();
        table = before;
        people = peopleBefore;
        lines = linesBefore;
        return;
      }
      ChangeRecord record = store.commit(version);
      if (!table.equals(before)) {
        toggle(replica, before);
      }
      replica.apply(ChangeRecord.decode(record.encode()));
      assertThat(replica.commit(version)).as(seed).isEqualTo(record);
    }

    private void changes(boolean outer) {
      int steps = random.nextInt(1, 40);
      for (int i = 0; i < steps; i++) {
        if (outer && random.nextInt(10) == 0) {
          NavigableMap<Long, Person> peopleBefore = new TreeMap<>(people);
          List<String> linesBefore = new ArrayList<>(lines);
          PartitionStore.Savepoint savepoint = store.savepoint();
          changes(false);
          store.rollbackTo(savepoint);
          people = peopleBefore;
          lines = linesBefore;
        } else {
          change();
        }
      }
    }

    private void change() {
      long id = random.nextInt(300);
      switch (random.nextInt(7)) {
        case 0, 1, 2 -> insert(randomPerson(id));
        case 3, 4 -> update(id, randomPerson(random.nextInt(3) == 0 ? random.nextInt(300) : id));
        case 5 ->
            assertThat(store.delete(table, key(id))).as(seed).isEqualTo(people.remove(id) != null);
        default -> {
          String line = "x".repeat(random.nextInt(4) == 0 ? 9_000 : 10) + id;
          store.insert(LOG, new Object[] {line});
          lines.add(line);
        }
      }
    }

    private void insert(Person person) {
      String expected =
          people.containsKey(person.id()) ? "people_pkey" : mailConflict(person, person.id());
      assertThat(refused(() -> store.insert(table, person.row()))).as(seed).isEqualTo(expected);
      if (expected.isEmpty()) {
        people.put(person.id(), person);
      }
    }

    private void update(long id, Person person) {
      if (!people.containsKey(id)) {
        return;
      }
      boolean taken = person.id() != id && people.containsKey(person.id());
      String expected = taken ? "people_pkey" : mailConflict(person, id);
      assertThat(refused(() -> store.update(table, key(id), person.row())))
          .as(seed)
          .isEqualTo(expected);
      if (expected.isEmpty()) {
        people.remove(id);
        people.put(person.id(), person);
      }
    }

    private String mailConflict(Person person, long except) {
      boolean taken =
          people.values().stream()
              .anyMatch(other -> other.id() != except && other.mail().equals(person.mail()));
      return taken ? "people_mail_key" : "";
    }

    private void toggleIndex(PartitionStore where) {
      toggle(where, table);
      table = table.equals(PLAIN) ? INDEXED : PLAIN;
    }

    private static void toggle(PartitionStore where, Table from) {
      if (from.equals(PLAIN)) {
        where.createIndex(INDEXED, BY_NAME, () -> {});
      } else {
        where.dropIndex(PLAIN, BY_NAME);
      }
    }

    private void close(Seen seen) {
      check(seen.view(), seen.table(), seen.people());
      seen.view().close();
    }

    private void check(StoreReader reader, Table shape, NavigableMap<Long, Person> expected) {
      assertThat(reader.rowCount(shape)).as(seed).isEqualTo(expected.size());
      List<Person> byId = List.copyOf(expected.values());
      assertThat(people(reader.scan(shape, null, KeyRange.ALL, false))).as(seed).isEqualTo(byId);
      assertThat(people(reader.scan(shape, BY_MAIL, KeyRange.ALL, true)))
          .as(seed)
          .isEqualTo(sorted(byId, Comparator.comparing(Person::mail).reversed()));
      if (shape.equals(INDEXED)) {
        assertThat(people(reader.scan(shape, BY_NAME, KeyRange.ALL, false)))
            .as(seed)
            .isEqualTo(sorted(byId, Comparator.comparing(Person::name)));
      }
      for (long id = 0; id < 300; id++) {
        assertThat(reader.get(shape, key(id)) != null).as(seed).isEqualTo(expected.containsKey(id));
      }
    }

    private void clear() {
      List<Object> found = new ArrayList<>();
      List<byte[]> keys = new ArrayList<>();
      RowCursor rows = store.scan(LOG, null, KeyRange.ALL, false);
      while (rows.next()) {
        found.add(Objects.requireNonNull(rows.row().get(0)));
        keys.add(rows.key());
      }
      assertThat(found).as(seed).isEqualTo(lines);
      keys.forEach(key -> store.delete(LOG, key));
      people.keySet().forEach(id -> store.delete(table, key(id)));
      store.commit(version);
    }

    private Person randomPerson(long id) {
      String mail = "m" + random.nextInt(2_000);
      return new Person(id, "n".repeat(random.nextInt(200)) + random.nextInt(5), mail);
    }
  }

  private static List<Person> people(RowCursor rows) {
    List<Person> found = new ArrayList<>();
    while (rows.next()) {
      List<Object> row = Stream.of(rows.row().toArray()).map(Objects::requireNonNull).toList();
      found.add(new Person((Long) row.get(0), (String) row.get(1), (String) row.get(2)));
    }
    return found;
  }

  private static List<Person> sorted(List<Person> people, Comparator<Person> order) {
    return people.stream().sorted(order).toList();
  }

  private static String refused(Runnable change) {
    try {
      change.run();
      return "";
    } catch (SqlError error) {
      return Objects.requireNonNull(error.fields().get("constraint"));
    }
  }

  private static byte[] key(long id) {
    return new KeyWriter().value(TypeKind.BIGINT, id).toBytes();
  }

  private static Table people(List<Index> indexes) {
    return new Table(
        10,
        "people",
        List.of(
            new Column("id", SqlType.BIGINT, false),
            new Column("name", SqlType.TEXT, true),
            new Column("mail", SqlType.TEXT, true)),
        List.of(0),
        0,
        indexes);
  }
}
