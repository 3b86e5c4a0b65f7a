package dev.coulomb.node.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.plan.PreparedPlan;
import dev.coulomb.node.types.CancelSignal;
import dev.coulomb.node.types.Outcome;
import dev.coulomb.node.types.RowStream;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A database that is full: it says so, keeps what it has, and takes rows again after deletes. */
class MemoryTest {
  private static final int BATCH_ROWS = 100;
  private static final int TEXT = 1_500;

  private final TestEngine engine =
      new TestEngine(16L << 20, new TransactionLimits(4 << 20, 16 << 20));
  private long next;

  @BeforeEach
  void tables() {
    engine.run(
        "CREATE TABLE t (id bigint PRIMARY KEY, a bigint, b text) PARTITION BY HASH (id)",
        "CREATE INDEX t_a ON t (a)",
        "CREATE TABLE r (id bigint PRIMARY KEY, a bigint, b text)");
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void aFullDatabaseRefusesRowsAndKeepsWhatItHas() {
    fill("t");
    for (int i = 0; i < 10; i++) {
      refusedForMemory(() -> insert("t"));
    }
    assertThat(engine.value("SELECT count(*) FROM t")).isEqualTo(next);
    assertThat(engine.value("SELECT count(*) FROM t WHERE a >= 0")).isEqualTo(next);
    assertThat(engine.value("SELECT b FROM t WHERE id = 7")).isEqualTo("x".repeat(TEXT));
  }

  @Test
  void deletesMakeRoom() {
    fill("t");
    long full = next;
    engine.rows("DELETE FROM t WHERE id < $1", full / 2);
    insert("t");
    engine.run("DELETE FROM t");
    assertThat(engine.value("SELECT count(*) FROM t")).isEqualTo(0L);
    next = 0;
    fill("t");
    assertThat(next).as("as many fit as before").isGreaterThanOrEqualTo(full * 9 / 10);
  }

  @Test
  void aDroppedTableMakesRoom() {
    fill("r");
    engine.run("DROP TABLE r");
    awaitUsedBytesBelow(1 << 20);
    next = 0;
    fill("t");
    assertThat(engine.value("SELECT count(*) FROM t")).isEqualTo(next);
  }

  /** An update of all rows needs both versions at once, and is undone where that is too much. */
  @Test
  void anUpdateThatDoesNotFitIsUndone() {
    fill("t");
    refusedForMemory(() -> engine.run("UPDATE t SET b = b || b"));
    assertThat(engine.rows("SELECT min(length(b)), max(length(b)), count(*) FROM t"))
        .containsExactly(List.of((long) TEXT, (long) TEXT, next));
  }

  /** What a reader looks at stays in memory until it has gone. */
  @Test
  void whatAReaderHoldsIsFreeWhenItGoes() {
    fill("t");
    Outcome outcome =
        engine.begin(engine.call(engine.plan("SELECT * FROM t"), new CancelSignal())).join();
    RowStream stream = ((Outcome.Rows) outcome).stream();
    List<List<@Nullable Object>> rows = new ArrayList<>();
    TestEngine.fetch(stream, 1, rows);
    engine.run("DROP TABLE t");
    assertThat(engine.pages().usedBytes()).isGreaterThan(engine.pages().limitBytes() / 2);
    stream.close();
    long full = next * 9 / 10;
    next = 0;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (next < full && System.nanoTime() < deadline) {
      try {
        insert("r");
      } catch (SqlError notYet) {
        assertThat(notYet.state()).isEqualTo(SqlState.OUT_OF_MEMORY);
        engine.sweep();
      }
    }
    assertThat(next).as("as many fit as before").isGreaterThanOrEqualTo(full);
  }

  @Test
  void aQueryMayNotHoldMoreThanItsWorkingMemory() {
    fill("t");
    refusedForMemory(() -> engine.rows("SELECT * FROM t ORDER BY b, id"));
    refusedForMemory(() -> engine.rows("SELECT b || id, count(*) FROM t GROUP BY b || id"));
    assertThat(engine.openViews()).isEqualTo(1);
    assertThat(engine.rows("SELECT id FROM t ORDER BY id LIMIT 1")).containsExactly(List.of(0L));
  }

  private void fill(String table) {
    refusedForMemory(() -> {
      while (true) {
        insert(table);
      }
    });
    assertThat(next).as("some rows fit").isGreaterThan(1_000);
  }

  /** Some more rows, by COPY. */
  private void insert(String table) {
    PreparedPlan plan = engine.plan("COPY " + table + " FROM STDIN");
    CopyTarget copy =
        engine
            .transactions()
            .openCopy(engine.call(plan, new CancelSignal()), (Plan.CopyFrom) plan.plan());
    for (long id = next; id < next + BATCH_ROWS; id++) {
      copy.add(new Object[] {id, id, "x".repeat(TEXT)});
    }
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    copy.finish(outcome::complete);
    if (outcome.join() instanceof Outcome.Refused(SqlError error)) {
      throw error;
    }
    next += BATCH_ROWS;
  }

  /** Memory comes back a little later: with the next sweep. */
  private void awaitUsedBytesBelow(long bytes) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (engine.pages().usedBytes() >= bytes && System.nanoTime() < deadline) {
      engine.sweep();
    }
    assertThat(engine.pages().usedBytes()).isLessThan(bytes);
  }

  private static void refusedForMemory(Runnable statement) {
    assertThatExceptionOfType(SqlError.class)
        .isThrownBy(statement::run)
        .matches(error -> error.state().code().equals("53200"), "is out of memory");
  }
}
