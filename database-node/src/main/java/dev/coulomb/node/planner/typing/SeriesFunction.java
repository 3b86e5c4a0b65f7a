package dev.coulomb.node.planner.typing;

import static dev.coulomb.node.types.TypeKind.BIGINT;
import static dev.coulomb.node.types.TypeKind.INTEGER;
import static dev.coulomb.node.types.TypeKind.INTERVAL;
import static dev.coulomb.node.types.TypeKind.NUMERIC;
import static dev.coulomb.node.types.TypeKind.TIMESTAMP;
import static dev.coulomb.node.types.TypeKind.TIMESTAMPTZ;

import dev.coulomb.node.types.SqlType;
import dev.coulomb.node.types.TypeKind;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.SqlTableFunction;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;

/** {@code generate_series(start, stop [, step])} as a table of one column. */
public final class SeriesFunction extends SqlFunction implements SqlTableFunction {
  public static final String NAME = "generate_series";
  public static final SeriesFunction INSTANCE = new SeriesFunction();

  private static final List<List<TypeKind>> VARIANTS =
      List.of(
          List.of(INTEGER, INTEGER),
          List.of(INTEGER, INTEGER, INTEGER),
          List.of(BIGINT, BIGINT),
          List.of(BIGINT, BIGINT, BIGINT),
          List.of(NUMERIC, NUMERIC),
          List.of(NUMERIC, NUMERIC, NUMERIC),
          List.of(TIMESTAMP, TIMESTAMP, INTERVAL),
          List.of(TIMESTAMPTZ, TIMESTAMPTZ, INTERVAL));

  private SeriesFunction() {
    super(
        NAME,
        SqlKind.OTHER_FUNCTION,
        ReturnTypes.CURSOR,
        (binding, returned, types) -> Signatures.infer(VARIANTS, binding, types),
        OperandTypes.VARIADIC,
        SqlFunctionCategory.USER_DEFINED_TABLE_FUNCTION);
  }

  @Override
  public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
    Signatures.check(VARIANTS, binding);
    return true;
  }

  @Override
  public SqlReturnTypeInference getRowTypeInference() {
    return SeriesFunction::row;
  }

  private static RelDataType row(SqlOperatorBinding call) {
    TypeKind kind = Signatures.chosen(VARIANTS, (SqlCallBinding) call).getFirst();
    return CalciteTypes.FACTORY
        .builder()
        .add(NAME, CalciteTypes.of(SqlType.of(kind), true))
        .build();
  }
}
