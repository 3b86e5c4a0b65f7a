package dev.coulomb.node.planner;

import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.plan.PreparedPlan;
import dev.coulomb.node.plan.PreparedPlan.OutputColumn;
import dev.coulomb.node.sql.SessionText;
import dev.coulomb.node.sql.Statement;
import dev.coulomb.node.sql.Words;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements that the session carries out: settings, transactions, prepared statements. */
final class SessionPlanner {
  private SessionPlanner() {}

  /** The plan of a statement of the session, or null: it is something else, or wrong. Quick. */
  static @Nullable PreparedPlan atOnce(String sql, long catalogVersion) {
    Statement.SessionWords statement = SessionText.read(sql);
    if (statement == null) {
      return null;
    }
    try {
      return plan(statement, catalogVersion);
    } catch (SqlError wrong) {
      return null;
    }
  }

  static PreparedPlan plan(Statement.SessionWords statement, long catalogVersion) {
    List<String> words = statement.words();
    return switch (statement.word()) {
      case "SET" -> set(words, catalogVersion);
      case "RESET" ->
          of(new Plan.SetSetting(name(words), List.of(), false), "RESET", catalogVersion);
      case "SHOW" -> show(words, catalogVersion);
      case "BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "SAVEPOINT", "RELEASE" ->
          TransactionPlanner.plan(statement.word(), words, catalogVersion);
      case "DISCARD" -> {
        if (words.size() == 1 && words.getFirst().equalsIgnoreCase("sequences")) {
          yield command("DISCARD SEQUENCES", List.of(), "DISCARD SEQUENCES", catalogVersion);
        }
        if (words.size() != 1 || !words.getFirst().equalsIgnoreCase("all")) {
          throw unsupported("only DISCARD ALL and DISCARD SEQUENCES are supported");
        }
        yield command("DISCARD ALL", List.of(), "DISCARD ALL", catalogVersion);
      }
      case "DEALLOCATE" -> deallocate(words, catalogVersion);
      default -> throw unsupported("this statement is not supported");
    };
  }

  private static PreparedPlan set(List<String> given, long catalogVersion) {
    List<String> words = new ArrayList<>(given);
    boolean local = false;
    if (!words.isEmpty()
        && (words.getFirst().equalsIgnoreCase("session")
            || words.getFirst().equalsIgnoreCase("local"))) {
      local = words.getFirst().equalsIgnoreCase("local");
      words.removeFirst();
    }
    String first = words.isEmpty() ? "" : Words.upper(words.getFirst());
    if (first.equals("CHARACTERISTICS") || first.equals("TRANSACTION")) {
      return TransactionPlanner.set(words, catalogVersion);
    }
    if (first.equals("TIME") && words.size() > 2) {
      return setting("timezone", words.subList(2, words.size()), local, catalogVersion);
    }
    if (first.equals("NAMES")) {
      return setting("client_encoding", words.subList(1, words.size()), local, catalogVersion);
    }
    int equal = -1;
    for (int i = 0; i < words.size() && equal < 0; i++) {
      if (words.get(i).equals("=") || words.get(i).equalsIgnoreCase("to")) {
        equal = i;
      }
    }
    if (equal < 1 || equal + 1 >= words.size()) {
      throw new SqlError(SqlState.SYNTAX_ERROR, "SET needs a name and a value");
    }
    return setting(
        name(words.subList(0, equal)),
        words.subList(equal + 1, words.size()),
        local,
        catalogVersion);
  }

  private static PreparedPlan setting(
      String name, List<String> words, boolean local, long catalogVersion) {
    List<String> values = new ArrayList<>();
    for (String word : words) {
      if (!word.equals(",")) {
        values.add(Words.value(word));
      }
    }
    boolean toDefault = values.size() == 1 && values.getFirst().equals("default");
    return of(
        new Plan.SetSetting(name, toDefault ? List.of() : values, local), "SET", catalogVersion);
  }

  private static PreparedPlan show(List<String> words, long catalogVersion) {
    String name = name(words);
    OutputColumn text = new OutputColumn(name, SqlType.TEXT, 0, 0);
    List<OutputColumn> columns =
        name.equals("all")
            ? List.of(
                new OutputColumn("name", SqlType.TEXT, 0, 0),
                new OutputColumn("setting", SqlType.TEXT, 0, 0),
                new OutputColumn("description", SqlType.TEXT, 0, 0))
            : List.of(text);
    return new PreparedPlan(new Plan.ShowSetting(name), catalogVersion, List.of(), columns, "SHOW");
  }

  private static PreparedPlan deallocate(List<String> given, long catalogVersion) {
    List<String> words = new ArrayList<>(given);
    if (words.size() > 1 && words.getFirst().equalsIgnoreCase("prepare")) {
      words.removeFirst();
    }
    if (words.size() != 1) {
      throw new SqlError(SqlState.SYNTAX_ERROR, "DEALLOCATE needs one name");
    }
    String name = words.getFirst().equalsIgnoreCase("all") ? "ALL" : Words.name(words.getFirst());
    String tag = name.equals("ALL") ? "DEALLOCATE ALL" : "DEALLOCATE";
    return command("DEALLOCATE", List.of(name), tag, catalogVersion);
  }

  /** A name of a setting: {@code a.b}, {@code TIME ZONE}, {@code TRANSACTION ISOLATION LEVEL}. */
  private static String name(List<String> words) {
    if (words.isEmpty()) {
      throw new SqlError(SqlState.SYNTAX_ERROR, "a setting has a name");
    }
    StringBuilder name = new StringBuilder();
    for (String word : words) {
      boolean dotted = word.equals(".") || name.toString().endsWith(".");
      name.append(name.isEmpty() || dotted ? "" : " ").append(Words.name(word));
    }
    return name.toString();
  }

  static PreparedPlan command(
      String command, List<String> arguments, String tag, long catalogVersion) {
    return of(new Plan.SessionCommand(command, arguments), tag, catalogVersion);
  }

  private static PreparedPlan of(Plan plan, String tag, long catalogVersion) {
    return new PreparedPlan(plan, catalogVersion, List.of(), List.of(), tag);
  }

  static SqlError unsupported(String sentence) {
    return new SqlError(SqlState.FEATURE_NOT_SUPPORTED, sentence);
  }
}
