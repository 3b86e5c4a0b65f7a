package dev.coulomb.node.planner.change;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.SchemaChange;
import dev.coulomb.node.catalog.SchemaChange.IndexPart;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.catalog.computed.Computed;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.plan.Stability;
import dev.coulomb.node.plan.stored.StoredExpression;
import dev.coulomb.node.planner.Expressions;
import dev.coulomb.node.planner.QueryPlanner;
import dev.coulomb.node.planner.SchemaPlanner;
import dev.coulomb.node.sql.Statement;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/**
 * Plans {@code CREATE INDEX}. What an index computes, and the rows it is of, are planned as a query
 * of its table, so that they look like what queries ask for. Confined to one planning.
 */
public final class IndexPlanner {
  private final String text;
  private final QueryPlanner queries;
  private final Catalog catalog;

  public IndexPlanner(String text, QueryPlanner queries, Catalog catalog) {
    this.text = text;
    this.queries = queries;
    this.catalog = catalog;
  }

  public Plan.ChangeSchema plan(Statement.CreateIndex create) {
    List<Statement.Written> computed = new ArrayList<>();
    for (Statement.IndexElement element : create.elements()) {
      if (column(element) == null) {
        computed.add(element.expression());
      }
    }
    Statement.Written predicate = create.predicate();
    boolean plain = computed.isEmpty() && predicate == null;
    Values values =
        plain ? new Values(List.of(), null) : values(create.table(), computed, predicate);
    List<IndexPart> parts = new ArrayList<>();
    int next = 0;
    for (Statement.IndexElement element : create.elements()) {
      String column = column(element);
      Computed value = column == null ? values.computed().get(next++) : null;
      parts.add(new IndexPart(value == null ? String.valueOf(column) : value.name(), value));
    }
    SqlIdentifier name = create.name();
    return new Plan.ChangeSchema(
        new SchemaChange.CreateIndex(
            name == null ? "" : name.getSimple(),
            create.ifNotExists(),
            SchemaPlanner.name(create.table()),
            parts,
            create.unique(),
            values.predicate(),
            create.elements().stream().map(IndexPlanner::order).toList()));
  }

  /** The name of the column that a part is; null when it is computed. */
  private static @Nullable String column(Statement.IndexElement element) {
    return element.expression().tree() instanceof SqlIdentifier name && name.isSimple()
        ? name.getSimple()
        : null;
  }

  private record Values(List<Computed> computed, @Nullable Computed predicate) {}

  private Values values(
      SqlIdentifier name, List<Statement.Written> computed, Statement.@Nullable Written where) {
    Table table = Targets.table(catalog, name);
    List<SqlNode> items = new ArrayList<>(RowQuery.columns(table, table.name()));
    for (Statement.Written written : computed) {
      refuseQuery(written.tree(), "cannot use subquery in index expression");
      items.add(written.tree());
    }
    SqlNode condition = where == null ? null : where.tree();
    refuseQuery(condition, "cannot use subquery in index predicate");
    QueryPlanner.Optimised rows =
        queries.optimise(RowQuery.select(items, RowQuery.table(table, table.name()), condition));
    RowShape shape = RowShape.of(rows.tree());
    if (shape == null) {
      throw new SqlError(
          SqlState.GROUPING_ERROR, "an index computes its key from the columns of one row");
    }
    List<SqlType> types = table.columns().stream().map(column -> column.type()).toList();
    Expressions expressions =
        new Expressions(queries.rex(), queries.routines(), rows.parameters(), types);
    List<Expression> projects =
        expressions.all(shape.projects().subList(types.size(), shape.projects().size()));
    List<Computed> values = new ArrayList<>();
    for (int i = 0; i < projects.size(); i++) {
      values.add(computed(computed.get(i), projects.get(i)));
    }
    RexNode chosen = shape.condition();
    return new Values(
        values, where == null || chosen == null ? null : computed(where, expressions.of(chosen)));
  }

  private Computed computed(Statement.Written written, Expression value) {
    if (!Stability.isOfRowAlone(value)) {
      throw new SqlError(
              SqlState.INVALID_OBJECT_DEFINITION,
              "functions in index expressions and predicates must be marked IMMUTABLE")
          .hint("What an index computes depends on the row alone, not on time, chance or session.");
    }
    StoredExpression.checkDepth(value);
    String said = SchemaPlanner.written(text, written);
    return new Computed(name(written.tree()), said, value.type(), value);
  }

  /** As PostgreSQL calls the column of an index. */
  private static String name(SqlNode tree) {
    return tree instanceof SqlCall call
            && call.getOperator() instanceof SqlFunction function
            && function.getName().matches("[A-Za-z_]\\w*")
        ? function.getName().toLowerCase(Locale.ROOT)
        : "expr";
  }

  private static void refuseQuery(@Nullable SqlNode tree, String sentence) {
    if (QueryFinder.isIn(tree)) {
      throw new SqlError(SqlState.FEATURE_NOT_SUPPORTED, sentence);
    }
  }

  /** As PostgreSQL shows it: what is said and is not the default. */
  private static String order(Statement.IndexElement element) {
    boolean down = Objects.requireNonNullElse(element.descending(), false);
    boolean nullsFirst = Objects.requireNonNullElse(element.nullsFirst(), down);
    return (down ? " DESC" : "")
        + (nullsFirst == down ? "" : nullsFirst ? " NULLS FIRST" : " NULLS LAST");
  }
}
