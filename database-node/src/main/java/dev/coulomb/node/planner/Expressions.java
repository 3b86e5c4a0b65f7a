package dev.coulomb.node.planner;

import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Function;
import dev.coulomb.node.planner.typing.CalciteTypes;
import dev.coulomb.node.planner.typing.LastingCast;
import dev.coulomb.node.planner.typing.Operators;
import dev.coulomb.node.sql.Listening;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import dev.coulomb.node.types.TypeKind;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlLikeOperator;
import org.apache.calcite.sql.fun.SqlPosixRegexOperator;
import org.apache.calcite.sql.fun.SqlTrimFunction;
import org.apache.calcite.util.Sarg;
import org.jspecify.annotations.Nullable;

/** Calcite's row expressions as ours, over an input of known types. Confined to one planning. */
public final class Expressions {
  private final RexBuilder rex;
  private final Routines routines;
  private final List<SqlType> parameters;
  private final List<SqlType> input;
  private final java.util.function.Function<RexFieldAccess, Expression> outside;

  /** Over rows that see nothing outside. */
  public Expressions(
      RexBuilder rex, Routines routines, List<SqlType> parameters, List<SqlType> input) {
    this(
        rex,
        routines,
        parameters,
        input,
        access -> {
          throw unsupported("this expression is not supported", access);
        });
  }

  /**
   * @param outside columns of rows outside
   */
  Expressions(
      RexBuilder rex,
      Routines routines,
      List<SqlType> parameters,
      List<SqlType> input,
      java.util.function.Function<RexFieldAccess, Expression> outside) {
    this.outside = outside;
    this.rex = rex;
    this.routines = routines;
    this.parameters = parameters;
    this.input = input;
  }

  public List<Expression> all(List<RexNode> nodes) {
    List<Expression> expressions = new ArrayList<>();
    nodes.forEach(node -> expressions.add(of(node)));
    return expressions;
  }

  public Expression of(RexNode node) {
    Listening.check();
    return switch (node) {
      case RexInputRef column ->
          new Expression.Column(column.getIndex(), input.get(column.getIndex()));
      case RexLiteral literal -> Literals.of(literal);
      case RexDynamicParam parameter ->
          new Expression.Parameter(parameter.getIndex(), parameters.get(parameter.getIndex()));
      case RexFieldAccess access -> outside.apply(access);
      case RexOver over -> throw unsupported("window functions are not supported", over);
      case RexCall call -> call(call);
      default -> throw unsupported("this expression is not supported", node);
    };
  }

  private Expression call(RexCall call) {
    Function own = Routines.meaning(call.getOperator());
    if (own != null) {
      return ownCall(own, call);
    }
    TypeKind constant = Operators.constantKind(call.getOperator());
    if (constant != null) {
      return Constants.read(of(call.getOperands().get(0)), SqlType.of(constant));
    }
    if (call.getOperator() instanceof LastingCast) {
      return cast(call);
    }
    if (routines.isSystem(call.getOperator())) {
      return new Expression.SystemCall(
          Routines.systemName(call.getOperator()), all(call.getOperands()), type(call));
    }
    return switch (call.getKind()) {
      case AND -> function(Function.AND, call);
      case OR -> options(call);
      case NOT -> function(Function.NOT, call);
      case EQUALS -> function(Function.EQUAL, call);
      case NOT_EQUALS -> function(Function.NOT_EQUAL, call);
      case LESS_THAN -> function(Function.LESS, call);
      case LESS_THAN_OR_EQUAL -> function(Function.LESS_OR_EQUAL, call);
      case GREATER_THAN -> function(Function.GREATER, call);
      case GREATER_THAN_OR_EQUAL -> function(Function.GREATER_OR_EQUAL, call);
      case IS_DISTINCT_FROM -> function(Function.DISTINCT_FROM, call);
      case IS_NOT_DISTINCT_FROM -> function(Function.NOT_DISTINCT_FROM, call);
      case IS_NULL -> function(Function.IS_NULL, call);
      case IS_NOT_NULL -> function(Function.IS_NOT_NULL, call);
      case IS_TRUE -> function(Function.IS_TRUE, call);
      case IS_NOT_TRUE -> function(Function.IS_NOT_TRUE, call);
      case IS_FALSE -> function(Function.IS_FALSE, call);
      case IS_NOT_FALSE -> function(Function.IS_NOT_FALSE, call);
      case PLUS, CHECKED_PLUS -> function(Function.PLUS, call);
      case MINUS, CHECKED_MINUS -> function(Function.MINUS, call);
      case TIMES, CHECKED_TIMES -> function(Function.TIMES, call);
      case DIVIDE, CHECKED_DIVIDE -> function(Function.DIVIDE, call);
      case MOD -> function(Function.MODULO, call);
      case MINUS_PREFIX, CHECKED_MINUS_PREFIX -> function(Function.NEGATE, call);
      case PLUS_PREFIX -> of(call.getOperands().get(0));
      case COALESCE -> function(Function.COALESCE, call);
      case NULLIF -> function(Function.NULLIF, call);
      case POSITION -> function(Function.POSITION, call);
      case CASE -> caseOf(call);
      case CAST, SAFE_CAST -> cast(call);
      case REINTERPRET -> of(call.getOperands().get(0));
      case LIKE -> like(call);
      case POSIX_REGEX_CASE_SENSITIVE, POSIX_REGEX_CASE_INSENSITIVE -> regex(call);
      case TRIM -> trim(call);
      case SEARCH -> search(call);
      default -> call.getOperator().getName().equals("OVERLAY") ? overlay(call) : named(call);
    };
  }

