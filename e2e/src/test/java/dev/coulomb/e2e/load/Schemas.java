package dev.coulomb.e2e.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A table comes, gets rows, columns and indexes, loses them, and goes: all of it in the log. */
public final class Schemas implements Work {
  private final String table;
  private final SplittableRandom random;
  private Shape shape = Shape.NONE;
  private @Nullable Shape wanted;
  private final AtomicLong acknowledged = new AtomicLong();

  public Schemas(int client, SplittableRandom random) {
    this.table = "shape_" + client;
    this.random = random;
  }

  /**
   * What the table looks like.
   *
   * @param columns numbers of the columns besides the key; each has its number as the default
   * @param rows their keys are 1 … rows
   */
  private record Shape(boolean exists, List<Integer> columns, int rows, boolean indexed) {
    static final Shape NONE = new Shape(false, List.of(), 0, false);
    static final Shape EMPTY = new Shape(true, List.of(), 0, false);

    Shape with(int column) {
      List<Integer> more = new ArrayList<>(columns);
      more.add(column);
      return new Shape(true, List.copyOf(more), rows, indexed);
    }

    Shape without(int column) {
      return new Shape(
          true, columns.stream().filter(each -> each != column).toList(), rows, indexed);
    }

    Shape rows(int number) {
      return new Shape(true, columns, number, indexed);
    }

    Shape indexed(boolean now) {
      return new Shape(true, columns, rows, now);
    }
  }

  @Override
  public void prepare(Connection connection) {
    // It makes its table as a step.
  }

  @Override
  public void step(Connection connection) throws SQLException {
    if (!shape.exists()) {
      change(
          connection,
          Shape.EMPTY,
          "CREATE TABLE %s (id bigint PRIMARY KEY) PARTITION BY HASH (id)".formatted(table));
      return;
    }
    switch (random.nextInt(12)) {
      case 0 -> change(connection, Shape.NONE, "DROP TABLE " + table);
      case 1 -> change(connection, shape.rows(0), "TRUNCATE " + table);
      case 2, 3 -> {
        if (shape.indexed()) {
          change(connection, shape.indexed(false), "DROP INDEX %s_index".formatted(table));
        } else {
          change(
              connection,
              shape.indexed(true),
              "CREATE UNIQUE INDEX %1$s_index ON %1$s (id)".formatted(table));
        }
      }
      case 4, 5 -> {
        int column = shape.columns().stream().mapToInt(each -> each).max().orElse(0) + 1;
        change(
            connection,
            shape.with(column),
            "ALTER TABLE %1$s ADD COLUMN c%2$d integer NOT NULL DEFAULT %2$d"
                .formatted(table, column));
      }
      case 6 -> {
        if (!shape.columns().isEmpty()) {
          int column = shape.columns().get(random.nextInt(shape.columns().size()));
          change(
              connection,
              shape.without(column),
              "ALTER TABLE %s DROP COLUMN c%d".formatted(table, column));
        }
      }
      default -> {
        int id = shape.rows() + 1;
        change(
            connection,
            shape.rows(id + 1),
            "INSERT INTO %s (id) VALUES (%d), (%d)".formatted(table, id, id + 1));
      }
    }
  }

  private void change(Connection connection, Shape next, String sql) throws SQLException {
    wanted = next;
    Counted.execute(connection, sql);
    shape = next;
    wanted = null;
    acknowledged.incrementAndGet();
  }

  @Override
  public void check(Connection connection) throws SQLException {
    Shape found = found(connection);
    if (wanted == null) {
      assertThat(found).as(table).isEqualTo(shape);
    } else {
      assertThat(found).as(table).isIn(shape, wanted);
    }
    shape = found;
    wanted = null;
  }

  private Shape found(Connection connection) throws SQLException {
    List<Integer> columns = new ArrayList<>();
    boolean exists = false;
    try (ResultSet rows = connection.getMetaData().getColumns(null, null, table, null)) {
      while (rows.next()) {
        exists = true;
        String name = rows.getString("COLUMN_NAME");
        if (!name.equals("id")) {
          columns.add(Integer.parseInt(name.substring(1)));
        }
      }
    }
    if (!exists) {
      return Shape.NONE;
    }
    boolean indexed = false;
    try (ResultSet rows = connection.getMetaData().getIndexInfo(null, null, table, false, false)) {
      while (rows.next()) {
        indexed |= (table + "_index").equals(rows.getString("INDEX_NAME"));
      }
    }
    long sum = columns.stream().mapToLong(each -> each).sum();
    StringBuilder condition = new StringBuilder("id > 0");
    columns.forEach(each -> condition.append(" AND c%1$d = %1$d".formatted(each)));
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT count(*), COALESCE(max(id), 0), count(CASE WHEN %s THEN 1 END) FROM %s"
                    .formatted(condition, table))) {
      assertThat(rows.next()).isTrue();
      int count = rows.getInt(1);
      assertThat(rows.getInt(2)).as("keys of %s have no gaps", table).isEqualTo(count);
      assertThat(rows.getInt(3)).as("columns of %s, %d", table, sum).isEqualTo(count);
      return new Shape(true, List.copyOf(columns), count, indexed);
    }
  }

  @Override
  public long acknowledged() {
    return acknowledged.get();
  }
}
