package dev.coulomb.node.planner.change;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.plan.PreparedPlan.OutputColumn;
import dev.coulomb.node.plan.Routing;
import dev.coulomb.node.planner.AccessChoice;
import dev.coulomb.node.planner.Columns;
import dev.coulomb.node.planner.Defaults;
import dev.coulomb.node.planner.Expressions;
import dev.coulomb.node.planner.QueryPlanner;
import dev.coulomb.node.planner.schema.Checks;
import dev.coulomb.node.sql.Statement;
import dev.coulomb.node.types.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/**
 * Plans {@code UPDATE} and {@code DELETE} of rows by what stands in them, by planning the query of
 * the rows they concern: the table's columns, then the new values. Confined to one planning.
 */
public final class ChangePlanner {
  private final QueryPlanner queries;
  private final Catalog catalog;
  private final Parameters parameters;
  private final Defaults defaults;

  public ChangePlanner(QueryPlanner queries, Catalog catalog, List<@Nullable SqlType> declared) {
    this.queries = queries;
    this.catalog = catalog;
    this.parameters = new Parameters(declared);
    this.defaults = new Defaults(queries);
  }

  /** A change that was planned. */
  public record Planned(Plan plan, List<OutputColumn> columns, List<SqlType> parameters) {}

  public Planned update(Statement.Update update) {
    Table table = Targets.table(catalog, update.table());
    List<Targets.NewValue> set = Targets.newValues(table, update.set());
    if (update.from() != null
        || !update.with().isEmpty()
        || QueryFinder.isIn(update.where())
        || set.stream().anyMatch(value -> QueryFinder.isIn(value.value()))) {
      return found(
          new FoundPlanner.Change(
              update.with(),
              table,
              update.alias(),
              set,
              update.from(),
              update.where(),
              update.returning()));
    }
    List<SqlNode> values = new ArrayList<>();
    for (Targets.NewValue value : set) {
      values.add(
          value.value().getKind() == SqlKind.DEFAULT
              ? SqlLiteral.createNull(value.value().getParserPosition())
              : RowQuery.typed(value.value(), table.column(value.column()).type()));
    }
    Rows rows = rows(table, update.alias(), update.where(), values);
    Returning returning =
        Returning.of(queries, parameters, table, update.alias(), update.returning());
    List<Plan.Assignment> assignments = new ArrayList<>();
    for (int i = 0; i < set.size(); i++) {
      int column = set.get(i).column();
      Expression value =
          set.get(i).value().getKind() == SqlKind.DEFAULT
              ? defaults.of(table, column)
              : Assignment.of(rows.values.get(i), table.column(column));
      assignments.add(new Plan.Assignment(column, value));
    }
    Plan plan =
        new Plan.Update(
            table,
            rows.chosen.access(),
            rows.chosen.left(),
            assignments,
            returning.expressions(),
            rows.routing,
            Checks.of(queries, table));
    return planned(plan, returning);
  }

  public Planned delete(Statement.Delete delete) {
    Table table = Targets.table(catalog, delete.table());
    if (delete.using() != null || !delete.with().isEmpty() || QueryFinder.isIn(delete.where())) {
      return found(
          new FoundPlanner.Change(
              delete.with(),
              table,
              delete.alias(),
              null,
              delete.using(),
              delete.where(),
              delete.returning()));
    }
    Rows rows = rows(table, delete.alias(), delete.where(), List.of());
    Returning returning =
        Returning.of(queries, parameters, table, delete.alias(), delete.returning());
    Plan plan =
        new Plan.Delete(
            table, rows.chosen.access(), rows.chosen.left(), returning.expressions(), rows.routing);
    return planned(plan, returning);
  }

  private Planned found(FoundPlanner.Change change) {
    return new FoundPlanner(queries, parameters, defaults).plan(change);
  }

  private Planned planned(Plan plan, Returning returning) {
    return new Planned(
        plan, returning.columns(), parameters.types(queries.rewriting().parameters()));
  }

  /** The rows that a change concerns, how they are reached, and what is computed of each. */
  private record Rows(AccessChoice.Chosen chosen, Routing routing, List<Expression> values) {}

  private Rows rows(
      Table table,
      @Nullable SqlIdentifier alias,
      @Nullable SqlNode condition,
      List<SqlNode> values) {
    String name = RowQuery.name(table, alias);
    List<SqlNode> items = new ArrayList<>(RowQuery.columns(table, name));
    items.addAll(values);
    QueryPlanner.Optimised concerned =
        queries.optimise(RowQuery.select(items, RowQuery.table(table, name), condition));
    parameters.learn(concerned);
    RowShape shape = RowShape.required(concerned.tree());
    List<SqlType> types = table.columns().stream().map(c -> c.type()).toList();
    Expressions expressions =
        new Expressions(
            queries.rex(),
            queries.routines(),
            parameters.types(concerned.parameters().size()),
            types);
    RexNode chosen = shape.condition();
    List<Expression> conditions =
        chosen == null ? List.of() : Columns.conjuncts(expressions.of(chosen));
    return new Rows(
        new AccessChoice(table, conditions).choose(),
        routing(table, conditions),
        expressions.all(shape.projects().subList(types.size(), shape.projects().size())));
  }

  private static Routing routing(Table table, List<Expression> conditions) {
    if (table.isReplicated()) {
      return new Routing.Replicated();
    }
    return AccessChoice.boundValues(conditions, table.partitionColumn())
        .<Routing>map(values ->
            values.size() == 1
                ? new Routing.OnePartition(values.getFirst())
                : new Routing.SomePartitions(values))
        .orElseGet(Routing.AllPartitions::new);
  }
}
