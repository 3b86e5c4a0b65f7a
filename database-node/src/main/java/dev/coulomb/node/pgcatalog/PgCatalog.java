package dev.coulomb.node.pgcatalog;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.Column;
import dev.coulomb.node.execution.SessionInfo;
import dev.coulomb.node.execution.VirtualTables;
import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.types.SqlType;
import dev.coulomb.node.types.TypeKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The system tables and functions, computed from the catalog when they are asked. */
public final class PgCatalog implements VirtualTables {
  private static final String PG = "pg_catalog";
  private static final String INFORMATION = "information_schema";
  private static final long PG_NAMESPACE = 11;
  private static final long PUBLIC_NAMESPACE = 2200;
  private static final long OWNER = 10;

  private final Map<String, Definition> definitions = new LinkedHashMap<>();
  private final String owner;

  /**
   * @param owner who owns everything: the superuser
   */
  public PgCatalog(String owner) {
    this.owner = owner;
    defineCatalog();
    defineViews();
    defineInformation();
  }

  private void defineCatalog() {
    define(PG, "pg_namespace", "oid:8 nspname nspowner:8", (catalog, session) -> namespaces());
    define(
        PG,
        "pg_class",
        "oid:8 relname relnamespace:8 reltype:8 relowner:8 relam:8 relpages:4 reltuples:d relhasindex:b relpersistence relkind relnatts:2 relispartition:b",
        (catalog, session) -> classes(catalog));
    define(
        PG,
        "pg_attribute",
        "attrelid:8 attname atttypid:8 attlen:2 attnum:2 atttypmod:4 attnotnull:b atthasdef:b attisdropped:b attidentity attgenerated",
        (catalog, session) -> attributes(catalog));
    define(
        PG,
        "pg_type",
        "oid:8 typname typnamespace:8 typlen:2 typtype typcategory typrelid:8 typelem:8 typarray:8",
        (catalog, session) -> types());
    define(
        PG,
        "pg_index",
        "indexrelid:8 indrelid:8 indnatts:2 indisunique:b indisprimary:b indisvalid:b",
        (catalog, session) -> indexes(catalog));
  }

  private void defineViews() {
    define(
        PG,
        "pg_tables",
        "schemaname tablename tableowner tablespace hasindexes:b hasrules:b hastriggers:b rowsecurity:b",
        (catalog, session) -> tables(catalog));
    define(
        PG,
        "pg_indexes",
        "schemaname tablename indexname tablespace indexdef",
        (catalog, session) -> indexDefinitions(catalog));
    define(
        PG,
        "pg_database",
        "oid:8 datname datdba:8 encoding:4 datallowconn:b datistemplate:b",
        (catalog, session) -> one(1L, session.database(), OWNER, 6L, true, false));
    define(
        PG,
        "pg_roles",
        "oid:8 rolname rolsuper:b rolcanlogin:b",
        (catalog, session) -> one(OWNER, owner, true, true));
  }

  private void defineInformation() {
    define(
        INFORMATION,
        "schemata",
        "catalog_name schema_name schema_owner",
        (catalog, session) -> one(session.database(), "public", owner));
    define(
        INFORMATION,
        "tables",
        "table_catalog table_schema table_name table_type",
        this::informationTables);
    define(
        INFORMATION,
        "columns",
        "table_catalog table_schema table_name column_name ordinal_position:4 column_default is_nullable data_type character_maximum_length:4 numeric_precision:4 numeric_scale:4",
        this::informationColumns);
  }

  /**
   * A system table, as the planner has to know it.
   *
   * @param columns names and types
   */
  public record SystemTable(String schema, String name, List<Column> columns) {}

  private record Definition(SystemTable table, Rows rows) {}

  @FunctionalInterface
  private interface Rows {
    List<@Nullable Object[]> of(Catalog catalog, SessionInfo session);
  }

  /** All system tables. */
  public List<SystemTable> tables() {
    return definitions.values().stream().map(Definition::table).toList();
  }

  @Override
  public Iterable<@Nullable Object[]> rows(
      String schema, String table, Catalog catalog, SessionInfo session) {
    Definition definition = definitions.get(schema + "." + table);
    Invariant.that(definition != null, "a system table that was planned exists");
    return definition == null ? List.of() : definition.rows().of(catalog, session);
  }

  @Override
  public @Nullable Object call(
      String function, @Nullable Object[] arguments, Catalog catalog, SessionInfo session) {
    return SystemFunctions.call(function, arguments, catalog, session, owner);
  }

  /**
   * Columns are written as {@code name:type}: 8, 4 and 2 bytes of integer, b boolean, d double;
   * text without.
   */
  private void define(String schema, String name, String columns, Rows rows) {
    List<Column> all = Arrays.stream(columns.split(" ", -1)).map(PgCatalog::column).toList();
    definitions.put(schema + "." + name, new Definition(new SystemTable(schema, name, all), rows));
  }

