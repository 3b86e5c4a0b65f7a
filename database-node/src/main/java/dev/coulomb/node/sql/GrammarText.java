package dev.coulomb.node.sql;

import dev.coulomb.node.sql.parser.CoulombParser;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.sql.parser.SqlAbstractParserImpl;

/**
 * A statement in the words that the grammar knows, each of the same length as what PostgreSQL has
 * in its place, so that every position stays what it was: a limit of {@code $1} is a question mark,
 * a comment is blank, {@code RETURNING} and {@code DISTINCT ON} are reserved words, a column may be
 * called what the grammar reserves, as in {@code AS values}, and a constant that the grammar cannot
 * read stands for itself by a mark (see {@link TextConstants}). Confined to one parse.
 */
final class GrammarText {
  /** Its {@code ||}, which is not Calcite's: see {@link ConcatenationOperator}. */
  private static final String CONCATENATION = "!|";

  /** What stands between two words. */
  private static final String GAP = "(?:\\s|--[^\\n]*+(?:\\n|$)|/\\*(?:[^*]|\\*(?!/))*+\\*/)";

  private static final Pattern LIMIT =
      Pattern.compile(
          "(?:limit|offset|fetch" + GAP + "++(?:first|next))" + GAP + "*+(\\$\\d++)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern DISTINCT_ON =
      Pattern.compile(
          "select" + GAP + "++(distinct" + GAP + "++on)" + GAP + "*+(?=\\()",
          Pattern.CASE_INSENSITIVE);

  private static final String DISTINCT = "DISTINC_";

  /** What a query of {@code WITH} may say of how it is computed. */
  private static final Pattern MATERIALIZED =
      Pattern.compile(
          "as" + GAP + "++((?:not" + GAP + "++)?materialized)" + GAP + "*+(?=\\()",
          Pattern.CASE_INSENSITIVE);

  /** A function in {@code FROM} may name the tables before it without being asked. */
  private static final Pattern LATERAL =
      Pattern.compile(
          "lateral" + GAP + "++(?=(?:pg_catalog\\.)?generate_series" + GAP + "*+\\()",
          Pattern.CASE_INSENSITIVE);

  /** A word without parentheses to the grammar. */
  private static final Pattern SCHEMA =
      Pattern.compile("current_schema(\\s*+\\(\\s*+\\))", Pattern.CASE_INSENSITIVE);

  /** The schema of the system's functions; some of them are words of the grammar. */
  private static final Pattern SYSTEM_FUNCTION =
      Pattern.compile("(pg_catalog\\s*+\\.\\s*+)(?=[a-z_]\\w*+\\s*+\\()", Pattern.CASE_INSENSITIVE);

  /** The type before a constant: {@code date '2024-02-29'}. */
  private static final Pattern TYPE =
      Pattern.compile(
          "(double"
              + GAP
              + "++precision|character"
              + GAP
              + "++varying|(?:timestamp|time)(?:\\s*+\\(\\d\\))?"
              + GAP
              + "++(?:with|without)"
              + GAP
              + "++time"
              + GAP
              + "++zone|[a-z_]\\w*+)(?:\\s*+\\((\\d)\\))?"
              + GAP
              + "*+(?=[e]?'|\\$[a-z_]*+\\$)",
          Pattern.CASE_INSENSITIVE);

  /** A name behind {@code AS}, but for within a cast, where it is a type. */
  private static final Pattern LABEL =
      Pattern.compile(
          "(as\\s+)((?!select\\b|with\\b)[a-z_]\\w*+)(?!\\s*\\()", Pattern.CASE_INSENSITIVE);

  /** The end of a text after which a word is a name, and no operator. */
  private static final Pattern NAME_FOLLOWS =
      Pattern.compile(
          "(?:^|[,(.=<>+*/%-]|\\b(?:as|by|select|where|and|or|not|on|having|when|then|else))\\s*+$",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern CAST = Pattern.compile("cast\\s*+\\(", Pattern.CASE_INSENSITIVE);

  private static final SqlAbstractParserImpl.Metadata GRAMMAR =
      CoulombParser.FACTORY.getParser(new StringReader("")).getMetadata();

  private static final Pattern FIELDS =
      Pattern.compile(
          GAP
              + "++(year|month|day|hour|minute|second)(?:"
              + GAP
              + "++to"
              + GAP
              + "++(month|hour|minute|second))?(?:\\s*+\\((\\d)\\))?(?!\\w)",
          Pattern.CASE_INSENSITIVE);

  /** To Calcite's grammar the word RETURNING could be an alias; this one cannot. */
  private static final String RETURNING = "RETURNIN_";

  private static final Set<String> TYPES =
      Set.of(
          "bigint",
          "bool",
          "boolean",
          "bpchar",
          "bytea",
          "char",
          "character",
          "character varying",
          "date",
          "decimal",
          "double precision",
          "float",
          "float4",
          "float8",
          "int",
          "int2",
          "int4",
          "int8",
          "integer",
          "interval",
          "json",
          "jsonb",
          "name",
          "numeric",
          "real",
          "smallint",
          "text",
          "time",
          "time without time zone",
          "timestamp",
          "timestamp with time zone",
          "timestamp without time zone",
          "timestamptz",
          "uuid",
          "varchar");

  private final String text;
  private final StringBuilder result;
  private final TextConstants constants = new TextConstants();

  /** Of each parenthesis that is open, whether it is that of a cast. */
  private final ArrayDeque<Boolean> casts = new ArrayDeque<>();

  GrammarText(String text) {
    this.text = text;
    this.result = new StringBuilder(text);
    int i = 0;
    while (i < text.length()) {
      Listening.check();
      i = next(i);
    }
  }

  /** The statement for the grammar. */
  String text() {
    return result.toString();
  }

  /** The constants that stand in it by a mark. */
  TextConstants constants() {
    return constants;
  }

  /** Where what begins here ends. */
  private int next(int i) {
    char c = text.charAt(i);
    int end = StringText.end(text, i);
    if (end > i) {
      String value = StringText.value(text, i, end);
      if (c != '\'' || TextConstants.isMark(value)) {
        replace(i, end, new TextConstants.Constant(value, null, null));
      }
      return end;
    }
    if (c == '"') {
      int close = text.indexOf('"', i + 1);
      return close < 0 ? text.length() : close + 1;
    }
    if (text.startsWith("--", i) || text.startsWith("/*", i)) {
      int close = SqlText.commentEnd(text, i);
      blank(i, close);
      return close;
    }
    if (Character.isJavaIdentifierPart(c) && c != 0) {
      return word(i);
    }
    if (text.startsWith("||", i)) {
      result.replace(i, i + 2, CONCATENATION);
      return i + 2;
    }
    if (c == '(') {
      casts.push(false);
    } else if (c == ')') {
      casts.poll();
    }
    return i + 1;
  }

  private int word(int from) {
    int end = from;
    while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) {
      end++;
    }
    int typed = typedConstant(from);
    if (typed > from) {
      return typed;
    }
    String word = Words.lower(text.substring(from, end));
    if (word.equals("returning")) {
      result.replace(from, end, RETURNING);
      return end;
    }
    boolean test = word.equals("isnull") || word.equals("notnull");
    if (test && !NAME_FOLLOWS.matcher(text.substring(0, from)).find()) {
      throw new SqlError(SqlState.FEATURE_NOT_SUPPORTED, "ISNULL and NOTNULL are not supported")
          .at(from + 1)
          .hint("Use IS NULL and IS NOT NULL.");
    }
    Matcher cast = at(CAST, from);
    if (cast.lookingAt()) {
      casts.push(true);
      return cast.end();
    }
    int clause = clause(from);
    if (clause > from) {
      return clause;
    }
    Matcher label = at(LABEL, from);
    if (label.lookingAt() && !Boolean.TRUE.equals(casts.peek())) {
      return label(label, end);
    }
    Matcher schema = at(SYSTEM_FUNCTION, from);
    if (schema.lookingAt()) {
      blank(schema.start(1), schema.end(1));
      return schema.end();
    }
    Matcher parentheses = at(SCHEMA, from);
    if (parentheses.lookingAt()) {
      blank(parentheses.start(1), parentheses.end(1));
      return parentheses.end();
    }
    LimitText rows = LimitText.at(text, from);
    if (rows != null) {
      blank(rows.from(), rows.to());
      result.replace(rows.from(), rows.from() + rows.text().length(), rows.text());
      return rows.to();
    }
    Matcher limit = at(LIMIT, from);
    if (limit.lookingAt()) {
      blank(limit.start(1), limit.end(1));
      result.setCharAt(limit.start(1), '?');
      return limit.end();
    }
    return end;
  }

  /** Where a part of a query ends that the grammar does not know; where it begins: none. */
  private int clause(int from) {
    Matcher distinct = at(DISTINCT_ON, from);
    if (distinct.lookingAt()) {
      blank(from + "select".length(), distinct.end());
      result.replace(distinct.start(1), distinct.start(1) + DISTINCT.length(), DISTINCT);
      return distinct.end();
    }
    Matcher materialized = at(MATERIALIZED, from);
    if (materialized.lookingAt()) {
      blank(materialized.start(1), materialized.end());
      return materialized.end();
    }
    Matcher lateral = at(LATERAL, from);
    if (lateral.lookingAt()) {
      blank(from, lateral.end());
      return lateral.end();
    }
    return from;
  }

  /** {@code AS values} says the same as {@code "values"}, which is shorter. */
  private int label(Matcher label, int end) {
    String name = Words.upper(label.group(2));
    if (!GRAMMAR.isReservedWord(name) && !name.equals("RETURNING")) {
      return end;
    }
    blank(label.start(), label.end());
    String quoted = '"' + Words.name(label.group(2)) + '"';
    result.replace(label.end() - quoted.length(), label.end(), quoted);
    return label.end();
  }

  private Matcher at(Pattern pattern, int from) {
    return pattern.matcher(text).region(from, text.length()).useTransparentBounds(true);
  }

  /** Where a constant with its type before it ends; where it begins when it is none. */
  private int typedConstant(int from) {
    Matcher type = at(TYPE, from);
    if (!type.lookingAt()) {
      return from;
    }
    String name = Words.lower(type.group(1)).replaceAll("\\(\\d\\)", "").replaceAll(GAP + "+", " ");
    int end = StringText.end(text, type.end());
    if (!TYPES.contains(name) || end <= type.end()) {
      return from;
    }
    String value = StringText.value(text, type.end(), end);
    Matcher fields = at(FIELDS, end);
    IntervalFields restricted = null;
    if (name.equals("interval")) {
      boolean named = fields.lookingAt();
      String digits = named && fields.group(3) != null ? fields.group(3) : type.group(2);
      restricted =
          new IntervalFields(
              named ? fields.group(1) : null,
              named ? fields.group(2) : null,
              digits == null ? IntervalFields.ALL_DIGITS : Integer.parseInt(digits));
      end = named ? fields.end() : end;
    }
    replace(from, end, new TextConstants.Constant(value, name, restricted));
    return end;
  }

  private void replace(int from, int to, TextConstants.Constant constant) {
    blank(from, to);
    String token = constants.token(constant, to - from);
    result.replace(from, from + token.length(), token);
  }

  private void blank(int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) != '\n') {
        result.setCharAt(i, ' ');
      }
    }
  }
}
