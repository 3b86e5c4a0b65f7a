package dev.coulomb.node.planner.typing;

import dev.coulomb.node.types.SqlType;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * A cast that keeps the number but not how it is written: {@code 1004} becomes {@code 1004.0} as
 * numeric(12,1), and a real has more digits as double precision. To Calcite such a cast loses
 * nothing, and it leaves it out where another cast follows, which would bring the old way of
 * writing back; so it is told of a function. It is too where a truth value becomes something else:
 * Calcite takes {@code true::integer} for a condition that always holds.
 */
public final class LastingCast extends SqlFunction {

  /** The name tells targets apart: in digests the type of a function is not seen. */
  LastingCast(RelDataType target) {
    super(
        "cast to " + target.getFullTypeString(),
        SqlKind.OTHER_FUNCTION,
        ReturnTypes.explicit(target),
        null,
        OperandTypes.VARIADIC,
        SqlFunctionCategory.SYSTEM);
  }

  /** Whether a cast from one type to another is such a one. */
  static boolean isNeeded(RelDataType from, RelDataType to) {
    if (from.getSqlTypeName() == SqlTypeName.BOOLEAN) {
      return to.getSqlTypeName() != SqlTypeName.BOOLEAN;
    }
    return switch (to.getSqlTypeName()) {
      case DOUBLE, FLOAT -> from.getSqlTypeName() == SqlTypeName.REAL;
      case DECIMAL ->
          isScaled(to)
              && (SqlTypeUtil.isIntType(from) || isScaled(from))
              && scale(to) > scale(from);
      default -> false;
    };
  }

  private static boolean isScaled(RelDataType type) {
    return type.getSqlTypeName() == SqlTypeName.DECIMAL
        && CalciteTypes.of(type).precision() != SqlType.NONE;
  }

  private static int scale(RelDataType type) {
    return type.getSqlTypeName() == SqlTypeName.DECIMAL ? type.getScale() : 0;
  }
}
