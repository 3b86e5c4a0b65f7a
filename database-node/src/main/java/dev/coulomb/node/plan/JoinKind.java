package dev.coulomb.node.plan;

import dev.coulomb.node.types.SqlType;
import java.util.ArrayList;
import java.util.List;

/** What a join gives. */
public enum JoinKind {
  INNER,
  LEFT,
  FULL,
  /** Left rows that have a match; output is the left row. */
  SEMI,
  /** Left rows that have none; output is the left row. */
  ANTI;

  List<SqlType> types(Operator left, Operator right) {
    if (this == SEMI || this == ANTI) {
      return left.types();
    }
    List<SqlType> types = new ArrayList<>(left.types());
    types.addAll(right.types());
    return List.copyOf(types);
  }
}
