package dev.coulomb.node.planner.change;

import dev.coulomb.node.catalog.Index;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.plan.Access;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.planner.AccessChoice;
import dev.coulomb.node.planner.Columns;
import dev.coulomb.node.planner.Defaults;
import dev.coulomb.node.planner.Expressions;
import dev.coulomb.node.planner.QueryPlanner;
import dev.coulomb.node.planner.query.IndexPredicate;
import dev.coulomb.node.sql.Statement;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import dev.coulomb.node.types.TypeKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rex.RexNode;
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
    List<Integer> keys = keys(table, alias, conflict);
    return conflict.set().isEmpty()
        ? new Plan.OnConflict(keys, List.of(), null)
        : update(table, RowQuery.name(table, alias), conflict, keys);
  }

  private List<Integer> keys(
      Table table, @Nullable SqlIdentifier alias, Statement.OnConflict conflict) {
    SqlIdentifier constraint = conflict.constraint();
    if (constraint != null) {
      return List.of(named(table, constraint.getSimple()));
    }
    if (!conflict.target().isEmpty()) {
      return inferred(table, alias, conflict);
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

  /** The keys of exactly these columns and expressions, in any order. */
  private List<Integer> inferred(
      Table table, @Nullable SqlIdentifier alias, Statement.OnConflict conflict) {
    Target target = target(table, RowQuery.name(table, alias), conflict);
    List<Integer> keys = new ArrayList<>();
    if (target.key().equals(target.primaryKey(table))) {
      keys.add(Access.PRIMARY_KEY);
    }
    for (Index index : table.indexes()) {
      if (index.unique()
          && target.key().equals(Set.copyOf(AccessChoice.parts(table, index)))
          && IndexPredicate.implied(index, target.rows()) != null) {
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

  /** What a conflict is about: the parts of a key, and conditions on the rows that have it. */
  private record Target(Set<Expression> key, List<Expression> rows) {
    Set<Expression> primaryKey(Table table) {
      Set<Expression> parts = new HashSet<>();
      table.primaryKey().forEach(column -> parts.add(part(table, column)));
      return parts;
    }
  }

  private static Expression part(Table table, int column) {
    return new Expression.Column(column, table.column(column).type());
  }

  private Target target(Table table, String name, Statement.OnConflict conflict) {
    Set<Expression> key = new HashSet<>();
    SqlNode where = conflict.predicate();
    List<SqlNode> items = new ArrayList<>(RowQuery.columns(table, name));
    for (SqlNode part : conflict.target()) {
      if (part instanceof SqlIdentifier column) {
        key.add(part(table, Targets.column(table, column)));
      } else {
        items.add(part);
      }
    }
    int width = table.columns().size();
    if (items.size() == width && where == null) {
      return new Target(key, List.of());
    }
    QueryPlanner.Optimised rows =
        queries.optimise(RowQuery.select(items, RowQuery.table(table, name), where));
    parameters.learn(rows);
    RowShape shape = RowShape.required(rows.tree());
    List<SqlType> types = table.columns().stream().map(column -> column.type()).toList();
    Expressions expressions =
        new Expressions(
            queries.rex(), queries.routines(), parameters.types(rows.parameters().size()), types);
    key.addAll(expressions.all(shape.projects().subList(width, shape.projects().size())));
    RexNode chosen = shape.condition();
    return new Target(key, chosen == null ? List.of() : Columns.conjuncts(expressions.of(chosen)));
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
