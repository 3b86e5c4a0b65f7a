package dev.coulomb.node.sql;

import dev.coulomb.node.sql.parser.CoulombParser;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.sql.parser.SqlAbstractParserImpl;

/**
 * A statement in the words that the grammar knows, each of the same length as what PostgreSQL has
 * in its place, so that every position stays what it was: a limit of {@code $1} is a question mark,
 * and a column may be called what the grammar reserves, as in {@code AS values}.
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

  /** What encloses: within a cast a word after {@code AS} is a type. */
  private static final String ENCLOSED = "(?<cast>\\bcast\\s*\\()|(?<open>\\()|(?<close>\\))";

  private static final String LABEL =
      "\\b(?<as>as\\s+)(?<label>(?!select\\b|with\\b)[a-z_]\\w*+)(?!\\s*\\()";

  private static final Pattern WORDS =
      Pattern.compile(
          String.join("|", OPAQUE, LIMIT, SCHEMA, ENCLOSED, LABEL),
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final SqlAbstractParserImpl.Metadata GRAMMAR =
      CoulombParser.FACTORY.getParser(new StringReader("")).getMetadata();

  private GrammarText() {}

  static String of(String text) {
    StringBuilder result = new StringBuilder(text);
    Matcher word = WORDS.matcher(text);
    ArrayDeque<Boolean> casts = new ArrayDeque<>();
    while (word.find()) {
      if (word.start("cast") >= 0 || word.start("open") >= 0) {
        casts.push(word.start("cast") >= 0);
      } else if (word.start("close") >= 0) {
        casts.poll();
      } else if (word.start("label") >= 0 && !Boolean.TRUE.equals(casts.peek())) {
        label(result, word);
      }
      blank(result, word.start("parentheses"), word.end("parentheses"));
      blank(result, word.start("limit"), word.end("limit"));
      if (word.start("limit") >= 0) {
        result.setCharAt(word.start("limit"), '?');
      }
    }
    return result.toString();
  }

  /** {@code AS values} says the same as {@code "values"}, which is shorter. */
  private static void label(StringBuilder text, Matcher word) {
    String label = word.group("label");
    if (!GRAMMAR.isReservedWord(Words.upper(label))) {
      return;
    }
    blank(text, word.start("as"), word.end("label"));
    String quoted = '"' + Words.name(label) + '"';
    text.replace(word.end("label") - quoted.length(), word.end("label"), quoted);
  }

  private static void blank(StringBuilder text, int from, int to) {
    for (int i = Math.max(0, from); i < to; i++) {
      text.setCharAt(i, ' ');
    }
  }
}
