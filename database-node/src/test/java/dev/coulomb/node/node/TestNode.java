package dev.coulomb.node.node;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;

/** A whole node in this JVM with eight partitions, for tests that are its clients. */
final class TestNode implements AutoCloseable {
  private final Node node;

  TestNode(Path folder) throws IOException, InterruptedException {
    this(folder.resolve("data"), Map.of());
  }

  /**
   * A node on a directory that may have data.
   *
   * @param settings besides those that every test node has, or in their place
   */
  TestNode(Path data, Map<Setting, String> settings) throws IOException, InterruptedException {
    Map<Setting, String> all = new EnumMap<>(Setting.class);
    all.put(Setting.DATA, data.toString());
    all.put(Setting.SQL_PORT, "0");
    all.put(Setting.ADMIN_PORT, "0");
    all.put(Setting.PARTITIONS, "8");
    all.put(Setting.TRUST_LOOPBACK, "true");
    all.put(Setting.DATA_MEMORY, "64MiB");
    all.putAll(settings);
    node = new NodeAssembly(new Settings(all)).start();
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
