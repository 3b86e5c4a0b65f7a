package dev.coulomb.e2e.sqllogic;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One connection to a server, and what was made through it. For one thread. */
final class Server implements AutoCloseable {
  /** Longer than the statement timeout of the servers: a connection silent for longer is broken. */
  private static final int SOCKET_SECONDS = 60;

  private static final Pattern MADE =
      Pattern.compile(
          "\\s*CREATE\\s+(?:TEMP(?:ORARY)?\\s+)?(TABLE|VIEW)\\s+(\\w+).*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private final String url;
  private final String user;
  private final List<String> made = new ArrayList<>();
  private Connection connection;
  private Statement statement;

  Server(String url, String user) throws SQLException {
    this.url = url + "?preferQueryMode=simple&socketTimeout=" + SOCKET_SECONDS;
    this.user = user;
    this.connection = DriverManager.getConnection(this.url, user, "");
    this.statement = connection.createStatement();
  }

  /** Runs it; the error, or null. */
  @Nullable SQLException change(String sql) throws SQLException {
    try {
      statement.execute(sql);
      Matcher create = MADE.matcher(sql);
      if (create.matches()) {
        made.add(create.group(1) + " IF EXISTS " + create.group(2));
      }
      return null;
    } catch (SQLException e) {
      reconnectAfter(e);
      return e;
    }
  }

  /** The values of the answer, in the order of the question. */
  List<String> ask(Step.Question question) throws SQLException {
    try (ResultSet rows = statement.executeQuery(question.sql())) {
      return Values.of(rows, question);
    } catch (SQLException e) {
      reconnectAfter(e);
      throw e;
    }
  }

  /** Drops what was made, last first. */
  void clear() throws SQLException {
    for (String what : made.reversed()) {
      change("DROP " + what);
    }
    made.clear();
  }

  private void reconnectAfter(SQLException e) throws SQLException {
    if (connection.isClosed() || state(e).startsWith("08")) {
      connection.close();
      connection = DriverManager.getConnection(url, user, "");
      statement = connection.createStatement();
    }
  }

  static String state(SQLException e) {
    return e.getSQLState() == null ? "" : e.getSQLState();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
