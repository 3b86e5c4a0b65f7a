package dev.coulomb.node.pgcatalog;

import dev.coulomb.node.catalog.Column;
import dev.coulomb.node.pgcatalog.ClientQueries.Facts;
import dev.coulomb.node.types.TypeKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What PostgreSQL's JDBC driver asks for {@code DatabaseMetaData} and {@code ResultSetMetaData}.
 * Its questions are told apart by the names that JDBC gives to the columns of the answer.
 */
final class DriverQuestions {
  private static final Pattern COLUMN =
      Pattern.compile("(?i)SELECT (\\d+)(?:::oid)?(?: AS oid)? ?, ?(\\d+)(?:::int2)?");
  private static final Pattern KIND = Pattern.compile("c\\.relkind = '(\\w)' AND n\\.nspname !~");

  private enum Kind {
    TABLES(" AS \"TABLE_TYPE\"", "FROM pg_catalog.pg_namespace n, pg_catalog.pg_class c"),
    SCHEMAS(" AS \"TABLE_CATALOG\"", "FROM pg_catalog.pg_namespace"),
    CATALOGS("SELECT datname AS \"TABLE_CAT\"", "FROM pg_catalog.pg_database"),
    FOREIGN_KEYS(" AS \"PKTABLE_CAT\"", "pg_catalog.pg_constraint"),
    FUNCTIONS(" AS \"FUNCTION_CAT\"", "pg_catalog.pg_proc"),
    ARGUMENTS("p.proallargtypes", "pg_catalog.pg_proc"),
    USER_TYPES(" as \"TYPE_CAT\"", "t.typtype IN ('c','d')"),
    UNIQUE_KEYS(" AS \"IS_NOT_NULL\"", " AS \"KEY_SEQ\""),
    PRIMARY_KEYS(" AS \"KEY_SEQ\"", "i.indisprimary"),
    INDEXES(" AS \"NON_UNIQUE\"", "pg_catalog.pg_index"),
    BEST_ROW("SELECT a.attname, a.atttypid, atttypmod", "i.indisprimary"),
    COLUMNS(" AS adsrc", "pg_catalog.pg_attribute a"),
    COLUMN_PRIVILEGES("r.rolname,c.relacl", "a.attname FROM"),
    TABLE_PRIVILEGES("r.rolname,c.relacl", "c.relkind IN"),
    TYPES("SELECT t.typname,t.oid FROM pg_catalog.pg_type t", "t.typrelid = 0"),
    RESULT("SELECT c.oid, a.attnum, a.attname, c.relname, n.nspname,", ") vals ON"),
    KEYWORDS("pg_catalog.pg_get_keywords()", "string_agg(word");

    private final String one;
    private final String other;

    Kind(String one, String other) {
      this.one = one;
      this.other = other;
    }

    private boolean is(String question) {
      return question.contains(one) && question.contains(other);
    }
  }

  private final Facts facts;

  DriverQuestions(Facts facts) {
    this.facts = facts;
  }

  static boolean knows(String question) {
    return kind(question) != null;
  }

  private static @Nullable Kind kind(String question) {
    for (Kind kind : Kind.values()) {
      if (kind.is(question)) {
        return kind;
      }
    }
    return null;
  }

  /** The answer to a question that is known. */
  Answer answer(String question) {
    Kind kind = kind(question);
    if (kind == null) {
      throw new IllegalArgumentException(question);
    }
    return switch (kind) {
      case TABLES -> tables(question);
      case SCHEMAS -> schemas(question);
      case CATALOGS -> Answer.typed("TABLE_CAT", one(facts.database()));
      case FOREIGN_KEYS -> ConstraintRows.imported(question, facts.catalog(), facts.database());
      case FUNCTIONS, USER_TYPES -> Answer.texts(ClientQueries.labels(question), List.of());
      case ARGUMENTS ->
          Answer.typed(
              "current_database nspname proname prorettype:8 proargtypes typtype typrelid:8 proargnames proargmodes proallargtypes oid:8",
              List.of());
      case UNIQUE_KEYS -> keys(question, true);
      case PRIMARY_KEYS -> keys(question, false);
      case INDEXES -> indexes(question);
      case BEST_ROW -> bestRow(question);
      case COLUMNS -> columns(question);
      case COLUMN_PRIVILEGES -> privileges(question, true);
      case TABLE_PRIVILEGES -> privileges(question, false);
      case TYPES -> types();
      case RESULT -> result(question);
      case KEYWORDS -> Answer.typed("string_agg", one("ilike,limit,offset,returning"));
    };
  }

