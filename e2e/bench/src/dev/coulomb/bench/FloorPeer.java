package dev.coulomb.bench;

import java.nio.file.Path;
import java.util.List;

/** A server on Netty that knows two statements and keeps the rows in hash maps: what nothing costs. */
final class FloorPeer extends SqlPeer {
  private final String classPath;

  FloorPeer(Path directory, String classPath) {
    super("bare Netty", directory);
    this.classPath = classPath;
  }

  @Override
  List<String> command() {
    String java = System.getProperty("java.home") + "/bin/java";
    return List.of(
        java, "-Xms1g", "-Xmx1g", "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow", "-cp", classPath,
        "dev.coulomb.bench.floor.Floor", Integer.toString(port), Integer.toString(Data.ROWS));
  }

  @Override
  boolean can(Work work) {
    return work.key.startsWith("kv") && !work.scans();
  }

  @Override
  void fill(int from, int to) {}

  @Override
  void fillFacts() {}

  @Override
  String user() {
    return "bench";
  }

  @Override
  String database() {
    return "bench";
  }

  @Override
  String tableOfKv(String table) {
    throw new UnsupportedOperationException();
  }

  @Override
  List<String> voter() {
    throw new UnsupportedOperationException();
  }

  @Override
  String vote() {
    throw new UnsupportedOperationException();
  }

  @Override
  int rowsOfVote() {
    throw new UnsupportedOperationException();
  }

  @Override
  void fillVoter() {}

  @Override
  String tableOfFacts() {
    throw new UnsupportedOperationException();
  }
}
