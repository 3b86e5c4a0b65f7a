package dev.coulomb.node.sql;

import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;

/** Constants as PostgreSQL quotes them: {@code 'it''s'}, {@code E'a\n'}, {@code $tag$it's$tag$}. */
final class StringText {
  private StringText() {}

  /** The index behind the quoted text that begins at an index, or that index when none does. */
  static int end(String text, int from) {
    char c = text.charAt(from);
    if (c == '\'') {
      return quoteEnd(text, from, false);
    }
    if (isEscape(text, from)) {
      return quoteEnd(text, from + 1, true);
    }
    String tag = c == '$' && !isWithinWord(text, from) ? dollarTag(text, from) : "";
    if (tag.isEmpty()) {
      return from;
    }
    int close = text.indexOf(tag, from + tag.length());
    return close < 0 ? from : close + tag.length();
  }

  /** What a quoted text says; {@code end} as {@link #end} gives it. */
  static String value(String text, int from, int end) {
    char c = text.charAt(from);
    if (c == '$') {
      int tag = dollarTag(text, from).length();
      return text.substring(from + tag, end - tag);
    }
    return c == '\''
        ? text.substring(from + 1, end - 1).replace("''", "'")
        : unescaped(text, from + 2, end - 1);
  }

  /** True where an {@code E} before a quote begins: not the end of a longer word. */
  static boolean isEscape(String text, int at) {
    char c = text.charAt(at);
    return (c == 'E' || c == 'e') && text.startsWith("'", at + 1) && !isWithinWord(text, at);
  }

  private static boolean isWithinWord(String text, int at) {
    return at > 0 && Character.isJavaIdentifierPart(text.charAt(at - 1));
  }

  /** The dollar quote that begins here, or nothing: {@code $1} is a parameter. */
  static String dollarTag(String text, int from) {
    int i = from + 1;
    if (i < text.length() && Character.isDigit(text.charAt(i))) {
      return "";
    }
    while (i < text.length()
        && (Character.isLetterOrDigit(text.charAt(i)) || text.charAt(i) == '_')) {
      i++;
    }
    return i < text.length() && text.charAt(i) == '$' ? text.substring(from, i + 1) : "";
  }

  private static int quoteEnd(String text, int quote, boolean escapes) {
    int i = quote + 1;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (escapes && c == '\\') {
        i += 2;
      } else if (c == '\'' && text.startsWith("'", i + 1)) {
        i += 2;
      } else if (c == '\'') {
        return i + 1;
      } else {
        i++;
      }
    }
    throw new SqlError(SqlState.SYNTAX_ERROR, "unterminated quoted string").at(quote + 1);
  }

  private static String unescaped(String text, int from, int end) {
    StringBuilder value = new StringBuilder();
    int i = from;
    while (i < end) {
      char c = text.charAt(i);
      if (c == '\'') {
        value.append(c);
        i += 2;
      } else if (c == '\\') {
        i = escape(text, i + 1, end, value);
      } else {
        value.append(c);
        i++;
      }
    }
    return value.toString();
  }

  /** Appends what follows a backslash means; gives the index behind it. */
  private static int escape(String text, int at, int end, StringBuilder value) {
    char c = text.charAt(at);
    return switch (c) {
      case 'b' -> append('\b', at, value);
      case 'f' -> append('\f', at, value);
      case 'n' -> append('\n', at, value);
      case 'r' -> append('\r', at, value);
      case 't' -> append('\t', at, value);
      case 'x' -> number(text, at, at + 1, Math.min(end, at + 3), 16, value);
      case 'u' -> codePoint(text, at, at + 5, end, value);
      case 'U' -> codePoint(text, at, at + 9, end, value);
      case '0', '1', '2', '3', '4', '5', '6', '7' ->
          number(text, at, at, Math.min(end, at + 3), 8, value);
      default -> {
        value.appendCodePoint(text.codePointAt(at));
        yield at + Character.charCount(text.codePointAt(at));
      }
    };
  }

  private static int append(char c, int at, StringBuilder value) {
    value.append(c);
    return at + 1;
  }

  private static int codePoint(String text, int at, int to, int end, StringBuilder value) {
    if (to > end || number(text, at, at + 1, to, 16, value) != to) {
      throw new SqlError(SqlState.SYNTAX_ERROR, "invalid Unicode escape")
          .at(at)
          .hint("Unicode escapes are \\uXXXX and \\UXXXXXXXX.");
    }
    return to;
  }

  /** A character by its number; without any digit the letter itself. */
  private static int number(
      String text, int letter, int from, int to, int radix, StringBuilder value) {
    int i = from;
    long number = 0;
    while (i < to && Character.digit(text.charAt(i), radix) >= 0 && text.charAt(i) < 128) {
      number = number * radix + Character.digit(text.charAt(i), radix);
      i++;
    }
    if (i == from) {
      return append(text.charAt(letter), letter, value);
    }
    boolean escapedByte = radix == 8 || text.charAt(letter) == 'x';
    if (number == 0 || number > Character.MAX_CODE_POINT || (escapedByte && number > 127)) {
      throw new SqlError(SqlState.CHARACTER_NOT_IN_REPERTOIRE, "invalid byte or character in text")
          .at(letter)
          .hint("Write characters as they are, or as \\uXXXX.");
    }
    value.appendCodePoint((int) number);
    return i;
  }
}
