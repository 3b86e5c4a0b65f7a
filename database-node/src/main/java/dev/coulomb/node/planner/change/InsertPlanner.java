package dev.coulomb.node.planner.change;

import com.google.common.collect.Lists;
import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Operator;
import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.planner.Constants;
import dev.coulomb.node.planner.Defaults;
import dev.coulomb.node.planner.QueryPlanner;
import dev.coulomb.node.planner.schema.Checks;
import dev.coulomb.node.sql.Statement;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWith;
import org.jspecify.annotations.Nullable;

/**
 * Plans {@code INSERT}. Of its {@code VALUES}, constants and parameters, which is what most rows
 * are made of, are read by the column's type here; whatever else stands in a row is planned as a
 * query without a table. Confined to one planning.
 */
public final class InsertPlanner {
  private static final Pattern PARAMETER = Pattern.compile("\\$([1-9]\\d{0,4})");

  /** The time to plan a query is more than proportional to its columns. */
  private static final int COMPUTED_AT_ONCE = 40;

  private final QueryPlanner queries;
  private final Catalog catalog;
  private final Defaults defaults;
  private final Parameters parameters;

  public InsertPlanner(QueryPlanner queries, Catalog catalog, List<@Nullable SqlType> declared) {
    this.queries = queries;
    this.catalog = catalog;
    this.defaults = new Defaults(queries);
    this.parameters = new Parameters(declared);
  }

  public ChangePlanner.Planned insert(Statement.Insert insert) {
    Table table = Targets.table(catalog, insert.table());
    List<Integer> targets = targets(table, insert.columns());
    QuerySource.Rows rows = rows(table, targets, insert);
    Statement.OnConflict clause = insert.conflict();
    Plan.OnConflict conflict =
        clause == null
            ? null
            : new ConflictPlanner(queries, parameters, defaults)
                .plan(table, insert.alias(), clause);
    Returning returning =
        Returning.of(queries, parameters, table, insert.alias(), insert.returning());
    return new ChangePlanner.Planned(
        new Plan.Insert(
            table,
            rows.source(),
            rows.reads(),
            conflict,
            returning.expressions(),
            Checks.of(queries, table)),
        returning.columns(),
        parameters.types(queries.rewriting().parameters()));
  }

  private QuerySource.Rows rows(Table table, List<Integer> targets, Statement.Insert insert) {
    QuerySource source = new QuerySource(queries, parameters, defaults);
    SqlNode query = insert.source();
    SqlNodeList with = SqlNodeList.EMPTY;
    if (query instanceof SqlWith before && before.body.getKind() == SqlKind.VALUES) {
      query = before.body;
      with = before.withList;
    }
    if (query.getKind() != SqlKind.VALUES) {
      return source.of(table, targets, insert);
    }
    List<List<SqlNode>> tuples = tuples(query);
    if (tuples.stream().anyMatch(tuple -> tuple.size() != tuples.getFirst().size())) {
      throw new SqlError(SqlState.SYNTAX_ERROR, "VALUES lists must all be the same length");
    }
    if (tuples.stream().anyMatch(tuple -> tuple.size() < insert.columns().size())) {
      throw new SqlError(SqlState.SYNTAX_ERROR, "INSERT has more target columns than expressions");
    }
    if (tuples.stream().anyMatch(tuple -> tuple.size() > targets.size())) {
      throw new SqlError(SqlState.SYNTAX_ERROR, "INSERT has more expressions than target columns");
    }
    List<List<SqlNode>> numbered = Identities.values(table, targets, insert.overriding(), tuples);
    return !with.isEmpty() || numbered.stream().anyMatch(QueryFinder::isIn)
        ? source.ofTuples(with, table, targets, numbered)
        : new QuerySource.Rows(values(table, targets, numbered), null);
  }

  private Operator values(Table table, List<Integer> targets, List<List<SqlNode>> tuples) {
    Computed computed = new Computed();
    List<List<Expression>> rows = new ArrayList<>();
    for (List<SqlNode> tuple : tuples) {
      rows.add(row(table, targets, tuple, computed));
    }
    if (!computed.nodes.isEmpty()) {
      resolve(table, rows, computed);
    }
    return new Operator.Values(rows, table.columns().stream().map(c -> c.type()).toList());
  }

  /** What has to be planned as a query: where it stands, and what it is. */
  private static final class Computed {
    private final List<SqlNode> nodes = new ArrayList<>();
  }

  private static List<Integer> targets(Table table, SqlNodeList columns) {
    List<Integer> targets = new ArrayList<>();
    if (columns.isEmpty()) {
      for (int i = 0; i < table.columns().size(); i++) {
        targets.add(i);
      }
      return targets;
    }
    for (SqlNode node : columns) {
      int ordinal = Targets.column(table, (SqlIdentifier) node);
      if (targets.contains(ordinal)) {
        throw new SqlError(SqlState.DUPLICATE_COLUMN, "the column is specified more than once")
            .with("column", table.column(ordinal).name());
      }
      targets.add(ordinal);
    }
    return targets;
  }

  private static List<List<SqlNode>> tuples(SqlNode source) {
    List<List<SqlNode>> tuples = new ArrayList<>();
    for (SqlNode tuple : ((SqlCall) source).getOperandList()) {
      tuples.add(
          tuple.getKind() == SqlKind.ROW ? ((SqlCall) tuple).getOperandList() : List.of(tuple));
    }
    return tuples;
  }

  private List<Expression> row(
      Table table, List<Integer> targets, List<SqlNode> tuple, Computed computed) {
    List<Expression> row = new ArrayList<>();
    for (int i = 0; i < table.columns().size(); i++) {
      int given = targets.indexOf(i);
      boolean said = given >= 0 && given < tuple.size();
      row.add(
          said && tuple.get(given).getKind() != SqlKind.DEFAULT
              ? new Expression.Literal(null, table.column(i).type())
              : defaults.of(table, i));
    }
    for (int i = 0; i < tuple.size(); i++) {
      if (tuple.get(i).getKind() == SqlKind.DEFAULT) {
        continue;
      }
      int column = targets.get(i);
      SqlType type = table.column(column).type();
      Expression value = simple(tuple.get(i), type);
      if (value == null) {
        computed.nodes.add(RowQuery.typed(tuple.get(i), type));
        row.set(column, new Expression.Column(computed.nodes.size() - 1, type));
      } else {
        row.set(column, value);
      }
    }
    return row;
  }

  /** A constant or a parameter by the column's type; null for what has to be computed. */
  private @Nullable Expression simple(SqlNode node, SqlType type) {
    if (node instanceof SqlIdentifier name && name.isSimple()) {
      var match = PARAMETER.matcher(name.getSimple());
      return match.matches() ? parameters.assigned(Integer.parseInt(match.group(1)), type) : null;
    }
    return Constants.constant(node, type);
  }

  /** Plans what is computed, and puts it where it stands. */
  private void resolve(Table table, List<List<Expression>> rows, Computed computed) {
    List<Expression> values = new ArrayList<>();
    for (List<SqlNode> some : Lists.partition(computed.nodes, COMPUTED_AT_ONCE)) {
      QueryPlanner.Optimised optimised = queries.optimise(Defaults.select(some));
      values.addAll(Constants.of(optimised, queries.rex(), queries.routines()));
      parameters.learn(optimised);
    }
    for (List<Expression> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        if (row.get(i) instanceof Expression.Column column) {
          row.set(i, Assignment.of(values.get(column.index()), table.column(i)));
        }
      }
    }
  }
}
