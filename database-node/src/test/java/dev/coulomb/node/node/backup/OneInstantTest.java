package dev.coulomb.node.node.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.node.host.SystemClock;
import dev.coulomb.node.node.TestNode;
import dev.coulomb.node.node.command.SnapshotCommands;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A snapshot is one moment of the database: money that goes from partition to partition while it is
 * written is in it once, and a step of a transfer is never without the other.
 */
class OneInstantTest {
  private static final long SEED = Long.getLong("seed", System.nanoTime());
  private static final int RUNS = Integer.getInteger("runs", 5);
  private static final int CLIENTS = 3;
  private static final int ACCOUNTS = 64;
  private static final int BALANCE = 1_000;
  private static final String SERIALIZATION_FAILURE = "40001";

  @TempDir private Path folder;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final LongAdder transfers = new LongAdder();

  @Test
  void aBackupUnderLoadIsOneInstant() throws Exception {
    Path volume = Files.createDirectory(folder.resolve("volume"));
    try (TestNode node =
            TestNode.open(folder.resolve("data"), Map.of("backup.directory", volume.toString()));
        BackupClient client = new BackupClient(node.adminPort());
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
      fill(node);
      List<Future<?>> clients = new ArrayList<>();
      for (int number = 0; number < CLIENTS; number++) {
        SplittableRandom random = new SplittableRandom(SEED + number);
        clients.add(threads.submit(() -> transfer(node, random)));
      }
      for (int run = 0; run < RUNS; run++) {
        long before = transfers.sum();
        String id = "run-" + run;
        assertThat(client.end(id, BackupClient.directory(volume.resolve(id))).state())
            .isEqualTo("Completed");
        check(volume.resolve(id), folder.resolve(id));
        while (transfers.sum() < before + CLIENTS) {
          Thread.onSpinWait();
        }
      }
      ended.set(true);
      for (Future<?> each : clients) {
        each.get();
      }
    }
    assertThat(transfers.sum()).isPositive();
  }

  private static void fill(TestNode node) throws SQLException {
    try (Connection connection = node.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE accounts (id bigint PRIMARY KEY, balance bigint) PARTITION BY HASH (id)");
      statement.execute("CREATE TABLE moved (total bigint)");
      statement.execute("CREATE TABLE moves (id bigint, amount bigint) PARTITION BY HASH (id)");
      statement.execute("INSERT INTO moved VALUES (0)");
      statement.execute(
          "INSERT INTO accounts SELECT i, %d FROM generate_series(1, %d) g(i)"
              .formatted(BALANCE, ACCOUNTS));
      // So much that writing takes a while.
      statement.execute(
          "CREATE TABLE ballast (id bigint PRIMARY KEY, text text) PARTITION BY HASH (id)");
      statement.execute(
          "INSERT INTO ballast SELECT i, md5(i::text) FROM generate_series(1, 50000) g(i)");
    }
  }

  /** From one account to another, and noted in a table of each kind, in one transaction. */
  private Void transfer(TestNode node, SplittableRandom random) throws SQLException {
    try (Connection connection = node.connect()) {
      connection.setAutoCommit(false);
      while (!ended.get()) {
        try {
          int amount = random.nextInt(1, 100);
          move(connection, random.nextInt(1, ACCOUNTS + 1), -amount);
          move(connection, random.nextInt(1, ACCOUNTS + 1), amount);
          try (PreparedStatement noted =
              connection.prepareStatement("INSERT INTO moves VALUES (?, ?)")) {
            noted.setLong(1, random.nextInt(ACCOUNTS));
            noted.setLong(2, amount);
            noted.executeUpdate();
          }
          try (PreparedStatement total =
              connection.prepareStatement("UPDATE moved SET total = total + ?")) {
            total.setLong(1, amount);
            total.executeUpdate();
          }
          connection.commit();
          transfers.increment();
        } catch (SQLException conflict) {
          if (!SERIALIZATION_FAILURE.equals(conflict.getSQLState())) {
            throw conflict;
          }
          connection.rollback();
        }
      }
    }
    return null;
  }

  private static void move(Connection connection, int account, int amount) throws SQLException {
    try (PreparedStatement change =
        connection.prepareStatement("UPDATE accounts SET balance = balance + ? WHERE id = ?")) {
      change.setLong(1, amount);
      change.setLong(2, account);
      change.executeUpdate();
    }
  }

  private static void check(Path snapshot, Path csv) throws IOException {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(said, true, StandardCharsets.UTF_8);
    SnapshotCommands commands = new SnapshotCommands(print, print, Map.of(), new SystemClock());
    assertThat(commands.run("verify", snapshot.toString())).as("%s", said).isZero();
    assertThat(commands.run("export", snapshot.toString(), "--to", csv.toString())).isZero();
    assertThat(sum(csv.resolve("accounts.csv"), 1))
        .as("replay with -Dseed=%d", SEED)
        .isEqualTo((long) ACCOUNTS * BALANCE);
    assertThat(sum(csv.resolve("moves.csv"), 1))
        .as("replay with -Dseed=%d", SEED)
        .isEqualTo(sum(csv.resolve("moved.csv"), 0));
  }

  private static long sum(Path csv, int column) throws IOException {
    return Files.readAllLines(csv).stream()
        .skip(1)
        .mapToLong(line -> Long.parseLong(line.split(",", -1)[column]))
        .sum();
  }
}
