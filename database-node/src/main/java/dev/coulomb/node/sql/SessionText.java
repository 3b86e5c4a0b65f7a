package dev.coulomb.node.sql;

import dev.coulomb.node.types.SqlError;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads statements of the session without the grammar. Confined to one reading. */
public final class SessionText {
  private static final int TEXT_MAX = 512;

  private static final Set<String> FIRST =
      Set.of(
          "BEGIN",
          "START",
          "COMMIT",
          "END",
          "ROLLBACK",
          "ABORT",
          "SAVEPOINT",
          "RELEASE",
          "SET",
          "RESET",
          "SHOW",
          "DISCARD",
          "DEALLOCATE");

  private final String text;
  private int at;

  private SessionText(String text) {
    this.text = text;
  }

  /**
   * The words of such a statement, as the grammar would read them; null: it is another one, or not
   * surely understood. Takes well under a microsecond, and may be called on an event loop.
   */
  public static Statement.@Nullable SessionWords read(String text) {
    try {
      return text.length() > TEXT_MAX ? null : new SessionText(text).words();
    } catch (SqlError unterminated) {
      return null; // The grammar tells where.
    }
  }

  private Statement.@Nullable SessionWords words() {
    skipBlank();
    String first = Words.upper(run(SessionText::isInWord));
    if (!FIRST.contains(first)) {
      return null;
    }
    List<String> words = new ArrayList<>();
    boolean constant = false;
    skipBlank();
    while (at < text.length() && text.charAt(at) != ';') {
      String next = token();
      // Constants side by side may be one.
      if (next.isEmpty() || (constant && next.startsWith("'"))) {
        return null;
      }
      constant = next.startsWith("'");
      words.add(next);
      skipBlank();
    }
    at++;
    skipBlank();
    return at < text.length() ? null : new Statement.SessionWords(first, words);
  }

  /** Empty: it is left to the grammar. */
  private String token() {
    char c = text.charAt(at);
    if (c == ',' || c == '=') {
      at++;
      return String.valueOf(c);
    }
    if (c == '.') {
      at++;
      return at < text.length() && isDigit(text.charAt(at)) ? "" : ".";
    }
    if (c == '"' || c == '\'') {
      return quoted(c);
    }
    return isDigit(c) ? run(SessionText::isDigit) : run(SessionText::isInWord);
  }

  private interface Kind {
    boolean has(char c);
  }

  /** All characters of a kind; empty when there are none, or what follows may belong to them. */
  private String run(Kind kind) {
    int from = at;
    while (at < text.length() && kind.has(text.charAt(at))) {
      at++;
    }
    boolean ends = at == text.length() || isBetween(text.charAt(at), text.charAt(from));
    return ends ? text.substring(from, at) : "";
  }

  /** What ends a word, or a number. */
  private static boolean isBetween(char c, char first) {
    return Character.isWhitespace(c)
        || ",=;".indexOf(c) >= 0
        || (c == '.' && !isDigit(first))
        || c == '-'
        || c == '/';
  }

  private String quoted(char quote) {
    int from = at;
    at++;
    while (at < text.length() && text.charAt(at) != quote) {
      boolean plain = text.charAt(at) >= ' ' && text.charAt(at) <= '~' && text.charAt(at) != '\\';
      if (!plain) {
        return "";
      }
      at++;
    }
    at++;
    boolean ends = at == text.length() || (at < text.length() && isBetween(text.charAt(at), quote));
    boolean named = quote == '\'' || at > from + 2;
    return ends && named ? text.substring(from, at) : "";
  }

  private static boolean isInWord(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || isDigit(c);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private void skipBlank() {
    while (at < text.length()) {
      if (Character.isWhitespace(text.charAt(at))) {
        at++;
      } else if (text.startsWith("--", at) || text.startsWith("/*", at)) {
        at = SqlText.commentEnd(text, at);
      } else {
        return;
      }
    }
  }
}
