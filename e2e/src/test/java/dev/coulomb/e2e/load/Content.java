package dev.coulomb.e2e.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.postgresql.PGConnection;

/**
 * All that a database holds, to be compared with another's.
 *
 * @param columns of every table and view, with their types
 * @param rows of every table as COPY writes them, sorted, by the name of the table
 */
public record Content(List<String> columns, Map<String, List<String>> rows) {
  /** Reads all of it; nobody changes anything meanwhile. */
  public static Content of(Sessions database) throws SQLException, IOException {
    try (Connection connection = database.open()) {
      Map<String, List<String>> rows = new TreeMap<>();
      for (String table :
          lines(
              connection,
              "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND"
                  + " table_type = 'BASE TABLE' ORDER BY 1")) {
        rows.put(table, rows(connection, table));
      }
      return new Content(
          lines(
              connection,
              "SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable"
                  + " FROM information_schema.columns WHERE table_schema = 'public' ORDER BY"
                  + " table_name, ordinal_position"),
          rows);
    }
  }

  /** Compares; of a table that differs it tells the name, since its rows are many. */
  public void assertSameAs(Content expected) {
    assertThat(columns).isEqualTo(expected.columns);
    assertThat(rows.keySet()).isEqualTo(expected.rows.keySet());
    expected.rows.forEach((table, all) ->
        assertThat(all.equals(rows.get(table))).as("the rows of %s are the same", table).isTrue());
  }

  private static List<String> rows(Connection connection, String table)
      throws SQLException, IOException {
    StringWriter written = new StringWriter();
    connection
        .unwrap(PGConnection.class)
        .getCopyAPI()
        .copyOut("COPY " + table + " TO STDOUT", written);
    return written.toString().lines().sorted().toList();
  }

  private static List<String> lines(Connection connection, String sql) throws SQLException {
    List<String> lines = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        lines.add(result.getString(1));
      }
    }
    return lines;
  }
}
