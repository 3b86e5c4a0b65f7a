package dev.coulomb.node.planner.typing;

import dev.coulomb.node.plan.WindowFunction;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import dev.coulomb.node.types.TypeKind;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.util.Optionality;
import org.jspecify.annotations.Nullable;

/**
 * Window functions of our own in the place of Calcite's: with PostgreSQL's types, and without the
 * order and the frames that Calcite insists on.
 */
public final class WindowOperators {
  private static final Map<String, Operator> BY_NAME = new HashMap<>();

  static {
    for (WindowFunction function : WindowFunction.values()) {
      if (function != WindowFunction.AGGREGATE) {
        Operator operator = new Operator(function);
        BY_NAME.put(operator.getName(), operator);
      }
    }
  }

  private WindowOperators() {}

  /** The window function of that name in small letters, or null. */
  public static @Nullable SqlFunction named(String name) {
    return BY_NAME.get(name);
  }

  /** What a window function means; an aggregate is one as well. */
  public static WindowFunction meaning(SqlOperator operator) {
    return operator instanceof Operator ours ? ours.meaning : WindowFunction.AGGREGATE;
  }

  private static final class Operator extends SqlAggFunction {
    private final WindowFunction meaning;

    Operator(WindowFunction meaning) {
      super(
          meaning.name().toLowerCase(Locale.ROOT),
          null,
          SqlKind.OTHER_FUNCTION,
          binding -> result(meaning, binding),
          Operator::infer,
          OperandTypes.VARIADIC,
          SqlFunctionCategory.USER_DEFINED_FUNCTION,
          false,
          true,
          Optionality.FORBIDDEN);
      this.meaning = meaning;
    }

    /** A parameter that is counted with is a whole number; a default is what the value is. */
    private static void infer(SqlCallBinding binding, RelDataType returned, RelDataType[] types) {
      List<@Nullable TypeKind> kinds = OperandKinds.of(binding);
      for (int i = 0; i < types.length; i++) {
        TypeKind kind = kinds.get(i);
        if (kind == null) {
          TypeKind first = kinds.getFirst() == null ? TypeKind.TEXT : kinds.getFirst();
          boolean counts =
              binding.getOperator() instanceof Operator operator && counts(operator.meaning, i);
          kind = counts ? TypeKind.INTEGER : first;
        }
        types[i] = CalciteTypes.of(SqlType.of(kind), true);
      }
    }

    private static boolean counts(WindowFunction function, int argument) {
      return switch (function) {
        case NTILE -> argument == 0;
        case LAG, LEAD, NTH_VALUE -> argument == 1;
        default -> false;
      };
    }

    private static RelDataType result(WindowFunction function, SqlOperatorBinding binding) {
      SqlType type =
          switch (function) {
            case ROW_NUMBER, RANK, DENSE_RANK, AGGREGATE -> SqlType.BIGINT;
            case PERCENT_RANK, CUME_DIST -> SqlType.DOUBLE;
            case NTILE -> SqlType.INTEGER;
            case LAG, LEAD, FIRST_VALUE, LAST_VALUE, NTH_VALUE -> value(binding);
          };
      return CalciteTypes.of(type, true);
    }

    /** The type of the value; with a default the one of which both are. */
    private static SqlType value(SqlOperatorBinding binding) {
      SqlType first = type(binding.getOperandType(0));
      if (binding.getOperandCount() < 3) {
        return first;
      }
      SqlType other = type(binding.getOperandType(2));
      TypeKind common = Resolution.common(first.kind(), other.kind());
      return common == null || common == first.kind() ? first : SqlType.of(common);
    }

    private static SqlType type(RelDataType type) {
      return OperandKinds.of(type) == null ? SqlType.TEXT : CalciteTypes.of(type);
    }

    @Override
    public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
      List<@Nullable TypeKind> kinds = OperandKinds.of(binding);
      int least = least();
      if (kinds.size() < least || kinds.size() > most()) {
        throw undefined(binding, kinds);
      }
      for (int i = 0; i < kinds.size(); i++) {
        TypeKind kind = kinds.get(i);
        if (counts(meaning, i)) {
          if (kind != null && !kind.isInteger()) {
            throw undefined(binding, kinds);
          }
          OperandKinds.cast(binding, i, kind, TypeKind.INTEGER);
        }
      }
      if (kinds.size() == 3) {
        together(binding, kinds);
      } else if (least > 0 && kinds.getFirst() == null && meaning != WindowFunction.NTILE) {
        OperandKinds.cast(binding, 0, null, TypeKind.TEXT);
      }
      return true;
    }

    /** The value and its default are of one type. */
    private void together(SqlCallBinding binding, List<@Nullable TypeKind> kinds) {
      TypeKind value = kinds.get(0);
      TypeKind otherwise = kinds.get(2);
      TypeKind common =
          value == null
              ? otherwise
              : otherwise == null ? value : Resolution.common(value, otherwise);
      if (common == null) {
        if (value != null) {
          throw undefined(binding, kinds);
        }
        common = TypeKind.TEXT;
      }
      for (int i = 0; i < kinds.size(); i += 2) {
        if (kinds.get(i) == null) {
          OperandKinds.cast(binding, i, null, common);
        } else if (kinds.get(i) != common) {
          binding
              .getCall()
              .setOperand(
                  i, OperandKinds.explicit(binding.getValidator(), binding.operand(i), common));
        }
      }
    }

    private int least() {
      return switch (meaning) {
        case ROW_NUMBER, RANK, DENSE_RANK, PERCENT_RANK, CUME_DIST, AGGREGATE -> 0;
        case NTILE, LAG, LEAD, FIRST_VALUE, LAST_VALUE -> 1;
        case NTH_VALUE -> 2;
      };
    }

    private int most() {
      return meaning == WindowFunction.LAG || meaning == WindowFunction.LEAD ? 3 : least();
    }

    private RuntimeException undefined(SqlCallBinding binding, List<@Nullable TypeKind> kinds) {
      String arguments =
          String.join(
              ", ", kinds.stream().map(kind -> kind == null ? "unknown" : kind.sqlName()).toList());
      return OperandKinds.at(
          binding.getCall().getParserPosition(),
          new SqlError(SqlState.UNDEFINED_FUNCTION, "the function does not exist")
              .with("function", getName() + "(" + arguments + ")")
              .hint("Cast the argument to the type that is meant."));
    }
  }
}
