package dev.coulomb.node.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

/**
 * Materialized views beside the queries they are made of, while clients change the tables in every
 * way there is. Replay with {@code -Dseed=}.
 */
final class MaterializedViewsTest {
  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final int STEPS = 400;
  private static final String SERIALIZATION_FAILURE = "40001";

  private static final Map<String, String> VIEWS = new LinkedHashMap<>();

  static {
    VIEWS.put(
        "by_kind",
        "SELECT kind, count(*) AS n, sum(a) AS a, avg(a) AS mean, min(a) AS least, max(a) AS most,"
            + " min(note) AS note, sum(b) AS b FROM t GROUP BY kind");
    VIEWS.put(
        "by_place", "SELECT place, kind, count(a) AS n, max(b) AS b FROM t GROUP BY place, kind");
    VIEWS.put(
        "totals", "SELECT count(*) AS n, min(b) AS b, sum(a) AS a FROM t WHERE a IS NOT NULL");
    VIEWS.put(
        "by_name",
        "SELECT r.name, count(*) AS n, max(t.a) AS a, count(*) FILTER (WHERE t.a > 3) AS more"
            + " FROM t JOIN r ON r.kind = t.kind AND r.least <= t.place GROUP BY r.name");
    VIEWS.put(
        "lengths",
        "SELECT length(name) AS l, count(*) AS n, max(kind) AS k FROM r GROUP BY length(name)");
    VIEWS.put("many", "SELECT kind || note AS k FROM t GROUP BY kind || note HAVING count(*) > 1");
  }

  private TestNode node;
  private Connection connection;
  private Statement statement;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException, InterruptedException, SQLException {
    node = new TestNode(folder);
    connection = node.connect();
    statement = connection.createStatement();
    statement.execute(
        "CREATE TABLE t (id int, place int, kind text, a int, b numeric, note text,"
            + " PRIMARY KEY (place, id)) PARTITION BY HASH (place)");
    statement.execute(
        "CREATE TABLE r (kind text, least int, name text, PRIMARY KEY (kind, least))");
  }

  @AfterEach
  void stop() throws IOException, InterruptedException, SQLException {
    connection.close();
    node.close();
  }

  private static List<String> rows(Statement by, String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (ResultSet found = by.executeQuery(query)) {
      int width = found.getMetaData().getColumnCount();
      while (found.next()) {
        StringBuilder row = new StringBuilder();
        for (int i = 1; i <= width; i++) {
          // 1 and 1.0 are the same number.
          java.math.BigDecimal number =
              found.getObject(i) instanceof java.math.BigDecimal some ? some : null;
          row.append(
                  number == null ? found.getString(i) : number.stripTrailingZeros().toPlainString())
              .append('|');
        }
        rows.add(row.toString());
      }
    }
    return rows;
  }

  private static void check(Statement by, String told) throws SQLException {
    for (Map.Entry<String, String> view : VIEWS.entrySet()) {
      assertThat(rows(by, "SELECT * FROM " + view.getKey()))
          .as("%s, seed %d, %s", view.getKey(), SEED, told)
          .containsExactlyInAnyOrderElementsOf(rows(by, view.getValue()));
    }
  }

  private void create() throws SQLException {
    for (Map.Entry<String, String> view : VIEWS.entrySet()) {
      statement.execute("CREATE MATERIALIZED VIEW " + view.getKey() + " AS " + view.getValue());
    }
  }

  /** A row of t, some of its columns null. */
  private static String row(SplittableRandom random) {
    return "(%d, %d, %s, %s, %s, %s)"
        .formatted(
            random.nextInt(20),
            random.nextInt(6),
            some(random, "'k" + random.nextInt(4) + "'"),
            some(random, "" + (random.nextInt(11) - 5)),
            some(random, "%d.%d".formatted(random.nextInt(4), random.nextInt(10))),
            some(random, "'" + "xyz".charAt(random.nextInt(3)) + "'"));
  }

  private static String some(SplittableRandom random, String value) {
    return random.nextInt(5) == 0 ? "NULL" : value;
  }

  private static String change(SplittableRandom random) {
    int id = random.nextInt(20);
    int place = random.nextInt(6);
    return switch (random.nextInt(12)) {
      case 0, 1, 2 -> "INSERT INTO t VALUES " + row(random) + " ON CONFLICT DO NOTHING";
      case 3 -> "INSERT INTO t VALUES " + row(random) + ", " + row(random);
      case 4 ->
          "INSERT INTO t VALUES "
              + row(random)
              + " ON CONFLICT (place, id) DO UPDATE SET a = t.a + 1, kind = excluded.kind";
      case 5 -> "UPDATE t SET a = a + 1 WHERE place = %d AND id = %d".formatted(place, id);
      case 6 -> "UPDATE t SET kind = 'k%d', note = 'x' WHERE id = %d".formatted(id % 4, id);
      case 7 -> "DELETE FROM t WHERE place = %d AND id = %d".formatted(place, id);
      case 8 -> "DELETE FROM t WHERE a = " + (random.nextInt(11) - 5);
      case 9 ->
          "INSERT INTO r VALUES ('k%d', %d, 'n%d') ON CONFLICT (kind, least) DO UPDATE SET name = 'other'"
              .formatted(random.nextInt(4), random.nextInt(3), random.nextInt(3));
      case 10 -> "DELETE FROM r WHERE kind = 'k%d'".formatted(random.nextInt(4));
      default -> "UPDATE t SET b = NULL FROM r WHERE r.kind = t.kind AND r.least = " + place;
    };
  }

