package dev.coulomb.e2e.differential;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a server said to a statement.
 *
 * @param rows one text for each, in their order
 * @param state SQLSTATE of its error, or empty
 */
record Answer(int changed, List<String> rows, String state, String message) {
  private static final int SHOWN = 6;
  private static final Pattern ZEROS =
      Pattern.compile("(\\d)(?:\\.0+|(?<=\\.\\d{1,30})0+)(?= \\| |$)");

  private static final Pattern MINUS_ZERO = Pattern.compile("(?<=^|\\| )-0(?= \\||$)");

  static Answer of(Statement statement, String sql) {
    try {
      if (!statement.execute(sql)) {
        return new Answer(statement.getUpdateCount(), List.of(), "", "");
      }
      try (ResultSet result = statement.getResultSet()) {
        return new Answer(-1, rows(result), "", "");
      }
    } catch (SQLException e) {
      String state = e.getSQLState() == null ? "?????" : e.getSQLState();
      return new Answer(-1, List.of(), state, String.valueOf(e.getMessage()));
    }
  }

  boolean failed() {
    return !state.isEmpty();
  }

  /** Whether we say that we cannot do it. */
  boolean refused() {
    return state.equals("0A000");
  }

  /** What is refused, without the expression that it stands in. */
  String refusal() {
    List<String> lines = message.lines().limit(2).toList();
    return lines.size() > 1 && lines.get(1).contains("function: ")
        ? lines.get(0) + " " + lines.get(1).strip()
        : lines.getFirst();
  }

  /** Same rows, in the same order where it is told, or an error of the same class. */
  boolean agrees(Answer other, Query query) {
    if (failed() || other.failed()) {
      return failed() && other.failed() && state.startsWith(other.state.substring(0, 2));
    }
    List<String> own = query.chooses() ? scaled(rows) : rows;
    List<String> theirs = query.chooses() ? scaled(other.rows) : other.rows;
    return changed == other.changed
        && (query.ordered()
            ? own.equals(theirs)
            : own.stream().sorted().toList().equals(theirs.stream().sorted().toList()));
  }

  /** Numbers without zeros at their end, and without the sign of a zero. */
  private static List<String> scaled(List<String> rows) {
    return rows.stream()
        .map(row -> ZEROS.matcher(row).replaceAll("$1"))
        .map(row -> MINUS_ZERO.matcher(row).replaceAll("0"))
        .toList();
  }

  private List<String> sorted() {
    return rows.stream().sorted().toList();
  }

  private static List<String> rows(ResultSet result) throws SQLException {
    int columns = result.getMetaData().getColumnCount();
    List<String> rows = new ArrayList<>();
    while (result.next()) {
      StringBuilder row = new StringBuilder();
      for (int i = 1; i <= columns; i++) {
        row.append(i == 1 ? "" : " | ").append(result.getString(i));
      }
      rows.add(row.toString());
    }
    return rows;
  }

  /** It, and where both have rows, only those that the other does not have. */
  String beside(Answer other, boolean ordered) {
    if (failed()) {
      return message.lines().limit(2).collect(Collectors.joining(" ")) + " [" + state + "]";
    }
    if (changed >= 0) {
      return "changed " + changed;
    }
    List<String> own = new ArrayList<>(rows);
    if (!other.failed() && !(ordered && sorted().equals(other.sorted()))) {
      other.rows.forEach(own::remove);
    }
    List<String> shown = own.stream().limit(SHOWN).toList();
    return rows.size() + " rows" + (other.failed() ? ", " : ", differing: ") + shown;
  }
}
