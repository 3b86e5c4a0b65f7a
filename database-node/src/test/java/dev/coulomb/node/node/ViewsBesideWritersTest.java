package dev.coulomb.node.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

/**
 * Materialized views that are made, given up and dropped while clients change rows in every way
 * there is: each is its query, whenever somebody looks. Replay with {@code -Dseed=}; {@code
 * -Druns=} asks for more views.
 */
final class ViewsBesideWritersTest {
  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final int VIEWS = Integer.getInteger("runs", 12);
  private static final int WRITERS = 3;
  private static final int PLACES = 8;
  private static final int ROWS = 6_000;
  private static final int IDS = ROWS / PLACES;

  /** Of a row that is there; of two who wrote; of a table of which something is built. */
  private static final List<String> REFUSALS = List.of("23505", "40001", "55006");

  private static final List<String> QUERIES =
      List.of(
          "SELECT kind, count(*) AS n, sum(a) AS s, min(note) AS l, max(a) AS m, avg(a) AS v"
              + " FROM %s GROUP BY kind",
          "SELECT place, id %% 10 AS d, count(a) AS n, max(id) AS m FROM %s GROUP BY place, id %% 10",
          "SELECT count(*) AS n, sum(a) AS s, min(a) AS l FROM %s WHERE note <> 'x'",
          "SELECT r.note AS name, count(*) AS n FROM %s AS o JOIN r ON r.kind = o.kind AND r.id < 9"
              + " GROUP BY r.note");

  private final CountDownLatch end = new CountDownLatch(1);