  private Answer tables(String question) {
    int from = Math.max(0, question.indexOf("WHERE c.relnamespace = n.oid"));
    String condition = question.substring(from);
    boolean anyKind = !condition.contains("(false");
    String kinds = String.join("", KIND.matcher(condition).results().map(m -> m.group(1)).toList());
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Relation one : relations(condition, "c.relname")) {
      if (anyKind || kinds.indexOf(one.kind()) >= 0) {
        String type = one.kindName().toUpperCase(Locale.ROOT);
        rows.add(
            Answer.row(facts.database(), "public", one.name(), type, null, "", "", "", "", ""));
      }
    }
    rows.sort(Comparator.comparing(row -> String.valueOf(row[3])));
    return Answer.typed(
        "TABLE_CAT TABLE_SCHEM TABLE_NAME TABLE_TYPE REMARKS TYPE_CAT TYPE_SCHEM TYPE_NAME SELF_REFERENCING_COL_NAME REF_GENERATION",
        rows);
  }

  private Answer schemas(String question) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (String schema : List.of("information_schema", "pg_catalog", "public")) {
      if (NamePattern.matches(question, "nspname", schema) && inDatabase(question)) {
        rows.add(Answer.row(schema, facts.database()));
      }
    }
    return Answer.typed("TABLE_SCHEM TABLE_CATALOG", rows);
  }

  private Answer keys(String question, boolean unique) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Relation table : tablesOf(question)) {
      for (Relation key : Relation.indexes(table.table())) {
        if (key.primary() || (unique && key.unique())) {
          addKey(rows, key, unique);
        }
      }
    }
    String columns = "TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME KEY_SEQ:4 PK_NAME";
    return Answer.typed(unique ? columns + " IS_NOT_NULL:b" : columns, rows);
  }

  private void addKey(List<@Nullable Object[]> rows, Relation key, boolean unique) {
    String table = key.table().name();
    for (int i = 0; i < key.columns().size(); i++) {
      Column column = key.column(i);
      String name = column.name();
      rows.add(
          unique
              ? Answer.row(null, "public", table, name, i + 1L, key.name(), !column.nullable())
              : Answer.row(facts.database(), "public", table, name, i + 1L, key.name()));
    }
  }

  private Answer indexes(String question) {
    boolean unique = question.contains("AND i.indisunique");
    List<Relation> indexes = new ArrayList<>();
    for (Relation table : tablesOf(question)) {
      indexes.addAll(Relation.indexes(table.table()));
    }
    indexes.removeIf(index -> unique && !index.unique());
    indexes.sort(
        Comparator.comparing((Relation index) -> !index.unique()).thenComparing(Relation::name));
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Relation index : indexes) {
      for (int i = 0; i < index.columns().size(); i++) {
        rows.add(
            Answer.row(
                facts.database(),
                "public",
                index.table().name(),
                !index.unique(),
                null,
                index.name(),
                3L,
                i + 1L,
                index.column(i).name(),
                "A",
                -1.0,
                0L,
                null,
                null));
      }
    }
    return Answer.typed(
        "TABLE_CAT TABLE_SCHEM TABLE_NAME NON_UNIQUE:b INDEX_QUALIFIER INDEX_NAME TYPE:2 ORDINAL_POSITION:4 COLUMN_NAME ASC_OR_DESC CARDINALITY:d PAGES:4 FILTER_CONDITION REMARKS",
        rows);
  }

  private Answer bestRow(String question) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Relation table : tablesOf(question)) {
      for (int ordinal : table.table().primaryKey()) {
        Column column = table.table().column(ordinal);
        rows.add(Answer.row(column.name(), oid(column), modifier(column)));
      }
    }
    return Answer.typed("attname atttypid:8 atttypmod:4", rows);
  }

  private Answer columns(String question) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Relation one : relations(question, "c.relname")) {
      for (int i = 0; i < one.columns().size() && !one.isIndex(); i++) {
        Column column = one.column(i);
        if (NamePattern.matches(question, "attname", column.name())) {
          rows.add(column(one, column, i + 1L));
        }
      }
    }
    return Answer.typed(
        "current_database nspname relname attname atttypid:8 attnotnull:b atttypmod:4 attlen:2 typtypmod:4 attnum:8 attidentity attgenerated adsrc description typbasetype:8 typtype",
        rows);
  }

  private @Nullable Object[] column(Relation one, Column column, long number) {
    long length = column.type().kind().width();
    return Answer.row(
        facts.database(),
        "public",
        one.name(),
        column.name(),
        oid(column),
        !column.nullable(),
        modifier(column),
        length,
        -1L,
        number,
        column.drawing().isIdentity() ? Sequences.identity(column) : null,
        null,
        Sequences.shownDefault(column),
        null,
        0L,
        "b");
  }

  /** Without a list of rights the driver knows that the owner has them all. */
  private Answer privileges(String question, boolean columns) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Relation one : relations(question, "c.relname")) {
      int each = columns ? one.columns().size() : 1;
      for (int i = 0; i < each && !one.isIndex(); i++) {
        String database = facts.database();
        String owner = facts.owner();
        String name = one.column(i).name();
        if (!columns) {
          rows.add(Answer.row(database, "public", one.name(), owner, null));
        } else if (NamePattern.matches(question, "a.attname", name)) {
          rows.add(Answer.row(database, "public", one.name(), owner, null, null, name));
        }
      }
    }
    String names = "current_database nspname relname rolname relacl";
    return Answer.typed(columns ? names + " attacl attname" : names, rows);
  }

  private static Answer types() {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (TypeKind kind : TypeKind.values()) {
      rows.add(Answer.row(SystemFunctions.shortName(kind), (long) kind.oid()));
    }
    return Answer.typed("typname oid:8", rows);
  }

  /** Columns by the ids of their tables and their numbers. */
  private Answer result(String question) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    List<Relation> all = Relation.of(facts.catalog());
    Matcher found = COLUMN.matcher(question);
    while (found.find()) {
      long oid = Long.parseLong(found.group(1));
      int number = Integer.parseInt(found.group(2));
      for (Relation one : all) {
        if (one.oid() == oid && number >= 1 && number <= one.columns().size()) {
          Column column = one.column(number - 1);
          rows.add(
              Answer.row(
                  oid,
                  (long) number,
                  column.name(),
                  one.name(),
                  "public",
                  !column.nullable(),
                  Sequences.isNumbered(column)));
        }
      }
    }
    return Answer.typed("oid:8 attnum:2 attname relname nspname not_null:b auto_increment:b", rows);
  }

  private List<Relation> tablesOf(String question) {
    return relations(question, "ct.relname").stream().filter(one -> !one.isIndex()).toList();
  }

  private List<Relation> relations(String question, String name) {
    boolean schema = NamePattern.matches(question, "n.nspname", "public");
    Predicate<Relation> named = one -> NamePattern.matches(question, name, one.name());
    return schema && inDatabase(question)
        ? Relation.of(facts.catalog()).stream().filter(named).toList()
        : List.of();
  }

  private boolean inDatabase(String question) {
    return NamePattern.matches(question, "current_database()", facts.database());
  }

  private static long oid(Column column) {
    return column.type().kind().oid();
  }

  private static long modifier(Column column) {
    return column.type().modifier();
  }

  private static List<@Nullable Object[]> one(@Nullable Object... values) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    rows.add(values);
    return rows;
  }
}
