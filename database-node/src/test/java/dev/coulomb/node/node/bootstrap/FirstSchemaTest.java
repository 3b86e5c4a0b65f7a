package dev.coulomb.node.node.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.coulomb.node.node.TestNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a new database begins with, as an operator gives it to the node. */
class FirstSchemaTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private final HttpClient client = HttpClient.newHttpClient();
  private TestNode node;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    node = TestNode.open(folder.resolve("data"), Map.of("bootstrap.schema", "true"));
  }

  @AfterEach
  void stop() throws IOException, InterruptedException {
    client.close();
    node.close();
  }

  @Test
  void itIsRunOnceAndThenTheNodeIsReady() throws IOException, InterruptedException, SQLException {
    assertThat(get("/readyz").statusCode()).isEqualTo(503);
    assertThat(get("/readyz").body()).contains("the node waits for its first schema");
    assertThat(get("/v1/bootstrap/schema").statusCode()).isEqualTo(404);
    JsonNode done =
        run(
            """
            -- What the shop begins with.
            CREATE TABLE items (id bigint PRIMARY KEY, name text) PARTITION BY HASH (id);
            CREATE INDEX items_name ON items (name);
            INSERT INTO items VALUES (1, 'one; not two'), (2, 'two');
            CREATE VIEW names AS SELECT name FROM items;
            """);
    assertThat(done.toString()).isEqualTo("{\"id\":\"u-1\",\"state\":\"Completed\"}");
    assertThat(get("/readyz").statusCode()).isEqualTo(200);
    assertThat(count("SELECT count(*) FROM names")).isEqualTo(2);
    assertThat(run("DROP TABLE items").path("state").asText()).isEqualTo("Completed");
    assertThat(count("SELECT count(*) FROM items")).as("the second time does nothing").isEqualTo(2);
    node.close();
    start();
    assertThat(get("/readyz").statusCode()).isEqualTo(200);
    assertThat(run("CREATE TABLE other (id bigint PRIMARY KEY)").path("state").asText())
        .isEqualTo("Skipped");
    assertThat(count("SELECT count(*) FROM items")).isEqualTo(2);
    assertThatThrownBy(() -> count("SELECT count(*) FROM other")).hasMessageContaining("other");
  }

  @Test
  void aStatementThatFailsTakesTheOthersWithItAndIsToldWithItsLine()
      throws IOException, InterruptedException, SQLException {
    JsonNode failed =
        run(
            """
            CREATE TABLE items (id bigint PRIMARY KEY);

            /* one row
               is there twice */
            INSERT INTO items VALUES (1),
              (1);
            """);
    assertThat(failed.path("state").asText()).isEqualTo("Failed");
    assertThat(failed.at("/error/code").asText()).isEqualTo("23505");
    assertThat(failed.at("/error/message").asText()).contains("duplicate key");
    assertThat(failed.at("/error/line").asInt()).isEqualTo(5);
    assertThat(get("/readyz").statusCode()).isEqualTo(503);
    assertThatThrownBy(() -> count("SELECT count(*) FROM items")).hasMessageContaining("items");
    JsonNode syntax = run("CREATE TABLE a (id bigint PRIMARY KEY);\nCREATE TABLE b (id bigint,;");
    assertThat(syntax.at("/error/code").asText()).isEqualTo("42601");
    assertThat(syntax.at("/error/line").asInt()).isEqualTo(2);
    JsonNode unknown = run("CREATE TABLE a (id bigint PRIMARY KEY);\n\nSELECT x\nFROM a");
    assertThat(unknown.at("/error/code").asText()).isEqualTo("42703");
    assertThat(unknown.at("/error/line").asInt()).isEqualTo(3);
    assertThat(run("CREATE TABLE a (id bigint PRIMARY KEY)").path("state").asText())
        .isEqualTo("Completed");
  }

  @Test
  void whatIsNoPartOfOneTransactionIsRefused() throws IOException, InterruptedException {
    JsonNode commit = run("CREATE TABLE a (id bigint PRIMARY KEY);\n-- now\ncommit;");
    assertThat(commit.at("/error/message").asText()).contains("take out the commands");
    assertThat(commit.at("/error/line").asInt()).isEqualTo(3);
    JsonNode copy = run("CREATE TABLE a (id bigint PRIMARY KEY);\nCOPY a FROM STDIN;");
    assertThat(copy.path("state").asText()).isEqualTo("Failed");
    assertThat(copy.at("/error/line").asInt()).isEqualTo(2);
    assertThat(post("{\"id\":\"A b\",\"sql\":\"\"}").statusCode()).isEqualTo(400);
    assertThat(post("{\"id\":\"u-1\"}").statusCode()).isEqualTo(400);
  }

  /** Gives the schema, and waits until it has ended. */
  private JsonNode run(String sql) throws IOException, InterruptedException {
    HttpResponse<String> began =
        post(JSON.createObjectNode().put("id", "u-1").put("sql", sql).toString());
    assertThat(began.statusCode()).isIn(200, 202);
    JsonNode status = JSON.readTree(began.body());
    while (status.path("state").asText().equals("Running")) {
      status = JSON.readTree(get("/v1/bootstrap/schema").body());
    }
    return status;
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(request(path).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String body) throws IOException, InterruptedException {
    return client.send(
        request("/v1/bootstrap/schema").POST(BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.adminPort() + path));
  }

  private long count(String sql) throws SQLException {
    try (Connection connection = node.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
