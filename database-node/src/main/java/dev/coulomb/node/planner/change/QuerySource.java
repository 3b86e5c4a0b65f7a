package dev.coulomb.node.planner.change;

import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Operator;
import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.plan.Routing;
import dev.coulomb.node.planner.AccessChoice;
import dev.coulomb.node.planner.Defaults;
import dev.coulomb.node.planner.Expressions;
import dev.coulomb.node.planner.QueryPlanner;
import dev.coulomb.node.planner.query.Copies;
import dev.coulomb.node.planner.query.DistinctOn;
import dev.coulomb.node.sql.Statement;
import dev.coulomb.node.sql.WithQueries;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import dev.coulomb.node.types.TypeKind;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.jspecify.annotations.Nullable;

/**
 * The rows of an {@code INSERT} that come from a query. It runs in one partition when all it looks
 * at is there and its rows belong there; else as a transaction over all partitions.
 */
final class QuerySource {
  private final QueryPlanner queries;
  private final Parameters parameters;
  private final Defaults defaults;

  QuerySource(QueryPlanner queries, Parameters parameters, Defaults defaults) {
    this.queries = queries;
    this.parameters = parameters;
    this.defaults = defaults;
  }

  /**
   * Rows of a table.
   *
   * @param reads as {@link Plan.Insert} has it
   */
  record Rows(Operator source, @Nullable Routing reads) {}

  /** {@code INSERT … query}: its columns are those of the targets, in their order. */
  Rows of(Table table, List<Integer> targets, Statement.Insert insert) {
    List<SqlType> types = targets.stream().map(column -> table.column(column).type()).toList();
    if (insert.source() instanceof SqlCall query) {
      DistinctOn.rewrite(query);
    }
    QueryPlanner.Optimised rows = queries.optimise(typed(insert.source(), types));
    parameters.learn(rows);
    int width = rows.names().size();
    if (width > targets.size()) {
      throw new SqlError(SqlState.SYNTAX_ERROR, "INSERT has more expressions than target columns");
    }
    if (width < targets.size() && !insert.columns().isEmpty()) {
      throw new SqlError(SqlState.SYNTAX_ERROR, "INSERT has more target columns than expressions");
    }
    List<Integer> filled = targets.subList(0, width);
    return placed(table, Identities.columns(table, filled, insert.overriding()), rows);
  }

  /**
   * {@code INSERT … VALUES} of rows in which queries stand; each row is a query of its own.
   *
   * @param with queries that they may name
   */
  Rows ofTuples(SqlNodeList with, Table table, List<Integer> targets, List<List<SqlNode>> tuples) {
    List<Rows> rows = new ArrayList<>();
    for (List<SqlNode> tuple : tuples) {
      List<Integer> said = new ArrayList<>();
      List<SqlNode> items = new ArrayList<>();
      for (int i = 0; i < tuple.size(); i++) {
        if (tuple.get(i).getKind() != SqlKind.DEFAULT) {
          SqlType type = table.column(targets.get(i)).type();
          said.add(targets.get(i));
          items.add(RowQuery.typed(tuple.get(i), type));
        }
      }
      SqlNodeList named = (SqlNodeList) Copies.of(with);
      QueryPlanner.Optimised row = queries.optimise(WithQueries.of(named, Defaults.select(items)));
      parameters.learn(row);
      rows.add(
          tuples.size() == 1
              ? placed(table, said, row)
              : new Rows(row(table, said, queries.spread(row)), new Routing.AllPartitions()));
    }
    return rows.size() == 1
        ? rows.getFirst()
        : new Rows(
            new Operator.UnionAll(rows.stream().map(Rows::source).toList()),
            new Routing.AllPartitions());
  }

  private Rows placed(Table table, List<Integer> columns, QueryPlanner.Optimised rows) {
    Plan.Query planned = queries.place(rows);
    Routing reads = planned.routing();
    if (!table.isReplicated()) {
      reads = reads(table, columns, rows, planned);
      if (reads instanceof Routing.AllPartitions) {
        planned = queries.spread(rows);
      }
    }
    return new Rows(row(table, columns, planned), looksAtTables(planned.root()) ? reads : null);
  }

