package dev.coulomb.node.pgcatalog;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.Column;
import dev.coulomb.node.catalog.View;
import dev.coulomb.node.execution.SessionInfo;
import dev.coulomb.node.pgcatalog.PgCatalog.SystemTable;
import dev.coulomb.node.types.SqlType;
import dev.coulomb.node.types.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The rows of {@code information_schema}, as PostgreSQL has them for such tables. */
final class InformationSchema {
  static final String SCHEMATA =
      "catalog_name schema_name schema_owner default_character_set_catalog default_character_set_schema default_character_set_name sql_path";
  static final String TABLES =
      "table_catalog table_schema table_name table_type self_referencing_column_name reference_generation user_defined_type_catalog user_defined_type_schema user_defined_type_name is_insertable_into is_typed commit_action";
  static final String COLUMNS =
      "table_catalog table_schema table_name column_name ordinal_position:4 column_default is_nullable data_type character_maximum_length:4 character_octet_length:4 numeric_precision:4 numeric_precision_radix:4 numeric_scale:4 datetime_precision:4 udt_catalog udt_schema udt_name is_identity identity_generation identity_start identity_increment identity_maximum identity_minimum identity_cycle is_generated generation_expression is_updatable";

  /** Bytes of a character string without a length, as PostgreSQL says. */
  private static final long OCTETS = 1L << 30;

  private final String owner;
  private final Supplier<List<SystemTable>> systemTables;

  InformationSchema(String owner, Supplier<List<SystemTable>> systemTables) {
    this.owner = owner;
    this.systemTables = systemTables;
  }

  List<@Nullable Object[]> schemata(SessionInfo session) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (String schema : List.of("information_schema", "pg_catalog", "public")) {
      rows.add(Answer.row(session.database(), schema, owner, null, null, null, null));
    }
    return rows;
  }

  List<@Nullable Object[]> tables(Catalog catalog, SessionInfo session) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (var table : catalog.plainTables()) {
      rows.add(table(session.database(), "public", table.name(), "BASE TABLE", "YES"));
    }
    for (View view : catalog.views().all()) {
      rows.add(table(session.database(), "public", view.name(), "VIEW", "NO"));
    }
    for (SystemTable table : systemTables.get()) {
      rows.add(table(session.database(), table.schema(), table.name(), "VIEW", "NO"));
    }
    return rows;
  }

  private static @Nullable Object[] table(
      String database, String schema, String name, String type, String insertable) {
    return Answer.row(
        database, schema, name, type, null, null, null, null, null, insertable, "NO", null);
  }

  static List<@Nullable Object[]> views(Catalog catalog, SessionInfo session) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (View view : catalog.views().all()) {
      rows.add(
          Answer.row(session.database(), "public", view.name(), view.text(), "NONE", "NO", "NO"));
    }
    return rows;
  }

  List<@Nullable Object[]> columns(Catalog catalog, SessionInfo session) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (var table : catalog.plainTables()) {
      add(rows, catalog, session.database(), "public", table.name(), table.columns());
    }
    for (View view : catalog.views().all()) {
      add(rows, catalog, session.database(), "public", view.name(), view.columns());
    }
    for (SystemTable table : systemTables.get()) {
      add(rows, catalog, session.database(), table.schema(), table.name(), table.columns());
    }
    return rows;
  }

  private static void add(
      List<@Nullable Object[]> rows,
      Catalog catalog,
      String database,
      String schema,
      String table,
      List<Column> columns) {
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      TypeKind kind = column.type().kind();
      List<@Nullable Object> identity = Sequences.identityFacts(catalog, column);
      rows.add(
          Answer.row(
              database,
              schema,
              table,
              column.name(),
              i + 1L,
              Sequences.shownDefault(column),
              column.nullable() ? "YES" : "NO",
              kind.sqlName(),
              length(column.type()),
              octets(column.type()),
              precision(column.type()),
              radix(kind),
              scale(column.type()),
              fractions(kind),
              database,
              "pg_catalog",
              SystemFunctions.shortName(kind),
              identity.get(0),
              identity.get(1),
              identity.get(2),
              identity.get(3),
              identity.get(4),
              identity.get(5),
              identity.get(6),
              "NEVER",
              null,
              schema.equals("public") ? "YES" : "NO"));
    }
  }

  private static boolean isModified(SqlType type) {
    return type.precision() != SqlType.NONE;
  }

  private static @Nullable Long length(SqlType type) {
    return isModified(type) && type.kind().isCharacter() ? Long.valueOf(type.precision()) : null;
  }

  private static @Nullable Long octets(SqlType type) {
    if (!type.kind().isCharacter()) {
      return null;
    }
    return isModified(type) ? 4L * type.precision() : Long.valueOf(OCTETS);
  }

  private static @Nullable Long precision(SqlType type) {
    TypeKind kind = type.kind();
    if (kind == TypeKind.NUMERIC) {
      return isModified(type) ? Long.valueOf(type.precision()) : null;
    } else if (kind.isInteger()) {
      return 8L * kind.width();
    } else if (kind == TypeKind.REAL) {
      return 24L;
    }
    return kind == TypeKind.DOUBLE ? Long.valueOf(53) : null;
  }

  private static @Nullable Long radix(TypeKind kind) {
    if (kind == TypeKind.NUMERIC) {
      return 10L;
    }
    return kind.isNumeric() ? Long.valueOf(2) : null;
  }

  private static @Nullable Long scale(SqlType type) {
    if (type.kind().isInteger()) {
      return 0L;
    }
    return type.kind() == TypeKind.NUMERIC && isModified(type) ? Long.valueOf(type.scale()) : null;
  }

  private static @Nullable Long fractions(TypeKind kind) {
    return switch (kind) {
      case DATE -> 0L;
      case TIME, TIMESTAMP, TIMESTAMPTZ, INTERVAL -> 6L;
      case BOOLEAN,
          SMALLINT,
          INTEGER,
          BIGINT,
          REAL,
          DOUBLE,
          NUMERIC,
          TEXT,
          VARCHAR,
          CHAR,
          BYTEA,
          UUID,
          JSON,
          JSONB ->
          null;
    };
  }
}
