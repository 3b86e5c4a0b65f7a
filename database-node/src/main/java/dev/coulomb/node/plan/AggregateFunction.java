package dev.coulomb.node.plan;

import dev.coulomb.node.types.SqlType;
import dev.coulomb.node.types.TypeKind;
import java.util.List;

/** Aggregate functions. */
public enum AggregateFunction {
  /** Without arguments {@code count(*)}. */
  COUNT,
  SUM,
  MIN,
  MAX,
  AVG,
  BOOL_AND,
  BOOL_OR,
  STRING_AGG,
  STDDEV_SAMP,
  STDDEV_POP,
  VAR_SAMP,
  VAR_POP,
  /** The one value of its group; two are an error 21000. Made from scalar subqueries. */
  SINGLE_VALUE,
  /** Any value of its group; made where a key determines a column. */
  ANY_VALUE;

  /** True where a partial aggregate in each partition and a final one give the same answer. */
  public boolean splits() {
    return switch (this) {
      case COUNT, SUM, MIN, MAX, AVG, BOOL_AND, BOOL_OR, ANY_VALUE -> true;
      case STRING_AGG, STDDEV_SAMP, STDDEV_POP, VAR_SAMP, VAR_POP, SINGLE_VALUE -> false;
    };
  }

  /** Columns of the partial state that goes from a partition to the coordinator. */
  public List<SqlType> stateTypes(SqlType result) {
    if (this != AVG) {
      return List.of(result);
    }
    boolean approximate = result.kind() == TypeKind.DOUBLE || result.kind() == TypeKind.REAL;
    return result.kind() == TypeKind.INTERVAL
        ? List.of(SqlType.INTERVAL, SqlType.BIGINT)
        : List.of(approximate ? SqlType.DOUBLE : SqlType.NUMERIC, SqlType.BIGINT);
  }
}
