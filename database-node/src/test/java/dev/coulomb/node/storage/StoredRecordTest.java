package dev.coulomb.node.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.node.catalog.Column;
import dev.coulomb.node.catalog.Derivation;
import dev.coulomb.node.catalog.Index;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.execution.change.IndexFunctions;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.types.GoldenBytes;
import dev.coulomb.node.types.KeyWriter;
import dev.coulomb.node.types.SqlType;
import dev.coulomb.node.types.TypeKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Change records lie in logs, which newer versions have to read. */
class StoredRecordTest {
  private static final Table PEOPLE =
      new Table(
          16_384,
          "people",
          List.of(
              new Column("id", SqlType.BIGINT, false),
              new Column("name", SqlType.TEXT, true),
              new Column("city", SqlType.varchar(20), true)),
          List.of(0),
          0,
          List.of(new Index(16_385, "people_city", List.of(2), false)));
  private static final Table LOG =
      new Table(
          16_386, "log", List.of(new Column("line", SqlType.TEXT, true)), List.of(), -1, List.of());
  private static final Table CITIES =
      new Table(
              16_387,
              "cities",
              List.of(
                  new Column("slot", SqlType.SMALLINT, false),
                  new Column("city", SqlType.varchar(20), true),
                  new Column("value", SqlType.BYTEA, true),
                  new Column("place", SqlType.BIGINT, true),
                  new Column("rows", SqlType.BIGINT, false),
                  new Column("last", SqlType.TEXT, true)),
              List.of(0, 1, 2),
              3,
              List.of())
          .derived(
              new Derivation(
                  PEOPLE.id(),
                  "SELECT city, count(*), max(name) FROM people GROUP BY city",
                  List.of(),
                  List.of("people"),
                  null,
                  List.of(new Expression.Column(2, SqlType.varchar(20))),
                  List.of(
                      new Derivation.Measure(
                          Derivation.Kind.MAX,
                          new Expression.Column(1, SqlType.TEXT),
                          null,
                          SqlType.TEXT)),
                  true));

  /** What transactions did, one after another. */
  private static Map<String, ChangeRecord> records() {
    PartitionStore store = new PartitionStore(new PagePool(64L << 20, true), new IndexFunctions());
    Map<String, ChangeRecord> records = new LinkedHashMap<>();
    store.createTable(PEOPLE);
    store.createTable(LOG);
    records.put("nothing", store.commit(1));
    store.insert(PEOPLE, person(1, "Ada", "London"));
    store.insert(PEOPLE, person(-2, null, ""));
    store.insert(PEOPLE, person(3, "né ⚡".repeat(500), null));
    store.insert(LOG, new Object[] {"first"});
    store.insert(LOG, new @Nullable Object[] {null});
    records.put("rows come", store.commit(2));
    store.update(PEOPLE, key(1), person(1, "Ada", "Paris"));
    store.update(PEOPLE, key(-2), person(7, null, "Rome"));
    store.delete(PEOPLE, key(3));
    RowCursor lines = store.scan(LOG, null, KeyRange.ALL, false);
    assertThat(lines.next()).isTrue();
    byte[] first = lines.key();
    store.update(LOG, first, new Object[] {"changed"});
    store.delete(LOG, first);
    records.put("rows change, move and go", store.commit(0x0102030405060708L));
    store.createTable(CITIES);
    store.fill(CITIES, () -> {});
    store.commit(9);
    store.insert(PEOPLE, person(8, "Bob", "Rome"));
    store.update(PEOPLE, key(1), person(1, "Ada", "Rome"));
    records.put("groups change with rows", store.commit(10));
    store.rewriteTable(PEOPLE, row -> row);
    records.put("all rows are made anew", store.commit(11));
    return records;
  }

  private static @Nullable Object[] person(long id, @Nullable String name, @Nullable String city) {
    return new @Nullable Object[] {id, name, city};
  }

  private static byte[] key(long id) {
    return new KeyWriter().value(TypeKind.BIGINT, id).toBytes();
  }

  @Test
  void recordsAreWrittenAsTheyAlwaysWere() throws IOException {
    Map<String, byte[]> written = new LinkedHashMap<>();
    records().forEach((name, record) -> written.put(name, record.encode()));
    new GoldenBytes("records.txt").check(written);
  }

  @Test
  void recordsThatWereWrittenOnceAreRead() throws IOException {
    GoldenBytes golden = new GoldenBytes("records.txt");
    ChangeRecord record = ChangeRecord.decode(golden.get("rows change, move and go"));
    assertThat(record.catalogVersion()).isEqualTo(0x0102030405060708L);
    List<String> changes = new ArrayList<>();
    for (ChangeRecord.Change change : record.changes()) {
      byte[] row = change.row();
      Table table = change.tableId() == LOG.id() ? LOG : PEOPLE;
      changes.add(table + (row == null ? " −" : " " + table.layout().get(row, 0, 0)));
    }
    assertThat(changes)
        .containsExactly("people 1", "people −", "people 7", "people −", "log changed", "log −");
  }
}
