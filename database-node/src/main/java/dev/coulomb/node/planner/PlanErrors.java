package dev.coulomb.node.planner;

import dev.coulomb.node.sql.ParsedStatement;
import dev.coulomb.node.sql.Parser;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.avatica.util.Spaces;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calcite's complaints as PostgreSQL's errors: code, sentence, position. */
public final class PlanErrors {
  private static final Logger LOG = LoggerFactory.getLogger(PlanErrors.class);

  private enum Known {
    TABLE("Object '(.*?)' not found.*", SqlState.UNDEFINED_TABLE, "the relation does not exist"),
    COLUMN("Column '(.*?)' not found.*", SqlState.UNDEFINED_COLUMN, "the column does not exist"),
    SELF(
        "The definition of column '(.*?)' depends on itself.*",
        SqlState.UNDEFINED_COLUMN,
        "the column does not exist"),
    NESTED_AGGREGATE(
        "Aggregate expressions cannot be nested(.*)",
        SqlState.GROUPING_ERROR,
        "aggregate function calls cannot be nested"),
    CONDITION(
        "(WHERE|HAVING|ON|FILTER) clause must be a condition",
        SqlState.DATATYPE_MISMATCH,
        "the condition must be a boolean"),
    PARAMETER(
        "Illegal use of dynamic parameter(.*)",
        SqlState.INDETERMINATE_DATATYPE,
        "the type of a parameter cannot be determined"),
    TABLE_ALIAS(
        "Table '(.*?)' not found.*",
        SqlState.UNDEFINED_TABLE,
        "missing FROM-clause entry for table"),
    AMBIGUOUS(
        "Column '(.*?)' is ambiguous",
        SqlState.AMBIGUOUS_COLUMN,
        "the column reference is ambiguous"),
    FUNCTION(
        "No match found for function signature (.*)",
        SqlState.UNDEFINED_FUNCTION,
        "the function does not exist"),
    ARGUMENTS(
        "Invalid number of arguments to function '(.*?)'.*",
        SqlState.UNDEFINED_FUNCTION,
        "the function does not take so many arguments"),
    LITERAL_RANGE(
        "Numeric literal '(.*?)' out of range",
        SqlState.NUMERIC_VALUE_OUT_OF_RANGE,
        "value is out of range"),
    OPERATOR(
        "Cannot apply '(.*?)' to arguments.*",
        SqlState.UNDEFINED_FUNCTION,
        "the operator does not exist for these types"),
    GROUPING(
        "Expression '(.*?)' is not being grouped",
        SqlState.GROUPING_ERROR,
        "the column must appear in the GROUP BY clause or be used in an aggregate function"),
    NOT_SELECTED(
        "Expression '(.*?)' is not in the select clause",
        SqlState.INVALID_COLUMN_REFERENCE,
        "for SELECT DISTINCT, what is ordered by must be in the select list"),
    DUPLICATE_ALIAS(
        "Duplicate relation name '(.*?)'.*",
        SqlState.DUPLICATE_ALIAS,
        "the table name is specified more than once"),
    ORDINAL(
        "Ordinal out of range(.*)",
        SqlState.INVALID_COLUMN_REFERENCE,
        "the position is not in the select list"),
    NESTED(
        "Aggregate expression is illegal(.*)",
        SqlState.GROUPING_ERROR,
        "aggregate functions are not allowed here"),
    WINDOW_NAME(
        "Window '(.*?)' not found.*", SqlState.UNDEFINED_OBJECT, "the window does not exist"),
    WINDOW_PLACE(
        "Windowed aggregate expression is illegal in (.*?) clause",
        SqlState.WINDOWING_ERROR,
        "window functions are not allowed here"),
    WINDOW_OFFSET(
        "(ROWS|RANGE) value must be a non-negative.*",
        SqlState.INVALID_PRECEDING_OR_FOLLOWING_SIZE,
        "a frame's offset must be a constant or a parameter, and not negative"),
    WINDOW_NEEDED(
        "OVER clause is necessary for (.*)",
        SqlState.WINDOWING_ERROR,
        "the window function needs an OVER clause"),
    CAST(
        "Cast function cannot convert (.*)",
        SqlState.CANNOT_COERCE,
        "this value cannot be cast to this type");

    private final Pattern pattern;
    private final SqlState state;
    private final String sentence;

    Known(String pattern, SqlState state, String sentence) {
      this.pattern = Pattern.compile(pattern, Pattern.DOTALL);
      this.state = state;
      this.sentence = sentence;
    }
  }

  static {
    // Calcite writes trees into its errors, also at the end of a stack. A class that could not be
    // initialised there would be broken for as long as the node runs.
    Spaces.of(1);
  }

  private PlanErrors() {}

  /** Is ready before the first statement is planned. */
  static void prepare() {}

  /** The number, from 1, of the parameter whose type could not be inferred; else 0. */
  static int untypedParameter(ParsedStatement statement, Throwable error) {
    return error instanceof CalciteContextException context
            && message(error).contains("Illegal use of dynamic parameter")
        ? TreeRewrite.parameterAt(statement.text(), position(context))
        : 0;
  }

  public static SqlError of(ParsedStatement statement, Throwable error) {
    Throwable cause = cause(error);
    if (cause instanceof SqlError known) {
      return known;
    }
    if (cause instanceof StackOverflowError) {
      return new SqlError(SqlState.STATEMENT_TOO_COMPLEX, "the statement is nested too deeply");
    }
    if (error instanceof CalciteContextException context
        && context.getCause() instanceof SqlError ours) {
      int at = Parser.position(statement.text(), position(context));
      return at > 0 && ours.position() <= 0 ? ours.at(statement.offset() + at) : ours;
    }
    String message = message(error);
    SqlError found = null;
    for (Known known : Known.values()) {
      Matcher match = known.pattern.matcher(message);
      if (match.matches()) {
        found = new SqlError(known.state, known.sentence).with("name", match.group(1));
        break;
      }
    }
    if (!(error instanceof CalciteContextException context)) {
      if (found == null) {
        LOG.warn("a statement could not be planned: {}", statement.text(), error);
        found =
            new SqlError(SqlState.FEATURE_NOT_SUPPORTED, "this statement cannot be planned")
                .with("reason", message);
      }
      return found;
    }
    if (found == null) {
      found =
          new SqlError(SqlState.SYNTAX_ERROR, "the statement is not valid").with("reason", message);
    }
    int at = Parser.position(statement.text(), position(context));
    return at > 0 ? found.at(statement.offset() + at) : found;
  }

  /** Calcite tells on each level of an expression anew in which part of it something went wrong. */
  private static Throwable cause(Throwable error) {
    Throwable inner = error;
    while (!(inner instanceof CalciteContextException) && inner.getCause() != null) {
      inner = inner.getCause();
    }
    return inner;
  }

  private static SqlParserPos position(CalciteContextException context) {
    return new SqlParserPos(context.getPosLine(), Math.max(1, context.getPosColumn()));
  }

  private static String message(Throwable error) {
    Throwable inner =
        error instanceof CalciteContextException && error.getCause() != null
            ? error.getCause()
            : error;
    return String.valueOf(inner.getMessage());
  }
}
