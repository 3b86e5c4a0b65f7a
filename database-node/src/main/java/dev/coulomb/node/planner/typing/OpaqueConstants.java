package dev.coulomb.node.planner.typing;

import dev.coulomb.node.types.TypeKind;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Constants that Calcite must not see as such. Stateless.
 *
 * <ul>
 *   <li>A {@code CASE} of nothing but quoted constants is text to PostgreSQL and {@code CHAR(n)} to
 *       Calcite, whose blanks at the end are lost when it becomes text.
 *   <li>A constant that is selected below {@code IN} is taken out of the grouping when the subquery
 *       is decorrelated, and put back in the wrong place.
 * </ul>
 */
final class OpaqueConstants {
  private OpaqueConstants() {}

  /** The tree with such constants read by operators of ours. */
  static void hide(SqlNode node) {
    switch (node) {
      case SqlCase choice -> hideIn(choice);
      case SqlCall call when isIn(call) && call.operand(1) instanceof SqlSelect select -> {
        SqlNodeList items = select.getSelectList();
        items.replaceAll(OpaqueConstants::hidden);
      }
      default -> {}
    }
  }

  private static boolean isIn(SqlCall call) {
    return switch (call.getKind()) {
      case IN, NOT_IN, SOME, ALL -> call.operandCount() == 2;
      default -> false;
    };
  }

  private static void hideIn(SqlCase choice) {
    SqlNodeList results = choice.getThenOperands();
    List<SqlNode> all = new ArrayList<>(results.getList());
    SqlNode otherwise = choice.getElseOperand();
    if (otherwise != null) {
      all.add(otherwise);
    }
    boolean quoted = all.stream().anyMatch(SqlCharStringLiteral.class::isInstance);
    if (!quoted || !all.stream().allMatch(OpaqueConstants::isQuotedOrNull)) {
      return;
    }
    results.replaceAll(OpaqueConstants::hidden);
    if (otherwise != null) {
      choice.setOperand(3, hidden(otherwise));
    }
  }

  private static boolean isQuotedOrNull(SqlNode node) {
    return node instanceof SqlCharStringLiteral || SqlUtil.isNullLiteral(node, false);
  }

  private static SqlNode hidden(SqlNode node) {
    if (node.getKind() == SqlKind.AS) {
      ((SqlCall) node).setOperand(0, hidden(((SqlCall) node).operand(0)));
      return node;
    }
    TypeKind kind = kind(node);
    if (kind == null) {
      return node;
    }
    SqlNode text =
        node instanceof SqlCharStringLiteral
            ? node
            : SqlLiteral.createCharString(
                String.valueOf(((SqlLiteral) node).toValue()), node.getParserPosition());
    return Operators.constant(text, kind);
  }

  private static @Nullable TypeKind kind(SqlNode node) {
    return switch (node) {
      case SqlCharStringLiteral text -> TypeKind.TEXT;
      case SqlNumericLiteral number -> numeric(number);
      case SqlLiteral truth
          when truth.getTypeName() == SqlTypeName.BOOLEAN && truth.getValue() != null ->
          TypeKind.BOOLEAN;
      default -> null;
    };
  }

  private static TypeKind numeric(SqlNumericLiteral number) {
    SqlTypeName type = number.createSqlType(CalciteTypes.FACTORY).getSqlTypeName();
    return switch (type) {
      case INTEGER -> TypeKind.INTEGER;
      case BIGINT -> TypeKind.BIGINT;
      default -> TypeKind.NUMERIC;
    };
  }
}