  /** Where the query looks is where its rows go, or it is everywhere. */
  private Routing reads(
      Table table, List<Integer> columns, QueryPlanner.Optimised rows, Plan.Query planned) {
    SqlType column = table.column(table.partitionColumn()).type();
    int output = columns.indexOf(table.partitionColumn());
    Expression key =
        output < 0 ? defaults.of(table, table.partitionColumn()) : queries.bound(rows, output);
    if (key == null || !AccessChoice.isConstant(key)) {
      return new Routing.AllPartitions();
    }
    return switch (planned.routing()) {
      case Routing.Replicated replicated ->
          new Routing.OnePartition(Expressions.assigned(key, column));
      case Routing.OnePartition one
          when AccessChoice.isSameKey(one.key(), key) && staysItself(key.type(), column) ->
          one;
      case Routing.OnePartition one -> new Routing.AllPartitions();
      case Routing.SomePartitions some -> new Routing.AllPartitions();
      case Routing.AllPartitions all -> all;
    };
  }

  /** True where a value that is put into a column is the same there, and in the same partition. */
  private static boolean staysItself(SqlType value, SqlType column) {
    TypeKind kind = column.kind();
    boolean integers = kind.isInteger() && value.kind().isInteger();
    boolean texts =
        kind.isCharacter()
            && value.kind().isCharacter()
            && kind != TypeKind.CHAR
            && value.kind() != TypeKind.CHAR;
    return integers || texts || value.equals(column);
  }

  private Operator row(Table table, List<Integer> columns, Plan.Query planned) {
    List<SqlType> types = planned.root().types();
    List<Expression> row = new ArrayList<>();
    for (int i = 0; i < table.columns().size(); i++) {
      int output = columns.indexOf(i);
      row.add(
          output < 0
              ? defaults.of(table, i)
              : Assignment.of(new Expression.Column(output, types.get(output)), table.column(i)));
    }
    return new Operator.Project(planned.root(), row);
  }

  private static boolean looksAtTables(Operator operator) {
    return switch (operator) {
      case Operator.Values values -> false;
      case Operator.Project project -> looksAtTables(project.input());
      case Operator.Filter filter -> looksAtTables(filter.input());
      case Operator.Limit limit -> looksAtTables(limit.input());
      case Operator.Sort sort -> looksAtTables(sort.input());
      case Operator.UnionAll union -> union.inputs().stream().anyMatch(QuerySource::looksAtTables);
      default -> true;
    };
  }

  /** Parameters and quoted constants of the outermost select are of the type of their column. */
  private static SqlNode typed(SqlNode query, List<SqlType> types) {
    switch (query) {
      case SqlOrderBy ordered -> {
        return new SqlOrderBy(
            ordered.getParserPosition(),
            typed(ordered.query, types),
            ordered.orderList,
            ordered.offset,
            ordered.fetch);
      }
      case SqlWith with -> with.body = typed(with.body, types);
      case SqlSelect select -> select.setSelectList(typedItems(select.getSelectList(), types));
      default -> {}
    }
    return query;
  }

  private static SqlNodeList typedItems(SqlNodeList items, List<SqlType> types) {
    List<SqlNode> typed = new ArrayList<>();
    boolean counts = true;
    for (SqlNode item : items) {
      counts &= !(item instanceof SqlIdentifier name && name.isStar());
      typed.add(
          counts && typed.size() < types.size() ? typedItem(item, types.get(typed.size())) : item);
    }
    return new SqlNodeList(typed, items.getParserPosition());
  }

  private static SqlNode typedItem(SqlNode item, SqlType type) {
    if (item instanceof SqlCall named && named.getKind() == SqlKind.AS) {
      named.setOperand(0, RowQuery.typedConstant(named.operand(0), type));
      return named;
    }
    return RowQuery.typedConstant(item, type);
  }
}
