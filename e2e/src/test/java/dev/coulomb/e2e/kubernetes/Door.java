package dev.coulomb.e2e.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coulomb.e2e.programs.Psql;
import io.fabric8.kubernetes.client.LocalPortForward;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/** Forwarded ports of one database pod: SQL and admin, from outside the cluster. */
final class Door implements AutoCloseable {
  private static final int SQL = 5432;
  private static final int ADMIN = 8080;
  private final LocalPortForward sql;
  private final LocalPortForward admin;
  private final String password;

  Door(Scene scene, String pod, String password) {
    PodResource resource = scene.client().pods().inNamespace(scene.namespace()).withName(pod);
    this.sql = resource.portForward(SQL);
    this.admin = resource.portForward(ADMIN);
    this.password = password;
  }

  int sqlPort() {
    return sql.getLocalPort();
  }

  Psql psql() {
    return Psql.to("127.0.0.1", sqlPort()).password(password);
  }

  Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", "coulomb");
    properties.setProperty("password", password);
    properties.setProperty("loginTimeout", "15");
    // A machine that is gone sends no word of it.
    properties.setProperty("socketTimeout", "60");
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + sqlPort() + "/coulomb", properties);
  }

  /** The node's own word. */
  JsonNode status() {
    return Serialization.unmarshal(get("/v1/status"), JsonNode.class);
  }

  String get(String path) {
    return get(admin.getLocalPort(), path);
  }

  /** The answer of an HTTP server behind a forwarded port; any status but 200 is an error. */
  static String get(int port, String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(15))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(
            path + " answered " + answer.statusCode() + ": " + answer.body());
      }
      return answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      sql.close();
      admin.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
