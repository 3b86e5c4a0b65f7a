package dev.coulomb.node.transaction;

import static dev.coulomb.node.transaction.HeldBuilds.HELD;
import static dev.coulomb.node.transaction.HeldBuilds.idIn;
import static dev.coulomb.node.transaction.HeldBuilds.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.node.types.CancelSignal;
import dev.coulomb.node.types.Outcome;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Materialized views of tables with rows come while others write. */
class ViewBuildTest {
  private static final int ROWS = 4_000;
  private static final String QUERY =
      "SELECT a, count(*) AS n, sum(id) AS s, min(b) AS b, max(id) AS m FROM %s GROUP BY a";

  private final TestEngine engine = new TestEngine();
  private final HeldBuilds builds = new HeldBuilds(engine);
  private final CancelSignal cancel = new CancelSignal();
  private final CountDownLatch goOn = new CountDownLatch(1);

  /** The partition column of a row that is in the partition before which builds are held up. */
  private final long here = idIn(HELD, 0);

  @BeforeEach
  void tables() {
    engine.run(
        "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text) PARTITION BY HASH (id)",
        "CREATE TABLE r (id bigint PRIMARY KEY, a bigint, b text)",
        "CREATE TABLE n (id bigint, a bigint, b text) PARTITION BY HASH (id)",
        "CREATE TABLE one (place bigint, id bigint, a bigint, b text, PRIMARY KEY (place, id))"
            + " PARTITION BY HASH (place)",
        "CREATE TABLE names (a bigint PRIMARY KEY, name text)",
        "INSERT INTO names VALUES (0, 'zero'), (1, 'one')");
    for (int id = 0; id < ROWS; id += 1_000) {
      StringBuilder rows = new StringBuilder("INSERT INTO t VALUES ");
      for (int i = id; i < id + 1_000; i++) {
        rows.append(i == id ? "" : ", ").append("(%d, %d, 'row')".formatted(i, i % 7));
      }
      engine.run(rows.toString());
    }
    engine.run(
        "INSERT INTO r SELECT * FROM t",
        "INSERT INTO n SELECT * FROM t",
        "INSERT INTO one SELECT " + here + ", id, a, b FROM t");
  }

