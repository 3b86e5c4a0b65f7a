package dev.coulomb.node.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read without the grammar is what the grammar reads. {@code -Dseed} replays. */
class SessionTextTest {
  private static final int ROUNDS = Integer.getInteger("runs", 3_000);

  private static final List<String> WORDS =
      List.of(
          "begin",
          "START",
          "Transaction",
          "work",
          "commit",
          "end",
          "rollback",
          "abort",
          "savepoint",
          "release",
          "to",
          "and",
          "no",
          "chain",
          "isolation",
          "level",
          "serializable",
          "read",
          "only",
          ",",
          ";",
          "a",
          "_b1",
          "\"C d\"",
          "\"e\"\"f\"",
          "\"",
          "'x'",
          "$1",
          "1",
          "-- x\n",
          "/* y /* z */ */",
          "/*",
          "é",
          "select",
          ".",
          "x'",
          "U&\"a\"",
          "\u00a0");

  private final Parser parser = new Parser();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BEGIN",
        "begin;",
        " /* traceparent='00-1' */ Begin Work ; -- ends here",
        "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
        "START TRANSACTION READ WRITE",
        "COMMIT",
        "END WORK",
        "COMMIT AND NO CHAIN",
        "ROLLBACK",
        "abort",
        "SAVEPOINT JDBC_SAVEPOINT_1",
        "ROLLBACK TO SAVEPOINT \"A b\"",
        "RELEASE a",
        "SET statement_timeout = '100ms'",
        "set session work_mem to 64, 'b'",
        "SET LOCAL app.name = x",
        "RESET ALL",
        "SHOW transaction isolation level",
        "DISCARD ALL",
        "DEALLOCATE S_1"
      })
  void thisIsRead(String text) {
    assertThat(SessionText.read(text)).isNotNull().isEqualTo(grammar(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ";",
        "SELECT 1",
        "BEGIN; SELECT 1",
        "BEGIN;;",
        "SAVEPOINT é",
        "SAVEPOINT \"a",
        "SAVEPOINT \"a\"\"b\"",
        "BEGIN /* ",
        "begins",
        "SET a = -1",
        "SET a = 1.5",
        "SET a = 5ms",
        "SET a = 'b' 'c'",
        "SET a = 'b''c'",
        "SET a = E'b'",
        "SET a = 'b"
      })
  void thisIsLeftToTheGrammar(String text) {
    assertThat(SessionText.read(text)).isNull();
  }

  @Test
  void whateverIsReadIsWhatTheGrammarReads() {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("SessionTextTest: -Dseed=" + seed);
    SplittableRandom random = new SplittableRandom(seed);
    int read = 0;
    for (int round = 0; round < ROUNDS; round++) {
      StringBuilder text = new StringBuilder();
      for (int words = 1 + random.nextInt(5); words > 0; words--) {
        text.append(WORDS.get(random.nextInt(WORDS.size())));
        text.append(random.nextInt(8) == 0 ? "" : " ");
      }
      Statement.SessionWords words = SessionText.read(text.toString());
      if (words != null) {
        read++;
        assertThat(words).as("-Dseed=%d: %s", seed, text).isEqualTo(grammar(text.toString()));
      }
    }
    assertThat(read).isGreaterThan(ROUNDS / 50);
  }

  private @Nullable Statement grammar(String text) {
    List<ParsedStatement> statements = parser.parse(text);
    assertThat(statements).hasSize(1);
    return ((StatementNode) statements.getFirst().tree()).statement();
  }
}
