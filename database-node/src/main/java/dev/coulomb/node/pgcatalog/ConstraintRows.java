package dev.coulomb.node.pgcatalog;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.ForeignKey;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.execution.SessionInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keys, checks and foreign keys as {@code information_schema} has them, and as PostgreSQL's JDBC
 * driver asks for them.
 */
final class ConstraintRows {
  static final String TABLE_CONSTRAINTS =
      "constraint_catalog constraint_schema constraint_name table_catalog table_schema table_name constraint_type is_deferrable initially_deferred enforced nulls_distinct";
  static final String KEY_COLUMNS =
      "constraint_catalog constraint_schema constraint_name table_catalog table_schema table_name column_name ordinal_position:4 position_in_unique_constraint:4";
  static final String REFERENTIAL =
      "constraint_catalog constraint_schema constraint_name unique_constraint_catalog unique_constraint_schema unique_constraint_name match_option update_rule delete_rule";
  static final String COLUMN_USAGE =
      "table_catalog table_schema table_name column_name constraint_catalog constraint_schema constraint_name";

  /** JDBC's {@code importedKeyNotDeferrable}. */
  private static final long NOT_DEFERRABLE = 7;

  private ConstraintRows() {}

  /** Keys; and, as in PostgreSQL, a check for each column that is not null. */
  static List<@Nullable Object[]> constraints(Catalog catalog, SessionInfo session) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Relation one : Relation.of(catalog)) {
      if (one.isConstraint()) {
        String type = one.primary() ? "PRIMARY KEY" : "UNIQUE";
        String distinct = one.primary() ? null : "YES";
        rows.add(constraint(session, one.name(), one.table().name(), type, distinct));
      }
    }
    for (Table table : catalog.plainTables()) {
      for (int i = 0; i < table.columns().size(); i++) {
        if (!table.column(i).nullable()) {
          String name = "2200_" + table.id() + "_" + (i + 1) + "_not_null";
          rows.add(constraint(session, name, table.name(), "CHECK", null));
        }
      }
      table
          .checks()
          .forEach(
              check -> rows.add(constraint(session, check.name(), table.name(), "CHECK", null)));
    }
    for (ForeignKey key : catalog.foreignKeys().all()) {
      rows.add(constraint(session, key.name(), key.table(), "FOREIGN KEY", null));
    }
    return rows;
  }

  private static @Nullable Object[] constraint(
      SessionInfo session, String name, String table, String type, @Nullable String distinct) {
    String database = session.database();
    return Answer.row(
        database, "public", name, database, "public", table, type, "NO", "NO", "YES", distinct);
  }

  static List<@Nullable Object[]> keys(Catalog catalog, SessionInfo session) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Relation one : Relation.of(catalog)) {
      for (int i = 0; one.isConstraint() && i < one.columns().size(); i++) {
        String column = one.column(i).name();
        rows.add(key(session, one.name(), one.table().name(), column, i + 1L, null));
      }
    }
    for (ForeignKey key : catalog.foreignKeys().all()) {
      List<String> named = columns(named(catalog, key));
      for (int i = 0; i < key.columns().size(); i++) {
        long place = named.indexOf(key.parentColumns().get(i)) + 1L;
        rows.add(key(session, key.name(), key.table(), key.columns().get(i), i + 1L, place));
      }
    }
    return rows;
  }

  private static @Nullable Object[] key(
      SessionInfo session,
      String name,
      String table,
      String column,
      long ordinal,
      @Nullable Long place) {
    String database = session.database();
    return Answer.row(database, "public", name, database, "public", table, column, ordinal, place);
  }

  static List<@Nullable Object[]> referential(Catalog catalog, SessionInfo session) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    String database = session.database();
    for (ForeignKey key : catalog.foreignKeys().all()) {
      Relation named = named(catalog, key);
      boolean constraint = named.isConstraint();
      rows.add(
          Answer.row(
              database,
              "public",
              key.name(),
              constraint ? database : null,
              constraint ? "public" : null,
              constraint ? named.name() : null,
              "NONE",
              key.onUpdate().sql(),
              key.onDelete().sql()));
    }
    return rows;
  }

  /** The columns of keys, and those that foreign keys name. */
  static List<@Nullable Object[]> columnUsage(Catalog catalog, SessionInfo session) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Relation one : Relation.of(catalog)) {
      if (one.isConstraint()) {
        use(rows, session, one.table().name(), columns(one), one.name());
      }
    }
    for (ForeignKey key : catalog.foreignKeys().all()) {
      use(rows, session, key.parent(), key.parentColumns(), key.name());
    }
    return rows;
  }

  private static void use(
      List<@Nullable Object[]> rows,
      SessionInfo session,
      String table,
      List<String> columns,
      String constraint) {
    String database = session.database();
    for (String column : columns) {
      rows.add(Answer.row(database, "public", table, column, database, "public", constraint));
    }
  }

  /** The answer to {@code getImportedKeys}, {@code getExportedKeys}, {@code getCrossReference}. */
  static Answer imported(String question, Catalog catalog, String database) {
    boolean schema =
        NamePattern.matches(question, "pkn.nspname", "public")
            && NamePattern.matches(question, "fkn.nspname", "public")
            && NamePattern.matches(question, "current_database()", database);
    boolean byNaming = question.contains("ORDER BY fkn.nspname");
    List<ForeignKey> keys = new ArrayList<>(schema ? catalog.foreignKeys().all() : List.of());
    keys.removeIf(key ->
        !NamePattern.matches(question, "pkc.relname", key.parent())
            || !NamePattern.matches(question, "fkc.relname", key.table()));
    keys.sort(
        Comparator.comparing(byNaming ? ForeignKey::table : ForeignKey::parent)
            .thenComparing(ForeignKey::name));
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (ForeignKey key : keys) {
      String named = named(catalog, key).name();
      for (int i = 0; i < key.columns().size(); i++) {
        rows.add(
            Answer.row(
                database,
                "public",
                key.parent(),
                key.parentColumns().get(i),
                database,
                "public",
                key.table(),
                key.columns().get(i),
                i + 1L,
                rule(key.onUpdate()),
                rule(key.onDelete()),
                key.name(),
                named,
                NOT_DEFERRABLE));
      }
    }
    return Answer.typed(
        "PKTABLE_CAT PKTABLE_SCHEM PKTABLE_NAME PKCOLUMN_NAME FKTABLE_CAT FKTABLE_SCHEM FKTABLE_NAME FKCOLUMN_NAME KEY_SEQ:4 UPDATE_RULE:4 DELETE_RULE:4 FK_NAME PK_NAME DEFERRABILITY:4",
        rows);
  }

  /** JDBC's number of an action. */
  private static long rule(ForeignKey.Action action) {
    return switch (action) {
      case CASCADE -> 0;
      case RESTRICT -> 1;
      case SET_NULL -> 2;
      case NO_ACTION -> 3;
    };
  }

  /** The key that a foreign key names: the primary one, where both would do. */
  private static Relation named(Catalog catalog, ForeignKey key) {
    List<Relation> fitting =
        Relation.indexes(catalog.table(key.parent())).stream()
            .filter(Relation::unique)
            .filter(index -> index.index() == null || index.index().isPlain())
            .filter(index -> index.columns().size() == key.parentColumns().size())
            .filter(index -> columns(index).containsAll(key.parentColumns()))
            .toList();
    return fitting.getFirst();
  }

  private static List<String> columns(Relation index) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < index.columns().size(); i++) {
      names.add(index.column(i).name());
    }
    return names;
  }
}
