package dev.coulomb.node.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coulomb.node.partition.OpenViews;
import dev.coulomb.node.partition.Partition;
import dev.coulomb.node.plan.PreparedPlan;
import dev.coulomb.node.types.CancelSignal;
import dev.coulomb.node.types.Outcome;
import dev.coulomb.node.types.RowStream;
import dev.coulomb.node.types.SqlError;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Frozen views are held only for so long, and keep only so much memory. */
final class ViewLimitsTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final OpenViews.Limits NONE = new OpenViews.Limits(0, Long.MAX_VALUE);
  private static final OpenViews.Limits TEN_SECONDS =
      new OpenViews.Limits(10 * SECOND, Long.MAX_VALUE);

  private final TestEngine engine = new TestEngine();

  @BeforeEach
  void fill() {
    fill("t", 1_000, 2_000);
    engine.partitions().sweep(0, NONE);
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  @Test
  void aQueryThatIsOpenForTooLongLetsGoAndItsClientIsTold() {
    RowStream old = open("SELECT * FROM t");
    TestEngine.fetch(old, 10, new ArrayList<>());
    engine.partitions().sweep(9 * SECOND, TEN_SECONDS);
    RowStream young = open("SELECT * FROM t WHERE id > 10");
    assertThat(engine.partitions().views().count()).isEqualTo(2);
    engine.partitions().sweep(11 * SECOND, TEN_SECONDS);
    assertThat(engine.partitions().views().count()).isEqualTo(1);
    assertThat(engine.partitions().views().endedByAge()).isEqualTo(1);
    refused("57014", old);
    assertThat(TestEngine.all(young)).hasSize(990);
    assertThat(engine.partitions().views().count()).isZero();
    assertThat(engine.openViews()).as("those of the replicated tables").isEqualTo(1);
  }

  @Test
  void theFirstOfThoseThatKeepTooMuchLetsGo() {
    RowStream first = open("SELECT * FROM t");
    RowStream second = open("SELECT * FROM t");
    engine.run("UPDATE t SET s = repeat('y', 2000)");
    long kept = engine.partitions().viewBytes();
    assertThat(kept).isGreaterThan(1 << 20);
    OpenViews.Limits limits = new OpenViews.Limits(0, kept - 1);
    engine.partitions().sweep(SECOND, limits);
    refused("53200", first);
    assertThat(engine.partitions().views().count()).isEqualTo(1);
    assertThat(engine.partitions().views().endedByMemory()).isEqualTo(1);
    assertThat(TestEngine.all(second)).hasSize(1000);
    engine.awaitIdle();
    engine.partitions().sweep(2 * SECOND, limits);
    assertThat(engine.partitions().viewBytes()).as("nobody has to write").isLessThan(1 << 16);
  }

  @Test
  void pagesOfClosedViewsAreFreeAlsoWhereNobodyWrites() {
    RowStream rows = open("SELECT * FROM t");
    engine.run("DELETE FROM t");
    assertThat(engine.partitions().viewBytes()).isGreaterThan(1 << 20);
    rows.close();
    engine.awaitIdle();
    for (int i = 0; i < 10; i++) {
      engine.partitions().sweep(i * SECOND, NONE);
    }
    engine.partitions().everything().stream()
        .map(Partition::viewBytes)
        .forEach(bytes -> assertThat(bytes).isZero());
  }

  @Test
  void aTransactionIsToldToo() {
    AtomicReference<@Nullable SqlError> told = new AtomicReference<>();
    InteractiveTransaction transaction = engine.transactions().begin(false, told::set);
    assertThat(engine.partitions().views().count()).as("it has seen nothing").isZero();
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    transaction.execute(
        engine.call(engine.plan("INSERT INTO t VALUES (0, 'zero')"), new CancelSignal()),
        outcome::complete);
    assertThat(outcome.orTimeout(60, TimeUnit.SECONDS).join()).isEqualTo(new Outcome.Changed(1));
    engine.partitions().sweep(11 * SECOND, TEN_SECONDS);
    assertThat(told.get()).isNotNull().matches(error -> error.state().code().equals("57014"));
    transaction.rollback();
    // The statement may still be letting go: its client hears of it first.
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (engine.partitions().views().count() > 0) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  /** Rows that are long come few at a time. */
  @Test
  void aBatchOfLongRowsIsShort() {
    fill("large", 20, 1_000_000);
    RowStream rows = open("SELECT * FROM large");
    List<List<@Nullable Object>> batch = new ArrayList<>();
    TestEngine.fetch(rows, 256, batch);
    assertThat(batch).hasSize(1);
    assertThat(TestEngine.all(rows)).hasSize(19);
  }

  private void fill(String table, int rows, int length) {
    engine.run("CREATE TABLE " + table + " (id BIGINT PRIMARY KEY, s TEXT) PARTITION BY HASH (id)");
    PreparedPlan insert =
        engine.plan("INSERT INTO " + table + " VALUES ($1, repeat('x', " + length + "))");
    for (long id = 1; id <= rows; id++) {
      Outcome outcome = engine.begin(engine.call(insert, new CancelSignal(), id)).join();
      assertThat(outcome).isEqualTo(new Outcome.Changed(1));
    }
  }

  private RowStream open(String sql) {
    Outcome outcome = engine.begin(engine.call(engine.plan(sql), new CancelSignal())).join();
    assertThat(outcome).isInstanceOf(Outcome.Rows.class);
    return ((Outcome.Rows) outcome).stream();
  }

  private static void refused(String code, RowStream rows) {
    assertThatExceptionOfType(SqlError.class)
        .isThrownBy(() -> TestEngine.fetch(rows, 10, new ArrayList<>()))
        .matches(error -> error.state().code().equals(code));
  }
}
