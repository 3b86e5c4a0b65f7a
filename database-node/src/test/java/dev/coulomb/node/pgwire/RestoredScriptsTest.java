package dev.coulomb.node.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.plan.stored.StoredCatalog;
import dev.coulomb.node.restore.RestoredEngine;
import dev.coulomb.node.transaction.TestEngine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Whatever the scripts of SQL do, it can be restored into any number of partitions. */
class RestoredScriptsTest {
  private static final Path SCRIPTS = Path.of("src/test/resources/sql");

  /** Statements from one restore to the next. */
  private static final int STATEMENTS = 40;

  private static final int[] PARTITIONS = {1, 3, TestEngine.PARTITIONS, 7, 40};

  @TestFactory
  Stream<DynamicTest> whatEachScriptMakesIsTheSameInOtherPartitions() throws IOException {
    try (Stream<Path> files = Files.list(SCRIPTS)) {
      return files.sorted().toList().stream()
          .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
    }
  }

  private static void check(Path file) throws IOException {
    List<SqlScript.Statement> statements = new SqlScript(Files.readAllLines(file)).statements();
    try (TestEngine engine = new TestEngine();
        ExecutorService planners = Executors.newSingleThreadExecutor();
        ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor()) {
      ScriptClient client = ScriptClient.of(engine, planners, loop);
      int round = Math.floorMod(file.hashCode(), PARTITIONS.length);
      for (int i = 0; i < statements.size(); i++) {
        client.answer(statements.get(i));
        if (i % STATEMENTS == STATEMENTS - 1 || i + 1 == statements.size()) {
          int partitions = PARTITIONS[round++ % PARTITIONS.length];
          String where =
              "%s:%d in %d partitions".formatted(file, statements.get(i).line(), partitions);
          try (RestoredEngine restored = RestoredEngine.of(engine, partitions, i)) {
            assertThat(schema(restored.engine()))
                .as("the schema at %s", where)
                .isEqualTo(schema(engine));
            restored.isSameAs(engine, where);
            assertThat(answers(restored.engine(), planners, loop))
                .as("answers at %s", where)
                .isEqualTo(answers(engine, planners, loop));
          }
        }
      }
    }
  }

  private static String schema(TestEngine engine) {
    byte[] json = StoredCatalog.encode(engine.transactions().catalog()).json();
    return new String(json, StandardCharsets.UTF_8);
  }

  /** All rows of all that has rows, by their names. */
  private static List<List<String>> answers(
      TestEngine engine, ExecutorService planners, ScheduledExecutorService loop) {
    Catalog catalog = engine.transactions().catalog();
    List<String> names = new ArrayList<>();
    catalog.tables().forEach(table -> names.add(table.name()));
    catalog.views().all().forEach(view -> names.add(view.name()));
    List<List<String>> answers = new ArrayList<>();
    try (ScriptClient client = ScriptClient.of(engine, planners, loop)) {
      for (String name : names) {
        answers.add(client.answer("SELECT * FROM \"" + name.replace("\"", "\"\"") + "\""));
      }
    }
    return answers;
  }
}
