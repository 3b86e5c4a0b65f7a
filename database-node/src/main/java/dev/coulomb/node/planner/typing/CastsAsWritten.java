package dev.coulomb.node.planner.typing;

import dev.coulomb.node.types.SqlType;
import java.math.BigDecimal;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Builds row expressions, and makes another literal of a cast literal only where no rule of ours
 * could decide differently from Calcite, which truncates where PostgreSQL rounds, and reads texts
 * its own way.
 */
public final class CastsAsWritten extends RexBuilder {
  public CastsAsWritten() {
    super(CalciteTypes.FACTORY);
  }

  /** A planner that computes no constants: that is for those who run the plan, by our rules. */
  public static RelOptPlanner kept(HepProgram program) {
    RelOptPlanner planner = new HepPlanner(program);
    planner.setExecutor((rex, constants, reduced) -> reduced.addAll(constants));
    return planner;
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