  /** Some changes fail, as on a key that is there: then the views have to be as if never tried. */
  private static void execute(Statement by, String change) throws SQLException {
    try {
      by.execute(change);
    } catch (SQLException refused) {
      assertThat(refused.getSQLState()).as("%s: %s", change, refused).isEqualTo("23505");
    }
  }

  @Test
  void aViewIsItsQueryAfterEveryChange() throws Exception {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 50; i++) {
      execute(statement, change(random));
    }
    create();
    check(statement, "filled");
    for (int step = 0; step < STEPS; step++) {
      if (random.nextInt(8) > 0) {
        String change = change(random);
        execute(statement, change);
        check(statement, change);
      } else {
        transaction(random);
      }
    }
  }

  private void transaction(SplittableRandom random) throws SQLException {
    connection.setAutoCommit(false);
    List<String> told = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      statement.execute("SAVEPOINT s");
      String change = change(random);
      told.add(change);
      try {
        statement.execute(change);
      } catch (SQLException refused) {
        statement.execute("ROLLBACK TO s");
      }
      if (random.nextInt(3) == 0) {
        statement.execute("ROLLBACK TO s");
      }
    }
    check(statement, "in a transaction of " + told);
    if (random.nextBoolean()) {
      connection.commit();
    } else {
      connection.rollback();
    }
    connection.setAutoCommit(true);
    check(statement, "after a transaction of " + told);
  }

  @Test
  void manyClientsAtOnceLeaveItRight() throws Exception {
    create();
    SplittableRandom random = new SplittableRandom(SEED);
    try (ExecutorService clients = Executors.newFixedThreadPool(4)) {
      List<Future<Integer>> running = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        running.add(clients.submit(client(random.split())));
      }
      for (int i = 0; i < 20; i++) {
        // Both are read in one moment: a transaction reads a cut.
        connection.setAutoCommit(false);
        check(statement, "beside writers");
        connection.commit();
        connection.setAutoCommit(true);
      }
      for (Future<Integer> client : running) {
        assertThat(client.get()).isPositive();
      }
    }
    check(statement, "at the end");
  }

  private Callable<Integer> client(SplittableRandom random) {
    return () -> {
      int committed = 0;
      try (Connection mine = node.connect();
          Statement by = mine.createStatement()) {
        for (int i = 0; i < 150; i++) {
          mine.setAutoCommit(random.nextInt(3) > 0);
          try {
            by.execute(change(random));
            if (!mine.getAutoCommit()) {
              by.execute(change(random));
              mine.commit();
            }
            committed++;
          } catch (SQLException refused) {
            assertThat(refused.getSQLState()).isIn("23505", SERIALIZATION_FAILURE, "25P02");
            if (!mine.getAutoCommit()) {
              mine.rollback();
            }
          }
        }
      }
      return committed;
    };
  }

  @Test
  void rowsOfCopyAreInIt() throws Exception {
    create();
    StringBuilder file = new StringBuilder();
    for (int i = 0; i < 1_000; i++) {
      file.append("%d\t%d\tk%d\t%d\t%d.5\tn%n".formatted(i, i % 7, i % 3, i % 11, i));
    }
    connection
        .unwrap(PGConnection.class)
        .getCopyAPI()
        .copyIn("COPY t FROM STDIN", new StringReader(file.toString()));
    check(statement, "after COPY");
    assertThat(rows(statement, "SELECT n FROM by_kind WHERE kind = 'k0'")).containsExactly("334|");
    statement.execute("DROP MATERIALIZED VIEW by_kind");
    statement.execute("DELETE FROM t WHERE kind = 'k1'");
    statement.execute("CREATE MATERIALIZED VIEW by_kind AS " + VIEWS.get("by_kind"));
    check(statement, "made again");
  }

  @Test
  void aChangeThatTheViewCannotComputeChangesNothing() throws Exception {
    statement.execute(
        "CREATE MATERIALIZED VIEW q AS SELECT 10 / a AS q, count(*) AS n FROM t GROUP BY 10 / a");
    statement.execute("INSERT INTO t VALUES (1, 1, 'k', 5, 1, 'n')");
    try {
      statement.execute("INSERT INTO t VALUES (2, 1, 'k', 0, 1, 'n')");
      assertThat(false).as("a division by zero").isTrue();
    } catch (SQLException refused) {
      assertThat(refused.getSQLState()).isEqualTo("22012");
    }
    assertThat(rows(statement, "SELECT id FROM t")).containsExactly("1|");
    assertThat(rows(statement, "SELECT * FROM q")).containsExactly("2|1|");
  }
}
