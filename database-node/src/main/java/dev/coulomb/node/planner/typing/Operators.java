package dev.coulomb.node.planner.typing;

import dev.coulomb.node.plan.Function;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlType;
import dev.coulomb.node.types.TypeKind;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.jspecify.annotations.Nullable;

/**
 * Operators of our own in the place of Calcite's: arithmetic and {@code ||} by PostgreSQL's rules,
 * and constants read from text, which Calcite would read in its own way. They are functions to it,
 * and opaque to its optimiser.
 */
public final class Operators {
  private static final String CONSTANT = "constant ";
  private static final Map<String, SqlFunction> BY_NAME = new HashMap<>();
  private static final Map<String, TypeKind> CONSTANTS = new HashMap<>();
  private static final Map<Function, SqlFunction> BY_MEANING = new HashMap<>();

  static {
    for (Function function :
        List.of(
            Function.PLUS,
            Function.MINUS,
            Function.TIMES,
            Function.DIVIDE,
            Function.MODULO,
            Function.POWER,
            Function.CONCAT_OPERATOR)) {
      add(function, new Binary(function));
    }
    add(Function.NEGATE, new Negation());
    for (TypeKind kind : TypeKind.values()) {
      SqlFunction constant =
          new SqlFunction(
              CONSTANT + kind.sqlName(),
              SqlKind.OTHER_FUNCTION,
              ReturnTypes.explicit(CalciteTypes.of(SqlType.of(kind), true)),
              null,
              OperandTypes.VARIADIC,
              SqlFunctionCategory.SYSTEM);
      BY_NAME.put(constant.getName(), constant);
      CONSTANTS.put(constant.getName(), kind);
    }
  }

  private Operators() {}

  private static void add(Function function, SqlFunction operator) {
    BY_NAME.put(operator.getName(), operator);
    BY_MEANING.put(function, operator);
  }

  /** The operator of that name, or null. */
  public static @Nullable SqlFunction named(String name) {
    return BY_NAME.get(name);
  }

  /** What an operator of ours means, or null. */
  public static @Nullable Function meaning(SqlOperator operator) {
    return switch (operator) {
      case Binary binary -> binary.meaning;
      case Negation negation -> Function.NEGATE;
      default -> null;
    };
  }

  /** What a {@link #constant} is read as, or null of another operator. */
  public static @Nullable TypeKind constantKind(SqlOperator operator) {
    return operator instanceof SqlFunction ? CONSTANTS.get(operator.getName()) : null;
  }

  /** A call of an operator of ours. */
  public static SqlCall call(Function function, SqlParserPos at, List<SqlNode> operands) {
    SqlFunction operator = BY_MEANING.get(function);
    if (operator == null) {
      throw new IllegalArgumentException("not an operator of ours: " + function);
    }
    return operator.createCall(at, operands);
  }

  /** A text that is read as a type, as {@code date '2024-02-29'}. */
  public static SqlCall constant(SqlNode text, TypeKind kind) {
    SqlFunction constant = BY_NAME.get(CONSTANT + kind.sqlName());
    if (constant == null) {
      throw new IllegalArgumentException("every kind has constants: " + kind);
    }
    return constant.createCall(text.getParserPosition(), text);
  }

  private abstract static class Resolved extends SqlFunction {
    Resolved(String name, int operands) {
      super(
          name,
          SqlKind.OTHER_FUNCTION,
          null,
          Resolved::infer,
          operands == 2 ? OperandTypes.ANY_ANY : OperandTypes.ANY,
          SqlFunctionCategory.SYSTEM);
    }

    /** A parameter is of the type that the operator wants of it. */
    private static void infer(SqlCallBinding binding, RelDataType returned, RelDataType[] types) {
      if (!(binding.getOperator() instanceof Resolved operator)) {
        return;
      }
      List<@Nullable TypeKind> kinds = OperandKinds.of(binding);
      try {
        List<TypeKind> resolved = operator.resolve(kinds);
        for (int i = 0; i < types.length; i++) {
          TypeKind kind = kinds.get(i) == null ? resolved.get(i) : kinds.get(i);
          types[i] = CalciteTypes.of(SqlType.of(kind == null ? TypeKind.TEXT : kind), true);
        }
      } catch (SqlError unresolved) {
        // Said again, with its place, when the operands are checked.
        return;
      }
    }

    /** The types of the operands as they are cast, then that of the result. */
    abstract List<TypeKind> resolve(List<@Nullable TypeKind> operands);

    @Override
    public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
      List<@Nullable TypeKind> kinds = OperandKinds.of(binding);
      List<TypeKind> resolved = OperandKinds.at(binding, () -> resolve(kinds));
      for (int i = 0; i < kinds.size(); i++) {
        OperandKinds.cast(binding, i, kinds.get(i), resolved.get(i));
      }
      return true;
    }

    @Override
    public RelDataType inferReturnType(SqlOperatorBinding binding) {
      List<@Nullable TypeKind> kinds =
          binding instanceof SqlCallBinding call
              ? OperandKinds.of(call)
              : binding.collectOperandTypes().stream()
                  .<@Nullable TypeKind>map(type -> CalciteTypes.of(type).kind())
                  .toList();
      return CalciteTypes.of(SqlType.of(resolve(kinds).getLast()), true);
    }
  }

  private static final class Binary extends Resolved {
    private final Function meaning;

    Binary(Function meaning) {
      super(Resolution.symbol(meaning), 2);
      this.meaning = meaning;
    }

    @Override
    List<TypeKind> resolve(List<@Nullable TypeKind> operands) {
      Resolution found = Resolution.of(meaning, operands.get(0), operands.get(1));
      return List.of(found.left(), found.right(), found.result());
    }
  }

  private static final class Negation extends Resolved {
    Negation() {
      super("negate", 1);
    }

    @Override
    List<TypeKind> resolve(List<@Nullable TypeKind> operands) {
      TypeKind operand = operands.getFirst();
      if (operand != null && !operand.isNumeric() && operand != TypeKind.INTERVAL) {
        throw Resolution.undefined(Function.NEGATE, operand, operand);
      }
      TypeKind kind = operand == null ? TypeKind.DOUBLE : operand;
      return Arrays.asList(kind, kind);
    }
  }
}