  private static Column column(String written) {
    int colon = written.indexOf(':');
    String name = colon < 0 ? written : written.substring(0, colon);
    SqlType type =
        switch (colon < 0 ? "" : written.substring(colon + 1)) {
          case "8" -> SqlType.BIGINT;
          case "4" -> SqlType.INTEGER;
          case "2" -> SqlType.SMALLINT;
          case "b" -> SqlType.BOOLEAN;
          case "d" -> SqlType.DOUBLE;
          default -> SqlType.TEXT;
        };
    return new Column(name, type, true);
  }

  private static List<@Nullable Object[]> namespaces() {
    return List.of(
        new Object[] {PG_NAMESPACE, PG, OWNER}, new Object[] {PUBLIC_NAMESPACE, "public", OWNER});
  }

  private static List<@Nullable Object[]> classes(Catalog catalog) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Relation one : Relation.of(catalog)) {
      rows.add(
          new Object[] {
            one.oid(),
            one.name(),
            PUBLIC_NAMESPACE,
            0L,
            OWNER,
            one.isIndex() ? 403L : 2L,
            0L,
            -1.0,
            one.hasIndexes(),
            "p",
            String.valueOf(one.kind()),
            (long) one.columns().size(),
            false
          });
    }
    return rows;
  }

  private static List<@Nullable Object[]> attributes(Catalog catalog) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Relation one : Relation.of(catalog)) {
      for (int i = 0; i < one.columns().size(); i++) {
        Column column = one.table().column(one.columns().get(i));
        rows.add(
            new Object[] {
              one.oid(),
              column.name(),
              (long) column.type().kind().oid(),
              (long) column.type().kind().width(),
              i + 1L,
              (long) column.type().modifier(),
              !column.nullable(),
              false,
              false,
              "",
              ""
            });
      }
    }
    return rows;
  }

  private static List<@Nullable Object[]> types() {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (TypeKind kind : TypeKind.values()) {
      rows.add(
          new Object[] {
            (long) kind.oid(),
            SystemFunctions.shortName(kind),
            PG_NAMESPACE,
            (long) kind.width(),
            "b",
            SystemFunctions.category(kind),
            0L,
            0L,
            0L
          });
    }
    return rows;
  }

  private static List<@Nullable Object[]> indexes(Catalog catalog) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Relation one : Relation.of(catalog)) {
      if (one.isIndex()) {
        rows.add(
            new Object[] {
              one.oid(),
              (long) one.table().id(),
              (long) one.columns().size(),
              one.unique(),
              one.primary(),
              true
            });
      }
    }
    return rows;
  }

  private List<@Nullable Object[]> tables(Catalog catalog) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Relation one : Relation.of(catalog)) {
      if (!one.isIndex()) {
        rows.add(
            new Object[] {
              "public", one.name(), owner, null, one.hasIndexes(), false, false, false
            });
      }
    }
    return rows;
  }

  private static List<@Nullable Object[]> indexDefinitions(Catalog catalog) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Relation one : Relation.of(catalog)) {
      if (one.isIndex()) {
        rows.add(new Object[] {"public", one.table().name(), one.name(), null, one.definition()});
      }
    }
    return rows;
  }

  private List<@Nullable Object[]> informationTables(Catalog catalog, SessionInfo session) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (var table : catalog.tables()) {
      rows.add(new Object[] {session.database(), "public", table.name(), "BASE TABLE"});
    }
    for (SystemTable table : tables()) {
      rows.add(new Object[] {session.database(), table.schema(), table.name(), "VIEW"});
    }
    return rows;
  }

  private List<@Nullable Object[]> informationColumns(Catalog catalog, SessionInfo session) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (var table : catalog.tables()) {
      add(rows, session.database(), "public", table.name(), table.columns());
    }
    for (SystemTable table : tables()) {
      add(rows, session.database(), table.schema(), table.name(), table.columns());
    }
    return rows;
  }

  private static void add(
      List<@Nullable Object[]> rows,
      String database,
      String schema,
      String table,
      List<Column> columns) {
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      SqlType type = column.type();
      boolean modified = type.precision() != SqlType.NONE;
      Long length = modified && type.kind().isCharacter() ? Long.valueOf(type.precision()) : null;
      boolean decimal = modified && type.kind() == TypeKind.NUMERIC;
      Long precision = decimal ? Long.valueOf(type.precision()) : null;
      Long scale = decimal ? Long.valueOf(type.scale()) : null;
      rows.add(
          new Object[] {
            database,
            schema,
            table,
            column.name(),
            i + 1L,
            null,
            column.nullable() ? "YES" : "NO",
            type.kind().sqlName(),
            length,
            precision,
            scale
          });
    }
  }

  private static List<@Nullable Object[]> one(@Nullable Object... values) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    rows.add(values);
    return rows;
  }
}
