package dev.coulomb.node.planner.view;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.Column;
import dev.coulomb.node.catalog.SchemaChange;
import dev.coulomb.node.catalog.SchemaChanges;
import dev.coulomb.node.catalog.View;
import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.plan.PreparedPlan.OutputColumn;
import dev.coulomb.node.planner.QueryPlanner;
import dev.coulomb.node.planner.SchemaPlanner;
import dev.coulomb.node.planner.materialized.MaterializedPlanner;
import dev.coulomb.node.sql.Statement;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/** Plans the statements of views. */
public final class ViewPlanner {
  private ViewPlanner() {}

  /**
   * Plans {@code CREATE VIEW}.
   *
   * @param text of the query, as it is kept
   */
  public static Plan.ChangeSchema create(
      Statement.CreateView create, String text, QueryPlanner queries) {
    Set<String> sources = sources(create.query().tree());
    QueryPlanner.Planned planned = queries.plan(create.query().tree());
    if (!planned.parameters().isEmpty()) {
      throw new SqlError(SqlState.UNDEFINED_PARAMETER, "a view cannot have parameters");
    }
    List<String> outputs = planned.columns().stream().map(OutputColumn::name).toList();
    List<String> names = names(create.columns(), outputs, "CREATE VIEW");
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      columns.add(new Column(names.get(i), planned.columns().get(i).type(), true));
    }
    String name = SchemaPlanner.name(create.name());
    View view = new View(0, name, columns, outputs, text, List.copyOf(sources));
    return new Plan.ChangeSchema(new SchemaChange.CreateView(view, create.replace()));
  }

  /** The names of a view's columns: those that are given, and for the rest the query's. */
  public static List<String> names(SqlNodeList given, List<String> outputs, String statement) {
    List<String> names = new ArrayList<>(outputs);
    if (given.size() > names.size()) {
      throw new SqlError(
          SqlState.SYNTAX_ERROR, statement + " specifies more column names than columns");
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < names.size(); i++) {
      if (i < given.size()) {
        names.set(i, ((SqlIdentifier) given.get(i)).getSimple());
      }
      if (!seen.add(names.get(i))) {
        throw new SqlError(SqlState.DUPLICATE_COLUMN, "the column is specified more than once")
            .with("column", names.get(i));
      }
    }
    return names;
  }

  public static Plan.ChangeSchema drop(Statement.DropView drop) {
    return new Plan.ChangeSchema(
        new SchemaChange.DropView(
            drop.names().stream().map(SchemaPlanner::name).toList(),
            drop.ifExists(),
            drop.cascade()));
  }

  /** 2BP01 when a view cannot be what it is any more once a table has changed. */
  public static void check(
      Catalog before, SchemaChange change, String table, Function<Catalog, QueryPlanner> under) {
    List<View> dependents = before.views().dependents(table);
    boolean kept = before.tables().stream().anyMatch(each -> each.derivation() != null);
    if (dependents.isEmpty() && !kept) {
      return;
    }
    Catalog after = SchemaChanges.apply(before, change);
    QueryPlanner queries = under.apply(after);
    MaterializedPlanner.check(after, table, queries);
    for (View view : dependents) {
      try {
        queries.beside().plan(ViewQuery.select(view));
      } catch (RuntimeException gone) {
        throw dependent(table, view.name());
      }
    }
  }

  /** A table cannot change so. */
  public static SqlError dependent(String table, String view) {
    return new SqlError(
            SqlState.DEPENDENT_OBJECTS_STILL_EXIST,
            "the table cannot change so because a view depends on it")
        .with("table", table)
        .with("view", view)
        .hint("Drop the view, change the table, create the view again.");
  }

  /** Names in FROM, of common table expressions among them: those do no harm. */
  public static Set<String> sources(SqlNode query) {
    Set<String> sources = new LinkedHashSet<>();
    query.accept(
        new SqlBasicVisitor<@Nullable Void>() {
          @Override
          public @Nullable Void visit(SqlCall call) {
            if (call instanceof SqlSelect select && select.getFrom() != null) {
              from(select.getFrom());
            }
            return super.visit(call);
          }

          private void from(@Nullable SqlNode item) {
            if (item instanceof SqlIdentifier name) {
              sources.add(name.names.get(name.names.size() - 1));
            } else if (item instanceof SqlJoin join) {
              from(join.getLeft());
              from(join.getRight());
            } else if (item instanceof SqlCall call && call.getKind() == SqlKind.AS) {
              from(call.operand(0));
            }
          }
        });
    return sources;
  }
}
