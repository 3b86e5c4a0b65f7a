package dev.coulomb.node.pgwire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coulomb.node.types.SqlType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** PostgreSQL's JDBC driver against the server, on loopback. */
final class PgJdbcTest {
  private static final int LOOPS = 2;

  private final ExecutorService workers = Executors.newFixedThreadPool(2);
  private final ServerTwin server = new ServerTwin(workers);
  private PgWireServer wire;

  PgJdbcTest() throws InterruptedException, IOException {
    wire = serve(Optional.empty());
  }

  private PgWireServer serve(Optional<TlsFiles> tls) throws InterruptedException, IOException {
    return new PgWireServer(
        new WireConfig("127.0.0.1", 0, () -> 10, () -> 1 << 20, tls),
        server.sessions,
        ServerTwin.byPassword(),
        server.commitment,
        Thread::new,
        LOOPS);
  }

  @AfterEach
  void stop() throws InterruptedException {
    wire.close();
    workers.shutdown();
    assertThat(workers.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
  }

  private Connection connect(String user, String password, String more) throws SQLException {
    String url = "jdbc:postgresql://127.0.0.1:" + wire.port() + "/coulomb?" + more;
    return DriverManager.getConnection(url, user, password);
  }

  private Connection connect() throws SQLException {
    return connect(ServerTwin.USER, ServerTwin.PASSWORD, "");
  }

  @Test
  void passwordsAreProvedByScram() throws SQLException {
    try (Connection connection = connect()) {
      assertThat(connection.isValid(5)).isTrue();
      assertThat(connection.getMetaData().getDatabaseMajorVersion()).isEqualTo(15);
      assertThat(wire.connections()).isEqualTo(1);
    }
    refused("coulomb", "wrong", "28P01");
    refused("nobody", ServerTwin.PASSWORD, "28P01");
  }

  private void refused(String user, String password, String state) {
    assertThatThrownBy(() -> connect(user, password, ""))
        .isInstanceOfSatisfying(
            SQLException.class, error -> assertThat(error.getSQLState()).isEqualTo(state));
  }

  @Test
  void statementsAreRunAndRepeatedUntilTheyAreBinary() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t");
      CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
      byte[] rows = "1,one\n2,\n".getBytes(StandardCharsets.UTF_8);
      assertThat(copies.copyIn("COPY t FROM STDIN CSV", new ByteArrayInputStream(rows)))
          .isEqualTo(2);
      StringWriter out = new StringWriter();
      assertThat(copies.copyOut("COPY t TO STDOUT", out)).isEqualTo(2);
      assertThat(out.toString().lines()).containsExactlyInAnyOrder("1\tone", "2\t\\N");
      for (int i = 0; i < 10; i++) {
        try (PreparedStatement select = connection.prepareStatement("SELECT * FROM t");
            ResultSet found = select.executeQuery()) {
          assertThat(found.next()).isTrue();
          assertThat(found.getInt("a")).isBetween(1, 2);
        }
      }
    } catch (IOException broken) {
      throw new AssertionError(broken);
    }
  }

  @Test
  void valuesOfAllTypesGoThereAndBack() throws SQLException {
    server.planning.teach(
        "SELECT $1, $2, $3, $4, $5",
        catalog ->
            PlanningTwin.echo(
                catalog,
                List.of(
                    SqlType.BIGINT,
                    SqlType.NUMERIC,
                    SqlType.TEXT,
                    SqlType.TIMESTAMP,
                    SqlType.UUID)));
    UUID uuid = UUID.fromString("00000000-0000-0001-ffff-ffffffffffff");
    java.time.LocalDateTime time = java.time.LocalDateTime.of(2013, 1, 1, 5, 15, 0, 123_000);
    try (Connection connection = connect();
        PreparedStatement echo = connection.prepareStatement("SELECT ?, ?, ?, ?, ?")) {
      for (int i = 0; i < 10; i++) {
        echo.setLong(1, Long.MIN_VALUE + i);
        echo.setBigDecimal(2, new BigDecimal("-12345.6780").movePointLeft(i));
        echo.setString(3, i % 2 == 0 ? "Grüße" : null);
        echo.setObject(4, time.plusDays(i));
        echo.setObject(5, uuid);
        try (ResultSet row = echo.executeQuery()) {
          assertThat(row.next()).isTrue();
          assertThat(row.getLong(1)).isEqualTo(Long.MIN_VALUE + i);
          assertThat(row.getBigDecimal(2))
              .isEqualTo(new BigDecimal("-12345.6780").movePointLeft(i));
          assertThat(row.getString(3)).isEqualTo(i % 2 == 0 ? "Grüße" : null);
          assertThat(row.getObject(4, java.time.LocalDateTime.class)).isEqualTo(time.plusDays(i));
          assertThat(row.getObject(5)).isEqualTo(uuid);
        }
      }
    }
  }

  @Test
  void errorsEndTheStatementAndNotTheSession() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.executeQuery("WRONG"))
          .isInstanceOfSatisfying(
              SQLException.class, error -> assertThat(error.getSQLState()).isEqualTo("42601"));
      try (ResultSet row = statement.executeQuery("SELECT 5")) {
        assertThat(row.next()).isTrue();
      }
      connection.setAutoCommit(false);
      assertThatThrownBy(() -> statement.executeQuery("WRONG"))
          .isInstanceOfSatisfying(
              SQLException.class, error -> assertThat(error.getSQLState()).isEqualTo("42601"));
      assertThatThrownBy(() -> statement.executeQuery("SELECT 5"))
          .isInstanceOfSatisfying(
              SQLException.class, error -> assertThat(error.getSQLState()).isEqualTo("25P02"));
      connection.rollback();
      assertThat(statement.execute("SELECT 5")).isTrue();
      connection.commit();
    }
  }

  @Test
  void aStopEndsTheSessions() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      wire.stopAccepting();
      refused(ServerTwin.USER, ServerTwin.PASSWORD, "57P03");
      assertThat(statement.execute("SELECT 1")).isTrue();
      wire.terminateSessions();
      assertThatThrownBy(
              () -> {
                statement.execute("SELECT 1");
                statement.execute("SELECT 1");
              })
          .isInstanceOf(SQLException.class);
    }
  }

  @Test
  void connectionsAreEncryptedWithTheNewestCertificate(@TempDir Path directory) throws Exception {
    Path certificate = directory.resolve("tls.crt");
    Path key = directory.resolve("tls.key");
    makePair(directory, "first", certificate, key);
    TlsFiles files = new TlsFiles(certificate, key);
    wire.close();
    wire = serve(Optional.of(files));
    try (Connection connection = connect(ServerTwin.USER, ServerTwin.PASSWORD, "sslmode=require")) {
      assertThat(connection.isValid(5)).isTrue();
    }
    try (Connection connection =
        connect(
            ServerTwin.USER, ServerTwin.PASSWORD, "sslmode=verify-ca&sslrootcert=" + certificate)) {
      assertThat(connection.isValid(5)).isTrue();
    }
    Path old = directory.resolve("old.crt");
    Files.copy(certificate, old);
    java.time.Instant oldEnd = files.notAfter();
    makePair(directory, "second", certificate, key);
    assertThat(files.notAfter()).isAfter(oldEnd);
    assertThatThrownBy(() ->
            connect(ServerTwin.USER, ServerTwin.PASSWORD, "sslmode=verify-ca&sslrootcert=" + old))
        .isInstanceOf(SQLException.class);
    Files.writeString(key, "not a key");
    try (Connection connection =
        connect(
            ServerTwin.USER, ServerTwin.PASSWORD, "sslmode=verify-ca&sslrootcert=" + certificate)) {
      assertThat(connection.isValid(5)).as("the last good pair stays").isTrue();
    }
  }

  /** A self-signed pair by the JDK's keytool, as PEM; later ones are good for longer. */
  private static void makePair(Path directory, String name, Path certificate, Path key)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path store = directory.resolve(name + ".p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Process made =
        new ProcessBuilder(
                keytool,
                "-genkeypair",
                "-alias",
                "k",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-validity",
                name.equals("first") ? "10" : "20",
                "-storetype",
                "PKCS12",
                "-storepass",
                "secret",
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("keytool.log").toFile())
            .start();
    assertThat(made.waitFor()).isZero();
    KeyStore pair = KeyStore.getInstance(store.toFile(), "secret".toCharArray());
    write(certificate, "CERTIFICATE", pair.getCertificate("k").getEncoded());
    write(key, "PRIVATE KEY", pair.getKey("k", "secret".toCharArray()).getEncoded());
  }

  private static void write(Path file, String kind, byte[] der) throws IOException {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    Files.writeString(
        file, "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
    Files.setLastModifiedTime(
        file, java.nio.file.attribute.FileTime.fromMillis(System.nanoTime() / 1_000_000));
  }
}
