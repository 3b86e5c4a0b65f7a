package dev.coulomb.node.planner.typing;

import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.TypeKind;
import java.util.Locale;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlAvgAggFunction;
import org.apache.calcite.sql.fun.SqlSumAggFunction;
import org.jspecify.annotations.Nullable;

/** {@code sum}, {@code avg} and their kin: of numbers as Calcite has them, and of intervals. */
public final class Totals {
  private static final SqlFunction SUM = new Sum();
  private static final SqlFunction AVERAGE = new Average();
  private static final SqlFunction STDDEV_SAMP = new Deviation(SqlKind.STDDEV_SAMP);
  private static final SqlFunction STDDEV_POP = new Deviation(SqlKind.STDDEV_POP);
  private static final SqlFunction VAR_SAMP = new Deviation(SqlKind.VAR_SAMP);
  private static final SqlFunction VAR_POP = new Deviation(SqlKind.VAR_POP);

  private Totals() {}

  /** The aggregate of that name in small letters, or null. */
  public static @Nullable SqlFunction named(String name) {
    return switch (name) {
      case "sum" -> SUM;
      case "avg" -> AVERAGE;
      case "stddev", "stddev_samp" -> STDDEV_SAMP;
      case "stddev_pop" -> STDDEV_POP;
      case "variance", "var_samp" -> VAR_SAMP;
      case "var_pop" -> VAR_POP;
      default -> null;
    };
  }

  private static void check(SqlCallBinding binding, boolean ofIntervals) {
    String name = binding.getOperator().getName().toLowerCase(Locale.ROOT);
    TypeKind kind = OperandKinds.of(binding).getFirst();
    if (kind == null) {
      throw refused(binding, SqlState.AMBIGUOUS_FUNCTION, "the function is not unique", name);
    }
    if (!kind.isNumeric() && !(ofIntervals && kind == TypeKind.INTERVAL)) {
      String call = name + "(" + kind.sqlName() + ")";
      throw refused(binding, SqlState.UNDEFINED_FUNCTION, "the function does not exist", call);
    }
  }

  private static RuntimeException refused(
      SqlCallBinding binding, SqlState state, String sentence, String call) {
    return OperandKinds.at(
        binding.getCall().getParserPosition(),
        new SqlError(state, sentence)
            .with("function", call)
            .hint("Cast the argument to the type that is meant."));
  }

  private static final class Sum extends SqlSumAggFunction {
    Sum() {
      super(CalciteTypes.FACTORY.createUnknownType());
    }

    @Override
    public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
      check(binding, true);
      return true;
    }
  }

  /** Deviations as they are, which Calcite would make of sums and counts. */
  private static final class Deviation extends SqlAvgAggFunction {
    Deviation(SqlKind kind) {
      super(kind);
    }

    @Override
    public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
      check(binding, false);
      return true;
    }
  }

  private static final class Average extends SqlAvgAggFunction {
    Average() {
      super(SqlKind.AVG);
    }

    @Override
    public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
      check(binding, true);
      return true;
    }
  }
}
