package dev.coulomb.node.planner;

import dev.coulomb.node.catalog.View;
import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.planner.typing.CalciteTypes;
import dev.coulomb.node.sql.Parser;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.ArrayList;
import java.util.List;
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

/** A view as Calcite sees it: a table whose rows are those of its query. */
final class ViewTable extends AbstractTable implements TranslatableTable {
  private final View view;
  private final Routines routines;

  ViewTable(View view, Routines routines) {
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

  /** The query in the place of the view, with the columns that the view was made with. */
  @Override
  public RelNode toRel(RelOptTable.ToRelContext context, RelOptTable table) {
    CalciteCatalogReader reader =
        (CalciteCatalogReader) Invariant.present(table.getRelOptSchema(), "a table is of a schema");
    TreeRewrite rewrite = new TreeRewrite(view.text(), List.of());
    QueryPlanner queries = new QueryPlanner(reader, routines, rewrite);
    QueryPlanner.Converted query =
        queries.converted(new Parser().parse(view.text()).getFirst().tree(), context.getCluster());
    RexBuilder rex = context.getCluster().getRexBuilder();
    RelDataType wanted = table.getRowType();
    List<RexNode> columns = new ArrayList<>();
    for (int i = 0; i < view.columns().size(); i++) {
      int at = place(query.names(), i);
      RexNode column = rex.makeInputRef(query.tree(), at);
      columns.add(rex.ensureType(wanted.getFieldList().get(i).getType(), column, false));
    }
    return RelFactories.DEFAULT_PROJECT_FACTORY.createProject(
        query.tree(), List.of(), columns, wanted.getFieldNames(), java.util.Set.of());
  }

  /** Where the query has a column now: {@code *} may have become more since. */
  private int place(List<String> names, int column) {
    String name = view.outputs().get(column);
    boolean unique = view.outputs().stream().filter(name::equals).count() == 1;
    int at = unique ? names.indexOf(name) : column;
    if (at < 0 || at >= names.size() || (unique && names.lastIndexOf(name) != at)) {
      throw new SqlError(SqlState.UNDEFINED_COLUMN, "the query of a view lacks a column")
          .with("view", view.name())
          .with("column", name);
    }
    return at;
  }
}
