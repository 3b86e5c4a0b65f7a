package dev.coulomb.bench;

import java.nio.file.Path;

/** A peer that speaks PostgreSQL's protocol. */
abstract class SqlPeer extends Peer {
  private byte[] kv;

  SqlPeer(String name, Path directory) {
    super(name, directory);
  }

  abstract String user();

  abstract String database();

  /** The statement that makes a table like kv. */
  abstract String tableOfKv(String table);

  abstract String tableOfFacts();

  /** The rows of kv as lines; kept for the next load. */
  byte[] kv() {
    if (kv == null) {
      kv = Data.kv();
    }
    return kv;
  }

  @Override
  boolean can(Work work) {
    return true;
  }

  @Override
  WireSession connect() throws Exception {
    return new WireSession(this);
  }

  @Override
  void fill() throws Exception {
    try (WireSession session = connect()) {
      session.sql(tableOfKv("kv"));
      session.copy("kv", kv());
    }
  }

  @Override
  void fillFacts() throws Exception {
    try (WireSession session = connect()) {
      session.sql(tableOfFacts());
      session.copy("facts", Data.facts());
    }
  }
}
