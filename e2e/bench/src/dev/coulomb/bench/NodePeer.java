package dev.coulomb.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A node of ours. */
final class NodePeer extends SqlPeer {
  /** The heap is there from the start, so that memory grows by rows only. */
  private static final String HEAP = "-Xms1g -Xmx1g -XX:+AlwaysPreTouch";

  private final String launcher;
  private final int adminPort = freePort();

  /**
   * @param launcher {@code bin/coulomb-node} of the build to be measured
   */
  NodePeer(String name, Path directory, String launcher) {
    super(name, directory);
    this.launcher = launcher;
  }

  @Override
  List<String> command() {
    return List.of(
        launcher,
        "--data", directory + "/data",
        "--trust-loopback",
        "--sql-port", Integer.toString(port),
        "--admin-port", Integer.toString(adminPort),
        "--data-memory", "6GiB");
  }

  @Override
  Map<String, String> environment() {
    return Map.of("JDK_JAVA_OPTIONS", System.getenv().getOrDefault("BENCH_NODE_OPTIONS", HEAP));
  }

  @Override
  String user() {
    return "coulomb";
  }

  @Override
  String database() {
    return "coulomb";
  }

  @Override
  String tableOfKv(String table) {
    return "CREATE TABLE " + table + " (k bigint PRIMARY KEY, v varchar(100)) PARTITION BY HASH (k)";
  }

  @Override
  String tableOfFacts() {
    return "CREATE TABLE facts (id bigint PRIMARY KEY, grp integer, x bigint) PARTITION BY HASH (id)";
  }
}
