package dev.coulomb.node.sql;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement in the words that the grammar knows, each of the same length as what PostgreSQL has
 * in its place, so that every position stays what it was: a limit of {@code $1} is a question mark.
 */
final class GrammarText {
  /** Texts, quoted names and comments, so that nothing within them is taken for a word. */
  private static final String OPAQUE =
      "(?<opaque>\\be'[^'\\\\]*+(?:\\\\.[^'\\\\]*+)*+'|'[^']*+'|\"[^\"]*+\"|--[^\\n]*+|/\\*.*?\\*/)";

  /** A limit is a number or a question mark to the grammar. */
  private static final String LIMIT =
      "\\b(?:limit|offset|fetch\\s+first|fetch\\s+next)\\s+(?<limit>\\$\\d++)";

  /** A word without parentheses to the grammar. */
  private static final String SCHEMA = "\\bcurrent_schema(?<parentheses>\\s*\\(\\s*\\))";

  private static final Pattern WORDS =
      Pattern.compile(
          OPAQUE + "|" + LIMIT + "|" + SCHEMA, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private GrammarText() {}

  static String of(String text) {
    StringBuilder result = new StringBuilder(text);
    Matcher word = WORDS.matcher(text);
    while (word.find()) {
      blank(result, word.start("parentheses"), word.end("parentheses"));
      blank(result, word.start("limit"), word.end("limit"));
      if (word.start("limit") >= 0) {
        result.setCharAt(word.start("limit"), '?');
      }
    }
    return result.toString();
  }

  private static void blank(StringBuilder text, int from, int to) {
    for (int i = Math.max(0, from); i < to; i++) {
      text.setCharAt(i, ' ');
    }
  }
}
