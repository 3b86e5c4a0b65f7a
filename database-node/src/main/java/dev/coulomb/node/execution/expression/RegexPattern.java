package dev.coulomb.node.execution.expression;

import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * PostgreSQL's regular expressions in Java's: bracket classes ({@code [[:alpha:]]}), {@code \m \M
 * \y \Y}, an end that is the end of the text, a point that matches every character. Alternatives
 * are tried in order, not for the longest match.
 */
final class RegexPattern {
  private final String source;
  private final StringBuilder out = new StringBuilder();
  private int at;

  private RegexPattern(String source) {
    this.source = source;
  }

  /** Flags: i, c, n, s, x. Fails with 2201B. */
  static Pattern compile(String source, String flags) {
    int options = Pattern.DOTALL;
    for (char flag : flags.toCharArray()) {
      switch (flag) {
        case 'i' -> options |= Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
        case 'n' -> options = (options & ~Pattern.DOTALL) | Pattern.MULTILINE;
        case 'x' -> options |= Pattern.COMMENTS;
        case 'c', 's' -> options |= Pattern.DOTALL;
        default ->
            throw new SqlError(
                    SqlState.INVALID_PARAMETER_VALUE, "invalid regular expression option")
                .with("option", flag);
      }
    }
    try {
      boolean lines = (options & Pattern.MULTILINE) != 0;
      return Pattern.compile(new RegexPattern(source).translate(lines), options);
    } catch (PatternSyntaxException e) {
      throw new SqlError(SqlState.INVALID_REGULAR_EXPRESSION, "invalid regular expression")
          .with("pattern", source)
          .with("reason", e.getDescription());
    }
  }

  private String translate(boolean lines) {
    if (source.startsWith("***:") || source.startsWith("***=")) {
      return source.charAt(3) == '=' ? Pattern.quote(source.substring(4)) : translateFrom(4, lines);
    }
    return translateFrom(0, lines);
  }

  private String translateFrom(int start, boolean lines) {
    at = start;
    while (at < source.length()) {
      char c = source.charAt(at);
      if (c == '\\' && at + 1 < source.length()) {
        escape(source.charAt(at + 1));
        at += 2;
      } else if (c == '[') {
        bracket();
      } else {
        out.append(c == '$' && !lines ? "\\z" : String.valueOf(c));
        at++;
      }
    }
    return out.toString();
  }

  private void escape(char c) {
    switch (c) {
      case 'm' -> out.append("\\b(?=\\w)");
      case 'M' -> out.append("\\b(?<=\\w)");
      case 'y' -> out.append("\\b");
      case 'Y' -> out.append("\\B");
      case 'A' -> out.append("\\A");
      case 'Z' -> out.append("\\z");
      case 'b' -> out.append("\\x08");
      default -> out.append('\\').append(c);
    }
  }

  private void bracket() {
    if (source.startsWith("[[:<:]]", at) || source.startsWith("[[:>:]]", at)) {
      escape(source.charAt(at + 3) == '<' ? 'm' : 'M');
      at += 7;
      return;
    }
    out.append('[');
    at++;
    if (at < source.length() && source.charAt(at) == '^') {
      out.append('^');
      at++;
    }
    boolean first = true;
    while (at < source.length() && (first || source.charAt(at) != ']')) {
      inBracket(source.charAt(at));
      first = false;
    }
    out.append(']');
    at++;
  }

  private void inBracket(char c) {
    int end = c == '[' ? source.indexOf(":]", at) : -1;
    if (end > 0 && source.startsWith("[:", at)) {
      out.append(characterClass(source.substring(at + 2, end)));
      at = end + 2;
    } else if (c == '\\' && at + 1 < source.length()) {
      out.append(c).append(source.charAt(at + 1));
      at += 2;
    } else {
      out.append("[]&^".indexOf(c) >= 0 ? "\\" + c : String.valueOf(c));
      at++;
    }
  }

  private String characterClass(String name) {
    return switch (name) {
      case "alpha" -> "\\p{IsAlphabetic}";
      case "digit" -> "0-9";
      case "alnum" -> "\\p{IsAlphabetic}\\p{IsDigit}";
      case "upper" -> "\\p{Lu}";
      case "lower" -> "\\p{Ll}";
      case "space" -> "\\s";
      case "blank" -> " \\t";
      case "punct" -> "\\p{Punct}";
      case "cntrl" -> "\\p{Cntrl}";
      case "print" -> "\\p{Print}";
      case "graph" -> "\\p{Graph}";
      case "xdigit" -> "0-9A-Fa-f";
      case "word" -> "\\w";
      default ->
          throw new SqlError(SqlState.INVALID_REGULAR_EXPRESSION, "invalid regular expression")
              .with("pattern", source)
              .with("reason", "invalid character class");
    };
  }
}