  @Test
  void everyViewIsItsQuery(@TempDir Path folder) throws Exception {
    SplittableRandom random = new SplittableRandom(SEED);
    int built = 0;
    try (TestNode node = new TestNode(folder);
        Connection connection = node.connect();
        Statement by = connection.createStatement();
        ExecutorService clients = Executors.newFixedThreadPool(WRITERS)) {
      tables(by);
      List<Future<Integer>> running = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        running.add(clients.submit(writer(node, random.split())));
      }
      try {
        while (built < VIEWS) {
          built += build(by, random) ? 1 : 0;
        }
      } finally {
        end.countDown();
      }
      for (Future<Integer> writer : running) {
        assertThat(writer.get()).as("-Dseed=%d", SEED).isPositive();
      }
    }
  }

  private static void tables(Statement by) throws SQLException {
    String columns = " (place bigint, id bigint, kind text, a int, note text";
    by.execute("CREATE TABLE t" + columns + ", PRIMARY KEY (place, id)) PARTITION BY HASH (place)");
    by.execute("CREATE TABLE h" + columns + ") PARTITION BY HASH (place)");
    by.execute("CREATE TABLE r" + columns + ", PRIMARY KEY (place, id))");
    by.execute(
        "CREATE PROCEDURE moved(at bigint, one bigint, other bigint) PARTITION BY (at) LANGUAGE SQL"
            + " AS $$DELETE FROM t WHERE place = at AND id = other;"
            + " UPDATE t SET id = other, kind = 'moved' WHERE place = at AND id = one;"
            + " INSERT INTO h SELECT * FROM t WHERE place = at AND id = other;$$");
    for (String table : List.of("t", "h", "r")) {
      StringBuilder rows = new StringBuilder("INSERT INTO " + table + " VALUES ");
      for (int i = 0; i < ROWS; i++) {
        rows.append(i == 0 ? "" : ", ")
            .append("(%d, %d, 'k%d', %d, 'n')".formatted(i % PLACES, i / PLACES, i % 5, i % 11));
      }
      by.execute(rows.toString());
    }
  }

  /** True: it was made and is right; false: it was given up. */
  private static boolean build(Statement by, SplittableRandom random) throws SQLException {
    String table = List.of("t", "t", "h", "r").get(random.nextInt(4));
    String query = QUERIES.get(random.nextInt(QUERIES.size())).formatted(table);
    boolean givenUp = random.nextInt(3) == 0;
    by.execute("SET statement_timeout = " + (givenUp ? random.nextInt(1, 40) : 0));
    try {
      by.execute("CREATE MATERIALIZED VIEW v AS " + query);
    } catch (SQLException refused) {
      assertThat(refused.getSQLState()).as("%s", refused).isIn("57014", "40001");
      return false;
    } finally {
      by.execute("SET statement_timeout = 0");
    }
    for (int i = 0; i < 3; i++) {
      check(by, query);
    }
    by.execute("DROP MATERIALIZED VIEW v");
    return true;
  }

  /** In one statement, so at one moment. */
  private static void check(Statement by, String query) throws SQLException {
    String view = "SELECT * FROM v";
    String differences = "(%s) EXCEPT ALL (%s)";
    List<String> found = new ArrayList<>();
    for (String sql :
        List.of(differences.formatted(view, query), differences.formatted(query, view))) {
      try (ResultSet rows = by.executeQuery(sql)) {
        while (rows.next()) {
          found.add(rows.getString(1));
        }
      }
    }
    assertThat(found).as("-Dseed=%d, %s", SEED, query).isEmpty();
  }

  private Callable<Integer> writer(TestNode node, SplittableRandom random) {
    return () -> {
      int committed = 0;
      try (Connection mine = node.connect();
          Statement by = mine.createStatement()) {
        while (end.getCount() > 0) {
          mine.setAutoCommit(random.nextInt(4) > 0);
          try {
            write(mine, by, random);
            if (!mine.getAutoCommit()) {
              write(mine, by, random);
              mine.commit();
            }
            committed++;
          } catch (SQLException refused) {
            assertThat(refused.getSQLState()).as("-Dseed=%d, %s", SEED, refused).isIn(REFUSALS);
            if (!mine.getAutoCommit()) {
              mine.rollback();
            }
          }
        }
      }
      return committed;
    };
  }

  private static void write(Connection mine, Statement by, SplittableRandom random)
      throws SQLException {
    int place = random.nextInt(PLACES);
    int id = random.nextInt(IDS * 2);
    int other = random.nextInt(IDS * 2);
    String table = List.of("t", "t", "h", "h", "r").get(random.nextInt(5));
    String row = " WHERE place = %d AND id = %d".formatted(place, id);
    switch (random.nextInt(12)) {
      case 0 ->
          by.execute(
              "INSERT INTO %s VALUES (%d, %d, 'k1', 7, 'x'), (%d, %d, NULL, NULL, 'y')"
                  .formatted(table, place, id, place, other));
      case 1 ->
          by.execute(
              "INSERT INTO t VALUES (%d, %d, 'k2', 1, 'x') ON CONFLICT (place, id)"
                      .formatted(place, id)
                  + " DO UPDATE SET a = t.a + 1, kind = excluded.kind");
      case 2 -> by.execute("UPDATE " + table + " SET id = " + other + row);
      case 3 -> by.execute("UPDATE " + table + " SET kind = 'k" + other % 5 + "'" + row);
      case 4 -> by.execute("UPDATE " + table + " SET a = a + 1, note = 'x'" + row);
      case 5 -> by.execute("UPDATE " + table + " SET a = NULL WHERE id = " + id);
      case 6, 7 -> by.execute("DELETE FROM " + table + row);
      case 8 -> copy(mine, table, place, id);
      case 9 -> call(mine, place, id, other);
      case 10 -> by.execute("UPDATE h SET a = a - 1, id = id + 1 WHERE place = " + place);
      default -> {
        if (random.nextInt(20) == 0) {
          by.execute("TRUNCATE h; INSERT INTO h SELECT * FROM t");
        }
      }
    }
  }

  private static void copy(Connection mine, String table, int place, int id) throws SQLException {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      rows.append("%d\t%d\tk%d\t%d\tc%n".formatted((place + i) % PLACES, id + i * IDS, i % 7, i));
    }
    try {
      mine.unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn("COPY " + table + " FROM STDIN", new StringReader(rows.toString()));
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static void call(Connection mine, int place, int id, int other) throws SQLException {
    try (PreparedStatement call = mine.prepareStatement("CALL moved(?, ?, ?)")) {
      call.setLong(1, place);
      call.setLong(2, id);
      call.setLong(3, other);
      call.execute();
    }
  }
}
