package dev.coulomb.node.planner;

import dev.coulomb.node.plan.Function;
import dev.coulomb.node.planner.query.DistinctOn;
import dev.coulomb.node.planner.query.OverFilter;
import dev.coulomb.node.planner.query.SeriesCalls;
import dev.coulomb.node.planner.typing.CalciteTypes;
import dev.coulomb.node.planner.typing.Operators;
import dev.coulomb.node.planner.typing.SeriesFunction;
import dev.coulomb.node.sql.Listening;
import dev.coulomb.node.sql.Parser;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import dev.coulomb.node.types.TypeKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlQuantifyOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/**
 * Turns what PostgreSQL writes in its own way into what Calcite validates: {@code $1}, names of
 * types, names of functions qualified by {@code pg_catalog}, fields of {@code EXTRACT}.
 */
public final class TreeRewrite extends SqlShuttle {
  private static final Pattern PARAMETER = Pattern.compile("\\$([1-9]\\d{0,4})");

  /** Functions that are called without parentheses, and are reserved words. */
  private static final Set<String> BARE_FUNCTIONS =
      Set.of(
          "current_catalog", "current_schema", "current_timestamp", "current_user", "session_user");

  private static final Set<String> OF_SEQUENCES = Set.of("nextval", "currval", "setval");

  private final String text;
  private final List<@Nullable SqlType> declared;
  private final Set<Integer> limits = new HashSet<>();
  private int parameters;

  /**
   * @param text of the statement
   * @param declared types of parameters as the client declared them, or null where it did not
   */
  TreeRewrite(String text, List<@Nullable SqlType> declared) {
    this.text = text;
    this.declared = declared;
  }

  static SqlNode rewrite(SqlNode tree, TreeRewrite by) {
    SqlNode rewritten = tree.accept(by);
    return rewritten == null ? tree : rewritten;
  }

  /** The highest number of a parameter that was seen. */
  public int parameters() {
    return parameters;
  }

  /** The number of the parameter that is written at a position of a text, from 1; else 0. */
  static int parameterAt(String text, SqlParserPos position) {
    int at = Parser.position(text, position) - 1;
    java.util.regex.Matcher match = PARAMETER.matcher(text);
    return at >= 0 && at < text.length() && match.find(at) && match.start() == at
        ? Integer.parseInt(match.group(1))
        : 0;
  }

  /** A limit: the grammar takes a question mark for it, and leaves the number in the text. */
  @Override
  public SqlNode visit(SqlDynamicParam limit) {
    int number = parameterAt(text, limit.getParserPosition());
    if (number == 0) {
      throw new SqlError(SqlState.SYNTAX_ERROR, "a parameter is written $1, $2 and so on")
          .at(Math.max(1, Parser.position(text, limit.getParserPosition())));
    }
    SqlType type = number <= declared.size() ? declared.get(number - 1) : null;
    if (type != null && !type.kind().isInteger()) {
      throw new SqlError(SqlState.DATATYPE_MISMATCH, "a limit or an offset is an integer")
          .with("type", type);
    }
    parameters = Math.max(parameters, number);
    limits.add(number - 1);
    return new SqlDynamicParam(number - 1, limit.getParserPosition());
  }

  /** Indexes of the parameters that are limits or offsets. */
  Set<Integer> limits() {
    return limits;
  }

  @Override
  public SqlNode visit(SqlIdentifier identifier) {
    if (identifier.isSimple()) {
      java.util.regex.Matcher match = PARAMETER.matcher(identifier.getSimple());
      if (match.matches()) {
        return parameter(Integer.parseInt(match.group(1)), identifier.getParserPosition());
      }
      if (BARE_FUNCTIONS.contains(identifier.getSimple()) && !identifier.isComponentQuoted(0)) {
        return function(identifier.getSimple(), identifier.getParserPosition())
            .createCall(identifier.getParserPosition());
      }
    }
    return identifier;
  }

  private SqlNode parameter(int number, SqlParserPos position) {
    parameters = Math.max(parameters, number);
    SqlNode parameter = new SqlDynamicParam(number - 1, position);
    SqlType type = number <= declared.size() ? declared.get(number - 1) : null;
    return type == null
        ? parameter
        : SqlStdOperatorTable.CAST.createCall(position, parameter, spec(type));
  }

  @Override
  public SqlNode visit(SqlDataTypeSpec type) {
    return spec(TypeNames.of(type)).withNullable(type.getNullable());
  }

  @Override
  public SqlNode visit(SqlIntervalQualifier qualifier) {
    return qualifier;
  }

