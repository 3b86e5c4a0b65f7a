package dev.coulomb.node.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.node.node.history.AppendHistory;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random transactions by several clients at a time, and whether what they were told has an order.
 * The seed decides what each of them does; repeat with {@code -Dseed=}.
 */
class SerializabilityTest {
  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final int CLIENTS = 6;
  private static final int TRANSACTIONS = 150;
  private static final int APPEND_TRANSACTIONS = Integer.getInteger("runs", 250);
  private static final int KEYS = 12;
  private static final long EACH = 1_000;

  @TempDir private Path folder;

  private TestNode node;
  private final AtomicInteger conflicts = new AtomicInteger();

  @BeforeEach
  void start() throws IOException, InterruptedException {
    System.out.println("SerializabilityTest: -Dseed=" + SEED);
    node = new TestNode(folder);
  }

  @AfterEach
  void stop() throws IOException, InterruptedException {
    node.close();
  }

  @Test
  void transfersKeepTheSumInEveryMomentThatIsSeen() throws Exception {
    try (Connection setup = node.connect();
        Statement statement = setup.createStatement()) {
      statement.execute(
          "CREATE TABLE account (id BIGINT PRIMARY KEY, amount BIGINT) PARTITION BY HASH (id)");
      for (int key = 0; key < KEYS; key++) {
        statement.execute("INSERT INTO account VALUES (" + key + ", " + EACH + ")");
      }
    }
    clients((connection, random) -> transfer(connection, random));
    try (Connection end = node.connect()) {
      assertThat(number(end, "SELECT sum(amount) FROM account")).isEqualTo(KEYS * EACH);
    }
    assertThat(node.node().engine().data().transactions().metrics().interactive().open()).isZero();
  }

  private void transfer(Connection connection, SplittableRandom random) throws SQLException {
    if (random.nextInt(5) == 0) {
      connection.setReadOnly(random.nextBoolean());
      long sum = number(connection, "SELECT sum(amount) FROM account");
      connection.commit();
      connection.setReadOnly(false);
      assertThat(sum).isEqualTo(KEYS * EACH);
      return;
    }
    int from = random.nextInt(KEYS);
    int to = random.nextInt(KEYS);
    long moved = random.nextInt(100);
    long had = number(connection, "SELECT amount FROM account WHERE id = " + from);
    Savepoint savepoint = random.nextInt(4) == 0 ? connection.setSavepoint() : null;
    update(connection, "UPDATE account SET amount = " + (had - moved) + " WHERE id = " + from);
    if (savepoint != null) {
      connection.rollback(savepoint);
      update(connection, "UPDATE account SET amount = amount - " + moved + " WHERE id = " + from);
    }
    update(connection, "UPDATE account SET amount = amount + " + moved + " WHERE id = " + to);
    if (random.nextInt(8) == 0) {
      connection.rollback();
    } else {
      connection.commit();
    }
  }

  @Test
  void listsTellOneOrderInAgreementWithTime() throws Exception {
    AppendClients clients = new AppendClients(node::connect, APPEND_TRANSACTIONS, true);
    AppendHistory history = clients.run(new SplittableRandom(SEED));
    assertThat(history.anomaly()).as("-Dseed=" + SEED).isEmpty();
    assertThat(clients.conflicts()).as("there was something to get wrong").isPositive();
    assertThat(clients.cancelled()).as("statements were cancelled").isPositive();
    assertThat(clients.schemas()).as("the schema was changed").isPositive();
  }

  // Clients.

  private interface Client {
    void transaction(Connection connection, SplittableRandom random) throws SQLException;
  }

  private void clients(Client client) throws InterruptedException, ExecutionException {
    SplittableRandom random = new SplittableRandom(SEED);
    try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        SplittableRandom mine = random.split();
        tasks.add(() -> {
          run(client, mine);
          return null;
        });
      }
      for (Future<Void> done : threads.invokeAll(tasks)) {
        done.get();
      }
    }
  }

  private void run(Client client, SplittableRandom random) throws SQLException {
    try (Connection connection = node.connect()) {
      connection.setAutoCommit(false);
      for (int i = 0; i < TRANSACTIONS; i++) {
        try {
          client.transaction(connection, random);
        } catch (SQLException refused) {
          assertThat(refused.getSQLState()).as(refused.getMessage()).isEqualTo("40001");
          conflicts.incrementAndGet();
          connection.rollback();
        }
      }
    }
  }

  private static void update(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate(sql)).isEqualTo(1);
    }
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      assertThat(row.next()).isTrue();
      return row.getLong(1);
    }
  }
}