  /** What is before the place, the new part, and what is behind as much as that is long. */
  private Expression overlay(RexCall call) {
    List<Expression> operands = all(call.getOperands());
    Expression text = operands.get(0);
    Expression part = operands.get(1);
    Expression from = operands.get(2);
    Expression one = new Expression.Literal(1L, SqlType.INTEGER);
    Expression length =
        operands.size() > 3 ? operands.get(3) : integer(Function.LENGTH, List.of(part));
    Expression before =
        text(Function.SUBSTRING, List.of(text, one, integer(Function.MINUS, List.of(from, one))));
    Expression behind =
        text(Function.SUBSTRING, List.of(text, integer(Function.PLUS, List.of(from, length))));
    return text(
        Function.CONCAT_OPERATOR,
        List.of(text(Function.CONCAT_OPERATOR, List.of(before, part)), behind));
  }

  private static Expression integer(Function function, List<Expression> arguments) {
    return new Expression.Call(function, arguments, SqlType.INTEGER);
  }

  private static Expression text(Function function, List<Expression> arguments) {
    return new Expression.Call(function, arguments, SqlType.TEXT);
  }

  private Expression ownCall(Function own, RexCall call) {
    List<Expression> arguments = all(call.getOperands());
    if (own == Function.CONCAT || own == Function.CONCAT_WS || own == Function.OCTET_LENGTH) {
      arguments.replaceAll(Expressions::withBlanks);
    }
    if (own == Function.NEXTVAL || own == Function.CURRVAL || own == Function.SETVAL) {
      arguments.set(0, routines.sequence(arguments.getFirst()));
    }
    if (own == Function.POSITION) {
      arguments = List.of(arguments.get(1), arguments.get(0));
    }
    return new Expression.Call(own, arguments, type(call));
  }

  /** Functions that Calcite tells apart by name only. */
  private Expression named(RexCall call) {
    Function function =
        switch (call.getOperator().getName().toUpperCase(java.util.Locale.ROOT)) {
          case "||" -> Function.CONCAT_OPERATOR;
          case "LOWER" -> Function.LOWER;
          case "UPPER" -> Function.UPPER;
          case "INITCAP" -> Function.INITCAP;
          case "CHAR_LENGTH", "CHARACTER_LENGTH" -> Function.LENGTH;
          case "OCTET_LENGTH" -> Function.OCTET_LENGTH;
          case "SUBSTRING" -> Function.SUBSTRING;
          case "REPLACE" -> Function.REPLACE;
          case "TRANSLATE3" -> Function.TRANSLATE;
          case "ABS" -> Function.ABS;
          case "SIGN" -> Function.SIGN;
          case "SQRT" -> Function.SQRT;
          case "EXP" -> Function.EXP;
          case "LN" -> Function.LN;
          case "LOG10" -> Function.LOG10;
          case "POWER" -> Function.POWER;
          case "SIN" -> Function.SIN;
          case "COS" -> Function.COS;
          case "TAN" -> Function.TAN;
          case "ASIN" -> Function.ASIN;
          case "ACOS" -> Function.ACOS;
          case "ATAN" -> Function.ATAN;
          case "ATAN2" -> Function.ATAN2;
          case "RADIANS" -> Function.RADIANS;
          case "DEGREES" -> Function.DEGREES;
          case "PI" -> Function.PI;
          case "CURRENT_DATE" -> Function.CURRENT_DATE;
          case "CURRENT_TIME", "LOCALTIME" -> Function.CURRENT_TIME;
          case "CURRENT_TIMESTAMP" -> Function.NOW;
          case "LOCALTIMESTAMP" -> Function.LOCALTIMESTAMP;
          case "DATETIME_PLUS" -> Function.PLUS;
          default ->
              throw new SqlError(SqlState.FEATURE_NOT_SUPPORTED, "this function is not supported")
                  .with("function", call.getOperator().getName());
        };
    return function(function, call);
  }