  @Override
  public @Nullable SqlNode visit(SqlCall call) {
    Listening.check();
    rewriteSelect(call);
    if (call.getKind() == SqlKind.AS) {
      return aliased(call);
    }
    if (SeriesCalls.isTable(call)) {
      return series(call, List.of());
    }
    if (call.getKind() == SqlKind.OVER && call.operand(0).getKind() == SqlKind.FILTER) {
      return rewrite(OverFilter.inArgument(call), this);
    }
    if (call.getKind() == SqlKind.EXTRACT) {
      return extract(call);
    }
    boolean rounds = call.getKind() == SqlKind.CEIL || call.getKind() == SqlKind.FLOOR;
    if (rounds && call.operandCount() == 1) {
      return function(
              call.getOperator().getName().toLowerCase(Locale.ROOT), call.getParserPosition())
          .createCall(call.getParserPosition(), rewritten(call.getOperandList()));
    }
    boolean infix = call.getOperator().equals(SqlLibraryOperators.INFIX_CAST);
    if (infix || (call.getKind() == SqlKind.CAST && call.operand(1) instanceof SqlDataTypeSpec)) {
      return cast(call);
    }
    SqlNode arithmetic = arithmetic(call);
    if (arithmetic != null) {
      return arithmetic;
    }
    if (call.getOperator() instanceof SqlQuantifyOperator && call.operandCount() == 2) {
      refuseArrays(call);
    }
    if (call.getOperator() instanceof SqlUnresolvedFunction function) {
      refuseSeries(call);
      SqlIdentifier name = function.getNameAsId();
      if (name.isSimple() && name.getSimple().equals("row") && !name.isComponentQuoted(0)) {
        return SqlStdOperatorTable.ROW.createCall(
            call.getParserPosition(), rewritten(call.getOperandList()));
      }
      if (call.operandCount() > 0 && OF_SEQUENCES.contains(name.names.getLast())) {
        call.setOperand(0, named(call.operand(0)));
      }
      if (call.operandCount() > 1 && name.names.getLast().equals("count")) {
        throw new SqlError(SqlState.UNDEFINED_FUNCTION, "count takes one argument")
            .at(Math.max(1, Parser.position(text, call.getParserPosition())));
      }
      if (name.names.size() == 2 && name.names.get(0).equals("pg_catalog")) {
        SqlFunction bare = function(name.names.get(1), name.getParserPosition());
        SqlCall renamed =
            bare.createCall(
                call.getFunctionQuantifier(), call.getParserPosition(), call.getOperandList());
        return super.visit(renamed);
      }
    }
    return super.visit(call);
  }

  /** A sequence is given by its name, cast to regclass or not. */
  private static SqlNode named(SqlNode sequence) {
    return sequence instanceof SqlCall cast
            && cast.operandCount() == 2
            && cast.operand(1) instanceof SqlDataTypeSpec type
            && type.getTypeName().getSimple().equals("regclass")
        ? cast.operand(0)
        : sequence;
  }

  /** A cast of a quoted constant reads it as the type; of a null it says what is missing. */
  private SqlNode cast(SqlCall call) {
    SqlNode operand = rewrite(call.operand(0), this);
    SqlType type = TypeNames.of((SqlDataTypeSpec) call.operand(1));
    if (!(operand instanceof SqlCharStringLiteral) && !SqlUtil.isNullLiteral(operand, false)) {
      return SqlStdOperatorTable.CAST.createCall(call.getParserPosition(), operand, spec(type));
    }
    boolean text = type.kind().isCharacter();
    SqlNode value = Operators.constant(operand, text ? TypeKind.TEXT : type.kind());
    return type.precision() == SqlType.NONE
        ? value
        : SqlStdOperatorTable.CAST.createCall(call.getParserPosition(), value, spec(type));
  }

  /** Arithmetic is ours; a negative number is a constant. */
  private @Nullable SqlNode arithmetic(SqlCall call) {
    Function function =
        switch (call.getOperator().getName()) {
          case "+" -> Function.PLUS;
          case "-" -> Function.MINUS;
          case "*" -> Function.TIMES;
          case "/" -> Function.DIVIDE;
          case "%" -> Function.MODULO;
          case "^", "POWER" -> Function.POWER;
          case "||" -> Function.CONCAT_OPERATOR;
          case "AT TIME ZONE" -> Function.AT_TIME_ZONE;
          default -> null;
        };
    if (function == null || call.operandCount() == 0 || call.getOperator() instanceof SqlFunction) {
      return null;
    }
    if (call.operandCount() == 1) {
      if (call.operand(0) instanceof SqlNumericLiteral number && function == Function.MINUS) {
        String digits = number.toValue();
        return digits != null && !digits.startsWith("-")
            ? literal("-" + digits, call.getParserPosition())
            : null;
      }
      return function == Function.PLUS
          ? rewrite(call.operand(0), this)
          : Operators.call(
              Function.NEGATE, call.getParserPosition(), rewritten(call.getOperandList()));
    }
    List<SqlNode> operands = rewritten(call.getOperandList());
    return function == Function.AT_TIME_ZONE
        ? Routines.AT_TIME_ZONE.createCall(call.getParserPosition(), operands)
        : Operators.call(function, call.getParserPosition(), operands);
  }

