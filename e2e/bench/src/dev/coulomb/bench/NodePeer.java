package dev.coulomb.bench;

import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A node of ours. */
final class NodePeer extends SqlPeer {
  /** The heap is there from the start, so that memory grows by rows only. */
  private static final String HEAP = "-Xms1g -Xmx1g -XX:+AlwaysPreTouch";

  private final String launcher;
  private final List<String> options;
  private final int adminPort = freePort();

  /**
   * @param launcher {@code bin/coulomb-node} of the build to be measured
   * @param options further ones of the program
   */
  NodePeer(String name, Path directory, String launcher, List<String> options) {
    super(name, directory);
    this.launcher = launcher;
    this.options = options;
  }

  @Override
  List<String> command() {
    List<String> command =
        new ArrayList<>(
            List.of(
                launcher,
                "--data", directory + "/data",
                "--trust-loopback",
                "--sql-port", Integer.toString(port),
                "--admin-port", Integer.toString(adminPort),
                "--data-memory", "6GiB"));
    command.addAll(options);
    return command;
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
  long ownAccountOfKv() throws Exception {
    URI status = URI.create("http://127.0.0.1:" + adminPort + "/v1/status");
    try (InputStream in = status.toURL().openStream()) {
      String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Long.parseLong(json.replaceAll("(?s).*\"dataBytesUsed\"\\s*:\\s*(\\d+).*", "$1"));
    }
  }

  @Override
  List<String> voter() {
    return List.of(
        "CREATE TABLE contestants (number integer PRIMARY KEY, name text)",
        "CREATE TABLE areas (code integer PRIMARY KEY, state text)",
        "CREATE TABLE votes (phone bigint, state text, contestant integer)"
            + " PARTITION BY HASH (phone)",
        "CREATE MATERIALIZED VIEW votes_by_phone AS"
            + " SELECT phone, count(*) AS n FROM votes GROUP BY phone",
        """
        CREATE PROCEDURE vote(who bigint, choice integer) PARTITION BY (who) LANGUAGE SQL AS $$
          INSERT INTO votes SELECT who, a.state, c.number
            FROM contestants c JOIN areas a ON a.code = who / 10000000
            WHERE c.number = choice
              AND coalesce((SELECT n FROM votes_by_phone WHERE phone = who), 0) < 2
        $$
        """);
  }

  @Override
  String vote() {
    return "CALL vote($1, $2)";
  }

  @Override
  int rowsOfVote() {
    return 0;
  }

  @Override
  String tableOfFacts() {
    return "CREATE TABLE facts (id bigint PRIMARY KEY, grp integer, x bigint) PARTITION BY HASH (id)";
  }
}