  @AfterEach
  void close() {
    goOn.countDown();
    engine.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"t", "n"})
  void writersGoOnAndAreCounted(String table) {
    CompletableFuture<Outcome> built = heldUp(create(table));
    for (int partition : List.of(0, 2, 3)) {
      long id = idIn(partition, 0);
      engine.rows("INSERT INTO " + table + " VALUES ($1, 7, 'new')", idIn(partition, ROWS));
      engine.rows("UPDATE " + table + " SET a = 8 WHERE id = $1", id);
      engine.rows("UPDATE " + table + " SET b = 'a' WHERE id = $1", idIn(partition, id + 1));
      engine.rows("DELETE FROM " + table + " WHERE id = $1", idIn(partition, ROWS / 2));
    }
    assertThat(built).isNotDone();
    goOn.countDown();
    assertThat(built.join()).isEqualTo(new Outcome.Done());
    assertViewIsItsQuery(table);
    engine.rows("UPDATE " + table + " SET a = a + 1");
    assertViewIsItsQuery(table);
  }

  /** They wait between two slices of the partition: some rows are counted, others not yet. */
  @Test
  void whatIsChangedOnBothSidesOfTheFrontierIsCountedOnce() {
    CompletableFuture<Outcome> built = heldUp(create("one"));
    String row = " WHERE place = " + here + " AND id = ";
    List<CompletableFuture<Outcome>> writers = new ArrayList<>();
    for (String sql :
        List.of(
            "UPDATE one SET id = 1000000" + row + 5,
            "UPDATE one SET id = -7" + row + (ROWS - 7),
            "UPDATE one SET id = -8, a = 9, b = 'a'" + row + (ROWS - 8),
            "UPDATE one SET id = -9" + row + 9,
            "UPDATE one SET a = 9" + row + 10,
            "UPDATE one SET a = 9" + row + (ROWS - 10),
            "UPDATE one SET b = 'a'" + row + 11,
            "DELETE FROM one" + row + 12,
            "DELETE FROM one" + row + (ROWS - 12),
            "INSERT INTO one VALUES (" + here + ", -1, 1, 'b'), (" + here + ", 1000001, 1, 'c')",
            "INSERT INTO one VALUES ("
                + here
                + ", -1, 3, 'b') ON CONFLICT (place, id)"
                + " DO UPDATE SET a = 4",
            "UPDATE one SET a = a + 1, b = b || 'x' WHERE place = " + here + " AND a = 3")) {
      writers.add(builds.begin(sql));
    }
    goOn.countDown();
    assertThat(built.join()).isEqualTo(new Outcome.Done());
    writers.forEach(writer -> assertThat(writer.join()).isInstanceOf(Outcome.Changed.class));
    assertViewIsItsQuery("one");
  }

  /** One statement that changes rows, some of them counted, and fails in the end. */
  @Test
  void whatIsTakenBackOnBothSidesOfTheFrontierIsAsIfNeverDone() {
    CompletableFuture<Outcome> built = heldUp(create("one"));
    CompletableFuture<Outcome> writer =
        builds.begin(
            "UPDATE one SET a = a + 1, b = b || (1 / (id - "
                + (ROWS - 5)
                + ")) WHERE place = "
                + here);
    goOn.countDown();
    refused(writer, "22012");
    assertThat(built.join()).isEqualTo(new Outcome.Done());
    assertViewIsItsQuery("one");
  }

  @Test
  void aReplicatedTableIsCountedToo() {
    engine.run(create("r"));
    assertViewIsItsQuery("r");
    engine.run("UPDATE r SET a = a + 1 WHERE id < 100");
    assertViewIsItsQuery("r");
  }

  @Test
  void oneThatIsCancelledLeavesNothing() {
    long used = engine.pages().usedBytes();
    CompletableFuture<Outcome> built = heldUp(create("t"));
    engine.rows("UPDATE t SET a = 8 WHERE id = $1", idIn(0, 0));
    cancel.raise(new SqlError(SqlState.QUERY_CANCELED, "canceling statement due to user request"));
    goOn.countDown();
    refused(built, "57014");
    assertNothingLeft(used);
    engine.run("DELETE FROM t WHERE a = 3", create("t"));
    assertViewIsItsQuery("t");
  }

  @Test
  void aPauseEndsIt() {
    long used = engine.pages().usedBytes();
    CompletableFuture<Outcome> built = heldUp(create("t"));
    engine.transactions().pause(true);
    goOn.countDown();
    refused(built, "25006");
    engine.transactions().pause(false);
    assertNothingLeft(used);
  }

  /** Its name is taken by somebody who was faster. */
  @Test
  void aNameThatIsTakenMeanwhileLeavesNothing() {
    long used = engine.pages().usedBytes();
    CompletableFuture<Outcome> built = heldUp(create("t"));
    CompletableFuture<Outcome> other = builds.begin("CREATE TABLE v (id integer)");
    goOn.countDown();
    assertThat(other.join()).isEqualTo(new Outcome.Done());
    refused(built, "42P07");
    engine.run("DROP TABLE v");
    assertNothingLeft(used);
  }

  @Test
  void aRowOfWhichItCannotBeComputedLeavesNothing() {
    String sql =
        "CREATE MATERIALIZED VIEW v AS SELECT 10 / a AS q, count(*) FROM %s GROUP BY 10 / a";
    long used = engine.pages().usedBytes();
    refused(builds.begin(sql.formatted("t")), "22012");
    assertNothingLeft(used);
    engine.run("UPDATE t SET a = 1");
    CompletableFuture<Outcome> built = heldUp(sql.formatted("t"));
    refused(builds.begin("UPDATE t SET a = 0 WHERE id = " + idIn(0, 0)), "22012");
    engine.rows("UPDATE t SET a = 0 WHERE id = " + idIn(3, 0));
    goOn.countDown();
    refused(built, "22012");
    engine.run("UPDATE t SET a = 0 WHERE id = " + idIn(0, 0));
  }

  @Test
  void otherChangesOfItsTablesAreRefusedMeanwhile() {
    String query = "SELECT name, count(*) AS n FROM t JOIN names ON names.a = t.a GROUP BY name";
    assertRefusedMeanwhile(
        query,
        "DROP TABLE t CASCADE",
        "TRUNCATE t",
        "ALTER TABLE t ADD COLUMN c integer",
        "ALTER TABLE t ALTER COLUMN a TYPE bigint USING a + 1",
        "ALTER TABLE t RENAME TO u",
        "CREATE INDEX t_a ON t (a)",
        create("t").replace(" v ", " v2 "),
        "DROP TABLE names CASCADE",
        "ALTER TABLE names ADD COLUMN c integer",
        "CREATE INDEX names_name ON names (name)");
    engine.run("DROP MATERIALIZED VIEW v", "DROP TABLE t CASCADE");
  }

  @Test
  void otherChangesOfItsViewsAreRefusedMeanwhile() {
    engine.run(
        "CREATE VIEW inner_w AS SELECT t.id, names.name FROM t JOIN names ON names.a = t.a",
        "CREATE VIEW w AS SELECT id, name FROM inner_w");
    assertRefusedMeanwhile(
        "SELECT name, count(*) AS n FROM w GROUP BY name",
        "DROP VIEW w",
        "CREATE OR REPLACE VIEW w AS SELECT id, 'x' AS name FROM inner_w",
        "CREATE OR REPLACE VIEW inner_w AS SELECT id, 'x' AS name FROM t",
        "DROP TABLE names CASCADE",
        "TRUNCATE t");
  }

  private void assertRefusedMeanwhile(String query, String... changes) {
    CompletableFuture<Outcome> built = heldUp("CREATE MATERIALIZED VIEW v AS " + query);
    List<CompletableFuture<Outcome>> others = Stream.of(changes).map(builds::begin).toList();
    CompletableFuture<Outcome> ofAnother = builds.begin("CREATE INDEX n_a ON n (a)");
    CompletableFuture<Outcome> view = builds.begin(create("r").replace(" v ", " of_r "));
    goOn.countDown();
    others.forEach(other -> refused(other, "55006"));
    assertThat(ofAnother.join()).isEqualTo(new Outcome.Done());
    assertThat(view.join()).isEqualTo(new Outcome.Done());
    assertThat(built.join()).isEqualTo(new Outcome.Done());
    assertSame(query);
  }

  /** Of what an index is built nobody can say what it will be: a view of it waits. */
  @Test
  void aTableOfWhichAnIndexIsBuiltIsNotJoined() {
    engine.run("CREATE TABLE big (a bigint PRIMARY KEY, name text)");
    engine.run("INSERT INTO big SELECT id, b FROM t");
    CompletableFuture<Outcome> built = heldUp("CREATE INDEX big_name ON big (name)");
    CompletableFuture<Outcome> view =
        builds.begin(
            "CREATE MATERIALIZED VIEW v AS SELECT big.name, count(*) AS n FROM t"
                + " JOIN big ON big.a = t.a GROUP BY big.name");
    goOn.countDown();
    refused(view, "55006");
    assertThat(built.join()).isEqualTo(new Outcome.Done());
  }

  /** A private store knows no view that is being built: what it changed is done again. */
  @Test
  void openTransactionsAreCountedOrRefused() {
    InteractiveTransaction before = changing(idIn(0, 0));
    CompletableFuture<Outcome> built = heldUp(create("t"));
    InteractiveTransaction meanwhile = changing(idIn(0, 1_000));
    InteractiveTransaction after = changing(idIn(2, 0));
    assertThat(commit(before)).isEqualTo(new Outcome.Done());
    assertThat(commit(meanwhile)).isEqualTo(new Outcome.Done());
    goOn.countDown();
    assertThat(built.join()).isEqualTo(new Outcome.Done());
    refused(CompletableFuture.completedFuture(commit(after)), "40001");
    assertViewIsItsQuery("t");
    assertThat(engine.value("SELECT n FROM v WHERE a = 99")).isEqualTo(2L);
  }

  /** Within the transaction it is filled at once, and at its commit once more. */
  @Test
  void aTransactionMayMakeOneAndReadIt() {
    InteractiveTransaction open = changing(idIn(0, 0));
    execute(open, create("t"));
    assertThat(commit(open)).isEqualTo(new Outcome.Done());
    assertViewIsItsQuery("t");
    engine.run("DELETE FROM t WHERE a = 99");
    assertViewIsItsQuery("t");
  }

  @Test
  void oneThatIsThereAlreadyIsNotBuilt() {
    engine.run(create("t"), create("n").replace("VIEW v", "VIEW IF NOT EXISTS v"));
    assertViewIsItsQuery("t");
    refused(builds.begin(create("n")), "42P07");
  }

  private InteractiveTransaction changing(long id) {
    InteractiveTransaction open = engine.transactions().begin(false, error -> {});
    execute(open, "UPDATE t SET a = 99 WHERE id = " + id);
    return open;
  }

  private void execute(InteractiveTransaction open, String sql) {
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    open.execute(engine.call(engine.plan(sql), new CancelSignal()), outcome::complete);
    assertThat(outcome.join()).isNotInstanceOf(Outcome.Refused.class);
  }

  private static Outcome commit(InteractiveTransaction open) {
    CompletableFuture<Outcome> ended = new CompletableFuture<>();
    open.commit(new CancelSignal(), ended::complete);
    return ended.join();
  }

  private static String create(String table) {
    return "CREATE MATERIALIZED VIEW v AS " + QUERY.formatted(table);
  }

  private CompletableFuture<Outcome> heldUp(String sql) {
    return builds.begin(sql, cancel, goOn);
  }

  private void assertViewIsItsQuery(String table) {
    assertSame(QUERY.formatted(table));
  }

  private void assertSame(String query) {
    String view = "(SELECT * FROM v)";
    assertThat(engine.rows(view + " EXCEPT ALL (" + query + ")")).isEmpty();
    assertThat(engine.rows("(" + query + ") EXCEPT ALL " + view)).isEmpty();
  }

  private void assertNothingLeft(long used) {
    engine.sweep();
    assertThat(engine.openViews()).isEqualTo(1);
    assertThat(engine.transactions().catalog().materializedViews()).isEmpty();
    assertThat(engine.pages().usedBytes()).isLessThan(used + (1 << 20));
    engine.run("ALTER TABLE t ADD COLUMN c integer", "ALTER TABLE t DROP COLUMN c");
  }
}
