package dev.coulomb.node.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.node.transaction.TestEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Statements of the scripts with some words exchanged, left out or doubled, run on tables with
 * rows: whatever is asked has an answer or an error of the user's, and the session goes on. {@code
 * -Dseed} replays, {@code -Druns} asks for more.
 */
class SqlFuzzTest {
  private static final Path SCRIPTS = Path.of("src/test/resources/sql");
  private static final int ROUNDS = 1_200;

  /** So many statements, then the session is asked for a sign of life. */
  private static final int EPISODE = 50;

  private static final Pattern WORD =
      Pattern.compile("\\s+|\\w+|'(?:[^']|'')*'|\"[^\"]*\"|[(),;.]|[^\\s\\w(),;.'\"]+|.");

  private static final List<String> VALUES =
      List.of(
          "NULL",
          "0",
          "-1",
          "''",
          "9223372036854775807",
          "-9223372036854775808",
          "1e400",
          "0.000000000000000000001",
          "'NaN'::float8",
          "'infinity'::timestamp",
          "date '0001-01-01'",
          "interval '-178000000 years'",
          "'\u0000'",
          "'\ud83d\ude00'",
          "('x' || repeat('y', 3000))",
          "(SELECT 1)",
          "(SELECT NULL WHERE false)",
          "now()",
          "DEFAULT",
          "$1",
          "*",
          "count(*)");

  private final SplittableRandom random;
  private final long seed = Long.getLong("seed", System.nanoTime());
  private final List<List<String>> statements = new ArrayList<>();

  SqlFuzzTest() throws IOException {
    random = new SplittableRandom(seed);
    try (Stream<Path> files = Files.list(SCRIPTS)) {
      for (Path file : files.sorted().toList()) {
        new SqlScript(Files.readAllLines(file))
            .statements().stream()
                .filter(statement -> !statement.isCopyIn())
                .forEach(statement -> statements.add(words(statement.sql())));
      }
    }
  }

  @Test
  void whateverIsAskedIsAnsweredOrRefused() {
    System.out.println("SqlFuzzTest: -Dseed=" + seed);
    int rounds = Integer.getInteger("runs", ROUNDS);
    try (TestEngine engine = new TestEngine();
        ExecutorService planners = Executors.newSingleThreadExecutor();
        ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
        ScriptClient client = ScriptClient.of(engine, planners, loop)) {
      int at = random.nextInt(statements.size());
      for (int round = 1; round <= rounds; round++) {
        boolean asWritten = random.nextInt(3) == 0;
        String sql =
            asWritten ? String.join("", statements.get(at++ % statements.size())) : mutated();
        List<String> answer = client.answer(sql);
        assertThat(answer)
            .as("seed %d, round %d: %s", seed, round, sql)
            .isNotEmpty()
            .noneMatch(line -> line.startsWith("ERROR XX") || line.startsWith("FATAL"));
        if (round % EPISODE == 0) {
          client.answer("ROLLBACK");
          assertThat(client.answer("SELECT 1 AS alive")).contains("alive", "    1");
        }
      }
    }
  }

  private String mutated() {
    int near = random.nextInt(statements.size());
    List<String> words = new ArrayList<>(statements.get(near));
    int mutations = 1 + random.nextInt(3);
    for (int i = 0; i < mutations && !words.isEmpty(); i++) {
      int at = random.nextInt(words.size());
      switch (random.nextInt(6)) {
        case 0 -> words.remove(at);
        case 1 -> words.add(at, words.get(at));
        case 2 -> words.set(at, VALUES.get(random.nextInt(VALUES.size())));
        case 3 -> words.set(at, word(random.nextInt(statements.size())));
        case 4 -> words.set(at, word(Math.min(statements.size() - 1, near + random.nextInt(20))));
        default -> words.set(at, words.get(random.nextInt(words.size())));
      }
    }
    return String.join("", words);
  }

  private String word(int statement) {
    List<String> words = statements.get(statement);
    return words.get(random.nextInt(words.size()));
  }

  private static List<String> words(String sql) {
    Matcher matcher = WORD.matcher(sql);
    List<String> words = new ArrayList<>();
    while (matcher.find()) {
      words.add(matcher.group());
    }
    return words;
  }
}
