package dev.coulomb.e2e.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.coulomb.e2e.programs.NodeProcess;
import dev.coulomb.e2e.programs.PostgresProcess;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Tables, rows, queries and changes made at random have the answers that PostgreSQL gives. {@code
 * -Dseed} replays a round, {@code -Druns} asks for more of them. Skipped where no PostgreSQL is
 * installed as Debian does (package postgresql).
 */
class DifferentialIT {
  private static final int ROUNDS = 12;
  private static final int STATEMENTS = 120;

  /** Statements of a transaction, and between two. */
  private static final int TRANSACTION = 12;

  private static final int REFUSED_PERCENT = 5;
  private static final int FAILED_PERCENT = 25;
  private static final int SHOWN = 5;

  private final Pair pair = new Pair();

  @Test
  void answersAreThoseOfPostgres() throws SQLException {
    Optional<PostgresProcess> installed = PostgresProcess.start();
    assumeTrue(installed.isPresent(), "PostgreSQL is not installed below /usr/lib/postgresql");
    long seed = Long.getLong("seed", System.nanoTime());
    int rounds = Integer.getInteger("runs", System.getProperty("seed") == null ? ROUNDS : 1);
    try (PostgresProcess postgres = installed.orElseThrow();
        NodeProcess node =
            NodeProcess.start("differential", "--trust-loopback", "--statement-timeout", "20s");
        Connection simple = connect(node.jdbcUrl(), "coulomb", "simple");
        Connection extended = connect(node.jdbcUrl(), "coulomb", "extended");
        Connection theirs = connect(postgres.jdbcUrl(), postgres.user(), "simple")) {
      for (long one = seed; one < seed + rounds; one++) {
        System.out.println("DifferentialIT: -Dseed=" + one);
        round(one, one % 2 == 0 ? simple : extended, theirs);
      }
    }
    System.out.println(pair);
    pair.differences().forEach(System.out::println);
    assertThat(pair.differences().stream().limit(SHOWN).toList())
        .as("%d differences", pair.differences().size())
        .isEmpty();
    assertThat(pair.percentRefused())
        .as("percent refused: %s", pair.refusals())
        .isLessThan(REFUSED_PERCENT);
    assertThat(pair.percentFailed()).as("percent that fails in both").isLessThan(FAILED_PERCENT);
  }

  private void round(long seed, Connection ours, Connection theirs) throws SQLException {
    Dice dice = new Dice(seed);
    List<Table> tables =
        IntStream.range(0, dice.between(2, 3)).mapToObj(i -> Table.random("t" + i, dice)).toList();
    try (Statement node = ours.createStatement();
        Statement postgres = theirs.createStatement()) {
      for (Table table : tables) {
        node.execute(table.create(false));
        postgres.execute(table.create(true));
        for (String index : table.indexes(dice)) {
          Pair.both(node, postgres, index);
        }
      }
      Changes changes = new Changes(dice, tables);
      Queries queries = new Queries(dice, tables);
      for (Table table : tables) {
        for (int i = 0; i < 6; i++) {
          pair.alone(seed, new Query(changes.insert(table), false), node, postgres);
        }
      }
      boolean transactions = dice.chance(40);
      for (int i = 0; i < STATEMENTS && !pair.isLost(); i++) {
        if (transactions && i % TRANSACTION == 0) {
          transaction(seed, dice, changes, queries, node, postgres);
        } else {
          Query query = dice.chance(15) ? changes.next() : queries.next();
          pair.alone(seed, query, node, postgres);
        }
      }
      for (Table table : tables) {
        pair.found();
        pair.alone(seed, new Query("SELECT * FROM " + table.name(), false), node, postgres);
        Pair.both(node, postgres, "DROP TABLE " + table.name());
      }
    }
  }

  /** Some statements in a transaction, which is committed or not. */
  private void transaction(
      long seed, Dice dice, Changes changes, Queries queries, Statement node, Statement postgres)
      throws SQLException {
    Pair.both(node, postgres, "BEGIN");
    for (int i = 0; i < TRANSACTION && !pair.isLost(); i++) {
      Query query = dice.chance(50) ? changes.next() : queries.next();
      pair.withinTransaction(seed, query, node, postgres);
    }
    Pair.both(node, postgres, dice.chance(60) ? "COMMIT" : "ROLLBACK");
  }

  private static Connection connect(String url, String user, String mode) throws SQLException {
    String options = "?binaryTransfer=false&socketTimeout=60&preferQueryMode=" + mode;
    return DriverManager.getConnection(url + options, user, "");
  }
}
