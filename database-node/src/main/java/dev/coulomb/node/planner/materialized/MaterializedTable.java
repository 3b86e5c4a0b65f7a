package dev.coulomb.node.planner.materialized;

import dev.coulomb.node.catalog.Derivation;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.planner.QueryPlanner;
import dev.coulomb.node.planner.Routines;
import dev.coulomb.node.planner.Schemas;
import dev.coulomb.node.planner.typing.CalciteTypes;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.RelFactories;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.schema.TranslatableTable;
import org.apache.calcite.schema.impl.AbstractTable;
import org.apache.calcite.util.Litmus;

/** A materialized view as Calcite sees it: a table whose rows come from its groups. */
public final class MaterializedTable extends AbstractTable implements TranslatableTable {
  private final String name;
  private final Derivation view;
  private final Routines routines;

  public MaterializedTable(Table table, Derivation view, Routines routines) {
    this.name = table.name();
    this.view = view;
    this.routines = routines;
  }

  @Override
  public RelDataType getRowType(RelDataTypeFactory factory) {
    RelDataTypeFactory.Builder row = factory.builder();
    view.columns()
        .forEach(
            column -> row.add(column.name(), CalciteTypes.of(column.type(), column.nullable())));
    return row.build();
  }

  @Override
  public RelNode toRel(RelOptTable.ToRelContext context, RelOptTable table) {
    CalciteCatalogReader reader =
        (CalciteCatalogReader) Invariant.present(table.getRelOptSchema(), "a table is of a schema");
    QueryPlanner queries = QueryPlanner.ofView(reader, routines, view.text());
    RelNode query = queries.query(view.text(), context.getCluster());
    Grouping grouping = Grouping.of(queries, query);
    RelOptTable groups =
        Invariant.present(
            reader.getTableForMember(List.of(Schemas.GROUPS, name)),
            "a materialized view has groups");
    RexBuilder rex = context.getCluster().getRexBuilder();
    RelNode aggregate = new GroupsQuery(grouping, view, rex, groups).aggregate();
    RelNode whole = replaced(query, grouping.aggregate(), aggregate);
    RelDataType wanted = table.getRowType();
    List<RexNode> columns = new java.util.ArrayList<>();
    for (int i = 0; i < view.columns().size(); i++) {
      RexNode column = rex.makeInputRef(whole, i);
      RelDataType type = wanted.getFieldList().get(i).getType();
      columns.add(
          column.getType().equals(type) ? column : rex.makeAbstractCast(type, column, false));
    }
    return RelFactories.DEFAULT_PROJECT_FACTORY.createProject(
        whole, List.of(), columns, wanted.getFieldNames(), Set.of());
  }

  private static RelNode replaced(RelNode tree, RelNode old, RelNode other) {
    if (tree.equals(old)) {
      Invariant.that(
          org.apache.calcite.plan.RelOptUtil.equal(
              "query", old.getRowType(), "groups", other.getRowType(), Litmus.IGNORE),
          "the groups of a view give the rows of its query");
      return other;
    }
    return tree.copy(tree.getTraitSet(), List.of(replaced(tree.getInput(0), old, other)));
  }
}
