package dev.coulomb.node.plan;

import dev.coulomb.node.types.SqlType;
import java.util.ArrayList;
import java.util.List;

/** Where an aggregate stands between rows and result. */
public enum AggregatePhase {
  /** Rows in, results out. */
  COMPLETE,
  /** Rows in, states out: below a gather. */
  PARTIAL,
  /** States in, results out: above a gather. */
  FINAL;

  List<SqlType> types(List<Expression> keys, List<AggregateCall> calls) {
    List<SqlType> types = new ArrayList<>(keys.stream().map(Expression::type).toList());
    for (AggregateCall call : calls) {
      if (this == PARTIAL) {
        types.addAll(call.function().stateTypes(call.type()));
      } else {
        types.add(call.type());
      }
    }
    return List.copyOf(types);
  }
}
