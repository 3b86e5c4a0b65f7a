package dev.coulomb.node.node;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;

/** A whole node in this JVM with eight partitions, for tests that are its clients. */
public final class TestNode implements AutoCloseable {
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

  /**
   * The same, for tests of other packages.
   *
   * @param properties by their names in a file
   */
  public static TestNode open(Path data, Map<String, String> properties)
      throws IOException, InterruptedException {
    Map<Setting, String> settings = new EnumMap<>(Setting.class);
    properties.forEach(
        (name, value) -> settings.put(Setting.ofProperty(name).orElseThrow(), value));
    return new TestNode(data, settings);
  }

  /** Of the admin server, on loopback. */
  public int adminPort() {
    return node.adminPort();
  }

  Node node() {
    return node;
  }

  public Connection connect() throws SQLException {
    return connect("");
  }

  public Connection connect(String options) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + node.sqlPort() + "/coulomb?" + options, "coulomb", "");
  }

  @Override
  public void close() throws IOException, InterruptedException {
    node.stop();
  }
}
