package dev.coulomb.node.planner.typing;

import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlType;
import dev.coulomb.node.types.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.jspecify.annotations.Nullable;

/** The kinds of operands while a call is validated, and casts put around them. */
final class OperandKinds {
  private OperandKinds() {}

  static List<@Nullable TypeKind> of(SqlCallBinding binding) {
    List<@Nullable TypeKind> kinds = new ArrayList<>();
    for (SqlNode operand : binding.operands()) {
      kinds.add(of(binding.getValidator(), binding.getScope(), operand));
    }
    return kinds;
  }

  /** The kind of an expression; null where it is open: a quoted constant, null, a parameter. */
  static @Nullable TypeKind of(
      SqlValidator validator, @Nullable SqlValidatorScope scope, SqlNode node) {
    if (node instanceof SqlCharStringLiteral) {
      return null;
    }
    RelDataType type =
        scope == null ? validator.getValidatedNodeType(node) : validator.deriveType(scope, node);
    return of(type);
  }

  static @Nullable TypeKind of(RelDataType type) {
    SqlTypeName name = type.getSqlTypeName();
    return name == SqlTypeName.NULL || name == SqlTypeName.UNKNOWN || name == SqlTypeName.ANY
        ? null
        : CalciteTypes.of(type).kind();
  }

  /** Runs what may refuse an expression, and says where it is. */
  static <T> T at(SqlCallBinding binding, Supplier<T> resolution) {
    try {
      return resolution.get();
    } catch (SqlError error) {
      throw at(binding.getCall().getParserPosition(), error);
    }
  }

  static CalciteContextException at(SqlParserPos at, SqlError error) {
    return new CalciteContextException(
        error.getMessage(),
        error,
        at.getLineNum(),
        at.getColumnNum(),
        at.getEndLineNum(),
        at.getEndColumnNum());
  }

  /** Makes an operand the kind it is needed in. */
  static void cast(SqlCallBinding binding, int index, @Nullable TypeKind from, TypeKind to) {
    cast(binding, index, from, CalciteTypes.of(SqlType.of(to), true));
  }

  static void cast(SqlCallBinding binding, int index, @Nullable TypeKind from, RelDataType type) {
    SqlNode operand = binding.operand(index);
    SqlNode cast = cast(binding.getValidator(), operand, from, type);
    if (!cast.equals(operand)) {
      binding.getCall().setOperand(index, cast);
    }
  }

  /** The expression as the kind it is needed in: a constant is read as it, a parameter is of it. */
  static SqlNode cast(SqlValidator validator, SqlNode node, @Nullable TypeKind from, TypeKind to) {
    return cast(validator, node, from, CalciteTypes.of(SqlType.of(to), true));
  }

  /** As above; the type may have a length, which says nothing of a constant or a parameter. */
  static SqlNode cast(
      SqlValidator validator, SqlNode node, @Nullable TypeKind from, RelDataType type) {
    TypeKind to = CalciteTypes.of(type).kind();
    if (node instanceof SqlDynamicParam && from == null) {
      validator.setValidatedNodeType(node, type);
      return node;
    }
    boolean openInterval = to == TypeKind.INTERVAL && SqlUtil.isNullLiteral(node, false);
    if (node instanceof SqlCharStringLiteral || openInterval) {
      SqlCall constant = Operators.constant(node, to);
      validator.setValidatedNodeType(constant, type);
      return constant;
    }
    boolean alike =
        from == null
            || from == to
            || (from.isNumeric() && to.isNumeric())
            || (from.isCharacter() && to.isCharacter());
    if (alike && from != null) {
      return node;
    }
    return explicit(validator, node, to);
  }

  /** A cast that is carried out, between numbers too. */
  static SqlNode explicit(SqlValidator validator, SqlNode node, TypeKind to) {
    RelDataType type = CalciteTypes.of(SqlType.of(to), true);
    SqlCall cast =
        SqlStdOperatorTable.CAST.createCall(
            node.getParserPosition(), node, SqlTypeUtil.convertTypeToSpec(type));
    validator.setValidatedNodeType(cast, type);
    return cast;
  }
}
