package dev.coulomb.node.planner;

import dev.coulomb.node.plan.PreparedPlan;
import dev.coulomb.node.sql.Words;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/** Statements that begin and end transactions, and what they say of them. */
final class TransactionPlanner {
  private static final Set<String> LEVELS =
      Set.of("SERIALIZABLE", "REPEATABLE READ", "READ COMMITTED", "READ UNCOMMITTED");

  private TransactionPlanner() {}

  static PreparedPlan plan(String word, List<String> given, long catalogVersion) {
    Deque<String> words = new ArrayDeque<>(given);
    return switch (word) {
      case "BEGIN" -> {
        skip(words, "WORK", "TRANSACTION");
        yield SessionPlanner.command("BEGIN", modes(words), "BEGIN", catalogVersion);
      }
      case "START" -> {
        expect(words, "TRANSACTION");
        yield SessionPlanner.command("BEGIN", modes(words), "START TRANSACTION", catalogVersion);
      }
      case "COMMIT", "END" -> {
        skip(words, "WORK", "TRANSACTION");
        yield SessionPlanner.command("COMMIT", chain(words), "COMMIT", catalogVersion);
      }
      case "SAVEPOINT" ->
          SessionPlanner.command("SAVEPOINT", savepoint(words), "SAVEPOINT", catalogVersion);
      case "RELEASE" -> {
        skip(words, "SAVEPOINT");
        yield SessionPlanner.command("RELEASE", savepoint(words), "RELEASE", catalogVersion);
      }
      default -> rollback(words, catalogVersion);
    };
  }

  private static PreparedPlan rollback(Deque<String> words, long catalogVersion) {
    skip(words, "WORK", "TRANSACTION");
    if (is(words, "TO")) {
      words.removeFirst();
      skip(words, "SAVEPOINT");
      return SessionPlanner.command("ROLLBACK TO", savepoint(words), "ROLLBACK", catalogVersion);
    }
    return SessionPlanner.command("ROLLBACK", chain(words), "ROLLBACK", catalogVersion);
  }

  /** {@code SET TRANSACTION …} and {@code SET SESSION CHARACTERISTICS AS TRANSACTION …}. */
  static PreparedPlan set(List<String> given, long catalogVersion) {
    Deque<String> words = new ArrayDeque<>(given);
    boolean ofTheSession = is(words, "CHARACTERISTICS");
    if (ofTheSession) {
      words.removeFirst();
      expect(words, "AS");
    }
    expect(words, "TRANSACTION");
    List<String> modes = modes(words);
    if (modes.isEmpty()) {
      throw new SqlError(SqlState.SYNTAX_ERROR, "SET TRANSACTION needs a mode");
    }
    return SessionPlanner.command(
        ofTheSession ? "SET CHARACTERISTICS" : "SET TRANSACTION", modes, "SET", catalogVersion);
  }

  /** Each as {@code READ ONLY}, {@code READ WRITE}, {@code SERIALIZABLE} or {@code DEFERRABLE}. */
  private static List<String> modes(Deque<String> words) {
    List<String> modes = new ArrayList<>();
    while (!words.isEmpty()) {
      skip(words, ",");
      String first = next(words);
      switch (first) {
        case "ISOLATION" -> {
          expect(words, "LEVEL");
          String level = next(words);
          level = level.equals("SERIALIZABLE") ? level : level + " " + next(words);
          if (!LEVELS.contains(level)) {
            throw syntaxError(level);
          }
          modes.add("SERIALIZABLE");
        }
        case "READ" -> {
          String what = next(words);
          if (!what.equals("ONLY") && !what.equals("WRITE")) {
            throw syntaxError(what);
          }
          modes.add("READ " + what);
        }
        case "NOT" -> expect(words, "DEFERRABLE");
        case "DEFERRABLE" -> modes.add("DEFERRABLE");
        default -> throw syntaxError(first);
      }
    }
    return modes;
  }

  private static List<String> chain(Deque<String> words) {
    if (words.isEmpty()) {
      return List.of();
    }
    if (is(words, "PREPARED")) {
      throw SessionPlanner.unsupported("transactions of two phases are not supported");
    }
    expect(words, "AND");
    boolean not = is(words, "NO");
    skip(words, "NO");
    expect(words, "CHAIN");
    end(words);
    return not ? List.of() : List.of("CHAIN");
  }

  private static List<String> savepoint(Deque<String> words) {
    if (words.isEmpty()) {
      throw new SqlError(SqlState.SYNTAX_ERROR, "a savepoint has a name");
    }
    String name = Words.name(words.removeFirst());
    end(words);
    return List.of(name);
  }

  private static boolean is(Deque<String> words, String word) {
    return !words.isEmpty() && word.equalsIgnoreCase(words.getFirst());
  }

  private static void skip(Deque<String> words, String... optional) {
    for (String word : optional) {
      if (is(words, word)) {
        words.removeFirst();
        return;
      }
    }
  }

  private static String next(Deque<String> words) {
    if (words.isEmpty()) {
      throw new SqlError(SqlState.SYNTAX_ERROR, "syntax error at end of input");
    }
    return Words.upper(words.removeFirst());
  }

  private static void expect(Deque<String> words, String word) {
    String found = next(words);
    if (!found.equals(word)) {
      throw syntaxError(found);
    }
  }

  private static void end(Deque<String> words) {
    if (!words.isEmpty()) {
      throw syntaxError(words.getFirst());
    }
  }

  private static SqlError syntaxError(String near) {
    return new SqlError(SqlState.SYNTAX_ERROR, "syntax error at or near").with("near", near);
  }
}
