package dev.coulomb.node.planner.query;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * {@code aggregate(x) FILTER (WHERE c) OVER (…)}, which Calcite does not know: the aggregate of
 * {@code CASE WHEN c THEN x END}, for aggregates leave nulls out.
 */
public final class OverFilter {
  private OverFilter() {}

  /** The call, with its filter in its argument; another call as it is. */
  public static SqlCall inArgument(SqlCall over) {
    if (over.getKind() != SqlKind.OVER || over.operand(0).getKind() != SqlKind.FILTER) {
      return over;
    }
    SqlCall filter = over.operand(0);
    SqlCall aggregate = filter.operand(0);
    List<SqlNode> operands = new ArrayList<>(aggregate.getOperandList());
    SqlParserPos at = aggregate.getParserPosition();
    boolean counts =
        operands.isEmpty() || (operands.get(0) instanceof SqlIdentifier name && name.isStar());
    SqlNode value = counts ? SqlLiteral.createExactNumeric("1", at) : operands.get(0);
    SqlNode chosen =
        new SqlCase(
            at,
            null,
            SqlNodeList.of(filter.operand(1)),
            SqlNodeList.of(value),
            SqlLiteral.createNull(at));
    if (operands.isEmpty()) {
      operands.add(chosen);
    } else {
      operands.set(0, chosen);
    }
    SqlCall called =
        aggregate.getOperator().createCall(aggregate.getFunctionQuantifier(), at, operands);
    return over.getOperator().createCall(over.getParserPosition(), called, over.operand(1));
  }
}
