package dev.coulomb.node.planner;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.Column;
import dev.coulomb.node.catalog.Derivation;
import dev.coulomb.node.catalog.Sequence;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.catalog.View;
import dev.coulomb.node.planner.materialized.MaterializedTable;
import dev.coulomb.node.planner.typing.CalciteTypes;
import dev.coulomb.node.types.SqlType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.calcite.config.CalciteConnectionConfig;
import org.apache.calcite.config.CalciteConnectionConfigImpl;
import org.apache.calcite.config.CalciteConnectionProperty;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.schema.impl.AbstractSchema;
import org.apache.calcite.sql.validate.SqlNameMatchers;

/** The catalog of one version as Calcite's schemas: {@code public} and the system's. */
public final class Schemas {
  public static final String PUBLIC = "public";

  /** The tables once more, with the key of each row behind their columns, for those who change. */
  public static final String WITH_KEYS = "\u0001keys";

  /** The groups of materialized views, by their names. */
  public static final String GROUPS = "\u0001groups";

  /** The column of the key; nobody can write its name. */
  public static final String KEY = "\u0001key";

  private Schemas() {}

  static CalciteCatalogReader reader(
      Catalog catalog, List<CatalogTable> systemTables, Routines routines) {
    CalciteSchema root = CalciteSchema.createRootSchema(false, false);
    CalciteSchema tables = root.add(PUBLIC, new AbstractSchema());
    CalciteSchema groups = root.add(GROUPS, new AbstractSchema());
    for (Table table : catalog.tables()) {
      Derivation view = table.derivation();
      if (view == null) {
        tables.add(table.name(), new CatalogTable(PUBLIC, table.name(), table.columns(), table));
      } else {
        tables.add(table.name(), new MaterializedTable(table, view, routines));
        groups.add(table.name(), new CatalogTable(GROUPS, table.name(), table.columns(), table));
      }
    }
    for (View view : catalog.views().all()) {
      tables.add(view.name(), new ViewTable(view, routines));
    }
    for (Sequence sequence : catalog.sequences().all()) {
      String name = sequence.name();
      tables.add(name, new CatalogTable(PUBLIC, name, Sequence.COLUMNS, null));
    }
    root.add(WITH_KEYS, new WithKeys(catalog));
    for (CatalogTable table : systemTables) {
      CalciteSchema schema = root.getSubSchema(table.schema(), true);
      if (schema == null) {
        schema = root.add(table.schema(), new AbstractSchema());
      }
      schema.add(table.name(), table);
    }
    Properties properties = new Properties();
    properties.setProperty(CalciteConnectionProperty.CASE_SENSITIVE.camelName(), "true");
    return new Reader(root, new CalciteConnectionConfigImpl(properties));
  }

  private static final class WithKeys extends AbstractSchema {
    private final Catalog catalog;

    WithKeys(Catalog catalog) {
      this.catalog = catalog;
    }

    @Override
    protected Map<String, org.apache.calcite.schema.Table> getTableMap() {
      Map<String, org.apache.calcite.schema.Table> tables = new HashMap<>();
      for (Table table : catalog.tables()) {
        List<Column> columns = new ArrayList<>(table.columns());
        columns.add(new Column(KEY, SqlType.BYTEA, false));
        tables.put(table.name(), new CatalogTable(WITH_KEYS, table.name(), columns, table));
      }
      return tables;
    }
  }

  /** Looks in {@code public} first, then in the system's schema, then for qualified names. */
  private static final class Reader extends CalciteCatalogReader {
    Reader(CalciteSchema root, CalciteConnectionConfig config) {
      super(
          root,
          SqlNameMatchers.withCaseSensitive(true),
          List.of(List.of(PUBLIC), List.of("pg_catalog"), List.<String>of()),
          CalciteTypes.FACTORY,
          config);
    }
  }
}
