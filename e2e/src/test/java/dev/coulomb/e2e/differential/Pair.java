package dev.coulomb.e2e.differential;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A node and a PostgreSQL that are asked the same, and what came of it. For one thread. */
final class Pair {
  private final List<String> differences = new ArrayList<>();
  private final Map<String, Integer> refusals = new TreeMap<>();
  private int asked;
  private int refused;
  private int failed;

  /** A change was not made by both: what comes behind it proves nothing. */
  private boolean lost;

  /** Differences, each with the seed of its round. */
  List<String> differences() {
    return differences;
  }

  /** What the node does not do, and how often it said so. */
  Map<String, Integer> refusals() {
    return refusals;
  }

  double percentRefused() {
    return 100.0 * refused / asked;
  }

  double percentFailed() {
    return 100.0 * failed / asked;
  }

  boolean isLost() {
    return lost;
  }

  /** The tables are compared as they are, whatever was done to them. */
  void found() {
    lost = false;
  }

  /** To be obeyed by both. */
  static void both(Statement node, Statement postgres, String sql) throws SQLException {
    node.execute(sql);
    postgres.execute(sql);
  }

  /** Asks both, within a savepoint of a transaction that is open. */
  void withinTransaction(long seed, Query query, Statement node, Statement postgres)
      throws SQLException {
    both(node, postgres, "SAVEPOINT s");
    Answer ours = Answer.of(node, query.sql());
    Answer theirs = Answer.of(postgres, query.sql());
    boolean again = ours.failed() || theirs.failed();
    both(node, postgres, again ? "ROLLBACK TO s" : "RELEASE s");
    judge(seed, query, ours, theirs);
  }

  /** Asks both. A change that the node refuses is taken back by PostgreSQL. */
  void alone(long seed, Query query, Statement node, Statement postgres) throws SQLException {
    Answer ours = Answer.of(node, query.sql());
    if (!query.changes() || !ours.failed()) {
      judge(seed, query, ours, Answer.of(postgres, query.sql()));
      return;
    }
    postgres.execute("BEGIN");
    Answer theirs = Answer.of(postgres, query.sql());
    postgres.execute("ROLLBACK");
    judge(seed, query, ours, theirs);
  }

  private void judge(long seed, Query query, Answer ours, Answer theirs) {
    asked++;
    if (ours.refused()) {
      refused++;
      refusals.merge(ours.refusal(), 1, Integer::sum);
    } else if (!ours.agrees(theirs, query)) {
      differences.add(
          "seed %d: %s%n  we:         %s%n  PostgreSQL: %s%n"
              .formatted(
                  seed,
                  query.sql(),
                  ours.beside(theirs, query.ordered()),
                  theirs.beside(ours, query.ordered())));
      lost |= query.changes();
    } else if (ours.failed()) {
      failed++;
    }
  }

  @Override
  public String toString() {
    return "%d statements, %d differences, %d refused, %d failed in both: %s"
        .formatted(asked, differences.size(), refused, failed, refusals);
  }
}
