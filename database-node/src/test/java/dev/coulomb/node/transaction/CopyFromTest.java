package dev.coulomb.node.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.plan.PreparedPlan;
import dev.coulomb.node.types.CancelSignal;
import dev.coulomb.node.types.Outcome;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** COPY FROM is one transaction: all of its rows become visible at once, or none does. */
class CopyFromTest {
  private static final int ROWS = 3_000;

  private final TestEngine engine =
      new TestEngine(256L << 20, new TransactionLimits(16 << 20, 1 << 20));
  private final CancelSignal cancel = new CancelSignal();

  @BeforeEach
  void tables() {
    engine.run(
        "CREATE TABLE t (id bigint PRIMARY KEY, b text NOT NULL) PARTITION BY HASH (id)",
        "CREATE TABLE r (id bigint PRIMARY KEY, b text NOT NULL)",
        "INSERT INTO t VALUES (7, 'old')",
        "INSERT INTO r VALUES (7, 'old')");
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void itsRowsAppearWhenItFinishes() {
    for (String table : new String[] {"t", "r"}) {
      CopyTarget copy = staged(table, 1_000);
      assertThat(count(table)).as("not before").isEqualTo(1);
      assertThat(finish(copy)).isEqualTo(new Outcome.Changed(ROWS));
      assertThat(count(table)).isEqualTo(ROWS + 1);
      assertThat(engine.value("SELECT b FROM " + table + " WHERE id = 2500")).isEqualTo("row 2500");
    }
  }

  @Test
  void oneRowThatIsThereAlreadyRefusesAll() {
    for (String table : new String[] {"t", "r"}) {
      CopyTarget copy = staged(table, 1_000);
      copy.add(new Object[] {7L, "again"});
      assertThat(state(finish(copy))).isEqualTo(SqlState.UNIQUE_VIOLATION);
      assertThat(count(table)).isEqualTo(1);
    }
  }

  @Test
  void whatIsGivenUpLeavesNothing() {
    CopyTarget copy = staged("t", 1_000);
    copy.abort();
    assertThat(count("t")).isEqualTo(1);
    assertThat(finish(open("t"))).isEqualTo(new Outcome.Changed(0));
  }

  @Test
  void whatIsCancelledLeavesNothing() {
    CopyTarget copy = staged("t", 1_000);
    cancel.raise(new SqlError(SqlState.QUERY_CANCELED, "canceling statement due to user request"));
    assertThat(state(finish(copy))).isEqualTo(SqlState.QUERY_CANCELED);
    assertThat(count("t")).isEqualTo(1);
  }

  @Test
  void aTableThatChangedMeanwhileIsNotFilled() {
    CopyTarget copy = staged("t", 1_000);
    engine.run("DROP TABLE t", "CREATE TABLE t (id bigint PRIMARY KEY, b text NOT NULL)");
    assertThat(finish(copy)).isInstanceOf(Outcome.Stale.class);
    assertThat(count("t")).isZero();
  }

  @Test
  void aPausedDatabaseTakesNoRows() {
    CopyTarget copy = staged("t", 1_000);
    engine.transactions().pause(true);
    assertThat(state(finish(copy))).isEqualTo(SqlState.READ_ONLY_SQL_TRANSACTION);
    assertThat(count("t")).isEqualTo(1);
  }

  @Test
  void nullsAndTooMuchAreRefusedRowByRow() {
    CopyTarget copy = open("t");
    assertThatExceptionOfType(SqlError.class)
        .isThrownBy(() -> copy.add(new Object[] {8L, null}))
        .matches(error -> error.state() == SqlState.NOT_NULL_VIOLATION);
    assertThatExceptionOfType(SqlError.class)
        .isThrownBy(() -> {
          for (long id = 100; id < 1_000_000; id++) {
            copy.add(new Object[] {id, "x".repeat(100)});
          }
        })
        .matches(error -> error.state() == SqlState.PROGRAM_LIMIT_EXCEEDED);
    assertThat(count("t")).isEqualTo(1);
  }

  private CopyTarget open(String table) {
    PreparedPlan plan = engine.plan("COPY " + table + " FROM STDIN");
    return engine.transactions().openCopy(engine.call(plan, cancel), (Plan.CopyFrom) plan.plan());
  }

  private CopyTarget staged(String table, long firstId) {
    CopyTarget copy = open(table);
    for (long id = firstId; id < firstId + ROWS; id++) {
      copy.add(new Object[] {id, "row " + id});
    }
    return copy;
  }

  private static Outcome finish(CopyTarget copy) {
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    copy.finish(outcome::complete);
    return outcome.join();
  }

  private static SqlState state(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    return ((Outcome.Refused) outcome).error().state();
  }

  private long count(String table) {
    return (Long) engine.rows("SELECT count(*) FROM " + table).getFirst().getFirst();
  }
}
