package dev.coulomb.node.planner;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Operator;
import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.plan.PreparedPlan.OutputColumn;
import dev.coulomb.node.plan.Routing;
import dev.coulomb.node.sql.Statement;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * Plans {@code UPDATE} and {@code DELETE}, by planning the query of the rows they concern: the
 * table's columns, then the new values, then what is returned. Confined to one planning.
 */
final class ChangePlanner {
  private final QueryPlanner queries;
  private final Catalog catalog;
  private final Defaults defaults;

  ChangePlanner(QueryPlanner queries, Catalog catalog) {
    this.queries = queries;
    this.catalog = catalog;
    this.defaults = new Defaults(queries);
  }

  /** A change that was planned. */
  record Planned(Plan plan, List<OutputColumn> columns, List<SqlType> parameters) {}

  Planned update(Statement.Update statement) {
    var update = statement.update();
    Table table = table((SqlIdentifier) update.getTargetTable());
    List<Integer> targets = new ArrayList<>();
    List<SqlNode> values = new ArrayList<>();
    BitSet isDefault = new BitSet();
    for (int i = 0; i < update.getTargetColumnList().size(); i++) {
      int column = target(table, (SqlIdentifier) update.getTargetColumnList().get(i), targets);
      targets.add(column);
      SqlNode value = update.getSourceExpressionList().get(i);
      isDefault.set(i, value.getKind() == SqlKind.DEFAULT);
      values.add(
          isDefault.get(i)
              ? SqlLiteral.createNull(value.getParserPosition())
              : typed(value, table.column(column).type()));
    }
    Rows rows =
        rows(table, update.getAlias(), update.getCondition(), values, statement.returning());
    List<Plan.Assignment> assignments = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      int column = targets.get(i);
      Expression value =
          isDefault.get(i)
              ? defaults.of(table, column)
              : Expressions.assigned(rows.values.get(i), table.column(column).type());
      assignments.add(new Plan.Assignment(column, value));
    }
    return new Planned(
        new Plan.Update(
            table,
            rows.chosen.access(),
            rows.chosen.left(),
            assignments,
            rows.returning,
            rows.routing),
        rows.columns,
        rows.parameters);
  }

  Planned delete(Statement.Delete statement) {
    var delete = statement.delete();
    Table table = table((SqlIdentifier) delete.getTargetTable());
    Rows rows =
        rows(table, delete.getAlias(), delete.getCondition(), List.of(), statement.returning());
    return new Planned(
        new Plan.Delete(
            table, rows.chosen.access(), rows.chosen.left(), rows.returning, rows.routing),
        rows.columns,
        rows.parameters);
  }

  Table table(SqlIdentifier name) {
    List<String> names = name.names;
    if (names.size() > 1 && !names.get(names.size() - 2).equals(Schemas.PUBLIC)) {
      throw new SqlError(SqlState.UNDEFINED_TABLE, "the table does not exist or is not yours")
          .with("table", name.toString());
    }
    return catalog.table(names.get(names.size() - 1));
  }

  private static int target(Table table, SqlIdentifier name, List<Integer> sofar) {
    String column = name.names.get(name.names.size() - 1);
    int ordinal = table.ordinal(column);
    if (ordinal < 0) {
      throw new SqlError(SqlState.UNDEFINED_COLUMN, "the column does not exist")
          .with("column", column)
          .with("table", table.name());
    }
    if (sofar.contains(ordinal)) {
      throw new SqlError(SqlState.SYNTAX_ERROR, "multiple assignments to same column")
          .with("column", column);
    }
    if (ordinal == table.partitionColumn()) {
      throw new SqlError(
              SqlState.FEATURE_NOT_SUPPORTED, "the partition column of a row cannot be changed")
          .with("column", column)
          .hint("Delete the row and insert it again.");
    }
    return ordinal;
  }

  /**
   * A bare parameter takes the type of what it is put into; without its length, which only an
   * assignment checks: a cast cuts what is too long.
   */
  static SqlNode typed(SqlNode value, SqlType type) {
    boolean parameter =
        value instanceof SqlDynamicParam
            || (value instanceof SqlIdentifier name
                && name.isSimple()
                && name.getSimple().matches("\\$\\d+"));
    return parameter
        ? SqlStdOperatorTable.CAST.createCall(
            value.getParserPosition(),
            value,
            TreeRewrite.spec(type.kind().isCharacter() ? SqlType.TEXT : type))
        : value;
  }

  /** The rows that a change concerns, how they are reached, and what is computed of each. */
  private record Rows(
      AccessChoice.Chosen chosen,
      Routing routing,
      List<Expression> values,
      List<Expression> returning,
      List<OutputColumn> columns,
      List<SqlType> parameters) {}

  private Rows rows(
      Table table,
      @Nullable SqlIdentifier alias,
      @Nullable SqlNode condition,
      List<SqlNode> values,
      SqlNodeList returning) {
    QueryPlanner.Optimised concerned = queries.optimise(select(table, alias, condition, values));
    List<SqlType> types = table.columns().stream().map(c -> c.type()).toList();
    Shape shape = Shape.of(concerned.tree(), types.size() + values.size());
    QueryPlanner.Optimised given =
        returning.isEmpty() ? concerned : queries.optimise(select(table, alias, null, returning));
    List<SqlType> parameters = QueryPlanner.together(concerned, given);
    Expressions expressions = new Expressions(queries.rex(), queries.routines(), parameters, types);
    List<Expression> conditions =
        shape.condition == null ? List.of() : Columns.conjuncts(expressions.of(shape.condition));
    List<Expression> computed =
        expressions.all(shape.projects.subList(types.size(), shape.projects.size()));
    List<OutputColumn> columns = new ArrayList<>();
    List<Expression> returned = new ArrayList<>();
    if (!returning.isEmpty()) {
      Shape returnedShape = Shape.of(given.tree(), -1);
      returned.addAll(expressions.all(returnedShape.projects));
      for (int i = 0; i < returned.size(); i++) {
        columns.add(new OutputColumn(given.names().get(i), returned.get(i).type(), 0, 0));
      }
    }
    return new Rows(
        new AccessChoice(table, conditions).choose(),
        routing(table, conditions),
        computed,
        returned,
        columns,
        parameters);
  }

  static Routing routing(Table table, List<Expression> conditions) {
    if (table.isReplicated()) {
      return new Routing.Replicated();
    }
    return AccessChoice.boundValue(conditions, table.partitionColumn())
        .<Routing>map(Routing.OnePartition::new)
        .orElseGet(Routing.AllPartitions::new);
  }

  private static SqlSelect select(
      Table table,
      @Nullable SqlIdentifier alias,
      @Nullable SqlNode condition,
      List<? extends SqlNode> more) {
    SqlParserPos zero = SqlParserPos.ZERO;
    List<SqlNode> items = new ArrayList<>();
    String name = alias == null ? table.name() : alias.getSimple();
    if (!(more instanceof SqlNodeList)) {
      Set<String> taken = new HashSet<>();
      table
          .columns()
          .forEach(column -> {
            taken.add(column.name());
            items.add(new SqlIdentifier(List.of(name, column.name()), zero));
          });
    }
    items.addAll(more);
    SqlNode from = new SqlIdentifier(List.of(Schemas.PUBLIC, table.name()), zero);
    from = SqlStdOperatorTable.AS.createCall(zero, from, new SqlIdentifier(name, zero));
    return new SqlSelect(
        zero,
        SqlNodeList.EMPTY,
        new SqlNodeList(items, zero),
        from,
        condition,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /**
   * Project(Filter(Scan)), each of the two upper ones perhaps missing; anything else is refused.
   */
  private static final class Shape {
    private final List<RexNode> projects;
    private final @Nullable RexNode condition;

    private Shape(List<RexNode> projects, @Nullable RexNode condition) {
      this.projects = projects;
      this.condition = condition;
    }

    static Shape of(RelNode tree, int width) {
      RelNode node = tree;
      List<RexNode> projects = new ArrayList<>();
      if (node instanceof Project project) {
        projects.addAll(project.getProjects());
        node = project.getInput();
      } else {
        node.getRowType()
            .getFieldList()
            .forEach(field -> projects.add(new RexInputRef(field.getIndex(), field.getType())));
      }
      RexNode condition = null;
      if (node instanceof Filter filter) {
        condition = filter.getCondition();
        node = filter.getInput();
      }
      if (!(node instanceof TableScan) || (width >= 0 && projects.size() != width)) {
        throw new SqlError(SqlState.FEATURE_NOT_SUPPORTED, "a change cannot look at other rows yet")
            .hint("Use values and the columns of the row itself; no subqueries.");
      }
      return new Shape(projects, condition);
    }
  }

  /** For INSERT: what RETURNING gives, over the table's columns. */
  Planned returningOnly(Table table, SqlNodeList returning) {
    Rows rows = rows(table, null, null, List.of(), returning);
    return new Planned(
        new Plan.Insert(table, new Operator.Values(List.of(), List.of()), rows.returning),
        rows.columns,
        rows.parameters);
  }
}
