package dev.coulomb.node.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.node.node.history.AppendHistory;
import dev.coulomb.node.node.history.AppendHistory.Operation;
import dev.coulomb.node.node.history.AppendHistory.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients that read lists and append to them in random transactions: of one statement and of
 * several, of one partition and of many, by procedures, with savepoints and aborts; while others
 * cancel what runs, and change the schema. A list is a text in a row, or rows ({@link RowLists}).
 * What they were told is a history.
 */
final class AppendClients {
  private static final int CLIENTS = 6;
  private static final int KEYS = 12;
  private static final int CANCEL_ONE_OF = 12;
  private static final Set<String> EXPECTED = Set.of("40001", "57014");

  private final Connections connections;
  private final int transactions;
  private final boolean disturbed;
  private final AppendHistory history = new AppendHistory();
  private final AtomicInteger numbers = new AtomicInteger();
  private final AtomicInteger conflicts = new AtomicInteger();
  private final AtomicInteger cancelled = new AtomicInteger();
  private final AtomicInteger schemas = new AtomicInteger();
  private final Set<Statement> running = ConcurrentHashMap.newKeySet();
  private final RowLists rowLists = new RowLists(running);

  /** How one reaches the node. */
  interface Connections {
    Connection connect() throws SQLException;
  }

  /**
   * @param transactions of each client
   * @param disturbed by cancels and changes of the schema
   */
  AppendClients(Connections connections, int transactions, boolean disturbed) {
    this.connections = connections;
    this.transactions = transactions;
    this.disturbed = disturbed;
  }

  int conflicts() {
    return conflicts.get();
  }

  int cancelled() {
    return cancelled.get();
  }

  int schemas() {
    return schemas.get();
  }

  /** Everything that was told, and what there is at the end, asked for list by list. */
  AppendHistory run(SplittableRandom random)
      throws SQLException, InterruptedException, ExecutionException {
    try (Connection setup = connections.connect()) {
      execute(
          setup,
          "CREATE TABLE list (id BIGINT PRIMARY KEY, items TEXT) PARTITION BY HASH (id)",
          "CREATE MATERIALIZED VIEW lengths AS SELECT count(*) AS lists, sum(length(items)) AS total"
              + " FROM list",
          "CREATE PROCEDURE append_one(which BIGINT, item TEXT) PARTITION BY (which) LANGUAGE SQL"
              + " AS $$UPDATE list SET items = items || ',' || item WHERE id = which;$$",
          "CREATE PROCEDURE append_two(a BIGINT, b BIGINT, one TEXT, two TEXT) LANGUAGE SQL AS"
              + " $$UPDATE list SET items = items || ',' || one WHERE id = a;"
              + " UPDATE list SET items = items || ',' || two WHERE id = b;$$");
      for (int key = 0; key < KEYS; key++) {
        execute(setup, "INSERT INTO list VALUES (" + key + ", '')");
      }
      rowLists.create(setup);
    }
    atOnce(random);
    try (Connection end = connections.connect()) {
      List<Operation> lists = new ArrayList<>(rowLists.each(end));
      for (int key = 0; key < KEYS; key++) {
        lists.addAll(lists(end, "SELECT id, items FROM list WHERE id = " + key));
      }
      for (Operation operation : lists) {
        if (operation instanceof Operation.Read(long list, List<Integer> items)) {
          history.isFinally(list, items);
        }
      }
    }
    return history;
  }

