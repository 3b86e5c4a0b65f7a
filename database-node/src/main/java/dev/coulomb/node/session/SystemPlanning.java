package dev.coulomb.node.session;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.Column;
import dev.coulomb.node.pgcatalog.Answer;
import dev.coulomb.node.pgcatalog.ClientQueries;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Operator;
import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.plan.PreparedPlan;
import dev.coulomb.node.plan.Routing;
import dev.coulomb.node.sql.LiftedText;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Plans what clients ask of the system catalog by its answer; everything else as the planner does.
 */
public final class SystemPlanning implements Planning {
  private final Planning planner;
  private final String owner;
  private final String database;
  private final int partitions;

  /**
   * @param owner the superuser, who owns everything
   * @param partitions how many each partitioned table has
   */
  public SystemPlanning(Planning planner, String owner, String database, int partitions) {
    this.planner = planner;
    this.owner = owner;
    this.database = database;
    this.partitions = partitions;
  }

  private record Question(String text) implements Parsed {}

  @Override
  public @Nullable PreparedPlan cached(
      String sql, Catalog catalog, List<@Nullable SqlType> declaredParameters) {
    return planner.cached(sql, catalog, declaredParameters);
  }

  @Override
  public List<? extends Parsed> parse(String sql) {
    return ClientQueries.knows(sql)
        ? List.of(new Question(sql))
        : planner.parse(ClientQueries.withoutSearchPath(sql));
  }

  @Override
  public PreparedPlan plan(
      Parsed statement, Catalog catalog, List<@Nullable SqlType> declaredParameters) {
    return statement instanceof Question(String text)
        ? answer(text, catalog)
        : planner.plan(statement, catalog, declaredParameters);
  }

  /** What looks at the system catalog may be a question known by its text. */
  @Override
  public @Nullable LiftedText lifted(String sql, Catalog catalog) {
    return sql.contains("pg_") || sql.contains("information_schema")
        ? null
        : planner.lifted(sql, catalog);
  }

  @Override
  public void asWritten(LiftedText lifted, Catalog catalog) {
    planner.asWritten(lifted, catalog);
  }

  private PreparedPlan answer(String text, Catalog catalog) {
    Answer answer =
        ClientQueries.answer(text, new ClientQueries.Facts(catalog, owner, database, partitions))
            .orElseThrow(() ->
                new SqlError(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "this question to the system catalog is not supported"));
    List<SqlType> types = answer.columns().stream().map(Column::type).toList();
    List<List<Expression>> rows = new ArrayList<>();
    for (@Nullable Object[] row : answer.rows()) {
      List<Expression> values = new ArrayList<>();
      for (int i = 0; i < row.length; i++) {
        values.add(new Expression.Literal(row[i], types.get(i)));
      }
      rows.add(values);
    }
    return new PreparedPlan(
        new Plan.Query(new Operator.Values(rows, types), new Routing.Replicated(), false),
        catalog.version(),
        List.of(),
        answer.columns().stream()
            .map(column -> new PreparedPlan.OutputColumn(column.name(), column.type(), 0, 0))
            .toList(),
        "SELECT");
  }
}
