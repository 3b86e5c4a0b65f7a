package dev.coulomb.node.planner.change;

import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/** Looks for a query within expressions. */
final class QueryFinder extends SqlBasicVisitor<@Nullable Void> {
  private boolean found;

  private QueryFinder() {}

  static boolean isIn(@Nullable SqlNode expression) {
    if (!(expression instanceof SqlCall)) {
      return false;
    }
    QueryFinder finder = new QueryFinder();
    expression.accept(finder);
    return finder.found;
  }

  static boolean isIn(List<SqlNode> expressions) {
    return expressions.stream().anyMatch(QueryFinder::isIn);
  }

  @Override
  public @Nullable Void visit(SqlCall call) {
    found |= call.isA(SqlKind.QUERY);
    return found ? null : super.visit(call);
  }
}