  private void atOnce(SplittableRandom random)
      throws SQLException, InterruptedException, ExecutionException {
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        SplittableRandom mine = random.split();
        tasks.add(() -> {
          client(mine);
          return null;
        });
      }
      List<Future<Void>> clients = tasks.stream().map(threads::submit).toList();
      if (disturbed) {
        SplittableRandom mine = random.split();
        while (clients.stream().anyMatch(client -> !client.isDone())) {
          changeSchema(mine);
        }
      }
      for (Future<Void> client : clients) {
        client.get();
      }
    }
  }

  private void client(SplittableRandom random) throws SQLException {
    try (Connection connection = connections.connect()) {
      for (int i = 0; i < transactions; i++) {
        int number = numbers.incrementAndGet();
        try {
          history.add(transaction(connection, random, number));
        } catch (SQLException refused) {
          history.refused(number, refused.toString());
          if (!EXPECTED.contains(refused.getSQLState())) {
            history.saw("a client was told " + refused.getSQLState() + ": " + refused);
          }
          (refused.getSQLState().equals("57014") ? cancelled : conflicts).incrementAndGet();
          rollback(connection);
        } catch (Abandoned abandoned) {
          history.refused(number, "that it was rolled back, as it asked");
          rollback(connection);
        }
      }
    }
  }

  private static void rollback(Connection connection) throws SQLException {
    if (!connection.getAutoCommit()) {
      connection.rollback();
    }
  }

  /** The client changes its mind. */
  private static final class Abandoned extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private Transaction transaction(Connection connection, SplittableRandom random, int number)
      throws SQLException {
    List<Operation> operations = new ArrayList<>();
    boolean single = random.nextInt(4) == 0;
    connection.setAutoCommit(single);
    long begin = System.nanoTime();
    for (int left = single ? 1 : 1 + random.nextInt(4); left > 0; left--) {
      int item = number * AppendHistory.ITEMS_MAX + left * 10;
      boolean goesBack = !single && random.nextInt(10) == 0;
      Savepoint savepoint = goesBack ? connection.setSavepoint() : null;
      List<Operation> done =
          random.nextInt(3) == 0
              ? rowLists.step(connection, random, item, single)
              : step(connection, random, item);
      if (savepoint == null) {
        operations.addAll(done);
      } else {
        connection.rollback(savepoint);
      }
      if (disturbed && random.nextInt(CANCEL_ONE_OF) == 0) {
        cancelSomebody();
      }
    }
    if (!single) {
      if (random.nextInt(12) == 0) {
        throw new Abandoned();
      }
      connection.commit();
    }
    return new Transaction(number, begin, System.nanoTime(), operations);
  }

  /** One statement; what it appends ends in the item, and in the item and one if there is more. */
  private List<Operation> step(Connection connection, SplittableRandom random, int item)
      throws SQLException {
    long key = random.nextInt(KEYS);
    long other = (key + 1 + random.nextInt(KEYS - 1)) % KEYS;
    return switch (random.nextInt(8)) {
      case 0, 1 -> lists(connection, "SELECT id, items FROM list WHERE id = " + key);
      case 2 ->
          lists(connection, "SELECT id, items FROM list WHERE id IN (" + key + ", " + other + ")");
      case 3 -> checkedLists(connection);
      case 4 -> {
        change(connection, "UPDATE list SET items = items || '," + item + "' WHERE id = " + key, 1);
        yield List.of(new Operation.Append(key, item));
      }
      case 5 -> {
        String to = " END WHERE id IN (" + key + ", " + other + ")";
        String text = "UPDATE list SET items = items || CASE id WHEN " + key;
        change(connection, text + " THEN '," + item + "' ELSE '," + (item + 1) + "'" + to, 2);
        yield List.of(new Operation.Append(key, item), new Operation.Append(other, item + 1));
      }
      case 6 -> {
        call(connection, "CALL append_one(" + key + ", '" + item + "')");
        yield List.of(new Operation.Append(key, item));
      }
      default -> {
        String items = ", '" + item + "', '" + (item + 1) + "')";
        call(connection, "CALL append_two(" + key + ", " + other + items);
        yield List.of(new Operation.Append(key, item), new Operation.Append(other, item + 1));
      }
    };
  }

  /** All lists, and that the materialized view is of the same moment. */
  private List<Operation> checkedLists(Connection connection) throws SQLException {
    String sql = "SELECT id, items, (SELECT total FROM lengths) FROM list ORDER BY id";
    List<Operation> read = new ArrayList<>();
    long length = 0;
    long total = 0;
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      running.add(select);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          read.add(new Operation.Read(rows.getLong(1), items(rows.getString(2))));
          length += rows.getString(2).length();
          total = rows.getLong(3);
        }
      } finally {
        running.remove(select);
      }
    }
    if (total != length) {
      history.saw("a materialized view of " + total + " characters beside a table of " + length);
    }
    assertThat(read).hasSize(KEYS);
    return read;
  }

  private List<Operation> lists(Connection connection, String sql) throws SQLException {
    List<Operation> read = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      running.add(select);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          read.add(new Operation.Read(rows.getLong(1), items(rows.getString(2))));
        }
      } finally {
        running.remove(select);
      }
    }
    return read;
  }

  private void change(Connection connection, String sql, int rows) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      running.add(statement);
      try {
        assertThat(statement.executeUpdate(sql)).isEqualTo(rows);
      } finally {
        running.remove(statement);
      }
    }
  }

  private void call(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      running.add(statement);
      try {
        statement.execute(sql);
      } finally {
        running.remove(statement);
      }
    }
  }

  private static List<Integer> items(String text) {
    return Arrays.stream(text.split(","))
        .filter(item -> !item.isEmpty())
        .map(Integer::valueOf)
        .toList();
  }

  // Disturbances.

  private void cancelSomebody() throws SQLException {
    for (Statement statement : running) {
      statement.cancel();
      return;
    }
  }

  /** A step there and back; it may be refused where others change the same. */
  private void changeSchema(SplittableRandom random) throws SQLException {
    try (Connection connection = connections.connect()) {
      switch (random.nextInt(4)) {
        case 0 ->
            execute(
                connection,
                "ALTER TABLE list ADD COLUMN more INTEGER DEFAULT 7",
                "ALTER TABLE list DROP COLUMN more");
        case 1 ->
            execute(
                connection,
                "CREATE INDEX list_by_items ON list (length(items))",
                "DROP INDEX list_by_items");
        case 2 ->
            execute(
                connection,
                "BEGIN; DROP MATERIALIZED VIEW lengths;"
                    + " CREATE MATERIALIZED VIEW lengths AS SELECT count(*) AS lists,"
                    + " sum(length(items)) AS total FROM list; COMMIT");
        default ->
            execute(connection, "CREATE TABLE other (id BIGINT PRIMARY KEY)", "DROP TABLE other");
      }
      schemas.incrementAndGet();
    }
  }

  private static void execute(Connection connection, String... sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String one : sql) {
        statement.execute(one);
      }
    }
  }
}
