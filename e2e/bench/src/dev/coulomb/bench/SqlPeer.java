package dev.coulomb.bench;

import java.nio.file.Path;
import java.util.List;

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

  /** The statements that make the tables and the procedure of the voters. */
  abstract List<String> voter();

  /** The statement of a vote, over phone ($1) and contestant ($2). */
  abstract String vote();

  /** How many rows a vote answers with. */
  abstract int rowsOfVote();

  @Override
  void fillVoter() throws Exception {
    try (WireSession session = connect()) {
      for (String statement : voter()) {
        session.sql(statement);
      }
      for (String statement : Data.voterRows()) {
        session.sql(statement);
      }
    }
  }

  /** The rows of kv as lines; kept for the next load. */
  byte[] kv() {
    if (kv == null) {
      kv = Data.kv(0, Data.ROWS);
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
  void fill(int from, int to) throws Exception {
    try (WireSession session = connect()) {
      if (from == 0) {
        session.sql(tableOfKv("kv"));
      }
      session.copy("kv", Data.kv(from, to));
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
