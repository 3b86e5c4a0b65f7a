package dev.coulomb.e2e.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.coulomb.e2e.programs.NodeProcess;
import dev.coulomb.e2e.programs.PostgresProcess;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
  private static final int REFUSED_PERCENT = 5;
  private static final int SHOWN = 5;

  private final List<String> differences = new ArrayList<>();
  private final Map<String, Integer> refusals = new TreeMap<>();
  private int asked;
  private int refused;
  private int failed;

  /** A change was not made by both: what comes behind it proves nothing. */
  private boolean lost;

  @Test
  void answersAreThoseOfPostgres() throws SQLException {
    Optional<PostgresProcess> installed = PostgresProcess.start();
    assumeTrue(installed.isPresent(), "PostgreSQL is not installed below /usr/lib/postgresql");
    long seed = Long.getLong("seed", System.nanoTime());
    int rounds = Integer.getInteger("runs", System.getProperty("seed") == null ? ROUNDS : 1);
    try (PostgresProcess postgres = installed.orElseThrow();
        NodeProcess node =
            NodeProcess.start("differential", "--trust-loopback", "--statement-timeout", "20s");
        Connection ours = connect(node.jdbcUrl(), "coulomb");
        Connection theirs = connect(postgres.jdbcUrl(), postgres.user())) {
      for (int round = 0; round < rounds; round++) {
        round(seed + round, ours, theirs);
      }
    }
    System.out.printf(
        "%d statements, %d refused, %d failed in both: %s%n", asked, refused, failed, refusals);
    differences.forEach(System.out::println);
    assertThat(differences.stream().limit(SHOWN).toList())
        .as("%d differences", differences.size())
        .isEmpty();
    assertThat(100.0 * refused / asked)
        .as("percent refused: %s", refusals)
        .isLessThan(REFUSED_PERCENT);
    assertThat(failed).as("statements that fail in both").isLessThan(asked / 4);
  }

  private void round(long seed, Connection ours, Connection theirs) throws SQLException {
    System.out.println("DifferentialIT: -Dseed=" + seed);
    Dice dice = new Dice(seed);
    List<Table> tables =
        IntStream.range(0, dice.between(2, 3)).mapToObj(i -> Table.random("t" + i, dice)).toList();
    try (Statement node = ours.createStatement();
        Statement postgres = theirs.createStatement()) {
      for (Table table : tables) {
        node.execute(table.create(false));
        postgres.execute(table.create(true));
        for (String index : table.indexes(dice)) {
          node.execute(index);
          postgres.execute(index);
        }
      }
      Changes changes = new Changes(dice, tables);
      Queries queries = new Queries(dice, tables);
      for (Table table : tables) {
        for (int i = 0; i < 6; i++) {
          compare(seed, new Query(changes.insert(table), false), node, postgres);
        }
      }
      for (int i = 0; i < STATEMENTS && !lost; i++) {
        compare(seed, dice.chance(15) ? changes.next() : queries.next(), node, postgres);
      }
      for (Table table : tables) {
        lost = false;
        compare(seed, new Query("SELECT * FROM " + table.name(), false), node, postgres);
        node.execute("DROP TABLE " + table.name());
        postgres.execute("DROP TABLE " + table.name());
      }
    }
  }

  /** Asks both. A change that we refuse is taken back there. */
  private void compare(long seed, Query query, Statement node, Statement postgres)
      throws SQLException {
    asked++;
    Answer theirs;
    Answer ours = Answer.of(node, query.sql());
    boolean change = !query.sql().startsWith("SELECT") && !query.sql().startsWith("WITH");
    if (change && ours.failed()) {
      postgres.execute("BEGIN");
      theirs = Answer.of(postgres, query.sql());
      postgres.execute("ROLLBACK");
    } else {
      theirs = Answer.of(postgres, query.sql());
    }
    if (ours.refused()) {
      refused++;
      refusals.merge(
          ours.message().lines().limit(2).reduce("", (a, b) -> a + " " + b), 1, Integer::sum);
    } else if (!ours.agrees(theirs, query)) {
      differences.add(
          "seed %d: %s%n  we:         %s%n  PostgreSQL: %s%n"
              .formatted(
                  seed,
                  query.sql(),
                  ours.beside(theirs, query.ordered()),
                  theirs.beside(ours, query.ordered())));
      lost |= change;
    } else if (ours.failed()) {
      failed++;
    }
  }

  private static Connection connect(String url, String user) throws SQLException {
    return DriverManager.getConnection(url + "?preferQueryMode=simple&socketTimeout=60", user, "");
  }
}
