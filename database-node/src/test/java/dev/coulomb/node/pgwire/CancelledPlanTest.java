package dev.coulomb.node.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A statement that is cancelled while it is planned is answered once and not carried out, whatever
 * becomes of the plan, and whenever.
 */
final class CancelledPlanTest {
  private static final SqlError CANCEL = new SqlError(SqlState.QUERY_CANCELED, "canceling");
  private static final String[] CANCELLED = {"E ERROR 57014", "Z I"};

  /** What planners have to do; as long as they are slow, a test has it done. */
  private final Deque<Runnable> plans = new ArrayDeque<>();

  private boolean slow;

  private final ServerTwin server =
      new ServerTwin(task -> {
        if (slow) {
          plans.add(task);
        } else {
          task.run();
        }
      });
  private final Dialogue client = Dialogue.open(server);

  @BeforeEach
  void createTable() {
    assertThat(client.query("CREATE TABLE t").answers()).endsWith("Z I");
    slow = true;
  }

  @AfterEach
  void nothingWasDoneAndTheSessionGoesOn() {
    slow = false;
    client.channel.runPendingTasks();
    plans.forEach(Runnable::run);
    assertThat(client.query("SELECT * FROM t").answers())
        .containsExactly("T a:23,b:25", "C SELECT 0", "Z I");
    assertThat(client.leakedBytes()).isZero();
  }

  private void insert() {
    client.parse("", "INSERT INTO t").bind("", "", "1", "x").execute("", 0).sync();
  }

  private void cancel() {
    assertThat(server.cancelKeys.cancel(client.keyNumber, CANCEL)).isTrue();
  }

  @Test
  void beforeThePlannerBegins() {
    insert();
    cancel();
    assertThat(client.answers()).containsExactly(CANCELLED);
    plans.remove().run();
    assertThat(client.answers()).isEmpty();
  }

  @Test
  void afterThePlanWasMade() {
    insert();
    plans.remove().run();
    cancel();
    assertThat(client.answers()).containsExactly(CANCELLED);
  }

  @Test
  void twice() {
    insert();
    cancel();
    cancel();
    assertThat(client.answers()).containsExactly(CANCELLED);
    plans.remove().run();
    cancel();
    assertThat(client.answers()).isEmpty();
  }

  @Test
  void whileThePlannerFails() {
    client.query("SELECT defect");
    cancel();
    assertThat(client.answers()).containsExactly(CANCELLED);
    plans.remove().run();
    assertThat(client.answers()).isEmpty();
  }

  @Test
  void inASimpleQuery() {
    client.query("SELECT 1");
    plans.remove().run(); // It has been read, and is to be planned now.
    assertThat(client.answers()).isEmpty();
    cancel();
    assertThat(client.answers()).containsExactly(CANCELLED);
    plans.remove().run();
    assertThat(client.answers()).isEmpty();
  }

  @Test
  void inATransactionWhichHasFailedThen() {
    slow = false;
    client.query("BEGIN").answers();
    slow = true;
    insert();
    cancel();
    assertThat(client.answers()).containsExactly("E ERROR 57014", "Z E");
    slow = false;
    assertThat(client.query("COMMIT").answers()).containsExactly("C ROLLBACK", "Z I");
  }

  /** The schema changed since it was planned, and it is planned once more. */
  @Test
  void whenItIsPlannedAgain() {
    slow = false;
    client.parse("s", "INSERT INTO t").sync().answers();
    client.query("CREATE TABLE u").answers();
    slow = true;
    client.bind("", "s", "1", "x").execute("", 0).sync();
    cancel();
    assertThat(client.answers()).containsExactly("2", "E ERROR 57014", "Z I");
    plans.remove().run();
    assertThat(client.answers()).isEmpty();
  }
}
