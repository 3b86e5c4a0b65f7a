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
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
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
 * Foreign keys beside a model of what they allow and do, and under clients that try to break them.
 * Replay with {@code -Dseed=}.
 */
final class ForeignKeysTest {
  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final int STEPS = 600;
  private static final int IDS = 8;

  private TestNode node;
  private Connection connection;
  private Statement statement;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException, InterruptedException, SQLException {
    node = new TestNode(folder);
    connection = node.connect();
    statement = connection.createStatement();
    statement.execute("CREATE TABLE kinds (id int PRIMARY KEY)");
    statement.execute(
        "CREATE TABLE owners (id int PRIMARY KEY, kind int REFERENCES kinds ON DELETE SET NULL)"
            + " PARTITION BY HASH (id)");
    statement.execute(
        "CREATE TABLE things (owner int REFERENCES owners ON DELETE CASCADE, id int,"
            + " kind int NOT NULL REFERENCES kinds, PRIMARY KEY (owner, id))"
            + " PARTITION BY HASH (owner)");
  }

  @AfterEach
  void stop() throws IOException, InterruptedException, SQLException {
    connection.close();
    node.close();
  }

  /** What the tables hold, and what their keys do. */
  private static final class Model {
    private final TreeSet<Integer> kinds = new TreeSet<>();
    private final TreeMap<Integer, Integer> owners = new TreeMap<>();
    private final TreeMap<List<Integer>, Integer> things =
        new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));

    boolean addKind(int id) {
      return kinds.add(id);
    }

    boolean removeKind(int id) {
      if (things.containsValue(id)) {
        return false;
      }
      if (kinds.remove(id)) {
        owners.replaceAll((owner, kind) -> kind == id ? -1 : kind);
      }
      return true;
    }

    boolean putOwner(int id, int kind) {
      if (kind >= 0 && !kinds.contains(kind)) {
        return false;
      }
      owners.put(id, kind);
      return true;
    }

    void removeOwner(int id) {
      owners.remove(id);
      things.keySet().removeIf(thing -> thing.getFirst() == id);
    }

    boolean putThing(int owner, int id, int kind) {
      if (!owners.containsKey(owner) || !kinds.contains(kind)) {
        return false;
      }
      things.put(List.of(owner, id), kind);
      return true;
    }

    List<String> rows() {
      List<String> rows = new ArrayList<>();
      kinds.forEach(kind -> rows.add("kind " + kind));
      owners.forEach((owner, kind) -> rows.add("owner " + owner + " " + kind));
      things.forEach(
          (thing, kind) -> rows.add("thing " + thing.get(0) + " " + thing.get(1) + " " + kind));
      rows.sort(null);
      return rows;
    }
  }

  private List<String> rows() throws SQLException {
    List<String> rows = new ArrayList<>();
    try (ResultSet found =
        statement.executeQuery(
            "SELECT 'kind ' || id FROM kinds"
                + " UNION ALL SELECT 'owner ' || id || ' ' || coalesce(kind, -1) FROM owners"
                + " UNION ALL SELECT 'thing ' || owner || ' ' || id || ' ' || kind FROM things")) {
      while (found.next()) {
        rows.add(found.getString(1));
      }
    }
    rows.sort(null);
    return rows;
  }

  /** True when it went well; only a foreign key or a key that is there may refuse it. */
  private static boolean done(Statement by, String sql) throws SQLException {
    try {
      by.execute(sql);
      return true;
    } catch (SQLException refused) {
      assertThat(refused.getSQLState()).as("%s: %s", sql, refused).isIn("23503", "23505");
      return false;
    }
  }

  private boolean step(SplittableRandom random, Model model, List<String> told)
      throws SQLException {
    int a = random.nextInt(IDS);
    int b = random.nextInt(IDS);
    int c = random.nextInt(IDS);
    String sql =
        switch (random.nextInt(6)) {
          case 0 -> "INSERT INTO kinds VALUES (%d)".formatted(a);
          case 1 -> "DELETE FROM kinds WHERE id = %d".formatted(a);
          case 2 ->
              "INSERT INTO owners VALUES (%d, %s) ON CONFLICT (id) DO UPDATE SET kind = excluded.kind"
                  .formatted(a, b == 0 ? "NULL" : "" + b);
          case 3 -> "DELETE FROM owners WHERE id = %d".formatted(a);
          default ->
              "INSERT INTO things VALUES (%d, %d, %d) ON CONFLICT (owner, id) DO UPDATE SET kind = excluded.kind"
                  .formatted(a, b, c);
        };
    told.add(sql);
    boolean right =
        switch (sql.substring(0, 13)) {
          case "INSERT INTO k" -> model.addKind(a);
          case "DELETE FROM k" -> model.removeKind(a);
          case "INSERT INTO o" -> model.putOwner(a, b == 0 ? -1 : b);
          case "DELETE FROM o" -> {
            model.removeOwner(a);
            yield true;
          }
          default -> model.putThing(a, b, c);
        };
    assertThat(done(statement, sql)).as("%s, seed %d", told, SEED).isEqualTo(right);
    return right;
  }

  @Test
  void aKeyAllowsAndDoesWhatTheModelDoes() throws SQLException {
    SplittableRandom random = new SplittableRandom(SEED);
    Model model = new Model();
    List<String> told = new ArrayList<>();
    for (int i = 0; i < STEPS; i++) {
      step(random, model, told);
      assertThat(rows()).as("%s, seed %d", told, SEED).isEqualTo(model.rows());
      if (told.size() > 20) {
        told.removeFirst();
      }
    }
  }

  @Test
  void inATransactionToo() throws SQLException {
    SplittableRandom random = new SplittableRandom(SEED);
    Model model = new Model();
    List<String> told = new ArrayList<>();
    connection.setAutoCommit(false);
    for (int i = 0; i < STEPS; i++) {
      statement.execute("SAVEPOINT s");
      if (!step(random, model, told)) {
        statement.execute("ROLLBACK TO s");
      }
      if (random.nextInt(10) == 0) {
        connection.commit();
      }
      assertThat(rows()).as("%s, seed %d", told, SEED).isEqualTo(model.rows());
    }
    connection.commit();
  }

  @Test
  void clientsAtOnceCannotBreakIt() throws Exception {
    SplittableRandom random = new SplittableRandom(SEED);
    try (ExecutorService clients = Executors.newFixedThreadPool(4)) {
      List<Future<Integer>> running = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        running.add(clients.submit(client(random.split())));
      }
      for (Future<Integer> client : running) {
        assertThat(client.get()).isPositive();
      }
    }
    try (ResultSet broken =
        statement.executeQuery(
            "SELECT (SELECT count(*) FROM things t LEFT JOIN owners o ON o.id = t.owner WHERE o.id IS NULL)"
                + " + (SELECT count(*) FROM things t LEFT JOIN kinds k ON k.id = t.kind WHERE k.id IS NULL)"
                + " + (SELECT count(*) FROM owners o LEFT JOIN kinds k ON k.id = o.kind WHERE k.id IS NULL AND o.kind IS NOT NULL)")) {
      broken.next();
      assertThat(broken.getLong(1)).as("rows that name none, seed %d", SEED).isZero();
    }
  }

  private Callable<Integer> client(SplittableRandom random) {
    return () -> {
      int committed = 0;
      try (Connection mine = node.connect();
          Statement by = mine.createStatement()) {
        for (int i = 0; i < 200; i++) {
          mine.setAutoCommit(random.nextInt(3) > 0);
          try {
            by.execute(random(random));
            if (!mine.getAutoCommit()) {
              by.execute(random(random));
              mine.commit();
            }
            committed++;
          } catch (SQLException refused) {
            assertThat(refused.getSQLState()).isIn("23503", "23505", "40001");
            if (!mine.getAutoCommit()) {
              mine.rollback();
            }
          }
        }
      }
      return committed;
    };
  }

  private static String random(SplittableRandom random) {
    int a = random.nextInt(IDS);
    int b = random.nextInt(IDS);
    return switch (random.nextInt(6)) {
      case 0 -> "INSERT INTO kinds VALUES (%d) ON CONFLICT DO NOTHING".formatted(a);
      case 1 -> "DELETE FROM kinds WHERE id = %d".formatted(a);
      case 2 -> "INSERT INTO owners VALUES (%d, %d) ON CONFLICT DO NOTHING".formatted(a, b);
      case 3 -> "DELETE FROM owners WHERE id = %d".formatted(a);
      default ->
          "INSERT INTO things VALUES (%d, %d, %d) ON CONFLICT DO NOTHING"
              .formatted(a, random.nextInt(IDS), b);
    };
  }

  @Test
  void rowsOfCopyAndProceduresAreLookedAt() throws SQLException, IOException {
    statement.execute("INSERT INTO kinds VALUES (1)");
    statement.execute("INSERT INTO owners VALUES (1, 1), (2, 1)");
    var copy = connection.unwrap(PGConnection.class).getCopyAPI();
    assertThat(copy.copyIn("COPY things FROM STDIN", new StringReader("1\t1\t1\n2\t1\t1\n")))
        .isEqualTo(2);
    try {
      copy.copyIn("COPY things FROM STDIN", new StringReader("1\t2\t1\n3\t1\t1\n"));
      assertThat(false).as("owner 3 is not there").isTrue();
    } catch (SQLException refused) {
      assertThat(refused.getSQLState()).isEqualTo("23503");
    }
    statement.execute(
        "CREATE PROCEDURE give(who int, what int, kind int) PARTITION BY (who) LANGUAGE SQL AS $$"
            + " INSERT INTO things VALUES ($1, $2, $3) $$");
    statement.execute("CALL give(1, 5, 1)");
    assertThat(done(statement, "CALL give(1, 6, 2)")).isFalse();
    assertThat(done(statement, "CALL give(3, 6, 1)")).isFalse();
    assertThat(rows())
        .filteredOn(row -> row.startsWith("thing"))
        .containsExactly("thing 1 1 1", "thing 1 5 1", "thing 2 1 1");
  }
}
