package dev.coulomb.node.node;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

/** A whole node in this JVM with eight partitions, for tests that are its clients. */
final class TestNode implements AutoCloseable {
  private final Node node;

  TestNode(Path folder) throws IOException, InterruptedException {
    node =
        new NodeAssembly(
                new Settings(
                    Map.of(
                        Setting.DATA, folder.resolve("data").toString(),
                        Setting.SQL_PORT, "0",
                        Setting.ADMIN_PORT, "0",
                        Setting.PARTITIONS, "8",
                        Setting.TRUST_LOOPBACK, "true",
                        Setting.DATA_MEMORY, "64MiB")))
            .start();
  }

  Node node() {
    return node;
  }

  Connection connect() throws SQLException {
    return connect("");
  }

  Connection connect(String options) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + node.sqlPort() + "/coulomb?" + options, "coulomb", "");
  }

  @Override
  public void close() throws IOException, InterruptedException {
    node.stop();
  }
}
