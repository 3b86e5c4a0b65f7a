package dev.coulomb.node.planner.typing;

import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import dev.coulomb.node.types.TypeKind;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.sql.validate.implicit.TypeCoercionImpl;
import org.jspecify.annotations.Nullable;

/**
 * What is cast without being asked, in the place of Calcite's rules: constants in quotes adapt to
 * what stands beside them, types of one category meet in the wider one, and nothing else.
 */
public final class StrictCoercion extends TypeCoercionImpl {
  private final SqlValidator validator;

  public StrictCoercion(RelDataTypeFactory factory, SqlValidator validator) {
    super(factory, validator);
    this.validator = validator;
  }

  @Override
  public boolean binaryComparisonCoercion(SqlCallBinding binding) {
    if (isOfRows(binding)) {
      return super.binaryComparisonCoercion(binding);
    }
    List<@Nullable TypeKind> kinds = OperandKinds.of(binding);
    TypeKind common = compared(binding.getCall(), kinds);
    RelDataType type = type(common, kinds, binding.operands(), binding.getScope());
    for (int i = 0; i < kinds.size(); i++) {
      OperandKinds.cast(binding, i, kinds.get(i), type);
    }
    return true;
  }

  /** The type of a kind; of a char(n) that of the first one, for Calcite looks at its length. */
  private RelDataType type(
      TypeKind common,
      List<@Nullable TypeKind> kinds,
      List<SqlNode> nodes,
      SqlValidatorScope scope) {
    int first = kinds.indexOf(TypeKind.CHAR);
    return common == TypeKind.CHAR && first >= 0
        ? validator.deriveType(scope, nodes.get(first))
        : CalciteTypes.of(SqlType.of(common), true);
  }

  private static boolean isOfRows(SqlCallBinding binding) {
    return binding.getOperandCount() > 0 && binding.getOperandType(0).isStruct();
  }

  /** The kind in which operands are compared; 42883 where there is none. */
  private static TypeKind compared(SqlCall call, List<@Nullable TypeKind> kinds) {
    TypeKind common = null;
    for (TypeKind kind : kinds) {
      if (kind == null) {
        continue;
      }
      TypeKind next = common == null ? kind : Resolution.common(common, kind);
      if (common != null && next == null) {
        throw OperandKinds.at(
            call.getParserPosition(), undefined(symbol(call.getKind()), common, kind));
      }
      common = next;
    }
    if (common == TypeKind.JSON) {
      throw OperandKinds.at(
          call.getParserPosition(), undefined(symbol(call.getKind()), common, common));
    }
    return common == null ? TypeKind.TEXT : common;
  }

  private static String symbol(SqlKind kind) {
    return kind == SqlKind.IN || kind == SqlKind.NOT_IN || kind == SqlKind.BETWEEN ? "=" : kind.sql;
  }

  private static SqlError undefined(String symbol, TypeKind left, TypeKind right) {
    return new SqlError(SqlState.UNDEFINED_FUNCTION, "the operator does not exist for these types")
        .with("operator", left.sqlName() + " " + symbol + " " + right.sqlName())
        .hint("Cast one of the operands.");
  }

  @Override
  public boolean inOperationCoercion(SqlCallBinding binding) {
    SqlCall call = binding.getCall();
    SqlNode left = call.operand(0);
    if (isOfRows(binding)) {
      return super.inOperationCoercion(binding);
    }
    if (!(call.operand(1) instanceof SqlNodeList list)) {
      return intoQuery(binding, left, call.operand(1));
    }
    SqlValidatorScope scope = binding.getScope();
    List<@Nullable TypeKind> kinds = new ArrayList<>();
    kinds.add(OperandKinds.of(validator, scope, left));
    for (SqlNode option : list) {
      kinds.add(OperandKinds.of(validator, scope, option));
    }
    TypeKind common = compared(call, kinds);
    List<SqlNode> nodes = new ArrayList<>();
    nodes.add(left);
    nodes.addAll(list.getList());
    RelDataType type = type(common, kinds, nodes, scope);
    call.setOperand(0, OperandKinds.cast(validator, left, kinds.getFirst(), type));
    for (int i = 0; i < list.size(); i++) {
      list.set(i, OperandKinds.cast(validator, list.get(i), kinds.get(i + 1), type));
    }
    validator.setValidatedNodeType(list, type);
    return true;
  }

