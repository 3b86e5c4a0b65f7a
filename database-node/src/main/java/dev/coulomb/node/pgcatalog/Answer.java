package dev.coulomb.node.pgcatalog;

import dev.coulomb.node.catalog.Column;
import dev.coulomb.node.types.SqlType;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a question of a client's is answered with.
 *
 * @param columns names and types
 * @param rows values as {@link SqlType} says
 */
public record Answer(List<Column> columns, List<@Nullable Object[]> rows) {
  /** Rows of texts. */
  static Answer texts(List<String> names, List<@Nullable Object[]> rows) {
    return new Answer(
        names.stream().map(name -> new Column(name, SqlType.TEXT, true)).toList(), rows);
  }

  /** Rows of what {@link #columns(String)} says. */
  static Answer typed(String columns, List<@Nullable Object[]> rows) {
    return new Answer(columns(columns), rows);
  }

  static @Nullable Object[] row(@Nullable Object... values) {
    return values;
  }

  /**
   * Columns are written as {@code name:type}: 8, 4 and 2 bytes of integer, b boolean, d double; t
   * timestamptz; text without.
   */
  static List<Column> columns(String written) {
    return Arrays.stream(written.split(" ", -1)).map(Answer::column).toList();
  }

  private static Column column(String written) {
    int colon = written.indexOf(':');
    String name = colon < 0 ? written : written.substring(0, colon);
    SqlType type =
        switch (colon < 0 ? "" : written.substring(colon + 1)) {
          case "8" -> SqlType.BIGINT;
          case "4" -> SqlType.INTEGER;
          case "2" -> SqlType.SMALLINT;
          case "b" -> SqlType.BOOLEAN;
          case "d" -> SqlType.DOUBLE;
          case "t" -> SqlType.TIMESTAMPTZ;
          default -> SqlType.TEXT;
        };
    return new Column(name, type, true);
  }
}
