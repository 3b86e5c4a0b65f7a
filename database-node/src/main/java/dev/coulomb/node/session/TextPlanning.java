package dev.coulomb.node.session;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.plan.PreparedPlan;
import dev.coulomb.node.planner.Planner;
import dev.coulomb.node.sql.LiftedText;
import dev.coulomb.node.sql.ParsedStatement;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plans by the planner. Any thread. */
public final class TextPlanning implements Planning {
  private final Planner planner;

  public TextPlanning(Planner planner) {
    this.planner = planner;
  }

  private record Tree(ParsedStatement statement) implements Parsed {
    @Override
    public String text() {
      return statement.text();
    }
  }

  @Override
  public @Nullable PreparedPlan cached(
      String sql, Catalog catalog, List<@Nullable SqlType> declaredParameters) {
    return planner.cached(sql, catalog, declaredParameters);
  }

  @Override
  public List<? extends Parsed> parse(String sql) {
    return planner.parse(sql).stream().map(Tree::new).toList();
  }

  @Override
  public PreparedPlan plan(
      Parsed statement, Catalog catalog, List<@Nullable SqlType> declaredParameters) {
    if (statement instanceof Tree(ParsedStatement parsed)) {
      return planner.plan(parsed, catalog, declaredParameters);
    }
    throw new SqlError(SqlState.INTERNAL_ERROR, "a statement is planned by who parsed it");
  }

  @Override
  public @Nullable LiftedText lifted(String sql, Catalog catalog) {
    return planner.lifted(sql, catalog);
  }

  @Override
  public void asWritten(LiftedText lifted, Catalog catalog) {
    planner.asWritten(lifted, catalog);
  }
}
