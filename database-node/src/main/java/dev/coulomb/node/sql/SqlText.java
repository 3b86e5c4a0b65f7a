package dev.coulomb.node.sql;

import java.util.ArrayList;
import java.util.List;

/** Cuts a text at its semicolons, outside of quotes and comments, as PostgreSQL's lexer sees it. */
final class SqlText {
  private final String text;
  private final List<Piece> pieces = new ArrayList<>();
  private int start;
  private boolean blank = true;

  /** A statement's text and where it begins. */
  record Piece(String text, int offset) {}

  private SqlText(String text) {
    this.text = text;
  }

  /** The statements of a text that are not blank. */
  static List<Piece> split(String text) {
    SqlText splitter = new SqlText(text);
    splitter.run();
    return splitter.pieces;
  }

  private void run() {
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == ';') {
        end(i);
        i++;
        start = i;
      } else if (c == '\'' || c == '"') {
        blank = false;
        i = quoted(i, c, c == '\'' && isEscape(i));
      } else if (text.startsWith("--", i)) {
        int line = text.indexOf('\n', i);
        i = line < 0 ? text.length() : line + 1;
      } else if (text.startsWith("/*", i)) {
        i = comment(i);
      } else if (c == '$') {
        blank = false;
        String tag = dollarTag(i);
        int close = tag == null ? i : text.indexOf(tag, i + tag.length());
        i = close < 0 ? text.length() : close + (tag == null ? 1 : tag.length());
      } else {
        blank &= Character.isWhitespace(c);
        i++;
      }
    }
    end(text.length());
  }

  private void end(int at) {
    if (!blank) {
      pieces.add(new Piece(text.substring(start, at), start));
    }
    blank = true;
  }

  private boolean isEscape(int quote) {
    return quote > 0
        && (text.charAt(quote - 1) == 'E' || text.charAt(quote - 1) == 'e')
        && (quote == 1 || !Character.isLetterOrDigit(text.charAt(quote - 2)));
  }

  private int quoted(int from, char quote, boolean escapes) {
    int i = from + 1;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (escapes && c == '\\') {
        i += 2;
      } else if (c == quote) {
        return i + 1;
      } else {
        i++;
      }
    }
    return text.length();
  }

  private int comment(int from) {
    int depth = 1;
    int i = from + 2;
    while (i < text.length() && depth > 0) {
      if (text.startsWith("/*", i)) {
        depth++;
        i += 2;
      } else if (text.startsWith("*/", i)) {
        depth--;
        i += 2;
      } else {
        i++;
      }
    }
    return i;
  }

  /** The dollar quote that begins here, or null: {@code $1} is a parameter. */
  private @org.jspecify.annotations.Nullable String dollarTag(int from) {
    int i = from + 1;
    if (i < text.length() && Character.isDigit(text.charAt(i))) {
      return null;
    }
    while (i < text.length()
        && (Character.isLetterOrDigit(text.charAt(i)) || text.charAt(i) == '_')) {
      i++;
    }
    return i < text.length() && text.charAt(i) == '$' ? text.substring(from, i + 1) : null;
  }
}
