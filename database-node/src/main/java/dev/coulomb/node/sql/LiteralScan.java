package dev.coulomb.node.sql;

import dev.coulomb.node.types.SqlType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Goes over a statement once, word by word, and lifts the literals of which it is sure. It gives up
 * (null) at whatever is rare: comments, parameters, dollar quotes, brackets, several statements.
 * Never lifted: literals of the select list, {@code GROUP BY}, {@code ORDER BY} and {@code LIMIT}
 * (there they count columns or shape the plan), arguments of functions and types, constants with a
 * type before or behind them, texts that are part of a calculation. Confined to one scan.
 */
final class LiteralScan {
  private static final int DEPTH_MAX = 32;

  /** Statements whose literals are worth it. */
  private static final Set<String> STATEMENTS =
      Set.of("SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "CALL");

  /** From here on, in these parentheses, literals are only values. */
  private static final Set<String> OPENING = Set.of("WHERE", "VALUES", "SET");

  private static final Set<String> CLOSING =
      Set.of(
          "SELECT",
          "FROM",
          "GROUP",
          "ORDER",
          "HAVING",
          "LIMIT",
          "OFFSET",
          "FETCH",
          "WINDOW",
          "UNION",
          "INTERSECT",
          "EXCEPT",
          "RETURNING",
          "ON",
          "USING",
          "JOIN",
          "WITH",
          "OVER",
          "AS");

  /** Words after which a literal or a parenthesis is an operand, and no argument. */
  private static final Set<String> BEFORE_OPERAND =
      Set.of(
          "WHERE", "VALUES", "SET", "AND", "OR", "NOT", "IN", "BETWEEN", "LIKE", "ILIKE", "WHEN",
          "THEN", "ELSE");

  /** What was read last. */
  private enum Last {
    /** An operator, or a word before an operand. */
    OPERATOR,
    OPEN,
    COMMA,
    /** A name, a literal, a closing parenthesis: an operand has ended. */
    OPERAND,
    /** Something behind which nothing is lifted, as {@code ->}. */
    OTHER
  }

  private final String sql;
  private final LiftedText.Builder lifted;
  private final boolean[] values = new boolean[DEPTH_MAX];
  private int depth;
  private int at;
  private Last last = Last.OTHER;

  /** The outermost parentheses hold the arguments of a procedure. */
  private boolean isCall;

  /** The operator before was one of comparison: also a text may follow. */
  private boolean compared;

  LiteralScan(String sql) {
    this.sql = sql;
    this.lifted = new LiftedText.Builder(sql);
  }

  @Nullable LiftedText lifted() {
    boolean first = true;
    while (skipBlank()) {
      char c = sql.charAt(at);
      boolean known;
      if (isLetter(c)) {
        known = word(first);
      } else if (first) {
        known = false;
      } else if (isDigit(c)) {
        known = number(at);
      } else {
        known = sign(c);
      }
      if (!known || lifted.size() > LiftedText.LITERALS_MAX) {
        return null;
      }
      first = false;
    }
    return depth == 0 ? lifted.build() : null;
  }

  private boolean skipBlank() {
    while (at < sql.length() && Character.isWhitespace(sql.charAt(at))) {
      at++;
    }
    return at < sql.length();
  }

  private boolean word(boolean first) {
    int from = at;
    while (at < sql.length() && isInWord(sql.charAt(at))) {
      at++;
    }
    if (at < sql.length() && sql.charAt(at) == '\'') {
      return false;
    }
    String word = sql.substring(from, at).toUpperCase(Locale.ROOT);
    if (first && !STATEMENTS.contains(word)) {
      return false;
    }
    isCall |= first && word.equals("CALL");
    if (OPENING.contains(word)) {
      values[depth] = true;
    } else if (CLOSING.contains(word)) {
      values[depth] = false;
    }
    last = BEFORE_OPERAND.contains(word) ? Last.OPERATOR : Last.OPERAND;
    compared = last == Last.OPERATOR;
    return true;
  }

  private boolean sign(char c) {
    return switch (c) {
      case '(' -> open();
      case ')' -> close();
      case ',' -> single(Last.COMMA);
      case '.' -> at + 1 < sql.length() && !isDigit(sql.charAt(at + 1)) && single(Last.OTHER);
      case '\'' -> text();
      case '"' -> name();
      case ';' -> {
        at++;
        yield !skipBlank();
      }
      case '+', '-', '*', '/', '<', '>', '=', '%', '!', '|', '~', '^', '&', '@', '#', '?', ':' ->
          operator();
      default -> false;
    };
  }

  private boolean single(Last now) {
    at++;
    last = now;
    return true;
  }

  private boolean open() {
    if (depth + 1 == DEPTH_MAX) {
      return false;
    }
    boolean arguments = isCall && depth == 0;
    values[depth + 1] = arguments || (values[depth] && last != Last.OPERAND && last != Last.OTHER);
    depth++;
    return single(Last.OPEN);
  }

  private boolean close() {
    depth--;
    return depth >= 0 && single(Last.OPERAND);
  }

  private boolean operator() {
    if (sql.startsWith("--", at) || sql.startsWith("/*", at)) {
      return false;
    }
    if (sql.charAt(at) == '-'
        && last != Last.OPERAND
        && last != Last.OTHER
        && at + 1 < sql.length()
        && isDigit(sql.charAt(at + 1))) {
      at++;
      return number(at - 1);
    }
    int from = at;
    while (at < sql.length() && "+-*/<>=%!|~^&@#?:".indexOf(sql.charAt(at)) >= 0) {
      // A sign behind an operator belongs to the number.
      if (at > from && sql.charAt(at) == '-' && "<>=".indexOf(sql.charAt(at - 1)) >= 0) {
        break;
      }
      at++;
    }
    String operator = sql.substring(from, at);
    boolean comparison =
        switch (operator) {
          case "=", "<", ">", "<=", ">=", "<>", "!=" -> true;
          default -> false;
        };
    boolean arithmetic = operator.length() == 1 && "+-*/%".contains(operator);
    last = comparison || arithmetic ? Last.OPERATOR : Last.OTHER;
    compared = comparison;
    return !operator.contains("--") && !operator.contains("/*");
  }

  private boolean name() {
    int close = sql.indexOf('"', at + 1);
    if (close < 0) {
      return false;
    }
    at = close + 1;
    last = Last.OPERAND;
    return true;
  }

  /** A number that begins here or, its sign, before. */
  private boolean number(int from) {
    int digits = at;
    while (at < sql.length() && (isDigit(sql.charAt(at)) || sql.charAt(at) == '.')) {
      at++;
    }
    if (at < sql.length() && isInWord(sql.charAt(at))) {
      return false;
    }
    String written = sql.substring(digits, at);
    int point = written.indexOf('.');
    if (point >= 0 && (written.indexOf('.', point + 1) >= 0 || point == written.length() - 1)) {
      return false;
    }
    if (values[depth] && last != Last.OPERAND && last != Last.OTHER && !isTyped()) {
      BigDecimal value = new BigDecimal(written);
      SqlType type = LiftedText.typeOf(value);
      if (type != null) {
        BigDecimal signed = from < digits ? value.negate() : value;
        lifted.number(
            from,
            at,
            type.equals(SqlType.NUMERIC) ? signed : (Object) signed.longValueExact(),
            type);
      }
    }
    last = Last.OPERAND;
    return true;
  }

  private boolean text() {
    int from = at;
    StringBuilder value = new StringBuilder();
    at++;
    while (true) {
      int close = sql.indexOf('\'', at);
      if (close < 0) {
        return false;
      }
      value.append(sql, at, close);
      at = close + 1;
      if (at == sql.length() || sql.charAt(at) != '\'') {
        break;
      }
      value.append('\'');
      at++;
    }
    boolean operand =
        last == Last.OPEN || last == Last.COMMA || (last == Last.OPERATOR && compared);
    if (values[depth] && operand && endsOperand()) {
      lifted.text(from, at, value.toString());
    }
    last = Last.OPERAND;
    return true;
  }

  /** True when a literal that ends here has a type behind it. */
  private boolean isTyped() {
    int next = next();
    return sql.startsWith("::", next) || isWordAt(next, "AS");
  }

  /** True when a text that ends here stands for itself: no operator takes it, nothing types it. */
  private boolean endsOperand() {
    int next = next();
    return next == sql.length()
        || ",);".indexOf(sql.charAt(next)) >= 0
        || (isLetter(sql.charAt(next))
            && FOLLOWERS.stream().anyMatch(word -> isWordAt(next, word)));
  }

  private static final List<String> FOLLOWERS =
      List.of(
          "AND",
          "OR",
          "ORDER",
          "GROUP",
          "LIMIT",
          "OFFSET",
          "RETURNING",
          "WHERE",
          "THEN",
          "ELSE",
          "END",
          "WHEN",
          "ON",
          "UNION",
          "HAVING");

  private int next() {
    int next = at;
    while (next < sql.length() && Character.isWhitespace(sql.charAt(next))) {
      next++;
    }
    return next;
  }

  private boolean isWordAt(int from, String word) {
    int end = from + word.length();
    return sql.regionMatches(true, from, word, 0, word.length())
        && (end >= sql.length() || !isInWord(sql.charAt(end)));
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c > 127;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isInWord(char c) {
    return isLetter(c) || isDigit(c);
  }
}
