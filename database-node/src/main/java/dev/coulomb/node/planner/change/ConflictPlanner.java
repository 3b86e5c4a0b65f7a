package dev.coulomb.node.planner.change;

import dev.coulomb.node.catalog.Index;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.plan.Access;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.planner.Defaults;
import dev.coulomb.node.planner.Expressions;
import dev.coulomb.node.planner.QueryPlanner;
import dev.coulomb.node.sql.Statement;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import dev.coulomb.node.types.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** Plans {@code ON CONFLICT}: which keys decide, and what becomes of the row that is there. */
final class ConflictPlanner {
  private static final String EXCLUDED = "excluded";

  private final QueryPlanner queries;
  private final Parameters parameters;
  private final Defaults defaults;

  ConflictPlanner(QueryPlanner queries, Parameters parameters, Defaults defaults) {
    this.queries = queries;
    this.parameters = parameters;
    this.defaults = defaults;
  }

  Plan.OnConflict plan(Table table, @Nullable SqlIdentifier alias, Statement.OnConflict conflict) {
    List<Integer> keys = keys(table, conflict);
    return conflict.set().isEmpty()
        ? new Plan.OnConflict(keys, List.of(), null)
        : update(table, RowQuery.name(table, alias), conflict, keys);
  }

  private List<Integer> keys(Table table, Statement.OnConflict conflict) {
    SqlIdentifier constraint = conflict.constraint();
    if (constraint != null) {
      return List.of(named(table, constraint.getSimple()));
    }
    if (!conflict.target().isEmpty()) {
      return inferred(table, conflict);
    }
    if (!conflict.set().isEmpty()) {
      throw new SqlError(
              SqlState.SYNTAX_ERROR,
              "ON CONFLICT DO UPDATE requires inference specification or constraint name")
          .hint("For example, ON CONFLICT (column_name).");
    }
    List<Integer> all = new ArrayList<>();
    if (table.hasPrimaryKey()) {
      all.add(Access.PRIMARY_KEY);
    }
    table.indexes().stream().filter(Index::unique).forEach(index -> all.add(index.id()));
    return all;
  }

  private static int named(Table table, String constraint) {
    if (table.hasPrimaryKey() && constraint.equals(table.name() + "_pkey")) {
      return Access.PRIMARY_KEY;
    }
    return table.indexes().stream()
        .filter(index -> index.unique() && index.name().equals(constraint))
        .findFirst()
        .orElseThrow(() ->
            new SqlError(SqlState.UNDEFINED_OBJECT, "the constraint does not exist")
                .with("constraint", constraint)
                .with("table", table.name()))
        .id();
  }

  /** The keys of exactly these columns, in any order. */
  private static List<Integer> inferred(Table table, Statement.OnConflict conflict) {
    Set<Integer> columns = new TreeSet<>();
    for (SqlNode key : conflict.target()) {
      if (!(key instanceof SqlIdentifier name) || conflict.predicate() != null) {
        throw new SqlError(SqlState.FEATURE_NOT_SUPPORTED, "a conflict is found by columns only")
            .hint("Name the index: ON CONFLICT ON CONSTRAINT name.");
      }
      columns.add(Targets.column(table, name));
    }
    List<Integer> keys = new ArrayList<>();
    if (columns.equals(new TreeSet<>(table.primaryKey()))) {
      keys.add(Access.PRIMARY_KEY);
    }
    for (Index index : table.indexes()) {
      if (index.unique() && columns.equals(new TreeSet<>(index.columns()))) {
        keys.add(index.id());
      }
    }
    if (keys.isEmpty()) {
      throw new SqlError(
              SqlState.INVALID_COLUMN_REFERENCE,
              "there is no unique or exclusion constraint matching the ON CONFLICT specification")
          .with("table", table.name());
    }
    return keys;
  }

  /** Over the columns of the row that is there, then those of the row that was to be inserted. */
  private Plan.OnConflict update(
      Table table, String name, Statement.OnConflict conflict, List<Integer> keys) {
    List<Targets.NewValue> set = Targets.newValues(table, conflict.set());
    List<SqlNode> items = new ArrayList<>(RowQuery.columns(table, name));
    items.addAll(RowQuery.columns(table, EXCLUDED));
    int width = items.size();
    for (Targets.NewValue value : set) {
      items.add(
          value.value().getKind() == SqlKind.DEFAULT
              ? SqlLiteral.createNull(SqlParserPos.ZERO)
              : RowQuery.typed(value.value(), table.column(value.column()).type()));
    }
    SqlNode where = conflict.where();
    if (where != null) {
      items.add(RowQuery.typed(where, SqlType.BOOLEAN));
    }
    SqlNode from = RowQuery.beside(RowQuery.table(table, name), RowQuery.table(table, EXCLUDED));
    QueryPlanner.Optimised rows = queries.optimise(RowQuery.select(items, from, null));
    parameters.learn(rows);
    List<Expression> computed = computed(table, rows, width);
    List<Plan.Assignment> assignments = new ArrayList<>();
    for (int i = 0; i < set.size(); i++) {
      int column = set.get(i).column();
      Expression value =
          set.get(i).value().getKind() == SqlKind.DEFAULT
              ? defaults.of(table, column)
              : Assignment.of(computed.get(i), table.column(column));
      assignments.add(new Plan.Assignment(column, value));
    }
    return new Plan.OnConflict(keys, assignments, where == null ? null : condition(computed));
  }

  private List<Expression> computed(Table table, QueryPlanner.Optimised rows, int width) {
    List<SqlType> types = new ArrayList<>();
    table.columns().forEach(column -> types.add(column.type()));
    table.columns().forEach(column -> types.add(column.type()));
    RowShape shape = RowShape.required(rows.tree());
    return new Expressions(
            queries.rex(), queries.routines(), parameters.types(rows.parameters().size()), types)
        .all(shape.projects().subList(width, shape.projects().size()));
  }

  private static Expression condition(List<Expression> computed) {
    Expression condition = computed.getLast();
    if (condition.type().kind() != TypeKind.BOOLEAN) {
      throw new SqlError(SqlState.DATATYPE_MISMATCH, "the condition must be a boolean")
          .with("name", "WHERE");
    }
    return condition;
  }
}
