package dev.coulomb.node.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Dialogues of the simple protocol, settings, cancellation and back-pressure. */
final class SimpleProtocolTest {
  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
  private boolean hold;
  private final ServerTwin server =
      new ServerTwin(task -> {
        if (hold) {
          waiting.add(task);
        } else {
          task.run();
        }
      });
  private final Dialogue client = Dialogue.open(server);

  @AfterEach
  void noBufferIsLost() {
    assertThat(client.leakedBytes()).isZero();
  }

  @Test
  void statementsOfOneTextRunUntilOneFails() {
    assertThat(client.query("SELECT 1; CREATE TABLE t; WRONG; SELECT 1").answers())
        .containsExactly(
            "T n:23", "D 1", "C SELECT 1", "C CREATE TABLE", "E ERROR 42601 at 1", "Z I");
    assertThat(client.query("SELECT * FROM t").answers())
        .as("together they are one transaction")
        .containsExactly("E ERROR 42P01", "Z I");
  }

  @Test
  void thousandsOfStatementsOfOneTextDoNotNest() {
    server.planning.caches = true;
    client.query("SET application_name = x").answers();
    List<String> answers = client.query("SET application_name = x;".repeat(20_000)).answers();
    assertThat(answers).filteredOn("C SET"::equals).hasSize(20_000);
    assertThat(answers).endsWith("Z I");
  }

  @Test
  void settingsAreSetShownAndReported() {
    assertThat(client.query("SET TimeZone = 'Europe/Berlin'").answers())
        .containsExactly("S TimeZone=Europe/Berlin", "C SET", "Z I");
    assertThat(client.query("SHOW timezone").answers())
        .containsExactly("T TimeZone:25", "D Europe/Berlin", "C SHOW", "Z I");
    assertThat(client.query("SET TimeZone = 'Nowhere/Else'").answers())
        .containsExactly("E ERROR 22023", "Z I");
    assertThat(client.query("SHOW nonsense").answers()).containsExactly("E ERROR 42704", "Z I");
    assertThat(client.query("SET client_encoding = 'LATIN1'").answers())
        .containsExactly("E ERROR 22023", "Z I");
    assertThat(client.query("SET server_version = '16'").answers())
        .containsExactly("E ERROR 55P02", "Z I");
  }

  @Test
  void aTooLongStatementIsRefusedAndTheSessionGoesOn() {
    Dialogue small = new Dialogue(server, ServerTwin.byTrust(), new Connections(() -> 1), 1_000);
    small.startup(java.util.Map.of("user", ServerTwin.USER)).answers();
    assertThat(small.query("x".repeat(5_000)).answers()).containsExactly("E ERROR 54000", "Z I");
    assertThat(small.parse("", "x".repeat(5_000)).bind("", "").sync().answers())
        .containsExactly("E ERROR 54000", "Z I");
    assertThat(small.query("SELECT 1").answers()).endsWith("C SELECT 1", "Z I");
    assertThat(small.leakedBytes()).isZero();
  }

  @Test
  void aClientThatDoesNotReadStopsItsOwnQueryOnly() {
    client.stopReading().query("SELECT many");
    assertThat(client.channel.isWritable()).isFalse();
    assertThat(client.channel.unsafe().outboundBuffer().totalPendingWriteBytes())
        .isLessThan(100_000);
    try (Dialogue other = Dialogue.open(server)) {
      assertThat(other.query("SELECT 1").answers()).endsWith("C SELECT 1", "Z I");
    }
    client.readAgain();
    assertThat(client.answers()).hasSize(200_003).endsWith("C SELECT 200000", "Z I");
  }

  @Test
  void aClientThatDoesNotReadAnswersIsNotReadEither() {
    client.stopReading();
    for (int i = 0; i < 5_000; i++) {
      client.parse("", "SELECT 1").bind("", "").describe('P', "").execute("", 0);
    }
    client.sync();
    assertThat(client.channel.unsafe().outboundBuffer().totalPendingWriteBytes())
        .isLessThan(100_000);
    assertThat(client.channel.config().isAutoRead()).isFalse();
    client.readAgain();
    assertThat(client.answers()).hasSize(25_001).endsWith("Z I");
    assertThat(client.channel.config().isAutoRead()).isTrue();
  }

  @Test
  void aClientThatLeavesLetsGoOfTheViewsOfItsQuery() {
    client.query("CREATE TABLE t").answers();
    for (int i = 0; i < 5_000; i++) {
      client.parse("", "INSERT INTO t").bind("", "", String.valueOf(i), "x".repeat(50));
      client.execute("", 0);
    }
    client.sync().answers();
    int before = server.openViews();
    client.stopReading().query("SELECT * FROM t");
    assertThat(server.openViews()).isGreaterThan(before);
    client.channel.close();
    client.channel.runPendingTasks();
    assertThat(server.openViews()).isEqualTo(before);
  }

  @Test
  void cancellationEndsTheStatementThatRuns() {
    client.stopReading().query("SELECT many");
    cancel(client.keyNumber, client.keySecret + 1);
    cancel(client.keyNumber + 1, client.keySecret);
    cancel(client.keyNumber, client.keySecret);
    client.readAgain();
    assertThat(client.answers()).endsWith("E ERROR 57014", "Z I").hasSizeLessThan(100_000);
    assertThat(client.query("SELECT 1").answers()).endsWith("C SELECT 1", "Z I");
  }

  /** As libpq does: by another connection, which is closed without an answer. */
  private void cancel(int number, int secret) {
    Dialogue other = new Dialogue(server, ServerTwin.byTrust());
    other.packet(out -> out.writeInt(80_877_102).writeInt(number).writeInt(secret));
    assertThat(other.answers()).isEmpty();
    assertThat(other.channel.isOpen()).isFalse();
    assertThat(other.leakedBytes()).isZero();
  }

  @Test
  void theNextStatementWaitsForTheOneThatRuns() {
    hold = true;
    client.query("SELECT 5");
    client.query("SELECT 1");
    assertThat(client.answers()).isEmpty();
    hold = false;
    while (!waiting.isEmpty()) {
      waiting.poll().run();
      client.channel.runPendingTasks();
    }
    assertThat(client.answers())
        .containsExactly(
            "T n:23",
            "D 1",
            "D 2",
            "D 3",
            "D 4",
            "D 5",
            "C SELECT 5",
            "Z I",
            "T n:23",
            "D 1",
            "C SELECT 1",
            "Z I");
  }

  @Test
  void aDefectOfThePlannerIsAnswered() {
    assertThat(client.query("SELECT defect").answers()).containsExactly("E ERROR XX000", "Z I");
    assertThat(client.query("SELECT 1").answers()).endsWith("C SELECT 1", "Z I");
  }

  @Test
  void statementTimeoutIsTakenByNewSessions() {
    server.statementTimeout = Duration.ofSeconds(30);
    try (Dialogue timed = Dialogue.open(server)) {
      assertThat(timed.query("SHOW statement_timeout").answers()).contains("D 30000ms");
    }
  }
}