  private Expression function(Function function, RexCall call) {
    List<Expression> arguments = all(call.getOperands());
    if (call.isA(SqlKind.COMPARISON)) {
      Admission.checkComparable(function, arguments);
    }
    return new Expression.Call(
        function,
        call.getOperands().size() == 2 && call.isA(SqlKind.COMPARISON)
            ? List.of(
                beside(arguments.get(0), arguments.get(1)),
                beside(arguments.get(1), arguments.get(0)))
            : arguments,
        type(call));
  }

  /** One side of a comparison, as what it is beside the other one. */
  private static Expression beside(Expression one, Expression other) {
    boolean open = one instanceof Expression.Literal || one instanceof Expression.Parameter;
    boolean blanks = other.type().kind() == TypeKind.CHAR && one.type().kind() != TypeKind.CHAR;
    return open && blanks && !isUuidAsText(other)
        ? new Expression.Cast(one, SqlType.of(TypeKind.CHAR), false)
        : asUuid(one, other);
  }

  /** Calcite compares a UUID with a literal as texts; PostgreSQL makes a UUID of the literal. */
  private static Expression asUuid(Expression one, Expression other) {
    if (isUuidAsText(one) && one instanceof Expression.Cast cast) {
      return cast.operand();
    }
    return isUuidAsText(other) && one instanceof Expression.Literal
        ? new Expression.Cast(one, SqlType.UUID, false)
        : one;
  }

  private static boolean isUuidAsText(Expression expression) {
    return expression instanceof Expression.Cast cast
        && cast.operand().type().kind() == TypeKind.UUID
        && cast.type().kind() == TypeKind.CHAR;
  }

  private static SqlType type(RexNode node) {
    return CalciteTypes.computed(node.getType());
  }

  private Expression caseOf(RexCall call) {
    List<Expression> operands = all(call.getOperands());
    List<Expression.When> whens = new ArrayList<>();
    for (int i = 0; i + 1 < operands.size(); i += 2) {
      whens.add(new Expression.When(operands.get(i), operands.get(i + 1)));
    }
    return new Expression.Case(whens, operands.getLast(), type(call));
  }

  private Expression cast(RexCall call) {
    Expression operand = of(call.getOperands().get(0));
    RelDataType target = call.getType();
    SqlType type = CalciteTypes.of(target);
    boolean blanks = operand.type().kind() == TypeKind.CHAR;
    boolean sameTexts = operand.type().kind().isCharacter() && !blanks && type.equals(SqlType.TEXT);
    if (operand.type().equals(type) || sameTexts) {
      return operand;
    }
    if (operand instanceof Expression.Parameter parameter
        && parameter.index() < Expression.FIRST_SLOT
        && parameter.type().kind() == type.kind()) {
      return operand;
    }
    return new Expression.Cast(operand, type, false);
  }

  private Expression like(RexCall call) {
    SqlLikeOperator operator = (SqlLikeOperator) call.getOperator();
    if (call.getOperator().getName().contains("SIMILAR")) {
      throw unsupported("SIMILAR TO is not supported; use LIKE or ~", call);
    }
    Function function = operator.isCaseSensitive() ? Function.LIKE : Function.ILIKE;
    return negatedIf(operator.isNegated(), pattern(function, all(call.getOperands())));
  }

  private Expression regex(RexCall call) {
    SqlPosixRegexOperator operator = (SqlPosixRegexOperator) call.getOperator();
    boolean sensitive = call.getKind() == SqlKind.POSIX_REGEX_CASE_SENSITIVE;
    List<Expression> operands = all(call.getOperands()).subList(0, 2);
    Function function = sensitive ? Function.REGEX_MATCH : Function.REGEX_MATCH_INSENSITIVE;
    return negatedIf(operator.isNegated(), pattern(function, operands));
  }

