package dev.coulomb.node.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

/** Numbers are given once: among many sessions, in transactions, and when these are run again. */
class SequencesTest {
  private static final int SESSIONS = 6;
  private static final int ROUNDS = 40;

  @TempDir private Path folder;

  private TestNode node;
  private Connection one;
  private Connection other;

  @BeforeEach
  void start() throws IOException, InterruptedException, SQLException {
    node = new TestNode(folder);
    one = node.connect();
    other = node.connect();
    run(other, "CREATE TABLE people (id bigserial PRIMARY KEY, name text) PARTITION BY HASH (id)");
    run(other, "CREATE TABLE tally (id integer PRIMARY KEY, n bigint) PARTITION BY HASH (id)");
    run(other, "INSERT INTO tally VALUES (1, 0)");
    run(other, "CREATE SEQUENCE s");
  }

  @AfterEach
  void stop() throws IOException, InterruptedException, SQLException {
    one.close();
    other.close();
    node.close();
  }

  @Test
  void noNumberIsGivenTwiceAmongManySessions()
      throws InterruptedException, ExecutionException, SQLException {
    List<Long> given = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(SESSIONS)) {
      List<Callable<List<Long>>> sessions = new ArrayList<>();
      for (int i = 0; i < SESSIONS; i++) {
        sessions.add(this::session);
      }
      for (Future<List<Long>> session : threads.invokeAll(sessions)) {
        given.addAll(session.get());
      }
    }
    assertThat(given).doesNotHaveDuplicates().hasSizeGreaterThan(SESSIONS * ROUNDS);
    assertThat(number(one, "SELECT count(*) FROM people"))
        .isEqualTo(number(one, "SELECT count(DISTINCT id) FROM people"));
  }

  /** Single rows, several rows, a query, a transaction that is given up, and one that is kept. */
  private List<Long> session() throws SQLException {
    List<Long> given = new ArrayList<>();
    try (Connection mine = node.connect()) {
      for (int i = 0; i < ROUNDS; i++) {
        given.addAll(numbers(mine, "INSERT INTO people (name) VALUES ('a') RETURNING id"));
        given.addAll(numbers(mine, "INSERT INTO people (name) VALUES ('b'), ('c') RETURNING id"));
        given.addAll(numbers(mine, "INSERT INTO people (name) SELECT 'd' FROM tally RETURNING id"));
        mine.setAutoCommit(false);
        given.addAll(numbers(mine, "INSERT INTO people (name) VALUES ('e') RETURNING id"));
        given.addAll(numbers(mine, "SELECT nextval('people_id_seq')"));
        run(mine, "UPDATE tally SET n = n + 1");
        if (i % 3 == 0) {
          mine.rollback();
        } else {
          mine.commit();
        }
        mine.setAutoCommit(true);
      }
    }
    return given;
  }

  @Test
  void aTransactionThatIsRunAgainKeepsTheNumbersItTold() throws SQLException {
    run(other, "INSERT INTO tally VALUES (2, 0), (3, 0)");
    one.setAutoCommit(false);
    run(one, "UPDATE tally SET n = n + 1 WHERE id = 1");
    long inserted = number(one, "INSERT INTO people (name) VALUES ('a') RETURNING id");
    long drawn = number(one, "SELECT nextval('s')");
    List<Long> selected =
        numbers(one, "INSERT INTO people SELECT nextval('people_id_seq') FROM tally RETURNING id");
    long upserted =
        number(
            one,
            "INSERT INTO tally VALUES (3, 0) ON CONFLICT (id) DO UPDATE SET n = nextval('s')"
                + " RETURNING n");
    assertThat(number(one, "SELECT currval('s')")).isEqualTo(upserted);
    // Now its commit has to run all of it again.
    run(other, "UPDATE tally SET n = 100 WHERE id = 1");
    long others = number(other, "INSERT INTO people (name) VALUES ('b') RETURNING id");
    assertThat(number(other, "SELECT nextval('s')")).isEqualTo(3);
    one.commit();
    assertThat(number(other, "SELECT n FROM tally WHERE id = 1")).isEqualTo(101);
    assertThat(number(other, "SELECT n FROM tally WHERE id = 3")).isEqualTo(upserted).isEqualTo(2);
    assertThat(drawn).isEqualTo(1);
    List<Long> all = new ArrayList<>(selected);
    all.add(inserted);
    all.add(others);
    assertThat(numbers(other, "SELECT id FROM people")).containsExactlyInAnyOrderElementsOf(all);
    assertThat(number(other, "SELECT nextval('s')")).isEqualTo(4);
  }

  @Test
  void numbersAreNotGivenBack() throws SQLException {
    one.setAutoCommit(false);
    assertThat(number(one, "INSERT INTO people (name) VALUES ('a') RETURNING id")).isEqualTo(1);
    Savepoint place = one.setSavepoint();
    assertThat(number(one, "SELECT nextval('people_id_seq')")).isEqualTo(2);
    one.rollback(place);
    assertThat(number(one, "SELECT currval('people_id_seq')")).isEqualTo(2);
    one.rollback();
    assertThat(number(one, "INSERT INTO people (name) VALUES ('b') RETURNING id")).isEqualTo(3);
    one.commit();
    assertThat(numbers(other, "SELECT id FROM people")).containsExactly(3L);
    assertThatThrownBy(() -> number(other, "SELECT currval('people_id_seq')"))
        .hasMessageContaining("not yet defined in this session");
  }

  @Test
  void aSequenceThatIsMadeInATransactionIsItsOwnUntilItCommits() throws SQLException {
    one.setAutoCommit(false);
    other.setAutoCommit(false);
    run(one, "CREATE SEQUENCE mine START 10");
    run(other, "CREATE SEQUENCE theirs START 1000");
    assertThat(number(other, "SELECT nextval('theirs')")).isEqualTo(1000);
    assertThat(number(one, "SELECT nextval('mine')")).isEqualTo(10);
    other.rollback();
    run(one, "CREATE TABLE made (id serial PRIMARY KEY, n integer)");
    assertThat(number(one, "INSERT INTO made (n) VALUES (nextval('mine')) RETURNING n"))
        .isEqualTo(11);
    run(one, "ALTER SEQUENCE s RESTART WITH 50");
    assertThat(number(one, "SELECT nextval('s')")).isEqualTo(50);
    assertThat(number(other, "SELECT nextval('s')")).isEqualTo(1);
    other.rollback();
    one.commit();
    assertThat(number(other, "SELECT nextval('s')")).isEqualTo(51);
    assertThat(number(other, "INSERT INTO made (n) VALUES (nextval('mine')) RETURNING n"))
        .isEqualTo(12);
    other.commit();
    run(one, "ALTER SEQUENCE s RESTART WITH 5");
    one.rollback();
    assertThat(number(other, "SELECT nextval('s')")).isEqualTo(52);
    other.commit();
  }

  @Test
  void aNewColumnNumbersTheRowsOfItsTransaction() throws SQLException {
    run(other, "INSERT INTO people (name) VALUES ('a'), ('b'), ('c')");
    one.setAutoCommit(false);
    run(one, "INSERT INTO people (name) VALUES ('d')");
    run(one, "ALTER TABLE people ADD COLUMN n serial");
    List<Long> told = numbers(one, "SELECT n FROM people ORDER BY id");
    assertThat(told).containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
    run(other, "UPDATE tally SET n = 100 WHERE id = 1");
    one.commit();
    assertThat(numbers(other, "SELECT n FROM people ORDER BY id")).isEqualTo(told);
    assertThat(number(other, "INSERT INTO people (name) VALUES ('e') RETURNING n")).isEqualTo(5);
    run(one, "TRUNCATE people RESTART IDENTITY");
    assertThat(number(one, "INSERT INTO people (name) VALUES ('f') RETURNING id")).isEqualTo(1);
    one.rollback();
    assertThat(number(other, "INSERT INTO people (name) VALUES ('g') RETURNING id")).isEqualTo(6);
  }

  @Test
  void settingASequenceIsDoneOnce() throws SQLException {
    one.setAutoCommit(false);
    run(one, "UPDATE tally SET n = n + 1 WHERE id = 1");
    assertThat(number(one, "SELECT setval('s', 50)")).isEqualTo(50);
    assertThat(number(other, "SELECT nextval('s')")).isEqualTo(51);
    run(other, "UPDATE tally SET n = 100 WHERE id = 1");
    one.commit();
    assertThat(number(other, "SELECT n FROM tally WHERE id = 1")).isEqualTo(101);
    assertThat(number(other, "SELECT nextval('s')")).isEqualTo(52);
  }

  @Test
  void aNameThatIsKnownLateIsLookedForInTheTransactionsSchema() throws SQLException {
    one.setAutoCommit(false);
    run(one, "CREATE SEQUENCE late START 7");
    try (PreparedStatement select = one.prepareStatement("SELECT nextval(?)");
        PreparedStatement insert =
            one.prepareStatement("INSERT INTO tally VALUES (2, nextval(?)) RETURNING n")) {
      select.setString(1, "late");
      assertThat(number(select)).isEqualTo(7);
      insert.setString(1, "late");
      assertThat(number(insert)).isEqualTo(8);
    }
    assertThat(number(one, "SELECT count(*) FROM pg_sequences")).isEqualTo(3);
    one.commit();
    assertThat(number(other, "SELECT n FROM tally WHERE id = 2")).isEqualTo(8);
    assertThat(number(other, "SELECT nextval('late')")).isEqualTo(9);
  }

  @Test
  void aPlanThatIsKeptDrawsAnewAndKnowsOfARestart() throws SQLException {
    one.unwrap(PGConnection.class).setPrepareThreshold(1);
    try (PreparedStatement select = one.prepareStatement("SELECT nextval('s')");
        PreparedStatement insert =
            one.prepareStatement("INSERT INTO people (name) VALUES (?) RETURNING id")) {
      insert.setString(1, "a");
      for (long i = 1; i <= 8; i++) {
        assertThat(number(select)).isEqualTo(i);
        assertThat(number(insert)).isEqualTo(i);
      }
      run(other, "ALTER SEQUENCE s RESTART WITH 100");
      run(other, "ALTER SEQUENCE people_id_seq RESTART WITH 200");
      assertThat(number(select)).isEqualTo(100);
      assertThat(number(insert)).isEqualTo(200);
    }
  }

  @Test
  void theDriverIsToldTheKeysThatWereMade() throws SQLException {
    try (PreparedStatement insert =
        one.prepareStatement(
            "INSERT INTO people (name) VALUES (?)", Statement.RETURN_GENERATED_KEYS)) {
      for (int i = 1; i <= 3; i++) {
        insert.setString(1, "p" + i);
        insert.addBatch();
      }
      insert.executeBatch();
      try (ResultSet keys = insert.getGeneratedKeys()) {
        for (long i = 1; i <= 3; i++) {
          assertThat(keys.next()).isTrue();
          assertThat(keys.getLong("id")).isEqualTo(i);
        }
      }
    }
    try (Statement insert = one.createStatement()) {
      insert.executeUpdate("INSERT INTO people (name) VALUES ('q')", new String[] {"id"});
      try (ResultSet keys = insert.getGeneratedKeys()) {
        assertThat(keys.next()).isTrue();
        assertThat(keys.getLong(1)).isEqualTo(4);
      }
    }
  }

  @Test
  void theDriverKnowsWhichColumnsAreNumbered() throws SQLException {
    run(
        one,
        "CREATE TABLE made (n integer GENERATED ALWAYS AS IDENTITY, id serial, plain integer,"
            + " PRIMARY KEY (id)) PARTITION BY HASH (id)");
    List<String> numbered = new ArrayList<>();
    try (ResultSet columns = one.getMetaData().getColumns(null, null, "made", null)) {
      while (columns.next()) {
        numbered.add(columns.getString("COLUMN_NAME") + columns.getString("IS_AUTOINCREMENT"));
      }
    }
    assertThat(numbered).containsExactly("nYES", "idYES", "plainNO");
    try (Statement statement = one.createStatement();
        ResultSet rows = statement.executeQuery("SELECT n, id, plain FROM made")) {
      assertThat(rows.getMetaData().isAutoIncrement(1)).isTrue();
      assertThat(rows.getMetaData().isAutoIncrement(2)).isTrue();
      assertThat(rows.getMetaData().isAutoIncrement(3)).isFalse();
    }
  }

  @Test
  void copiedRowsAreNumbered() throws SQLException, IOException {
    long rows =
        one.unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn("COPY people (name) FROM STDIN", new StringReader("a\nb\nc\n"));
    assertThat(rows).isEqualTo(3);
    assertThat(numbers(one, "SELECT id FROM people ORDER BY id")).containsExactly(1L, 2L, 3L);
  }

  @Test
  void proceduresDraw() throws SQLException {
    run(
        one,
        "CREATE PROCEDURE hire(who text) RETURNS bigint LANGUAGE SQL AS"
            + " 'INSERT INTO people (name) VALUES (who) RETURNING id'");
    assertThat(number(one, "CALL hire('a')")).isEqualTo(1);
    one.setAutoCommit(false);
    run(one, "UPDATE tally SET n = n + 1 WHERE id = 1");
    assertThat(number(one, "CALL hire('b')")).isEqualTo(2);
    run(other, "UPDATE tally SET n = 100 WHERE id = 1");
    one.commit();
    assertThat(numbers(other, "SELECT id FROM people ORDER BY id")).containsExactly(1L, 2L);
    assertThat(number(other, "SELECT nextval('people_id_seq')")).isEqualTo(3);
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static long number(PreparedStatement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      assertThat(rows.next()).isTrue();
      return rows.getLong(1);
    }
  }

  private static long number(Connection connection, String sql) throws SQLException {
    return numbers(connection, sql).getFirst();
  }

  private static List<Long> numbers(Connection connection, String sql) throws SQLException {
    List<Long> numbers = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        numbers.add(rows.getLong(1));
      }
    }
    return numbers;
  }
}
