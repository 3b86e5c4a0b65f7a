package dev.coulomb.node.planner.query;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/** Copies of trees, of which a validation changes each on its own. */
public final class Copies extends SqlShuttle {
  private static final Copies INSTANCE = new Copies();

  private Copies() {}

  /** A tree of its own. */
  public static SqlNode of(SqlNode tree) {
    SqlNode copy = tree.accept(INSTANCE);
    return copy == null ? tree : copy;
  }

  @Override
  public SqlNode visit(SqlCall call) {
    CallCopyingArgHandler copy = new CallCopyingArgHandler(call, true);
    call.getOperator().acceptCall(this, call, false, copy);
    return copy.result();
  }

  @Override
  public SqlNode visit(SqlNodeList list) {
    List<@Nullable SqlNode> copies = new ArrayList<>();
    for (SqlNode node : list) {
      copies.add(node == null ? null : of(node));
    }
    return new SqlNodeList(copies, list.getParserPosition());
  }
}