  private boolean intoQuery(SqlCallBinding binding, SqlNode left, SqlNode query) {
    RelDataType row = validator.deriveType(binding.getScope(), query);
    RelDataType column = row.isStruct() ? row.getFieldList().get(0).getType() : row;
    TypeKind right = OperandKinds.of(column);
    TypeKind kind = OperandKinds.of(validator, binding.getScope(), left);
    List<@Nullable TypeKind> kinds = new ArrayList<>();
    kinds.add(kind);
    kinds.add(right);
    TypeKind common = compared(binding.getCall(), kinds);
    OperandKinds.cast(binding, 0, kind, common);
    return kind == null;
  }

  @Override
  public boolean quantifyOperationCoercion(SqlCallBinding binding) {
    return inOperationCoercion(binding);
  }

  @Override
  public boolean caseWhenCoercion(SqlCallBinding binding) {
    SqlCase call = (SqlCase) binding.getCall();
    SqlNodeList results = call.getThenOperands();
    SqlNode otherwise = call.getElseOperand();
    List<SqlNode> nodes = new ArrayList<>(results.getList());
    if (otherwise != null) {
      nodes.add(otherwise);
    }
    TypeKind common = together(nodes, binding.getScope(), call.getParserPosition(), "CASE");
    for (int i = 0; i < results.size(); i++) {
      results.set(i, cast(results.get(i), binding.getScope(), common));
    }
    if (otherwise != null) {
      call.setOperand(3, cast(otherwise, binding.getScope(), common));
    }
    return true;
  }

  @Override
  public boolean caseOrEquivalentCoercion(SqlCallBinding binding) {
    if (binding.getCall() instanceof SqlCase) {
      return caseWhenCoercion(binding);
    }
    String name = binding.getOperator().getName();
    TypeKind common =
        together(
            binding.operands(), binding.getScope(), binding.getCall().getParserPosition(), name);
    for (int i = 0; i < binding.getOperandCount(); i++) {
      SqlNode operand = binding.operand(i);
      TypeKind kind = OperandKinds.of(validator, binding.getScope(), operand);
      SqlNode cast =
          kind == null || kind == common || isText(kind, common)
              ? cast(operand, binding.getScope(), common)
              : OperandKinds.explicit(validator, operand, common);
      binding.getCall().setOperand(i, cast);
    }
    return true;
  }

  /** A varchar is a text as it is; a cast would make another expression of what is ordered by. */
  private static boolean isText(TypeKind kind, TypeKind common) {
    return kind == TypeKind.VARCHAR && common == TypeKind.TEXT;
  }

  private SqlNode cast(SqlNode node, SqlValidatorScope scope, TypeKind to) {
    return OperandKinds.cast(validator, node, OperandKinds.of(validator, scope, node), to);
  }

  /** The kind of which all of these are; 42804 where there is none. */
  private TypeKind together(
      List<SqlNode> nodes, SqlValidatorScope scope, SqlParserPos at, String what) {
    TypeKind common = null;
    for (SqlNode node : nodes) {
      TypeKind kind = OperandKinds.of(validator, scope, node);
      if (kind == null) {
        continue;
      }
      TypeKind next = common == null ? kind : Resolution.common(common, kind);
      if (common != null && next == null) {
        throw OperandKinds.at(at, unmatched(what, common, kind));
      }
      common = next;
    }
    return common == null ? TypeKind.TEXT : common;
  }

  private static SqlError unmatched(String what, TypeKind one, TypeKind other) {
    return new SqlError(SqlState.DATATYPE_MISMATCH, "these types cannot be matched")
        .with("in", what)
        .with("types", one.sqlName() + ", " + other.sqlName());
  }

