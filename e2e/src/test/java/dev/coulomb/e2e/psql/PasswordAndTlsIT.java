package dev.coulomb.e2e.psql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.e2e.programs.Await;
import dev.coulomb.e2e.programs.Command;
import dev.coulomb.e2e.programs.NodeProcess;
import dev.coulomb.e2e.programs.Psql;
import dev.coulomb.e2e.programs.SelfSigned;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** SCRAM and TLS with clients that take them seriously. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PasswordAndTlsIT {
  private static final String PASSWORD = "correct horse; battery \"staple\" ünd 'quote'";
  @TempDir private static Path folder;
  private NodeProcess node;
  private Psql psql;
  private Path certificate;
  private Path password;

  @BeforeAll
  void start() throws IOException {
    SelfSigned pair = SelfSigned.of("dns:localhost,ip:127.0.0.1");
    certificate = Files.writeString(folder.resolve("tls.crt"), pair.certificate());
    Path key = Files.writeString(folder.resolve("tls.key"), pair.key());
    password = Files.writeString(folder.resolve("password"), PASSWORD);
    node =
        NodeProcess.start(
            "password-and-tls",
            "--superuser-password-file",
            password.toString(),
            "--tls-certificate",
            certificate.toString(),
            "--tls-key",
            key.toString());
    psql = Psql.to("127.0.0.1", node.sqlPort());
  }

  @AfterAll
  void stop() {
    if (node != null) {
      node.close();
    }
  }

  @Test
  void psqlVerifiesTheCertificateAndTheServerThePassword() {
    Psql verified = psql.sslMode("verify-full", certificate).password(PASSWORD);
    assertThat(verified.show("\\conninfo"))
        .contains("You are connected to database \"coulomb\" as user \"coulomb\"")
        .contains("SSL connection (protocol: TLSv1.3");
    assertThat(verified.ask("SELECT 6 * 7")).isEqualTo("42");
  }

  @Test
  void aWrongPasswordIsRefused() {
    Command.Said said = psql.sslMode("require").password("guess").say("SELECT 1");
    assertThat(said.status()).isEqualTo(2);
    assertThat(said.err()).contains("password authentication failed");
  }

  @Test
  void anUnknownUserIsRefusedInTheSameWords() {
    Psql stranger =
        new Psql(psql.sslMode("require").password("guess").command().and("-U", "stranger"));
    Command.Said said = stranger.say("SELECT 1");
    assertThat(said.status()).isEqualTo(2);
    assertThat(said.err()).contains("password authentication failed");
  }

  @Test
  void aCertificateOfSomebodyElseIsNotTrusted() throws IOException {
    Path other =
        Files.writeString(
            folder.resolve("other.crt"), SelfSigned.of("dns:localhost").certificate());
    Command.Said said = psql.sslMode("verify-full", other).password(PASSWORD).say("SELECT 1");
    assertThat(said.status()).isEqualTo(2);
    assertThat(said.err()).contains("certificate verify failed");
  }

  @Test
  void pgjdbcVerifiesToo() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", "coulomb");
    properties.setProperty("password", PASSWORD);
    properties.setProperty("sslmode", "verify-full");
    properties.setProperty("sslrootcert", certificate.toString());
    try (Connection connection = DriverManager.getConnection(node.jdbcUrl(), properties);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT 6 * 7")) {
      assertThat(result.next()).isTrue();
      assertThat(result.getInt(1)).isEqualTo(42);
    }
  }

  @Test
  void aChangedPasswordHoldsForTheNextConnection() throws IOException {
    Files.writeString(password, "another one");
    try {
      Psql changed = psql.sslMode("require").password("another one");
      Await.until(
          "the new password holds",
          Duration.ofSeconds(30),
          () -> changed.say("SELECT 1").status() == 0);
      assertThat(psql.sslMode("require").password(PASSWORD).say("SELECT 1").status()).isEqualTo(2);
    } finally {
      Files.writeString(password, PASSWORD);
      Psql original = psql.sslMode("require").password(PASSWORD);
      Await.until(
          "the first password holds again",
          Duration.ofSeconds(30),
          () -> original.say("SELECT 1").status() == 0);
    }
  }

  @Test
  void aNodeWithoutTlsSaysSo() {
    try (NodeProcess plain = NodeProcess.start("without-tls", "--trust-loopback")) {
      Psql wanting = Psql.to("127.0.0.1", plain.sqlPort()).sslMode("require");
      assertThat(wanting.say("SELECT 1").err())
          .contains("server does not support SSL, but SSL was required");
    }
  }
}
