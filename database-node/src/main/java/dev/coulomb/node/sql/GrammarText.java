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

  private static final Pattern WORDS =
      Pattern.compile(OPAQUE + "|" + LIMIT, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private GrammarText() {}

  static String of(String text) {
    StringBuilder result = new StringBuilder(text);
    Matcher word = WORDS.matcher(text);
    while (word.find()) {
      int from = word.start("limit");
      if (from >= 0) {
        int length = word.end("limit") - from;
        result.replace(from, from + length, "?" + " ".repeat(length - 1));
      }
    }
    return result.toString();
  }
}
