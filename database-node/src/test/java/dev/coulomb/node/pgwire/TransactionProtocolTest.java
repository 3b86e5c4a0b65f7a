package dev.coulomb.node.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Transactions as a client sees them, message by message. */
final class TransactionProtocolTest {
  private final ServerTwin server = new ServerTwin(Runnable::run);
  private final Dialogue client = Dialogue.open(server);

  @BeforeEach
  void createTable() {
    assertThat(client.query("CREATE TABLE t").answers()).endsWith("Z I");
  }

  @AfterEach
  void nothingIsLeft() {
    client.channel.close();
    client.channel.runPendingTasks();
    assertThat(client.leakedBytes()).isZero();
    assertThat(server.transactions.metrics().interactive().open()).isZero();
  }

  @Test
  void theStatusIsToldAfterEveryQuery() {
    assertThat(client.query("BEGIN").answers()).containsExactly("C BEGIN", "Z T");
    assertThat(client.query("SELECT 1").answers()).endsWith("C SELECT 1", "Z T");
    assertThat(client.query("COMMIT").answers()).containsExactly("C COMMIT", "Z I");
    assertThat(client.query("BEGIN").answers()).containsExactly("C BEGIN", "Z T");
    assertThat(client.query("WRONG").answers()).containsExactly("E ERROR 42601 at 1", "Z E");
    assertThat(client.query("WRONG").answers()).containsExactly("E ERROR 25P02", "Z E");
    assertThat(client.query("SELECT 1").answers()).containsExactly("E ERROR 25P02", "Z E");
    assertThat(client.query("COMMIT").answers()).containsExactly("C ROLLBACK", "Z I");
    assertThat(client.query("SELECT 1").answers()).endsWith("C SELECT 1", "Z I");
  }

  @Test
  void whatDoesNotFitIsWarnedOf() {
    assertThat(client.query("COMMIT").answers())
        .containsExactly("N WARNING 25P01", "C COMMIT", "Z I");
    assertThat(client.query("ROLLBACK").answers())
        .containsExactly("N WARNING 25P01", "C ROLLBACK", "Z I");
    assertThat(client.query("SAVEPOINT a").answers()).containsExactly("E ERROR 25P01", "Z I");
    client.query("BEGIN").answers();
    assertThat(client.query("BEGIN").answers())
        .containsExactly("N WARNING 25001", "C BEGIN", "Z T");
    assertThat(client.query("ROLLBACK TO b").answers()).containsExactly("E ERROR 3B001", "Z E");
    assertThat(client.query("ROLLBACK").answers()).containsExactly("C ROLLBACK", "Z I");
  }

  @Test
  void savepointsHideAndForgetEachOther() {
    client.query("BEGIN").answers();
    insert("1");
    assertThat(client.query("SAVEPOINT a").answers()).containsExactly("C SAVEPOINT", "Z T");
    insert("2");
    client.query("SAVEPOINT a").answers();
    insert("3");
    assertThat(client.query("ROLLBACK TO a").answers()).containsExactly("C ROLLBACK", "Z T");
    assertThat(rows()).containsExactlyInAnyOrder("D 1,x", "D 2,x");
    assertThat(client.query("RELEASE a").answers()).containsExactly("C RELEASE", "Z T");
    assertThat(client.query("WRONG").answers()).containsExactly("E ERROR 42601 at 1", "Z E");
    assertThat(client.query("ROLLBACK TO a").answers()).containsExactly("C ROLLBACK", "Z T");
    assertThat(rows()).containsExactly("D 1,x");
    client.query("RELEASE a").answers();
    assertThat(client.query("RELEASE a").answers()).containsExactly("E ERROR 3B001", "Z E");
    client.query("ROLLBACK").answers();
    assertThat(rows()).isEmpty();
  }

  /** As drivers do: BEGIN goes ahead of the first statement, and one Sync follows both. */
  @Test
  void aTransactionMayBeginWithinAPipeline() {
    client.parse("", "BEGIN").bind("", "").execute("", 0);
    client.parse("", "INSERT INTO t").bind("", "", "1", "x").execute("", 0);
    assertThat(client.sync().answers())
        .containsExactly("1", "2", "C BEGIN", "1", "2", "C INSERT 0 1", "Z T");
    assertThat(client.query("ROLLBACK").answers()).containsExactly("C ROLLBACK", "Z I");
    assertThat(rows()).isEmpty();
  }

