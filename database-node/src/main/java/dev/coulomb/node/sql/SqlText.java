package dev.coulomb.node.sql;

import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.ArrayList;
import java.util.List;

/** Cuts a text at its semicolons, outside of quotes and comments, as PostgreSQL's lexer sees it. */
public final class SqlText {
  private final String text;
  private final List<Piece> pieces = new ArrayList<>();
  private int start;
  private boolean blank = true;

  /** A statement's text and where it begins. */
  public record Piece(String text, int offset) {
    /** Where in the whole text its first word is, behind white space and comments. */
    public int start() {
      int at = 0;
      while (at < text.length()) {
        if (text.startsWith("--", at) || text.startsWith("/*", at)) {
          at = commentEnd(text, at);
        } else if (Character.isWhitespace(text.charAt(at))) {
          at++;
        } else {
          break;
        }
      }
      return offset + at;
    }
  }

  private SqlText(String text) {
    this.text = text;
  }

  /** The statements of a text that are not blank. */
  public static List<Piece> split(String text) {
    SqlText splitter = new SqlText(text);
    splitter.run();
    return splitter.pieces;
  }

  private void run() {
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      int quoted = StringText.end(text, i);
      if (c == ';') {
        end(i);
        i++;
        start = i;
      } else if (quoted > i) {
        blank = false;
        i = quoted;
      } else if (c == '"') {
        blank = false;
        i = name(i);
      } else if (text.startsWith("--", i) || text.startsWith("/*", i)) {
        i = commentEnd(text, i);
      } else {
        blank &= Character.isWhitespace(c);
        i++;
      }
    }
    end(text.length());
  }

  private int name(int from) {
    int close = text.indexOf('"', from + 1);
    if (close < 0) {
      throw new SqlError(SqlState.SYNTAX_ERROR, "unterminated quoted identifier").at(from + 1);
    }
    return close + 1;
  }

  private void end(int at) {
    if (!blank) {
      pieces.add(new Piece(text.substring(start, at), start));
    }
    blank = true;
  }

  /** The index behind a comment; those in stars may contain others. */
  static int commentEnd(String text, int from) {
    if (text.startsWith("--", from)) {
      int line = text.indexOf('\n', from);
      return line < 0 ? text.length() : line + 1;
    }
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
    if (depth > 0) {
      throw new SqlError(SqlState.SYNTAX_ERROR, "unterminated comment").at(from + 1);
    }
    return i;
  }
}
