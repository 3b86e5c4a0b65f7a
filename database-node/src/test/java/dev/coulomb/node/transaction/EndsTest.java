package dev.coulomb.node.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coulomb.node.execution.SessionInfo;
import dev.coulomb.node.types.CancelSignal;
import dev.coulomb.node.types.Outcome;
import dev.coulomb.node.types.RowStream;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Statements that are ended: cancelled before, while and after they wait, and by a pause. */
class EndsTest {
  private static final int ROWS = 5_000;

  private final TestEngine engine = new TestEngine();
  private final CancelSignal cancel = new CancelSignal();

  @BeforeEach
  void rows() {
    engine.run("CREATE TABLE t (id bigint PRIMARY KEY, x double precision) PARTITION BY HASH (id)");
    engine.run("CREATE TABLE r (id bigint PRIMARY KEY, x double precision)");
    String rows =
        IntStream.range(0, ROWS)
            .mapToObj(id -> "(" + id + ", 2)")
            .collect(Collectors.joining(", ", " VALUES ", ""));
    engine.run("INSERT INTO t" + rows, "INSERT INTO r" + rows);
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void oneThatIsCancelledBeforeItBeginsDoesNotBegin() {
    cancel.raise(canceled());
    for (String sql :
        List.of("SELECT * FROM t", "DELETE FROM t", "DELETE FROM r", "DROP TABLE t")) {
      refused("57014", engine.begin(engine.call(engine.plan(sql), cancel)));
    }
    assertUnchanged();
  }

  @Test
  void aChangeThatIsCancelledWhileItRunsIsUndone() {
    for (String sql : List.of("UPDATE t SET x = random()", "UPDATE r SET x = random()")) {
      CancelSignal signal = new CancelSignal();
      refused("57014", engine.begin(cancelledAfter(ROWS / 2, sql, signal)));
      assertUnchanged();
    }
    for (String sql :
        List.of("DELETE FROM t WHERE random() < 1", "DELETE FROM r WHERE random() < 1")) {
      CancelSignal signal = new CancelSignal();
      refused("57014", engine.begin(cancelledAfter(ROWS / 2, sql, signal)));
      assertUnchanged();
    }
  }

  @Test
  void aChangeThatIsCancelledWhileItWaitsDoesNothing() {
    CountDownLatch goOn = new CountDownLatch(1);
    engine.standStill(2, goOn);
    List<CompletableFuture<Outcome>> waiting = new ArrayList<>();
    for (String sql :
        List.of(
            "UPDATE t SET x = 1",
            "INSERT INTO t VALUES (-1, 1), (-2, 1), (-3, 1), (-4, 1), (-5, 1), (-6, 1), (-7, 1)",
            "DELETE FROM r",
            "DROP TABLE t")) {
      waiting.add(engine.begin(engine.call(engine.plan(sql), cancel)));
    }
    cancel.raise(canceled());
    goOn.countDown();
    waiting.forEach(outcome -> refused("57014", outcome));
    assertUnchanged();
  }

  @Test
  void aReadIsCancelledBetweenItsRows() {
    Call call = engine.call(engine.plan("SELECT a.id FROM t a CROSS JOIN t b"), cancel);
    RowStream stream = stream(call);
    List<List<@Nullable Object>> rows = new ArrayList<>();
    assertThat(TestEngine.fetch(stream, 1_000, rows)).isFalse();
    assertThat(rows).hasSize(1_000);
    cancel.raise(canceled());
    assertThatExceptionOfType(SqlError.class)
        .isThrownBy(() -> TestEngine.fetch(stream, 1_000, rows))
        .matches(error -> error.state() == SqlState.QUERY_CANCELED);
    assertThat(engine.openViews()).isEqualTo(1);
  }

  @Test
  void aReadThatGivesNoRowIsCancelledWhileItWorks() {
    String sql = "SELECT count(*) FROM t a CROSS JOIN t b WHERE a.x + random() < 0";
    RowStream stream = stream(cancelledAfter(10_000, sql, cancel));
    assertThatExceptionOfType(SqlError.class)
        .isThrownBy(() -> TestEngine.all(stream))
        .matches(error -> error.state() == SqlState.QUERY_CANCELED);
    assertThat(engine.openViews()).isEqualTo(1);
  }

  /** The views of a read that is given up are given back, and it sees its own moment until then. */
  @Test
  void aReadThatIsClosedLetsGo() {
    RowStream stream = stream(engine.call(engine.plan("SELECT * FROM t"), cancel));
    List<List<@Nullable Object>> rows = new ArrayList<>();
    TestEngine.fetch(stream, 10, rows);
    assertThat(engine.openViews()).isEqualTo(1 + TestEngine.PARTITIONS);
    engine.run("DELETE FROM t");
    TestEngine.fetch(stream, ROWS - 11, rows);
    assertThat(rows).hasSize(ROWS - 1).allMatch(row -> Double.valueOf(2).equals(row.get(1)));
    stream.close();
    stream.close();
    assertThat(engine.openViews()).isEqualTo(1);
  }

  @Test
  void aPauseRefusesChangesAlsoThoseThatWait() {
    CountDownLatch goOn = new CountDownLatch(1);
    engine.standStill(1, goOn);
    CompletableFuture<Outcome> waiting =
        engine.begin(engine.call(engine.plan("DELETE FROM t"), cancel));
    engine.transactions().pause(true);
    goOn.countDown();
    refused("25006", waiting);
    for (String sql :
        List.of(
            "INSERT INTO t VALUES (-1, 1)",
            "UPDATE t SET x = 1 WHERE id = 1",
            "UPDATE r SET x = 1",
            "DELETE FROM t",
            "CREATE TABLE more (id integer PRIMARY KEY)",
            "CREATE INDEX t_x ON t (x)",
            "DROP TABLE t")) {
      refused("25006", engine.begin(engine.call(engine.plan(sql), cancel)));
    }
    assertUnchanged();
    engine.transactions().pause(false);
    engine.run("UPDATE t SET x = 3 WHERE id = 1");
    assertThat(engine.value("SELECT x FROM t WHERE id = 1")).isEqualTo(3d);
  }

  private void assertUnchanged() {
    for (String table : List.of("t", "r")) {
      assertThat(engine.rows("SELECT count(*), min(x), max(x) FROM " + table))
          .containsExactly(List.of((long) ROWS, 2d, 2d));
    }
  }

  private static void refused(String state, CompletableFuture<Outcome> outcome) {
    assertThat(outcome.join())
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.error().state().code()).isEqualTo(state));
  }

  private RowStream stream(Call call) {
    Outcome outcome = engine.begin(call).join();
    assertThat(outcome).isInstanceOf(Outcome.Rows.class);
    return ((Outcome.Rows) outcome).stream();
  }

  /** A call that cancels itself when it has asked for so many random numbers. */
  private Call cancelledAfter(int numbers, String sql, CancelSignal signal) {
    Call call = engine.call(engine.plan(sql), signal);
    RandomGenerator chance = new SplittableRandom(1);
    int[] left = {numbers};
    RandomGenerator counted =
        () -> {
          if (--left[0] == 0) {
            signal.raise(canceled());
          }
          return chance.nextLong();
        };
    return new Call(
        call.prepared(),
        call.parameters(),
        new SessionInfo(
            TestEngine.USER,
            TestEngine.USER,
            ZoneOffset.UTC,
            call.session().transactionMicros(),
            counted),
        signal);
  }

  private static SqlError canceled() {
    return new SqlError(SqlState.QUERY_CANCELED, "canceling statement due to user request");
  }
}
