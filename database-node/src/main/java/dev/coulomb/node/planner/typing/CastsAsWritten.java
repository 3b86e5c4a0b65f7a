package dev.coulomb.node.planner.typing;

import dev.coulomb.node.sql.Listening;
import dev.coulomb.node.types.SqlType;
import java.math.BigDecimal;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Builds row expressions, and makes another literal of a cast literal only where no rule of ours
 * could decide differently from Calcite, which truncates where PostgreSQL rounds, and reads texts
 * its own way. Casts whose result is written differently are {@link LastingCast}s, and truth values
 * that are ordered against a constant are said without an order.
 */
public final class CastsAsWritten extends RexBuilder {
  public CastsAsWritten() {
    super(CalciteTypes.FACTORY);
  }

  // Every expression is made here, so here a cancel is heard.

  @Override
  public RexNode makeCall(
      SqlParserPos position, RelDataType type, SqlOperator operator, List<RexNode> operands) {
    Listening.check();
    RexNode truth = ordered(position, operator, operands);
    return truth != null ? truth : super.makeCall(position, type, operator, operands);
  }

  @Override
  public RexNode makeCall(
      SqlParserPos position, SqlOperator operator, List<? extends RexNode> operands) {
    Listening.check();
    RexNode truth = ordered(position, operator, operands);
    return truth != null ? truth : super.makeCall(position, operator, operands);
  }

  /**
   * A truth value that is ordered against true or false, said without an order; null: it is
   * something else. Calcite would make one search of two such comparisons, and takes an unknown
   * operand of a search for false where an unknown search is false: {@code NULL BETWEEN false AND
   * true} would hold.
   */
  private @Nullable RexNode ordered(
      SqlParserPos position, SqlOperator operator, List<? extends RexNode> operands) {
    if (!SqlKind.ORDER_COMPARISON.contains(operator.getKind())) {
      return null;
    }
    RexNode left = operands.get(0);
    RexNode right = operands.get(1);
    if (left.isAlwaysTrue() || left.isAlwaysFalse()) {
      return ordered(position, operator.getKind().reverse(), right, left);
    }
    return ordered(position, operator.getKind(), left, right);
  }

  private @Nullable RexNode ordered(
      SqlParserPos position, SqlKind comparison, RexNode value, RexNode bound) {
    if (!isTruth(value) || !(bound.isAlwaysTrue() || bound.isAlwaysFalse())) {
      return null;
    }
    boolean upper = bound.isAlwaysTrue();
    return switch (comparison) {
      case GREATER_THAN -> upper ? never(position, value) : is(position, value);
      case GREATER_THAN_OR_EQUAL -> upper ? is(position, value) : always(position, value);
      case LESS_THAN -> upper ? not(position, value) : never(position, value);
      case LESS_THAN_OR_EQUAL -> upper ? always(position, value) : not(position, value);
      default -> null;
    };
  }

  /** The value, as a call: those who make a comparison count on one. */
  private RexNode is(SqlParserPos position, RexNode value) {
    return makeCall(position, SqlStdOperatorTable.EQUALS, List.of(value, makeLiteral(true)));
  }

  private RexNode not(SqlParserPos position, RexNode value) {
    return makeCall(position, SqlStdOperatorTable.NOT, List.of(value));
  }

  /** True of every value but null. */
  private RexNode always(SqlParserPos position, RexNode value) {
    RexNode known = makeCall(position, SqlStdOperatorTable.IS_NOT_NULL, List.of(value));
    return !value.getType().isNullable()
        ? known
        : makeCall(position, SqlStdOperatorTable.OR, List.of(known, unknown()));
  }

  /** False of every value but null. */
  private RexNode never(SqlParserPos position, RexNode value) {
    RexNode open = makeCall(position, SqlStdOperatorTable.IS_NULL, List.of(value));
    return !value.getType().isNullable()
        ? open
        : makeCall(position, SqlStdOperatorTable.AND, List.of(open, unknown()));
  }

  private RexNode unknown() {
    return makeNullLiteral(CalciteTypes.of(SqlType.BOOLEAN, true));
  }

  @Override
  protected RexLiteral makeLiteral(
      @Nullable Comparable value, RelDataType type, SqlTypeName typeName) {
    Listening.check();
    return super.makeLiteral(value, type, typeName);
  }

  @Override
  public RexInputRef makeInputRef(RelDataType type, int column) {
    Listening.check();
    return super.makeInputRef(type, column);
  }

  @Override
  public RexNode makeCast(
      SqlParserPos position,
      RelDataType type,
      RexNode operand,
      boolean matchNullability,
      boolean safe,
      RexLiteral format) {
    return operand instanceof RexLiteral literal && !keepsItsValue(literal, type)
        ? makeAbstractCast(position, type, operand, safe, format)
        : super.makeCast(position, type, operand, matchNullability, safe, format);
  }

  @Override
  public RexNode makeAbstractCast(
      SqlParserPos position, RelDataType type, RexNode operand, boolean safe) {
    return lasts(type, operand, safe)
        ? makeCall(position, type, new LastingCast(type), List.of(operand))
        : super.makeAbstractCast(position, type, operand, safe);
  }

  @Override
  public RexNode makeAbstractCast(
      SqlParserPos position, RelDataType type, RexNode operand, boolean safe, RexLiteral format) {
    return format.isNull() && lasts(type, operand, safe)
        ? makeAbstractCast(position, type, operand, safe)
        : super.makeAbstractCast(position, type, operand, safe, format);
  }

  private static boolean lasts(RelDataType type, RexNode operand, boolean safe) {
    return !safe
        && (!(operand instanceof RexLiteral) || isTruth(operand))
        && LastingCast.isNeeded(operand.getType(), type);
  }

  private static boolean isTruth(RexNode node) {
    return node.getType().getSqlTypeName() == SqlTypeName.BOOLEAN;
  }

  private static boolean keepsItsValue(RexLiteral literal, RelDataType type) {
    if (literal.isNull()) {
      return true;
    }
    SqlTypeName from = literal.getType().getSqlTypeName();
    SqlTypeName to = type.getSqlTypeName();
    if (SqlTypeName.EXACT_TYPES.contains(from) && SqlTypeName.EXACT_TYPES.contains(to)) {
      BigDecimal value = literal.getValueAs(BigDecimal.class);
      return value != null
          && value.scale() <= Math.max(0, type.getScale())
          && !CalciteTypes.of(type).equals(SqlType.NUMERIC);
    }
    if (SqlTypeName.EXACT_TYPES.contains(from)) {
      return SqlTypeName.APPROX_TYPES.contains(to);
    }
    return from == to
        || (SqlTypeName.CHAR_TYPES.contains(from) && SqlTypeName.CHAR_TYPES.contains(to));
  }
}
