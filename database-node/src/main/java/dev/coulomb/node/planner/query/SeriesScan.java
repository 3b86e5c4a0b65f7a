package dev.coulomb.node.planner.query;

import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Operator;
import dev.coulomb.node.planner.Fragment;
import dev.coulomb.node.planner.Relations;
import dev.coulomb.node.planner.typing.CalciteTypes;
import dev.coulomb.node.planner.typing.SeriesFunction;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import dev.coulomb.node.types.TypeKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.core.TableFunctionScan;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexUtil;

/** The rows of a series, wherever they are needed: they rest on no partition. */
public final class SeriesScan {
  /** So few rows are looked up in a table one by one. */
  private static final long FEW_ROWS = 1_000;

  private SeriesScan() {}

  public static Fragment of(TableFunctionScan scan, Relations relations) {
    if (!(scan.getCall() instanceof RexCall call)
        || !(call.getOperator() instanceof SeriesFunction)) {
      throw new SqlError(SqlState.FEATURE_NOT_SUPPORTED, "this form of query is not supported");
    }
    SqlType type = CalciteTypes.computed(scan.getRowType().getFieldList().get(0).getType());
    List<Expression> arguments =
        new ArrayList<>(relations.expressions(List.of()).all(call.getOperands()));
    if (arguments.size() == 2) {
      boolean exact = type.kind() == TypeKind.NUMERIC;
      arguments.add(new Expression.Literal(exact ? BigDecimal.ONE : (Object) 1L, type));
    }
    Operator series =
        new Operator.Series(arguments.get(0), arguments.get(1), arguments.get(2), type);
    return RexUtil.isDeterministic(call) ? Fragment.replicated(series) : Fragment.gathered(series);
  }

  /** True of a series that is known to be short. */
  public static boolean isShort(Operator.Series series) {
    return series.start() instanceof Expression.Literal start
        && start.value() instanceof Long from
        && series.stop() instanceof Expression.Literal stop
        && stop.value() instanceof Long to
        && series.type().kind().isInteger()
        && Math.abs((double) to - from) < FEW_ROWS;
  }
}
