package dev.coulomb.e2e.flights;

import java.math.BigDecimal;
import java.math.MathContext;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an engine answered, in a form that two engines can be compared by: numbers without their
 * type and to nine significant digits, so that a sum of doubles equals an exact one.
 *
 * @param columns names, or {@code changed} for a statement that only counts
 * @param rows each with its values as text; null is {@code ∅}
 */
record Answer(List<String> columns, List<List<String>> rows) {
  private static final MathContext DIGITS = new MathContext(9);

  static Answer of(Connection connection, Flights.Question question) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (!statement.execute(question.sql())) {
        return new Answer(List.of("changed"), List.of(List.of("" + statement.getUpdateCount())));
      }
      try (ResultSet result = statement.getResultSet()) {
        List<List<String>> rows = rows(result);
        if (!question.isOrdered()) {
          rows.sort((a, b) -> a.toString().compareTo(b.toString()));
        }
        return new Answer(columns(result.getMetaData()), rows);
      }
    }
  }

  private static List<String> columns(ResultSetMetaData meta) throws SQLException {
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= meta.getColumnCount(); i++) {
      names.add(meta.getColumnLabel(i).toLowerCase(Locale.ROOT));
    }
    return names;
  }

  private static List<List<String>> rows(ResultSet result) throws SQLException {
    List<List<String>> rows = new ArrayList<>();
    int columns = result.getMetaData().getColumnCount();
    while (result.next()) {
      List<String> row = new ArrayList<>();
      for (int i = 1; i <= columns; i++) {
        row.add(text(result.getObject(i)));
      }
      rows.add(row);
    }
    return rows;
  }

  private static String text(@Nullable Object value) {
    return switch (value) {
      case null -> "∅";
      case Number number -> {
        BigDecimal rounded = new BigDecimal(number.toString()).round(DIGITS);
        yield rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
      }
      default -> value.toString();
    };
  }
}