  private List<SqlNode> rewritten(List<SqlNode> nodes) {
    List<SqlNode> all = new ArrayList<>();
    nodes.forEach(node -> all.add(rewrite(node, this)));
    return all;
  }

  /** Numbers with an exponent are exact too. */
  private static SqlNode literal(String number, SqlParserPos at) {
    BigDecimal value = new BigDecimal(number);
    return SqlLiteral.createExactNumeric(value.toPlainString(), at);
  }

  @Override
  public SqlNode visit(SqlLiteral literal) {
    return literal.getTypeName() == SqlTypeName.DOUBLE && literal.toValue() != null
        ? literal(literal.toValue(), literal.getParserPosition())
        : literal;
  }

  /** {@code = ANY(array)}; with a subquery it is one. */
  private static void refuseArrays(SqlCall call) {
    boolean ofValues =
        call.operand(1) instanceof SqlNodeList list
            ? list.size() == 1 && !list.get(0).isA(SqlKind.QUERY)
            : !call.operand(1).isA(SqlKind.QUERY);
    if (ofValues) {
      throw new SqlError(
              SqlState.FEATURE_NOT_SUPPORTED, "ANY and ALL of an array are not supported")
          .hint("Use IN with a list of values or parameters.");
    }
  }

  private static SqlFunction function(String name, SqlParserPos position) {
    return new SqlUnresolvedFunction(
        new SqlIdentifier(name, position),
        null,
        null,
        null,
        null,
        SqlFunctionCategory.USER_DEFINED_FUNCTION);
  }

  private static void rewriteSelect(SqlCall call) {
    DistinctOn.rewrite(call);
    if (call instanceof SqlSelect select) {
      SeriesCalls.intoFrom(select);
    }
  }

  /**
   * The table of a series.
   *
   * @param names of the table and of its columns; none: it is called as its function
   */
  private SqlNode series(SqlCall table, List<SqlNode> names) {
    SqlCall call = table.operand(0);
    SqlParserPos at = call.getParserPosition();
    List<SqlNode> called =
        names.isEmpty() ? List.of(new SqlIdentifier(SeriesFunction.NAME, at)) : names;
    return SeriesCalls.table(at, rewritten(call.getOperandList()), called);
  }

  /** One that does not stand in {@code FROM}, nor in a select list, from where it was moved. */
  private void refuseSeries(SqlCall call) {
    if (SeriesCalls.is(call)) {
      throw SeriesCalls.refused("set-returning functions are not allowed here")
          .at(Math.max(1, Parser.position(text, call.getParserPosition())));
    }
  }

  /** An alias is no expression, whatever its word. */
  private SqlNode aliased(SqlCall call) {
    if (SeriesCalls.isTable(call.operand(0))) {
      return series(call.operand(0), call.getOperandList().subList(1, call.operandCount()));
    }
    List<SqlNode> operands = new ArrayList<>(call.getOperandList());
    operands.set(0, rewrite(operands.get(0), this));
    if (operands.size() == 2
        && operands.get(0).getKind() == SqlKind.VALUES
        && ((SqlCall) operands.get(0)).operand(0) instanceof SqlCall row
        && row.getKind() == SqlKind.ROW) {
      for (int i = 1; i <= row.operandCount(); i++) {
        operands.add(new SqlIdentifier("column" + i, call.getParserPosition()));
      }
    }
    return call.getOperator().createCall(call.getParserPosition(), operands);
  }

  private SqlNode extract(SqlCall call) {
    String field = call.operand(0).toString().toLowerCase(Locale.ROOT);
    SqlNode source = call.operand(1);
    List<SqlNode> operands = new ArrayList<>();
    operands.add(SqlLiteral.createCharString(field, call.getParserPosition()));
    operands.add(rewrite(source, this));
    return Routines.EXTRACT_FIELD.createCall(call.getParserPosition(), operands);
  }

  /** A type as a tree. */
  public static SqlDataTypeSpec spec(SqlType type) {
    return SqlTypeUtil.convertTypeToSpec(CalciteTypes.of(type, true));
  }
}
