package dev.coulomb.node.planner;

import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.sql.validate.SqlDelegatingConformance;

/**
 * What PostgreSQL allows: names and positions in GROUP BY and ORDER BY, but no use of an alias
 * beside it.
 */
final class Conformance extends SqlDelegatingConformance {
  Conformance() {
    super(SqlConformanceEnum.BABEL);
  }

  @Override
  public SelectAliasLookup isSelectAlias() {
    return SelectAliasLookup.UNSUPPORTED;
  }

  @Override
  public boolean isNonStrictGroupBy() {
    return false;
  }

  @Override
  public boolean isHavingAlias() {
    return false;
  }
}
