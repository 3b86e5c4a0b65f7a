package dev.coulomb.node.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.node.plan.stored.StoredCatalog;
import dev.coulomb.node.transaction.TestEngine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Whatever the scripts of SQL do, an engine that is recovered from the log is the same. */
class RecoveredScriptsTest {
  private static final Path SCRIPTS = Path.of("src/test/resources/sql");

  /** Statements from one recovery to the next, at least: a transaction is let come to its end. */
  private static final int STATEMENTS = 9;

  @TestFactory
  Stream<DynamicTest> theLogOfEachScriptBringsItsRowsBack() throws IOException {
    try (Stream<Path> files = Files.list(SCRIPTS)) {
      return files.sorted().toList().stream()
          .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
    }
  }

  private static void check(Path file) throws IOException {
    List<SqlScript.Statement> statements = new SqlScript(Files.readAllLines(file)).statements();
    try (TestEngine engine = new TestEngine();
        ExecutorService planners = Executors.newSingleThreadExecutor();
        ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
        ScriptClient client = ScriptClient.of(engine, planners, loop)) {
      int since = STATEMENTS;
      for (SqlScript.Statement statement : statements) {
        client.answer(statement);
        since++;
        if (since >= STATEMENTS && !client.inTransaction()) {
          compare(engine, "%s:%d".formatted(file, statement.line()));
          since = 0;
        }
      }
      assertThat(client.inTransaction()).as("%s leaves a transaction open", file).isFalse();
      compare(engine, "the end of %s".formatted(file));
    }
  }

  private static void compare(TestEngine engine, String where) throws IOException {
    try (TestEngine recovered = engine.recovered()) {
      assertThat(schema(recovered)).as("the schema at %s", where).isEqualTo(schema(engine));
      assertThat(recovered.content()).as("the rows at %s", where).isEqualTo(engine.content());
    }
  }

  /** Without the places of sequences, which are logged ahead. */
  private static String schema(TestEngine engine) {
    byte[] json = StoredCatalog.encode(engine.transactions().catalog()).json();
    return new String(json, StandardCharsets.UTF_8).replaceAll("\"counter\":\\{[^}]*}", "");
  }
}
