package dev.coulomb.node.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.node.transaction.TestEngine;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A statement that waits longer than statement_timeout says ends, and has done nothing. */
class StatementTimeoutTest {
  private static final int TIMEOUT_MILLIS = 20;

  private final TestEngine engine = new TestEngine();
  private final ExecutorService planners = Executors.newSingleThreadExecutor();
  private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
  private final ScriptClient client = ScriptClient.of(engine, planners, loop);

  @BeforeEach
  void table() {
    client.answer("CREATE TABLE t (id integer PRIMARY KEY, a integer) PARTITION BY HASH (id)");
    client.answer("INSERT INTO t VALUES (1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (6, 6)");
  }

  @AfterEach
  void close() {
    engine.close();
    planners.shutdownNow();
    loop.shutdownNow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM t",
        "UPDATE t SET a = a + 1",
        "DELETE FROM t",
        "INSERT INTO t VALUES (7, 1), (8, 1), (9, 1), (10, 1), (11, 1), (12, 1), (13, 1), (14, 1)",
        "DROP TABLE t"
      })
  void itEnds(String sql) {
    client.answer("SET statement_timeout = " + TIMEOUT_MILLIS);
    CountDownLatch goOn = new CountDownLatch(1);
    for (int partition = 0; partition < TestEngine.PARTITIONS; partition++) {
      engine.standStill(partition, goOn);
    }
    CompletableFuture<List<String>> answer = client.begin(sql);
    // On a slow machine its time may be over before it waits, while it is planned.
    while (engine.pending(0) < 2 && !answer.isDone()) {
      Thread.onSpinWait();
    }
    // The statement waits, so its time runs: on the same loop what is due later comes later.
    loop.schedule(goOn::countDown, 2 * TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
    assertThat(answer.join())
        .containsExactly("ERROR 57014: canceling statement due to statement timeout");
    client.answer("RESET statement_timeout");
    assertThat(client.answer("SELECT count(*), sum(a) FROM t"))
        .containsExactly("count | sum", "------+----", "    6 |  21");
  }
}
