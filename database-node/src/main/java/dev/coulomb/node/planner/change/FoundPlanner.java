package dev.coulomb.node.planner.change;

import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.planner.Columns;
import dev.coulomb.node.planner.Defaults;
import dev.coulomb.node.planner.Expressions;
import dev.coulomb.node.planner.QueryPlanner;
import dev.coulomb.node.planner.Schemas;
import dev.coulomb.node.planner.query.Copies;
import dev.coulomb.node.planner.schema.Checks;
import dev.coulomb.node.sql.WithQueries;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * Plans changes of rows that are joined or compared with others, by planning the query of those
 * rows: the table's columns, the row's key, the columns of the other tables where they are
 * returned, and the new values. Confined to one planning.
 */
final class FoundPlanner {
  private static final SqlParserPos ZERO = SqlParserPos.ZERO;

  private final QueryPlanner queries;
  private final Parameters parameters;
  private final Defaults defaults;

  FoundPlanner(QueryPlanner queries, Parameters parameters, Defaults defaults) {
    this.queries = queries;
    this.parameters = parameters;
    this.defaults = defaults;
  }

  /**
   * What a statement says.
   *
   * @param with queries that it may name; may be empty
   * @param set what is new; null: the rows are deleted
   */
  record Change(
      SqlNodeList with,
      Table table,
      @Nullable SqlIdentifier alias,
      @Nullable List<Targets.NewValue> set,
      @Nullable SqlNode others,
      @Nullable SqlNode where,
      SqlNodeList returning) {
    String name() {
      return RowQuery.name(table, alias);
    }

    Change with(SqlNodeList queries) {
      return new Change(queries, table, alias, set, others, where, returning);
    }
  }

  ChangePlanner.Planned plan(Change change) {
    Table table = change.table();
    List<Targets.NewValue> set = change.set() == null ? List.of() : change.set();
    SqlNode others = change.others();
    boolean returnsOthers = others != null && !change.returning().isEmpty();
    SqlNode othersAgain = others == null ? null : Copies.of(others);
    SqlNodeList withAgain = (SqlNodeList) Copies.of(change.with());
    List<SqlNode> items = new ArrayList<>();
    if (returnsOthers) {
      items.add(SqlIdentifier.star(ZERO));
    } else {
      items.addAll(RowQuery.columns(table, change.name()));
      items.add(new SqlIdentifier(List.of(change.name(), Schemas.KEY), ZERO));
    }
    for (Targets.NewValue value : set) {
      items.add(
          value.value().getKind() == SqlKind.DEFAULT
              ? SqlLiteral.createNull(ZERO)
              : RowQuery.typedConstant(value.value(), table.column(value.column()).type()));
    }
    SqlNode rows = RowQuery.tableWithKeys(table, change.name());
    QueryPlanner.Optimised found =
        queries.optimise(
            WithQueries.of(
                change.with(),
                RowQuery.select(
                    items, others == null ? rows : RowQuery.beside(rows, others), change.where())));
    parameters.learn(found);
    Plan.Query placed = queries.place(found);
    List<Plan.Assignment> assignments = assignments(table, set, placed.root().types());
    Returning returning =
        returnsOthers && othersAgain != null
            ? returning(
                change.with(withAgain),
                othersAgain,
                placed.root().types(),
                found.names().size() - set.size() - 1)
            : Returning.of(queries, parameters, table, change.alias(), change.returning());
    return new ChangePlanner.Planned(
        new Plan.ChangeFound(
            table,
            placed.root(),
            placed.routing(),
            change.set() == null,
            assignments,
            returning.expressions(),
            change.set() == null ? List.of() : Checks.of(queries, table)),
        returning.columns(),
        parameters.types(queries.rewriting().parameters()));
  }

  /** The new values are the last columns. */
  private List<Plan.Assignment> assignments(
      Table table, List<Targets.NewValue> set, List<SqlType> types) {
    List<Plan.Assignment> assignments = new ArrayList<>();
    for (int i = 0; i < set.size(); i++) {
      int column = set.get(i).column();
      int from = types.size() - set.size() + i;
      Expression value =
          set.get(i).value().getKind() == SqlKind.DEFAULT
              ? defaults.of(table, column)
              : Assignment.of(new Expression.Column(from, types.get(from)), table.column(column));
      assignments.add(new Plan.Assignment(column, value));
    }
    return assignments;
  }

  /**
   * What is returned of a row and of those it was joined with. The columns of all tables are asked
   * for too, so that nothing is left out and each stands where it does in the query of the rows,
   * but for the key.
   */
  private Returning returning(Change change, SqlNode others, List<SqlType> found, int width) {
    List<SqlNode> items = new ArrayList<>();
    items.add(SqlIdentifier.star(ZERO));
    items.addAll(change.returning());
    SqlNode from = RowQuery.beside(RowQuery.table(change.table(), change.name()), others);
    QueryPlanner.Optimised given =
        queries.optimise(WithQueries.of(change.with(), RowQuery.select(items, from, null)));
    parameters.learn(given);
    if (!(given.tree() instanceof Project project)) {
      throw refused();
    }
    int key = change.table().columns().size();
    List<SqlType> types =
        new ArrayList<>(
            Collections.nCopies(project.getInput().getRowType().getFieldCount(), SqlType.TEXT));
    Map<Integer, Integer> places = new HashMap<>();
    for (int i = 0; i < width; i++) {
      if (project.getProjects().get(i) instanceof RexInputRef column) {
        int place = i < key ? i : i + 1;
        places.put(column.getIndex(), place);
        types.set(column.getIndex(), found.get(place));
      }
    }
    List<Expression> expressions = new ArrayList<>();
    List<RexNode> returned = project.getProjects().subList(width, project.getProjects().size());
    for (Expression expression : expressions(given, types).all(returned)) {
      Set<Integer> named = new HashSet<>();
      Columns.collect(expression, named);
      if (!places.keySet().containsAll(named)) {
        throw refused();
      }
      expressions.add(Columns.renumber(expression, places::get));
    }
    List<String> names = given.names().subList(width, given.names().size());
    return new Returning(expressions, Returning.columns(names, expressions));
  }

  private Expressions expressions(QueryPlanner.Optimised given, List<SqlType> input) {
    return new Expressions(
        queries.rex(), queries.routines(), parameters.types(given.parameters().size()), input);
  }

  private static SqlError refused() {
    return new SqlError(
            SqlState.FEATURE_NOT_SUPPORTED, "RETURNING cannot look at other rows than the joined")
        .hint("Return columns, and read the rest by a query.");
  }
}