  private static Expression pattern(Function function, List<Expression> operands) {
    List<Expression> arguments = new ArrayList<>(operands);
    arguments.set(0, withBlanks(operands.getFirst()));
    return new Expression.Call(function, arguments, SqlType.BOOLEAN);
  }

  /** To patterns, and where it is written out, the blanks at the end of a char(n) count. */
  private static Expression withBlanks(Expression text) {
    if (text.type().kind() != TypeKind.CHAR || text.type().precision() == SqlType.NONE) {
      return text;
    }
    Expression length = new Expression.Literal((long) text.type().precision(), SqlType.INTEGER);
    return new Expression.Call(Function.RPAD, List.of(text, length), SqlType.TEXT);
  }

  private static Expression negatedIf(boolean negated, Expression condition) {
    return negated
        ? new Expression.Call(Function.NOT, List.of(condition), SqlType.BOOLEAN)
        : condition;
  }

  private Expression trim(RexCall call) {
    RexLiteral flag = (RexLiteral) call.getOperands().get(0);
    SqlTrimFunction.Flag side = flag.getValueAs(SqlTrimFunction.Flag.class);
    Function function =
        side == SqlTrimFunction.Flag.LEADING
            ? Function.LTRIM
            : side == SqlTrimFunction.Flag.TRAILING ? Function.RTRIM : Function.BTRIM;
    Expression characters = of(call.getOperands().get(1));
    return new Expression.Call(
        function, List.of(of(call.getOperands().get(2)), characters), SqlType.TEXT);
  }

  /** A set of points is hashed; ranges become comparisons again. */
  private Expression search(RexCall call) {
    RexLiteral literal = (RexLiteral) call.getOperands().get(1);
    Sarg<?> sarg = literal.getValueAs(Sarg.class);
    if (sarg != null
        && sarg.isPoints()
        && sarg.pointCount > 2
        && sarg.nullAs == org.apache.calcite.rex.RexUnknownAs.UNKNOWN) {
      return pointList(call, sarg, literal.getType());
    }
    return of(RexUtil.expandSearch(rex, null, call));
  }

  /** Many constants that one expression may equal are hashed. */
  private Expression options(RexCall call) {
    List<Expression> branches = all(call.getOperands());
    List<Expression> options = new ArrayList<>();
    Expression operand = null;
    for (Expression branch : branches) {
      if (!(branch instanceof Expression.Call equal)
          || equal.function() != Function.EQUAL
          || !(equal.arguments().get(1) instanceof Expression.Literal option)
          || (operand != null && !operand.equals(equal.arguments().get(0)))
          || option.type().kind() != equal.arguments().get(0).type().kind()) {
        return new Expression.Call(Function.OR, branches, SqlType.BOOLEAN);
      }
      operand = equal.arguments().get(0);
      options.add(option);
    }
    return operand == null || options.size() < 3
        ? new Expression.Call(Function.OR, branches, SqlType.BOOLEAN)
        : new Expression.InList(operand, options, SqlType.BOOLEAN);
  }

  private Expression pointList(RexCall call, Sarg<?> sarg, RelDataType type) {
    List<Expression> options = new ArrayList<>();
    for (com.google.common.collect.Range<?> range : sarg.rangeSet.asRanges()) {
      options.add(of(rex.makeLiteral(range.lowerEndpoint(), type, true)));
    }
    return new Expression.InList(of(call.getOperands().get(0)), options, SqlType.BOOLEAN);
  }

  /** A value as it is put into a column: cast by the rules of assignment. */
  public static Expression assigned(Expression value, SqlType column) {
    if (value.type().equals(column) && !isBounded(column)) {
      return value;
    }
    if (value instanceof Expression.Literal literal && literal.value() == null) {
      return new Expression.Literal(null, column);
    }
    Admission.checkAssignable(value, column);
    return new Expression.Cast(value, column, true);
  }

  private static boolean isBounded(SqlType type) {
    return type.precision() != SqlType.NONE || type.kind() == TypeKind.JSONB;
  }

  private static SqlError unsupported(String sentence, @Nullable Object what) {
    return new SqlError(SqlState.FEATURE_NOT_SUPPORTED, sentence).with("expression", what + "");
  }
}
