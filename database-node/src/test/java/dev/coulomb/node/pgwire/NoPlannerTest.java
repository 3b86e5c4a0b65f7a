package dev.coulomb.node.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.node.transaction.TestEngine;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Statements that begin and end transactions need no planner. JDBC's driver sends {@code BEGIN} as
 * a query of its own and the first statement right behind it: were the first refused, or cancelled
 * while it waits to be planned, the second would be a transaction by itself, whose client hears of
 * an error.
 */
class NoPlannerTest {
  private static final String INSERT = "INSERT INTO t VALUES (1)";

  private final TestEngine engine = new TestEngine();
  private final ExecutorService planner = Executors.newSingleThreadExecutor();
  private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
  private volatile Executor planners = planner;
  private final ScriptClient client = ScriptClient.of(engine, task -> planners.execute(task), loop);

  @BeforeEach
  void whatIsRunWithoutAPlannerIsPlanned() {
    client.answer("CREATE TABLE t (id integer PRIMARY KEY) PARTITION BY HASH (id)");
    client.answer("SELECT id FROM t");
    client.answer(INSERT);
    client.answer("DELETE FROM t WHERE id = 1");
    planners =
        task -> {
          throw new RejectedExecutionException();
        };
    assertThat(client.answer("SELECT 1 + 1").getFirst()).startsWith("ERROR 53000");
  }

  @AfterEach
  void close() {
    engine.close();
    planner.shutdownNow();
    loop.shutdownNow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BEGIN",
        "begin ;",
        "/* by hand */ START TRANSACTION ISOLATION LEVEL SERIALIZABLE"
      })
  void whatFollowsABeginIsPartOfIt(String begin) {
    assertThat(client.answer(begin).getFirst()).isIn("BEGIN", "START TRANSACTION");
    client.answer(INSERT);
    assertThat(client.answer("ROLLBACK")).containsExactly("ROLLBACK");
    assertThat(client.answer("SELECT id FROM t")).hasSize(2);
  }

  @Test
  void savepointsNeedNoneEither() {
    client.answer("BEGIN");
    client.answer("SAVEPOINT \"a b\"");
    client.answer(INSERT);
    assertThat(client.answer("ROLLBACK TO SAVEPOINT \"a b\"")).containsExactly("ROLLBACK");
    client.answer("SAVEPOINT c");
    assertThat(client.answer(INSERT)).containsExactly("INSERT 0 1");
    assertThat(client.answer("RELEASE c")).containsExactly("RELEASE");
    assertThat(client.answer("COMMIT")).containsExactly("COMMIT");
    assertThat(client.answer("SELECT id FROM t")).hasSize(3);
  }

  @Test
  void theEndOfAFailedTransactionNeedsNone() {
    client.answer("BEGIN");
    client.answer("wrong");
    assertThat(client.answer("ROLLBACK")).containsExactly("ROLLBACK");
  }
}
