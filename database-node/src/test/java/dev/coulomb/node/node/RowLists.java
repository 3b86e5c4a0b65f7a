package dev.coulomb.node.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.node.node.history.AppendHistory.Operation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * Lists that are rows, one for each item, so that every append brings a key that was not there, at
 * a place that rests on all the others; rows are given other keys, and are deleted and brought
 * again. Each list begins with a row that is no item. Used by any clients at once.
 */
final class RowLists {
  private static final int LISTS = 5;

  /** Their numbers are none of the other lists. */
  private static final long FIRST = 100;

  /** More than a list has places, so that no two rows meet on the way. */
  private static final int SHIFT = 1_000_000;

  private static final String ITEMS = "SELECT list, place, item FROM entry";

  /** To be cancelled by others. */
  private final Set<Statement> running;

  RowLists(Set<Statement> running) {
    this.running = running;
  }

  void create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE entry (list BIGINT, place BIGINT, item BIGINT, PRIMARY KEY (list, place))"
              + " PARTITION BY HASH (list)");
      statement.execute(
          "CREATE PROCEDURE add_one(which BIGINT, what BIGINT) PARTITION BY (which) LANGUAGE SQL AS"
              + " $$INSERT INTO entry SELECT list, max(place) + 1, what FROM entry"
              + " WHERE list = which GROUP BY list;$$");
      for (long list = FIRST; list < FIRST + LISTS; list++) {
        statement.execute("INSERT INTO entry VALUES (" + list + ", 0, 0)");
      }
    }
  }

  /** One step of a transaction; of several statements only where it is not {@code single}. */
  List<Operation> step(Connection connection, SplittableRandom random, int item, boolean single)
      throws SQLException {
    long list = FIRST + random.nextInt(LISTS);
    long other = FIRST + (list - FIRST + 1 + random.nextInt(LISTS - 1)) % LISTS;
    String where = " WHERE list = " + list;
    return switch (random.nextInt(single ? 7 : 8)) {
      case 0 -> read(connection, where, List.of(list)).operations();
      case 1 -> {
        String both = " WHERE list IN (" + list + ", " + other + ")";
        yield read(connection, both, List.of(list, other)).operations();
      }
      case 2 -> all(connection);
      case 3 -> {
        String sql = "INSERT INTO entry SELECT list, max(place) + 1, " + item + " FROM entry";
        assertThat(change(connection, sql + where + " GROUP BY list")).isEqualTo(1);
        yield List.of(new Operation.Append(list, item));
      }
      case 4 -> {
        String items = "CASE list WHEN " + list + " THEN " + item + " ELSE " + (item + 1) + " END";
        String sql = "INSERT INTO entry SELECT list, max(place) + 1, " + items + " FROM entry";
        String both = " WHERE list IN (" + list + ", " + other + ") GROUP BY list";
        assertThat(change(connection, sql + both)).isEqualTo(2);
        yield List.of(new Operation.Append(list, item), new Operation.Append(other, item + 1));
      }
      case 5 -> {
        change(connection, "CALL add_one(" + list + ", " + item + ")");
        yield List.of(new Operation.Append(list, item));
      }
      case 6 -> {
        int rows = change(connection, "UPDATE entry SET place = place + " + SHIFT + where);
        yield List.of(new Operation.Counted(list, rows - 1));
      }
      default -> broughtAgain(connection, list);
    };
  }

  /** Takes all rows of a list away, and brings the same again. */
  private List<Operation> broughtAgain(Connection connection, long list) throws SQLException {
    String where = " WHERE list = " + list;
    Found found = read(connection, where, List.of(list));
    int rows = change(connection, "DELETE FROM entry" + where);
    String values = String.join(", ", found.rows());
    assertThat(change(connection, "INSERT INTO entry VALUES " + values))
        .isEqualTo(found.rows().size());
    List<Operation> operations = new ArrayList<>(found.operations());
    operations.add(new Operation.Counted(list, rows - 1));
    return operations;
  }

  /** All lists, in one statement. */
  private List<Operation> all(Connection connection) throws SQLException {
    List<Long> lists = LongStream.range(FIRST, FIRST + LISTS).boxed().toList();
    return read(connection, "", lists).operations();
  }

  /** All lists, one after the other. */
  List<Operation> each(Connection connection) throws SQLException {
    List<Operation> lists = new ArrayList<>();
    for (long list = FIRST; list < FIRST + LISTS; list++) {
      lists.addAll(read(connection, " WHERE list = " + list, List.of(list)).operations());
    }
    return lists;
  }

  /**
   * What a query found.
   *
   * @param rows as they are written in {@code VALUES}
   */
  private record Found(List<Operation> operations, List<String> rows) {}

  private Found read(Connection connection, String where, List<Long> lists) throws SQLException {
    Map<Long, List<Integer>> items = new HashMap<>();
    lists.forEach(list -> items.put(list, new ArrayList<>()));
    List<String> found = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(ITEMS + where + " ORDER BY list, place")) {
      running.add(select);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          int item = rows.getInt(3);
          found.add("(" + rows.getLong(1) + ", " + rows.getLong(2) + ", " + item + ")");
          if (item > 0) {
            items.computeIfAbsent(rows.getLong(1), list -> new ArrayList<>()).add(item);
          }
        }
      } finally {
        running.remove(select);
      }
    }
    return new Found(
        items.entrySet().stream()
            .<Operation>map(list -> new Operation.Read(list.getKey(), list.getValue()))
            .toList(),
        found);
  }

  private int change(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      running.add(statement);
      try {
        statement.execute(sql);
        return statement.getUpdateCount();
      } finally {
        running.remove(statement);
      }
    }
  }
}
