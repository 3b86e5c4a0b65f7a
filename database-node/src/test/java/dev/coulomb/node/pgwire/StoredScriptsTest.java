package dev.coulomb.node.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.CatalogParts;
import dev.coulomb.node.plan.PlanText;
import dev.coulomb.node.plan.stored.CatalogFormatException;
import dev.coulomb.node.plan.stored.StoredCatalog;
import dev.coulomb.node.transaction.TestEngine;
import dev.coulomb.node.types.SqlError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every catalog that the scripts of SQL lead to comes back from its bytes, and plans alike. */
class StoredScriptsTest {
  private static final Path SCRIPTS = Path.of("src/test/resources/sql");

  @TestFactory
  Stream<DynamicTest> everyCatalogOfTheScriptsComesBack() throws IOException {
    try (Stream<Path> files = Files.list(SCRIPTS)) {
      return files.sorted().toList().stream()
          .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
    }
  }

  private static void check(Path file) throws IOException {
    SqlScript script = new SqlScript(Files.readAllLines(file));
    try (TestEngine engine = new TestEngine();
        ExecutorService planners = Executors.newSingleThreadExecutor();
        ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
        ScriptClient client = ScriptClient.of(engine, planners, loop)) {
      Catalog made = engine.transactions().catalog();
      Catalog read = again(made);
      for (SqlScript.Statement statement : script.statements()) {
        if (made != engine.transactions().catalog()) {
          made = engine.transactions().catalog();
          read = again(made);
        }
        assertThat(plan(engine, statement, read))
            .as("%s:%d", file, statement.line())
            .isEqualTo(plan(engine, statement, made));
        client.answer(statement);
      }
      again(engine.transactions().catalog());
    }
  }

  private static Catalog again(Catalog made) throws CatalogFormatException {
    StoredCatalog.Image image = StoredCatalog.encode(made);
    Catalog read = StoredCatalog.decode(image.json(), image.jars()::get);
    assertThat(StoredCatalog.encode(read).json()).isEqualTo(image.json());
    assertThat(read.tables()).containsExactlyElementsOf(made.tables());
    assertThat(CatalogParts.of(read).views()).isEqualTo(CatalogParts.of(made).views());
    assertThat(read.foreignKeys().all()).isEqualTo(made.foreignKeys().all());
    return read;
  }

  /** The lines of a plan, or the sentence with which it is refused. */
  private static List<String> plan(
      TestEngine engine, SqlScript.Statement statement, Catalog catalog) {
    try {
      return engine.planner().parse(statement.sql()).stream()
          .map(parsed -> engine.planner().plan(parsed, catalog, List.of()))
          .flatMap(plan -> PlanText.lines(plan.plan()).stream())
          .toList();
    } catch (SqlError refused) {
      return List.of(refused.getMessage());
    }
  }
}
