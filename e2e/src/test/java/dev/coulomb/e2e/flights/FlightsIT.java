package dev.coulomb.e2e.flights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coulomb.e2e.programs.NodeProcess;
import dev.coulomb.e2e.programs.Psql;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLException;

/**
 * All flights, loaded into two nodes by both ways of COPY; every question asked of both, by both
 * query protocols, and compared with SQLite's answer.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FlightsIT {
  private SqliteFlights sqlite;
  private NodeProcess byPsql;
  private NodeProcess byDriver;
  private Connection extended;
  private Connection simple;

  @BeforeAll
  void load() throws SQLException, IOException {
    Path data = Flights.data();
    sqlite = new SqliteFlights(data);
    byPsql = NodeProcess.start("flights-by-psql", "--trust-loopback");
    byDriver = NodeProcess.start("flights-by-driver", "--trust-loopback");
    extended = connect(byPsql, "extended");
    simple = connect(byDriver, "simple");
    Psql psql = Psql.to("127.0.0.1", byPsql.sqlPort()).in(data);
    psql.file(Flights.SCHEMA);
    psql.file(Flights.LOAD);
    copyIn(simple, data);
  }

  @AfterAll
  void close() throws SQLException {
    for (AutoCloseable closeable :
        new AutoCloseable[] {extended, simple, sqlite, byPsql, byDriver}) {
      close(closeable);
    }
  }

  static List<Flights.Question> questions() {
    return Flights.questions();
  }

  @ParameterizedTest
  @MethodSource("questions")
  @Order(1)
  void isAnsweredAsSqliteDoes(Flights.Question question) throws SQLException {
    Answer right = sqlite.answer(question);
    assertThat(right.rows()).as("the question asks for something").isNotEmpty();
    assertThat(Answer.of(extended, question)).as("extended query").isEqualTo(right);
    assertThat(Answer.of(simple, question)).as("simple query").isEqualTo(right);
  }

  @Test
  @Order(2)
  void answersParametersInBinary() throws SQLException {
    String sql =
        "SELECT count(*), max(time_hour), avg(dep_delay) FROM flights WHERE dest = ? AND month = ?";
    try (Connection connection = connect(byPsql, "extended");
        PreparedStatement statement = connection.prepareStatement(sql)) {
      // From the fifth time on pgjdbc names the statement and asks for binary values.
      for (int time = 1; time <= 7; time++) {
        statement.setString(1, "HNL");
        statement.setInt(2, time);
        try (ResultSet result = statement.executeQuery()) {
          assertThat(result.next()).isTrue();
          assertThat(result.getLong(1)).as("flights in month %d", time).isBetween(50L, 70L);
          assertThat(result.getTimestamp(2).toInstant().toString()).startsWith("2013-0" + time);
          assertThat(result.getBigDecimal(3)).isNotNull();
        }
      }
    }
  }

  @Test
  @Order(2)
  void readsAllRowsThroughACursorOfTheDriver() throws SQLException {
    try (Connection connection = connect(byPsql, "extended");
        Statement statement = connection.createStatement()) {
      statement.setFetchSize(1000);
      try (ResultSet result = statement.executeQuery("SELECT flight, distance FROM flights")) {
        long rows = 0;
        long miles = 0;
        while (result.next()) {
          rows++;
          miles += result.getInt(2);
        }
        assertThat(rows).isEqualTo(Flights.ROWS);
        assertThat(miles).isEqualTo(350_217_607L);
      }
    }
  }

  @Test
  @Order(2)
  void cancelsALongQuestionAndGoesOn() throws SQLException {
    try (Connection connection = connect(byPsql, "extended");
        Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(1);
      String endless =
          "SELECT count(*) FROM flights a JOIN flights b ON a.dest = b.dest JOIN flights c ON b.dest = c.dest WHERE a.flight < c.flight";
      assertThatThrownBy(() -> statement.executeQuery(endless))
          .isInstanceOfSatisfying(
              PSQLException.class, e -> assertThat(e.getSQLState()).isIn("57014", "53200"));
      try (ResultSet result = statement.executeQuery("SELECT count(*) FROM airlines")) {
        assertThat(result.next()).isTrue();
        assertThat(result.getInt(1)).isEqualTo(16);
      }
    }
  }

  @Test
  @Order(3)
  void copiesOutWhatItCopiedIn() throws SQLException, IOException {
    for (String table : List.of("airlines", "airports", "weather")) {
      StringWriter out = new StringWriter();
      simple
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyOut("COPY " + table + " TO STDOUT (FORMAT csv, HEADER)", out);
      List<String> lines = out.toString().lines().toList();
      List<String> file = Files.readAllLines(Flights.data().resolve(table + ".csv"));
      assertThat(lines).hasSameSizeAs(file);
      assertThat(lines.getFirst()).isEqualTo(file.getFirst());
    }
  }

  @Test
  @Order(4)
  void aMaterializedViewFollowsAProcedureInJava() throws SQLException, IOException {
    try (PreparedStatement upload = simple.prepareStatement("CREATE JAR flights AS ?")) {
      upload.setBytes(1, Files.readAllBytes(Flights.JAR));
      upload.execute();
    }
    List<String> statements = Flights.statements(Flights.KEPT);
    try (Statement statement = simple.createStatement()) {
      for (String sql : statements.subList(0, statements.size() - 1)) {
        statement.execute(sql);
      }
      assertThatThrownBy(() -> statement.execute(statements.getLast()))
          .isInstanceOfSatisfying(
              PSQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("FLY00"));
    }
    assertThat(
            rows(
                "SELECT dep_delay FROM flights WHERE tailnum = 'N502MQ' AND month = 10 AND day = 21 ORDER BY sched_dep_time"))
        .containsExactly("180", "143", "94", "16");
    String query = statements.getFirst().split(" AS\\s", 2)[1];
    assertThat(rows("SELECT * FROM lateness"))
        .hasSize(16)
        .containsExactlyInAnyOrderElementsOf(rows(query));
  }

  private List<String> rows(String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = simple.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(result.getString(i));
        }
        rows.add(String.join(" ", row));
      }
    }
    return rows;
  }

  private static void copyIn(Connection connection, Path data) throws SQLException, IOException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : Flights.schema()) {
        statement.execute(sql);
      }
    }
    var copy = connection.unwrap(PGConnection.class).getCopyAPI();
    for (String table : Flights.TABLES) {
      Path csv = data.resolve(table + ".csv");
      try (Reader reader = Files.newBufferedReader(csv);
          var lines = Files.lines(csv)) {
        long rows = copy.copyIn("COPY " + table + " FROM STDIN (FORMAT csv, HEADER)", reader);
        assertThat(rows).as(table).isEqualTo(lines.count() - 1);
      }
    }
  }

  private static Connection connect(NodeProcess node, String queryMode) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", "coulomb");
    properties.setProperty("preferQueryMode", queryMode);
    return DriverManager.getConnection(node.jdbcUrl(), properties);
  }

  private static void close(AutoCloseable closeable) throws SQLException {
    try {
      if (closeable != null) {
        closeable.close();
      }
    } catch (SQLException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
