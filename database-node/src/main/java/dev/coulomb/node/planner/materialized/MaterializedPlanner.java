package dev.coulomb.node.planner.materialized;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.Column;
import dev.coulomb.node.catalog.Derivation;
import dev.coulomb.node.catalog.SchemaChange;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.planner.QueryPlanner;
import dev.coulomb.node.planner.SchemaPlanner;
import dev.coulomb.node.planner.view.ViewPlanner;
import dev.coulomb.node.sql.Statement;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.sql.SqlIdentifier;

/** Plans the statements of materialized views. */
public final class MaterializedPlanner {
  private MaterializedPlanner() {}

  /**
   * Plans {@code CREATE MATERIALIZED VIEW}.
   *
   * @param text of the query, as it is kept
   */
  public static Plan.ChangeSchema create(
      Statement.CreateMaterializedView create, String text, QueryPlanner queries) {
    Set<String> sources = new TreeSet<>(ViewPlanner.sources(create.query().tree()));
    if (!queries.plan(create.query().tree()).parameters().isEmpty()) {
      throw new SqlError(
          SqlState.UNDEFINED_PARAMETER, "a materialized view cannot have parameters");
    }
    QueryPlanner.Planned planned = queries.beside(text).plan(QueryPlanner.tree(text));
    List<String> outputs = new ArrayList<>();
    planned.columns().forEach(column -> outputs.add(column.name()));
    List<String> names = ViewPlanner.names(create.columns(), outputs, "CREATE MATERIALIZED VIEW");
    RelNode query = queries.beside(text).query(text);
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      columns.add(new Column(names.get(i), planned.columns().get(i).type(), true));
    }
    Grouping grouping = Grouping.of(queries, query);
    for (TableScan scan : grouping.flat().tables()) {
      List<String> name = scan.getTable().getQualifiedName();
      sources.add(name.getLast());
    }
    Derivation derivation = grouping.derivation(text, columns, List.copyOf(sources));
    Table groups = grouping.groups(SchemaPlanner.name(create.name()), derivation);
    return new Plan.ChangeSchema(
        new SchemaChange.CreateMaterializedView(groups, derivation, create.ifNotExists()));
  }

  public static Plan.ChangeSchema drop(Statement.DropMaterializedView drop) {
    return new Plan.ChangeSchema(
        new SchemaChange.DropMaterializedView(
            drop.names().stream().map(SchemaPlanner::name).toList(),
            drop.ifExists(),
            drop.cascade()));
  }

  public static Plan.ChangeSchema refresh(SqlIdentifier name) {
    return new Plan.ChangeSchema(
        new SchemaChange.RefreshMaterializedView(SchemaPlanner.name(name)));
  }

  /** 2BP01 when a materialized view cannot be what it is any more once a table has changed. */
  public static void check(Catalog after, String table, QueryPlanner queries) {
    for (Table view : after.tables()) {
      Derivation derivation = view.derivation();
      if (derivation == null || !derivation.sources().contains(table)) {
        continue;
      }
      boolean same;
      try {
        RelNode query = queries.beside(derivation.text()).query(derivation.text());
        Derivation now =
            Grouping.of(queries, query)
                .derivation(derivation.text(), derivation.columns(), derivation.sources());
        same = now.equals(derivation);
      } catch (RuntimeException gone) {
        same = false;
      }
      if (!same) {
        throw ViewPlanner.dependent(table, view.name());
      }
    }
  }
}
