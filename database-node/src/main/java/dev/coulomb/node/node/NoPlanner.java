package dev.coulomb.node.node;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.plan.PreparedPlan;
import dev.coulomb.node.session.Planning;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Refuses every statement: this version has no planner. */
final class NoPlanner implements Planning {
  @Override
  public @Nullable PreparedPlan cached(
      String sql, Catalog catalog, List<@Nullable SqlType> declaredParameters) {
    return null;
  }

  @Override
  public List<? extends Parsed> parse(String sql) {
    throw new SqlError(SqlState.FEATURE_NOT_SUPPORTED, "this version carries out no statements");
  }

  @Override
  public PreparedPlan plan(
      Parsed statement, Catalog catalog, List<@Nullable SqlType> declaredParameters) {
    throw new SqlError(SqlState.FEATURE_NOT_SUPPORTED, "this version carries out no statements");
  }
}
