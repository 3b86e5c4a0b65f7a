package dev.coulomb.node.pgwire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import dev.coulomb.node.pgwire.SqlScript.Statement;
import dev.coulomb.node.transaction.TestEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/** What SQL means: each script gets an engine of its own and answers as it says. */
class SqlScriptTest {
  private static final Path SCRIPTS = Path.of("src/test/resources/sql");

  @TestFactory
  Stream<DynamicTest> everyStatementAnswersAsItsScriptSays() throws IOException {
    try (Stream<Path> files = Files.list(SCRIPTS)) {
      return files.sorted().toList().stream()
          .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
    }
  }

  private static void check(Path file) throws IOException {
    SqlScript script = new SqlScript(Files.readAllLines(file));
    Map<Statement, List<String>> answers = answers(script);
    if (Boolean.parseBoolean(System.getProperty("accept"))) {
      Files.writeString(file, script.text(asked -> answers.getOrDefault(asked, List.of())));
      return;
    }
    assertThat(script.statements()).isNotEmpty();
    assertAll(
        script.statements().stream()
            .map(statement ->
                assertion(file, statement, answers.getOrDefault(statement, List.of()))));
  }

  private static Executable assertion(Path file, Statement statement, List<String> answer) {
    return () ->
        assertThat(String.join("\n", answer))
            .as("%s:%d %s", file, statement.line(), statement.sql())
            .isEqualTo(String.join("\n", statement.answer()));
  }

  private static Map<Statement, List<String>> answers(SqlScript script) {
    try (TestEngine engine = new TestEngine();
        ExecutorService planners = Executors.newSingleThreadExecutor();
        ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
        ScriptClient client = ScriptClient.of(engine, planners, loop)) {
      Map<Statement, List<String>> answers = new HashMap<>();
      script.statements().forEach(asked -> answers.put(asked, client.answer(asked)));
      return answers;
    }
  }
}
