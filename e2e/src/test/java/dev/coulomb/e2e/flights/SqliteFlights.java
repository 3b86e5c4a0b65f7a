package dev.coulomb.e2e.flights;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Collections;

/** The same tables in SQLite, which knows nothing of us: its answers are the right ones. */
final class SqliteFlights implements AutoCloseable {
  private static final int BATCH_ROWS = 10_000;
  private final Connection connection;

  SqliteFlights(Path data) throws SQLException, IOException {
    connection = DriverManager.getConnection("jdbc:sqlite::memory:");
    try (Statement statement = connection.createStatement()) {
      for (String sql : Flights.schema()) {
        statement.execute(sql.replaceAll("PARTITION BY HASH \\(\\w+\\)", ""));
      }
    }
    connection.setAutoCommit(false);
    for (String table : Flights.TABLES) {
      load(table, data.resolve(table + ".csv"));
    }
    connection.commit();
    connection.setAutoCommit(true);
  }

  Answer answer(Flights.Question question) throws SQLException {
    return Answer.of(connection, question);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  // The files have no quoted fields, and an empty field is null.
  private void load(String table, Path csv) throws SQLException, IOException {
    try (BufferedReader lines = Files.newBufferedReader(csv)) {
      int columns = lines.readLine().split(",", -1).length;
      String marks = String.join(",", Collections.nCopies(columns, "?"));
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO " + table + " VALUES (" + marks + ")")) {
        int rows = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          add(insert, line.split(",", -1));
          if (++rows % BATCH_ROWS == 0) {
            insert.executeBatch();
          }
        }
        insert.executeBatch();
      }
    }
  }

  private static void add(PreparedStatement insert, String[] fields) throws SQLException {
    for (int i = 0; i < fields.length; i++) {
      if (fields[i].isEmpty()) {
        insert.setNull(i + 1, Types.VARCHAR);
      } else {
        insert.setString(i + 1, fields[i]);
      }
    }
    insert.addBatch();
  }
}