  @Test
  void whatComesBeforeOneSyncIsOneTransaction() {
    client.parse("", "INSERT INTO t").bind("", "", "1", "x").execute("", 0);
    client.bind("", "", "1", "x").execute("", 0);
    client.bind("", "", "2", "x").execute("", 0);
    assertThat(client.sync().answers())
        .containsExactly("1", "2", "C INSERT 0 1", "2", "E ERROR 23505", "Z I");
    assertThat(rows()).isEmpty();
    client.parse("", "INSERT INTO t").bind("", "", "1", "x").execute("", 0);
    client.bind("", "", "2", "x").execute("", 0);
    assertThat(client.sync().answers()).endsWith("Z I");
    assertThat(rows()).hasSize(2);
  }

  @Test
  void anAnswerThatIsAskedForComesBeforeTheTransactionEnds() {
    client.parse("", "INSERT INTO t").bind("", "", "1", "x").execute("", 0).say('H', out -> {});
    assertThat(client.send().answers()).containsExactly("1", "2", "C INSERT 0 1");
    try (Dialogue other = Dialogue.open(server)) {
      assertThat(other.query("SELECT * FROM t").answers()).endsWith("C SELECT 0", "Z I");
    }
    assertThat(client.sync().answers()).containsExactly("Z I");
    assertThat(rows()).hasSize(1);
  }

  @Test
  void portalsLiveAsLongAsTheTransaction() {
    client.query("BEGIN").answers();
    insert("1");
    insert("2");
    client.parse("s", "SELECT * FROM t").bind("p", "s").execute("p", 1);
    assertThat(client.sync().answers()).endsWith("s", "Z T");
    insert("3");
    client.execute("p", 1);
    assertThat(client.sync().answers()).hasSize(3).endsWith("s", "Z T");
    client.execute("p", 0);
    assertThat(client.sync().answers()).containsExactly("C SELECT 2", "Z T");
    client.query("COMMIT").answers();
    client.execute("p", 1);
    assertThat(client.sync().answers()).containsExactly("E ERROR 34000", "Z I");
  }

  @Test
  void copiesBelongToTheTransaction() {
    client.query("BEGIN").answers();
    insert("1");
    client.query("COPY t FROM STDIN").answers();
    client.copyData("2\ttwo\n");
    assertThat(client.copyDone().answers()).containsExactly("C COPY 1", "Z T");
    client.query("SAVEPOINT a").answers();
    client.query("COPY t FROM STDIN").answers();
    client.copyData("2\ttwo\n");
    assertThat(client.copyDone().answers()).containsExactly("E ERROR 23505", "Z E");
    client.query("ROLLBACK TO a").answers();
    assertThat(client.query("COPY t TO STDOUT").answers())
        .contains("d 1\tx", "d 2\ttwo")
        .endsWith("C COPY 2", "Z T");
    client.query("COMMIT").answers();
    assertThat(rows()).hasSize(2);
  }

  @Test
  void aClientThatLeavesHasDoneNothing() {
    int before = server.openViews();
    try (Dialogue other = Dialogue.open(server)) {
      other.query("BEGIN").answers();
      other.parse("", "INSERT INTO t").bind("", "", "1", "x").execute("", 0).sync().answers();
      assertThat(other.query("SELECT * FROM t").answers()).endsWith("C SELECT 1", "Z T");
      assertThat(server.openViews()).isGreaterThan(before);
    }
    assertThat(rows()).isEmpty();
    assertThat(server.openViews()).isEqualTo(before);
  }

  @Test
  void readOnlyTransactionsRefuseChanges() {
    client.query("BEGIN READ ONLY").answers();
    assertThat(client.query("SHOW transaction_read_only").answers()).contains("D on");
    client.parse("", "INSERT INTO t").bind("", "", "1", "x").execute("", 0);
    assertThat(client.sync().answers()).endsWith("E ERROR 25006", "Z E");
    client.query("ROLLBACK").answers();
    assertThat(client.query("SHOW transaction_read_only").answers()).contains("D off");
  }

  @Test
  void aClientThatThinksTooLongIsSentAway() {
    client.channel.freezeTime();
    client.query("SET idle_in_transaction_session_timeout = '10s'").answers();
    client.query("BEGIN").answers();
    insert("1");
    pass(9);
    assertThat(client.query("SELECT 1").answers()).endsWith("Z T");
    pass(9);
    assertThat(client.query("COMMIT").answers()).endsWith("Z I");
    pass(60);
    assertThat(client.query("BEGIN").answers()).endsWith("Z T");
    pass(11);
    assertThat(client.answers()).containsExactly("E FATAL 25P03");
    assertThat(client.channel.isOpen()).isFalse();
  }