  /**
   * Of columns of a set operation, and of options; what does not fit is refused where it stands.
   */
  @Override
  public @Nullable RelDataType getWiderTypeFor(List<RelDataType> types, boolean promotesStrings) {
    TypeKind common = null;
    boolean nullable = false;
    for (RelDataType type : types) {
      nullable |= type.isNullable();
      TypeKind kind = OperandKinds.of(type);
      if (kind == null) {
        continue;
      }
      TypeKind next = common == null ? kind : Resolution.common(common, kind);
      common = next == null ? (kind.isCharacter() ? common : kind) : next;
    }
    TypeKind kind = common == null || common.isCharacter() ? TypeKind.TEXT : common;
    return CalciteTypes.of(SqlType.of(kind), nullable);
  }

  @Override
  protected boolean coerceColumnType(
      @Nullable SqlValidatorScope scope, SqlNodeList items, int column, RelDataType target) {
    SqlNode item = items.get(column);
    if (!(bare(item) instanceof SqlCharStringLiteral text)) {
      return super.coerceColumnType(scope, items, column, target);
    }
    SqlNode constant = OperandKinds.cast(validator, text, null, CalciteTypes.of(target).kind());
    validator.setValidatedNodeType(constant, target);
    if (item.getKind() == SqlKind.AS) {
      ((SqlCall) item).setOperand(0, constant);
    } else {
      items.set(column, constant);
    }
    return true;
  }

  @Override
  public boolean rowTypeCoercion(
      @Nullable SqlValidatorScope scope, SqlNode query, int column, RelDataType target) {
    TypeKind kind = CalciteTypes.of(target).kind();
    if (query instanceof SqlSelect select
        && column < select.getSelectList().size()
        && bare(select.getSelectList().get(column)) instanceof SqlCharStringLiteral) {
      return super.rowTypeCoercion(scope, query, column, target);
    }
    if (query instanceof SqlSelect || query.getKind() == SqlKind.VALUES) {
      RelDataType row = validator.getValidatedNodeType(query);
      TypeKind from = OperandKinds.of(row.getFieldList().get(column).getType());
      if (from != null && from != kind && !Resolution.widens(from, kind)) {
        throw OperandKinds.at(query.getParserPosition(), unmatched("UNION", from, kind));
      }
    }
    return super.rowTypeCoercion(scope, query, column, target);
  }

  private static SqlNode bare(SqlNode item) {
    return item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(0) : item;
  }

  /** Constants in quotes become what a function of Calcite's takes. */
  @Override
  public boolean builtinFunctionCoercion(
      SqlCallBinding binding, List<RelDataType> operands, List<SqlTypeFamily> expected) {
    boolean changed = false;
    List<@Nullable TypeKind> kinds = OperandKinds.of(binding);
    for (int i = 0; i < Math.min(kinds.size(), expected.size()); i++) {
      TypeKind wanted =
          switch (expected.get(i)) {
            case NUMERIC, APPROXIMATE_NUMERIC -> TypeKind.DOUBLE;
            case INTEGER, EXACT_NUMERIC -> TypeKind.INTEGER;
            case BOOLEAN -> TypeKind.BOOLEAN;
            case DATETIME, TIMESTAMP -> TypeKind.TIMESTAMPTZ;
            case DATE -> TypeKind.DATE;
            case CHARACTER, STRING -> TypeKind.TEXT;
            default -> null;
          };
      if (kinds.get(i) == null && wanted != null) {
        OperandKinds.cast(binding, i, null, wanted);
        changed = true;
      }
    }
    return changed;
  }

  @Override
  public boolean binaryArithmeticCoercion(SqlCallBinding binding) {
    return false;
  }

  @Override
  public boolean userDefinedFunctionCoercion(
      SqlValidatorScope scope, SqlCall call, SqlFunction function) {
    return false;
  }
}
