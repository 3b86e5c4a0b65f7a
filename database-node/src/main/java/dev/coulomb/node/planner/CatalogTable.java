package dev.coulomb.node.planner;

import dev.coulomb.node.catalog.Column;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.planner.typing.CalciteTypes;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.impl.AbstractTable;
import org.jspecify.annotations.Nullable;

/** A table of the catalog, or a virtual one, as Calcite sees it. */
public final class CatalogTable extends AbstractTable {
  private final String schema;
  private final String name;
  private final List<Column> columns;
  private final @Nullable Table table;

  CatalogTable(String schema, String name, List<Column> columns, @Nullable Table table) {
    this.schema = schema;
    this.name = name;
    this.columns = columns;
    this.table = table;
  }

  String schema() {
    return schema;
  }

  String name() {
    return name;
  }

  List<Column> columns() {
    return columns;
  }

  /** The table, or null for a virtual one. */
  public @Nullable Table table() {
    return table;
  }

  @Override
  public RelDataType getRowType(RelDataTypeFactory factory) {
    RelDataTypeFactory.Builder row = factory.builder();
    for (Column column : columns) {
      row.add(column.name(), CalciteTypes.of(column.type(), column.nullable()));
    }
    return row.build();
  }
}