  @Test
  void aTransactionThatIsOpenForTooLongIsTakenBack() {
    client.channel.freezeTime();
    client.query("SET transaction_timeout = '10s'").answers();
    int views = server.openViews();
    client.query("BEGIN").answers();
    insert("1");
    insert("2");
    client.parse("s", "SELECT * FROM t").bind("p", "s").execute("p", 1);
    assertThat(client.sync().answers()).endsWith("s", "Z T");
    assertThat(server.openViews()).isGreaterThan(views);
    pass(11);
    assertThat(server.openViews()).isEqualTo(views);
    assertThat(client.query("SELECT 1").answers()).containsExactly("E ERROR 25P04", "Z E");
    assertThat(client.query("ROLLBACK").answers()).containsExactly("C ROLLBACK", "Z I");
    assertThat(rows()).isEmpty();
    client.query("BEGIN").answers();
    insert("1");
    assertThat(client.query("COMMIT").answers()).endsWith("Z I");
    pass(11);
    assertThat(rows()).hasSize(1);
  }

  @Test
  void aPipelineThatIsOpenForTooLongEndsTheSession() {
    client.channel.freezeTime();
    client.query("SET transaction_timeout = '10s'").answers();
    client.parse("", "INSERT INTO t").bind("", "", "1", "x").execute("", 0).say('H', out -> {});
    assertThat(client.send().answers()).endsWith("C INSERT 0 1");
    pass(11);
    assertThat(client.answers()).containsExactly("E FATAL 25P04");
    try (Dialogue other = Dialogue.open(server)) {
      assertThat(other.query("SELECT * FROM t").answers()).endsWith("C SELECT 0", "Z I");
    }
  }

  @Test
  void aFailedTransactionHoldsNothing() {
    int views = server.openViews();
    client.query("BEGIN").answers();
    insert("1");
    insert("2");
    client.parse("s", "SELECT * FROM t").bind("p", "s").execute("p", 1);
    assertThat(client.sync().answers()).endsWith("s", "Z T");
    client.query("WRONG").answers();
    assertThat(server.openViews()).isEqualTo(views);
    client.execute("p", 1);
    assertThat(client.sync().answers()).endsWith("Z E");
    assertThat(client.query("ROLLBACK").answers()).containsExactly("C ROLLBACK", "Z I");
  }

  @Test
  void whatWasSetIsTakenBackWithTheTransaction() {
    client.query("BEGIN").answers();
    client.query("SET TimeZone = 'Europe/Berlin'").answers();
    client.query("SAVEPOINT a").answers();
    client.query("SET TimeZone = 'Asia/Tokyo'").answers();
    assertThat(client.query("ROLLBACK TO a").answers())
        .containsExactly("S TimeZone=Europe/Berlin", "C ROLLBACK", "Z T");
    assertThat(client.query("ROLLBACK").answers())
        .containsExactly("S TimeZone=UTC", "C ROLLBACK", "Z I");
    assertThat(client.query("SHOW TimeZone").answers()).contains("D UTC");
  }

  @Test
  void aPausedDatabaseCommitsNothing() {
    client.query("BEGIN").answers();
    insert("1");
    server.transactions.pause(true);
    assertThat(client.query("COMMIT").answers()).containsExactly("E ERROR 25006", "Z I");
    client.query("BEGIN").answers();
    assertThat(client.query("SELECT * FROM t").answers()).endsWith("C SELECT 0", "Z T");
    assertThat(client.query("COMMIT").answers()).containsExactly("C COMMIT", "Z I");
    server.transactions.pause(false);
    assertThat(rows()).isEmpty();
  }

  @Test
  void conflictsAreTold() {
    client.query("BEGIN").answers();
    assertThat(rows()).isEmpty();
    insert("1");
    try (Dialogue other = Dialogue.open(server)) {
      other.parse("", "INSERT INTO t").bind("", "", "2", "x").execute("", 0).sync().answers();
    }
    assertThat(client.query("COMMIT").answers()).containsExactly("E ERROR 40001", "Z I");
    assertThat(rows()).hasSize(1);
    assertThat(server.transactions.metrics().interactive().conflicted()).isEqualTo(1);
    assertThat(server.transactions.metrics().interactive().rerun()).isEqualTo(1);
  }

  private void pass(int seconds) {
    client.channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
    client.channel.runScheduledPendingTasks();
  }

  private void insert(String key) {
    client.parse("", "INSERT INTO t").bind("", "", key, "x").execute("", 0);
    assertThat(client.sync().answers()).contains("C INSERT 0 1");
  }

  private List<String> rows() {
    return client.query("SELECT * FROM t").answers().stream()
        .filter(answer -> answer.startsWith("D "))
        .toList();
  }
}
