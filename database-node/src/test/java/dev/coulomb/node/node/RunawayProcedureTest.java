package dev.coulomb.node.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.coulomb.node.procedure.CompiledJar;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

/** Procedures that do not end are ended, and nothing of them remains. */
class RunawayProcedureTest {
  private static final String HEAD =
      "public class Loop { static final Sql ADD = Sql.of(\"UPDATE kv SET v = v + 1 WHERE k = $1\");"
          + " static final Sql GET = Sql.of(\"SELECT v FROM kv WHERE k = $1\"); long x;"
          + " public void run(Transaction tx, long k) { tx.update(ADD, k); ";

  @TempDir private Path folder;

  private TestNode node;
  private Connection client;
  private Statement statement;

  @BeforeEach
  void start() throws IOException, InterruptedException, SQLException {
    node = new TestNode(folder);
    client = node.connect();
    statement = client.createStatement();
    statement.execute(
        "CREATE TABLE kv (k bigint PRIMARY KEY, v bigint) PARTITION BY HASH (k);"
            + " INSERT INTO kv VALUES (1, 10)");
  }

  @AfterEach
  void stop() throws IOException, InterruptedException, SQLException {
    client.close();
    node.close();
  }

  private void create(String endless) throws SQLException {
    try (PreparedStatement upload = client.prepareStatement("CREATE JAR j AS ?")) {
      upload.setBytes(1, new CompiledJar().with("Loop", HEAD + endless).bytes());
      upload.execute();
    }
    statement.execute(
        "CREATE PROCEDURE loop(k bigint) PARTITION BY (k) LANGUAGE JAVA AS 'Loop' USING JAR j");
  }

  private long value() throws SQLException {
    try (ResultSet rows = statement.executeQuery("SELECT v FROM kv WHERE k = 1")) {
      assertThat(rows.next()).isTrue();
      return rows.getLong(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "while (true) { } } }",
        "for (;;) { x++; } } }",
        "do { try { x++; for (;;) { x++; } } catch (Throwable all) { x--; } } while (true); } }",
        "while (true) { try { throw new RuntimeException(); } catch (RuntimeException again) { } } } }",
        "fib(90); } int fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); } }",
        "while (true) { tx.query(GET, k); } } }",
        "for (;;) { try { tx.query(GET, k); } catch (Throwable all) { } } } }",
        "java.util.stream.Stream.iterate(1, i -> i).forEach(i -> x += i); } }",
        "while (true) { switch ((int) (x & 3)) { case 0: x += 1; continue; case 1: x += 2; continue; default: x -= 3; } } } }"
      })
  void theTimeOfAStatementEndsIt(String endless) throws SQLException {
    create(endless);
    statement.execute("SET statement_timeout = '100ms'");
    SQLException ended =
        catchThrowableOfType(SQLException.class, () -> statement.execute("CALL loop(1)"));
    assertThat(ended.getSQLState()).isEqualTo("57014");
    statement.execute("RESET statement_timeout");
    assertThat(value()).isEqualTo(10);
    statement.execute("UPDATE kv SET v = 11 WHERE k = 1");
    assertThat(value()).isEqualTo(11);
  }

  @Test
  void theClientEndsIt() throws Exception {
    create("while (true) { } } }");
    CompletableFuture<SQLException> ended =
        CompletableFuture.supplyAsync(() ->
            catchThrowableOfType(SQLException.class, () -> statement.execute("CALL loop(1)")));
    // Until it runs there is nothing to be cancelled, and the request is forgotten.
    while (!ended.isDone()) {
      client.unwrap(PGConnection.class).cancelQuery();
    }
    assertThat(ended.get(1, TimeUnit.MINUTES).getSQLState()).isEqualTo("57014");
    assertThat(value()).isEqualTo(10);
  }

  @Test
  void whatIsNotEndlessMayTakeItsTime() throws SQLException {
    create("for (int i = 0; i < 3_000_000; i++) { x += i; } tx.update(ADD, k); } }");
    statement.execute("CALL loop(1)");
    statement.execute("CALL loop(1)");
    assertThat(value()).isEqualTo(14);
  }

  @Test
  void aClassThatNeverGetsReadyIsNotCreated() throws SQLException {
    try (PreparedStatement upload = client.prepareStatement("CREATE JAR j AS ?")) {
      String source =
          "public class Loop { static long x; static { while (x >= 0) { x = (x + 1) % 7; } }"
              + " public void run(Transaction tx, long k) { } }";
      upload.setBytes(1, new CompiledJar().with("Loop", source).bytes());
      upload.execute();
    }
    SQLException refused =
        catchThrowableOfType(
            SQLException.class,
            () ->
                statement.execute(
                    "CREATE PROCEDURE loop(k bigint) LANGUAGE JAVA AS 'Loop' USING JAR j"));
    assertThat(refused.getSQLState()).isEqualTo("42P13");
  }
}
