package dev.coulomb.node.pgcatalog;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.Column;
import dev.coulomb.node.catalog.Derivation;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.catalog.View;
import dev.coulomb.node.execution.SessionInfo;
import dev.coulomb.node.execution.VirtualTables;
import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.types.TypeKind;
import java.util.ArrayList;
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
  private static final long INFORMATION_NAMESPACE = 13_000;
  private static final long OWNER = 10;
  private static final long BTREE = 403;

  /** A constraint has no id of its own: it is this much above its index's. */
  private static final long CONSTRAINT_OIDS = 2_000_000_000L;

  private static final long CHECK_OIDS = 3_000_000_000L;
  private static final long CHECKS_MAX = 1_000;

  private final Map<String, Definition> definitions = new LinkedHashMap<>();
  private final String owner;
  private final Backends backends;

  /**
   * @param owner who owns everything: the superuser
   */
  public PgCatalog(String owner) {
    this(owner, Backends.NONE, List.of());
  }

  /**
   * @param owner who owns everything: the superuser
   * @param live views of what the node does
   */
  public PgCatalog(String owner, Backends backends, List<LiveView> live) {
    this.owner = owner;
    this.backends = backends;
    defineCatalog();
    defineViews();
    defineInformation();
    live.forEach(
        view -> define(PG, view.name(), view.columns(), (catalog, session) -> view.rows().get()));
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
        "oid:8 typname typnamespace:8 typlen:2 typtype typcategory typrelid:8 typelem:8 typarray:8 typnotnull:b typbasetype:8 typtypmod:4 typdelim typowner:8 typcollation:8",
        (catalog, session) -> types());
    define(
        PG,
        "pg_index",
        "indexrelid:8 indrelid:8 indnatts:2 indisunique:b indisprimary:b indisvalid:b",
        (catalog, session) -> indexes(catalog));
    define(
        PG,
        "pg_constraint",
        "oid:8 conname connamespace:8 contype condeferrable:b condeferred:b convalidated:b conrelid:8 contypid:8 conindid:8 confrelid:8",
        (catalog, session) -> constraints(catalog));
    define(
        PG,
        "pg_am",
        "oid:8 amname amhandler amtype",
        (catalog, session) -> one(BTREE, "btree", "-", "i"));
    empty("pg_attrdef", "oid:8 adrelid:8 adnum:2 adbin");
    empty("pg_description", "objoid:8 classoid:8 objsubid:4 description");
    empty("pg_enum", "oid:8 enumtypid:8 enumsortorder:d enumlabel");
    empty("pg_extension", "oid:8 extname extowner:8 extnamespace:8 extversion");
    empty("pg_inherits", "inhrelid:8 inhparent:8 inhseqno:4");
    define(
        PG,
        "pg_proc",
        Procedures.PG_PROC,
        (catalog, session) -> Procedures.pgProc(catalog, PUBLIC_NAMESPACE, OWNER));
    empty("pg_trigger", "oid:8 tgrelid:8 tgname tgisinternal:b");
  }

  private void empty(String name, String columns) {
    define(PG, name, columns, (catalog, session) -> List.of());
  }

  private void defineViews() {
    define(
        PG,
        "pg_tables",
        "schemaname tablename tableowner tablespace hasindexes:b hasrules:b hastriggers:b rowsecurity:b",
        (catalog, session) -> tables(catalog));
    define(
        PG,
        "pg_matviews",
        "schemaname matviewname matviewowner tablespace hasindexes:b ispopulated:b definition",
        (catalog, session) -> materializedViews(catalog));
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
    define(PG, "pg_settings", "name setting category source", (catalog, session) -> settings());
    define(
        PG,
        "pg_views",
        "schemaname viewname viewowner definition",
        (catalog, session) -> views(catalog));
    define(
        PG,
        "pg_sequences",
        Sequences.PG_SEQUENCES,
        (catalog, session) -> Sequences.pgSequences(catalog, owner));
    define(
        PG,
        "pg_sequence",
        Sequences.PG_SEQUENCE,
        (catalog, session) -> Sequences.pgSequence(catalog));
  }

  /** Those that drivers ask for; what can be set is answered by {@code SHOW}. */
  private static List<@Nullable Object[]> settings() {
    String preset = "Preset Options";
    return List.of(
        Answer.row("default_transaction_isolation", "serializable", "Client", "default"),
        Answer.row("max_identifier_length", "63", preset, "default"),
        Answer.row("max_index_keys", "32", preset, "default"),
        Answer.row("server_encoding", "UTF8", preset, "default"),
        Answer.row("server_version_num", "150000", preset, "default"));
  }

  private static List<@Nullable Object[]> constraints(Catalog catalog) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Relation one : Relation.of(catalog)) {
      if (one.isConstraint()) {
        rows.add(
            Answer.row(
                CONSTRAINT_OIDS + one.oid(),
                one.name(),
                PUBLIC_NAMESPACE,
                one.primary() ? "p" : "u",
                false,
                false,
                true,
                (long) one.table().id(),
                0L,
                one.oid(),
                0L));
      }
    }
    for (Table table : catalog.tables()) {
      for (int i = 0; i < table.checks().size(); i++) {
        rows.add(
            Answer.row(
                CHECK_OIDS + table.id() * CHECKS_MAX + i,
                table.checks().get(i).name(),
                PUBLIC_NAMESPACE,
                "c",
                false,
                false,
                true,
                (long) table.id(),
                0L,
                0L,
                0L));
      }
    }
    rows.addAll(ForeignKeyRows.constraints(catalog, PUBLIC_NAMESPACE));
    return rows;
  }

  private void defineInformation() {
    InformationSchema information = new InformationSchema(owner, this::tables);
    define(
        INFORMATION,
        "schemata",
        InformationSchema.SCHEMATA,
        (catalog, session) -> information.schemata(session));
    define(INFORMATION, "tables", InformationSchema.TABLES, information::tables);
    define(INFORMATION, "routines", Procedures.ROUTINES, Procedures::routines);
    define(INFORMATION, "sequences", Sequences.SEQUENCES, Sequences::sequences);
    define(INFORMATION, "columns", InformationSchema.COLUMNS, information::columns);
    define(
        INFORMATION,
        "table_constraints",
        ConstraintRows.TABLE_CONSTRAINTS,
        ConstraintRows::constraints);
    define(INFORMATION, "key_column_usage", ConstraintRows.KEY_COLUMNS, ConstraintRows::keys);
    define(
        INFORMATION,
        "referential_constraints",
        ConstraintRows.REFERENTIAL,
        ConstraintRows::referential);
    define(
        INFORMATION,
        "constraint_column_usage",
        ConstraintRows.COLUMN_USAGE,
        ConstraintRows::columnUsage);
    define(
        INFORMATION,
        "views",
        "table_catalog table_schema table_name view_definition check_option is_updatable is_insertable_into",
        InformationSchema::views);
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
    if (schema.equals("public")) {
      return Sequences.row(catalog, table);
    }
    Definition definition = definitions.get(schema + "." + table);
    Invariant.that(definition != null, "a system table that was planned exists");
    return definition == null ? List.of() : definition.rows().of(catalog, session);
  }

  @Override
  public @Nullable Object call(
      String function, @Nullable Object[] arguments, Catalog catalog, SessionInfo session) {
    if (function.equals("pg_cancel_backend") || function.equals("pg_terminate_backend")) {
      return SystemFunctions.number(arguments)
          .map(number ->
              function.equals("pg_cancel_backend")
                  ? backends.cancel(number.intValue())
                  : backends.terminate(number.intValue()))
          .orElse(null);
    }
    return SystemFunctions.call(function, arguments, catalog, session, owner);
  }

  private void define(String schema, String name, String columns, Rows rows) {
    SystemTable table = new SystemTable(schema, name, Answer.columns(columns));
    definitions.put(schema + "." + name, new Definition(table, rows));
  }

  private static List<@Nullable Object[]> namespaces() {
    return List.of(
        new Object[] {PG_NAMESPACE, PG, OWNER},
        new Object[] {PUBLIC_NAMESPACE, "public", OWNER},
        new Object[] {INFORMATION_NAMESPACE, INFORMATION, OWNER});
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
            one.isIndex() ? BTREE : 2L,
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
        Column column = one.column(i);
        rows.add(
            new Object[] {
              one.oid(),
              column.name(),
              (long) column.type().kind().oid(),
              (long) column.type().kind().width(),
              i + 1L,
              (long) column.type().modifier(),
              !column.nullable(),
              Sequences.shownDefault(column) != null,
              false,
              Sequences.identity(column),
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
          type(
              kind.oid(),
              SystemFunctions.shortName(kind),
              kind.width(),
              SystemFunctions.category(kind)));
    }
    rows.add(type(19, "name", 64, "S"));
    rows.add(type(26, "oid", 4, "N"));
    return rows;
  }

  private static @Nullable Object[] type(long oid, String name, long width, String category) {
    return Answer.row(
        oid, name, PG_NAMESPACE, width, "b", category, 0L, 0L, 0L, false, 0L, -1L, ",", OWNER, 0L);
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
      if (one.isTable()) {
        rows.add(
            new Object[] {
              "public", one.name(), owner, null, one.hasIndexes(), false, false, false
            });
      }
    }
    return rows;
  }

  private List<@Nullable Object[]> views(Catalog catalog) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (View view : catalog.views().all()) {
      rows.add(Answer.row("public", view.name(), owner, view.text()));
    }
    return rows;
  }

  private List<@Nullable Object[]> materializedViews(Catalog catalog) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Table table : catalog.materializedViews()) {
      Derivation view = table.derivation();
      if (view != null) {
        rows.add(
            Answer.row("public", table.name(), owner, null, false, true, " " + view.text() + ";"));
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

  private static List<@Nullable Object[]> one(@Nullable Object... values) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    rows.add(values);
    return rows;
  }
}
