package dev.coulomb.node.sql;

import dev.coulomb.node.sql.parser.CoulombParser;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.avatica.util.Quoting;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.util.SourceStringReader;

/** Text → trees. Any thread but an event loop. */
public final class Parser {
  private static final SqlParser.Config CONFIG =
      SqlParser.config()
          .withParserFactory(CoulombParser.FACTORY)
          .withQuoting(Quoting.DOUBLE_QUOTE)
          .withUnquotedCasing(Casing.TO_LOWER)
          .withQuotedCasing(Casing.UNCHANGED)
          .withCaseSensitive(true)
          .withIdentifierMaxLength(63)
          .withConformance(SqlConformanceEnum.BABEL);

  private static final Pattern FIRST_WORD = Pattern.compile("^\\s*([A-Za-z]+)(?:\\s+([A-Za-z]+))?");

  /** Actions of PostgreSQL that are understood as such, and refused. */
  private static final Pattern ALTER_TABLE =
      Pattern.compile(
          "^\\s*ALTER\\s+TABLE\\s+(?:IF\\s+EXISTS\\s+)?(?:ONLY\\s+)?[^\\s]+\\s+"
              + "(ATTACH|CLUSTER|DETACH|DISABLE|ENABLE|FORCE|INHERIT|NO|OF|OWNER|REPLICA|RESET|SET"
              + "|VALIDATE)\\b",
          Pattern.CASE_INSENSITIVE);

  /** Statements of PostgreSQL that are understood as such, and refused. */
  private static final Set<String> NOT_SUPPORTED =
      Set.of(
          "ALTER",
          "ANALYZE",
          "CHECKPOINT",
          "CLOSE",
          "CLUSTER",
          "COMMENT",
          "CREATE",
          "DECLARE",
          "DO",
          "DROP",
          "EXECUTE",
          "FETCH",
          "GRANT",
          "LISTEN",
          "LOCK",
          "MERGE",
          "MOVE",
          "NOTIFY",
          "PREPARE",
          "REASSIGN",
          "REFRESH",
          "REINDEX",
          "REVOKE",
          "SECURITY",
          "UNLISTEN",
          "VACUUM");

  private static final Set<String> OWN_OBJECTS =
      Set.of("TABLE", "INDEX", "UNIQUE", "PROCEDURE", "JAR", "OR", "VIEW");

  /** The statements of a text; 42601 with the position where it is none. */
  public List<ParsedStatement> parse(String sql) {
    List<ParsedStatement> statements = new ArrayList<>();
    for (SqlText.Piece piece : SqlText.split(sql)) {
      statements.add(new ParsedStatement(piece.text(), piece.offset(), tree(piece)));
    }
    return statements;
  }

  private static SqlNode tree(SqlText.Piece piece) {
    String read = piece.text();
    try {
      GrammarText grammar = new GrammarText(piece.text());
      read = grammar.text();
      SqlNode parsed = SqlParser.create(new Heard(grammar.text()), CONFIG).parseStmt();
      return grammar.constants().restored(parsed);
    } catch (SqlError known) {
      throw known.position() > 0 ? known.at(piece.offset() + known.position()) : known;
    } catch (SqlParseException error) {
      Listening.check();
      refuseWhatIsKnown(piece.text());
      throw Refusals.of(read).orElseGet(() -> syntaxError(piece, error));
    } catch (StackOverflowError deep) {
      throw new SqlError(SqlState.STATEMENT_TOO_COMPLEX, "the statement is nested too deeply");
    } catch (RuntimeException | Error lexical) {
      Listening.check();
      throw new SqlError(SqlState.SYNTAX_ERROR, "syntax error").at(piece.offset() + 1);
    }
  }

  /** A text of which nothing more is read once the statement is to end. */
  private static final class Heard extends SourceStringReader {
    Heard(String text) {
      super(text);
    }

    @Override
    public int read(char[] into, int from, int count) throws IOException {
      Listening.check();
      return super.read(into, from, count);
    }
  }

  private static void refuseWhatIsKnown(String text) {
    Matcher action = ALTER_TABLE.matcher(text);
    if (action.find()) {
      throw new SqlError(
              SqlState.FEATURE_NOT_SUPPORTED, "this action of ALTER TABLE is not supported")
          .with("action", Words.upper(action.group(1)))
          .hint("ADD, DROP, ALTER and RENAME of columns, constraints and the table are.");
    }
    Matcher words = FIRST_WORD.matcher(text);
    if (!words.find()) {
      return;
    }
    String first = Words.upper(words.group(1));
    String second = words.group(2) == null ? "" : Words.upper(words.group(2));
    boolean own =
        (first.equals("CREATE") || first.equals("DROP") || first.equals("ALTER"))
            && OWN_OBJECTS.contains(second)
            && !(first.equals("ALTER") && second.equals("VIEW"));
    if (NOT_SUPPORTED.contains(first) && !own) {
      throw new SqlError(SqlState.FEATURE_NOT_SUPPORTED, "this statement is not supported")
          .with("statement", second.isEmpty() ? first : first + " " + second);
    }
  }

  private static SqlError syntaxError(SqlText.Piece piece, SqlParseException error) {
    int position = position(piece.text(), error.getPos());
    String text = piece.text();
    String near =
        position > 0 && position <= text.length()
            ? text.substring(position - 1).split("\\s+", 2)[0]
            : "";
    SqlError syntax =
        near.isEmpty() || position > text.length()
            ? new SqlError(SqlState.SYNTAX_ERROR, "syntax error at end of input")
            : new SqlError(SqlState.SYNTAX_ERROR, "syntax error at or near").with("near", near);
    return syntax.at(piece.offset() + Math.max(1, position));
  }

  /** Characters from 1, of a position in lines and columns. */
  public static int position(String text, SqlParserPos at) {
    if (at == null || at.getLineNum() < 1) {
      return SqlError.NO_POSITION;
    }
    int offset = 0;
    for (int line = 1; line < at.getLineNum(); line++) {
      int next = text.indexOf('\n', offset);
      if (next < 0) {
        return text.length();
      }
      offset = next + 1;
    }
    return offset + at.getColumnNum();
  }
}
