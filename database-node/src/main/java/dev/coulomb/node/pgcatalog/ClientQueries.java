package dev.coulomb.node.pgcatalog;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.Column;
import dev.coulomb.node.types.SqlType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Answers what psql asks for {@code \d}, {@code \dt}, {@code \di}, {@code \d NAME}, {@code \dn},
 * {@code \l} and {@code \du}. Its questions are long joins of tables that exist nowhere else, with
 * arrays, collations and casts to types of the system; they are known by how they begin and
 * answered from the catalog, instead of being planned.
 */
public final class ClientQueries {
  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final Pattern OID = Pattern.compile("(?:c\\.oid|attrelid) = '(\\d+)'");
  private static final Pattern NAME =
      Pattern.compile("c\\.relname OPERATOR\\(pg_catalog\\.~\\) '((?:[^']|'')*)'");
  private static final Pattern SCHEMA =
      Pattern.compile("n\\.nspname OPERATOR\\(pg_catalog\\.~\\) '((?:[^']|'')*)'");
  private static final Pattern KINDS = Pattern.compile("c\\.relkind IN \\(([^)]*)\\)");
  private static final Pattern COLUMNS = Pattern.compile(" as \"([^\"]+)\"");

  private static final String LIST =
      "SELECT n.nspname as \"Schema\", c.relname as \"Name\", CASE c.relkind";
  private static final String FIND =
      "SELECT c.oid, n.nspname, c.relname FROM pg_catalog.pg_class c";
  private static final String DETAILS = "SELECT c.relchecks, c.relkind, c.relhasindex,";
  private static final String ATTRIBUTES =
      "SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod),";
  private static final String INDEXES = "SELECT c2.relname, i.indisprimary, i.indisunique,";
  private static final String INDEX = "SELECT i.indisunique, i.indisprimary, i.indisclustered,";
  private static final String SCHEMAS =
      "SELECT n.nspname AS \"Name\", pg_catalog.pg_get_userbyid(n.nspowner) AS \"Owner\"";
  private static final String DATABASES =
      "SELECT d.datname as \"Name\", pg_catalog.pg_get_userbyid(d.datdba) as \"Owner\"";
  private static final String ROLES = "SELECT r.rolname, r.rolsuper, r.rolinherit,";

  /** Kinds of objects that do not exist here: asked for beside each table. */
  private static final List<String> NOTHING =
      List.of(
          "FROM pg_catalog.pg_policy pol",
          "FROM pg_catalog.pg_statistic_ext",
          "FROM pg_catalog.pg_publication p",
          "FROM pg_catalog.pg_class c, pg_catalog.pg_inherits i");

  private final Catalog catalog;
  private final String owner;
  private final String database;

  private ClientQueries(Catalog catalog, String owner, String database) {
    this.catalog = catalog;
    this.owner = owner;
    this.database = database;
  }

  /**
   * What a question is answered with.
   *
   * @param columns names and types
   * @param rows values as {@link SqlType} says
   */
  public record Answer(List<Column> columns, List<@Nullable Object[]> rows) {}

  /**
   * Whether a text is one of the questions: quick, and true for all that {@link #answer} answers.
   */
  public static boolean knows(String sql) {
    if (!sql.contains("pg_catalog.")) {
      return false;
    }
    String question = plain(sql);
    return Arrays.asList(LIST, FIND, DETAILS, ATTRIBUTES, INDEXES, INDEX, SCHEMAS, DATABASES, ROLES)
            .stream()
            .anyMatch(question::startsWith)
        || NOTHING.stream().anyMatch(question::contains);
  }

  /**
   * The answer to a question of psql's, or nothing.
   *
   * @param owner who owns everything: the superuser
   */
  public static Optional<Answer> answer(
      String sql, Catalog catalog, String owner, String database) {
    return knows(sql)
        ? Optional.of(new ClientQueries(catalog, owner, database).answer(plain(sql)))
        : Optional.empty();
  }

  private Answer answer(String question) {
    if (question.startsWith(LIST)) {
      return list(question);
    } else if (question.startsWith(FIND)) {
      return find(question);
    } else if (question.startsWith(DETAILS)) {
      return details(question);
    } else if (question.startsWith(ATTRIBUTES)) {
      return question.contains("AS is_key") ? indexAttributes(question) : attributes(question);
    } else if (question.startsWith(INDEXES)) {
      return indexes(question);
    } else if (question.startsWith(INDEX)) {
      return index(question);
    } else if (question.startsWith(SCHEMAS)) {
      return rows(List.of("Name", "Owner"), row("public", owner));
    } else if (question.startsWith(DATABASES)) {
      return databases(question);
    } else if (question.startsWith(ROLES)) {
      return roles();
    }
    return rows(numbered(4));
  }

  private Answer list(String question) {
    Matcher kinds = KINDS.matcher(question);
    String wanted = kinds.find() ? kinds.group(1) : "'r','i'";
    boolean withTable = question.contains("c2.relname as \"Table\"");
    List<String> names = names(question);
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Relation relation : named(question)) {
      if (wanted.contains("'" + relation.kind() + "'")) {
        @Nullable Object[] row = new Object[names.size()];
        row[0] = "public";
        row[1] = relation.name();
        row[2] = relation.isIndex() ? "index" : "table";
        row[3] = owner;
        if (withTable) {
          row[4] = relation.table().name();
        }
        fill(names, row);
        rows.add(row);
      }
    }
    return new Answer(text(names), rows);
  }

  /** Columns that {@code +} adds. */
  private static void fill(List<String> names, @Nullable Object[] row) {
    for (int i = 4; i < row.length; i++) {
      switch (names.get(i)) {
        case "Persistence" -> row[i] = "permanent";
        case "Access method" -> row[i] = "btree";
        default -> {}
      }
    }
  }

  private static List<String> names(String question) {
    List<String> names = new ArrayList<>();
    Matcher found = COLUMNS.matcher(question);
    while (found.find()) {
      names.add(found.group(1));
    }
    return names;
  }

  private Answer find(String question) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Relation relation : named(question)) {
      rows.add(row(String.valueOf(relation.oid()), "public", relation.name()));
    }
    return new Answer(text(List.of("oid", "nspname", "relname")), rows);
  }

  private Answer details(String question) {
    List<String> names =
        List.of(
            "relchecks",
            "relkind",
            "relhasindex",
            "relhasrules",
            "relhastriggers",
            "relrowsecurity",
            "relforcerowsecurity",
            "relhasoids",
            "relispartition",
            "?column?",
            "reltablespace",
            "reloftype",
            "relpersistence",
            "relreplident",
            "amname");
    return relation(question)
        .map(one -> {
          String kind = String.valueOf(one.kind());
          String indexed = one.hasIndexes() ? "t" : "f";
          String method = one.isIndex() ? "btree" : null;
          return rows(
              names,
              row("0", kind, indexed, "f", "f", "f", "f", "f", "f", "", "0", "", "p", "d", method));
        })
        .orElseGet(() -> rows(names));
  }

  private Answer attributes(String question) {
    List<String> names =
        new ArrayList<>(
            List.of(
                "attname",
                "format_type",
                "pg_get_expr",
                "attnotnull",
                "attcollation",
                "attidentity",
                "attgenerated"));
    boolean more = question.contains("a.attstorage");
    if (more) {
      names.addAll(List.of("attstorage", "attcompression", "attstattarget", "col_description"));
    }
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Column column : columns(question)) {
      @Nullable Object[] row =
          row(
              column.name(),
              column.type().toString(),
              null,
              column.nullable() ? "f" : "t",
              null,
              "",
              "");
      @Nullable Object[] longer = Arrays.copyOf(row, names.size());
      if (more) {
        longer[7] = "p";
        longer[8] = "";
      }
      rows.add(longer);
    }
    return new Answer(text(names), rows);
  }

  private Answer indexAttributes(String question) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Column column : columns(question)) {
      rows.add(
          row(
              column.name(),
              column.type().toString(),
              "yes",
              Relation.quoted(column.name()),
              "p",
              null));
    }
    return new Answer(
        text(
            List.of("attname", "format_type", "is_key", "indexdef", "attstorage", "attstattarget")),
        rows);
  }

  private Answer indexes(String question) {
    List<String> names =
        List.of(
            "relname",
            "indisprimary",
            "indisunique",
            "indisclustered",
            "indisvalid",
            "pg_get_indexdef",
            "pg_get_constraintdef",
            "contype",
            "condeferrable",
            "condeferred",
            "indisreplident",
            "reltablespace");
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Relation one :
        relation(question).map(table -> Relation.indexes(table.table())).orElse(List.of())) {
      String key = one.primary() ? one.keyDefinition() : null;
      String type = one.primary() ? "p" : null;
      String deferred = one.primary() ? "f" : null;
      rows.add(
          row(
              one.name(),
              yes(one.primary()),
              yes(one.unique()),
              "f",
              "t",
              one.definition(),
              key,
              type,
              deferred,
              deferred,
              "f",
              "0"));
    }
    return new Answer(text(names), rows);
  }

  private Answer index(String question) {
    List<String> names =
        List.of(
            "indisunique",
            "indisprimary",
            "indisclustered",
            "indisvalid",
            "condeferrable",
            "condeferred",
            "indisreplident",
            "indnullsnotdistinct",
            "amname",
            "relname",
            "pg_get_expr");
    return relation(question)
        .map(one ->
            rows(
                names,
                row(
                    yes(one.unique()),
                    yes(one.primary()),
                    "f",
                    "t",
                    "f",
                    "f",
                    "f",
                    "f",
                    "btree",
                    one.table().name(),
                    null)))
        .orElseGet(() -> rows(names));
  }

  private Answer databases(String question) {
    List<String> names = names(question);
    @Nullable Object[] row = new Object[names.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] =
          switch (names.get(i)) {
            case "Name" -> database;
            case "Owner" -> owner;
            case "Encoding" -> "UTF8";
            case "Collate", "Ctype" -> "C";
            default -> null;
          };
    }
    return rows(names, row);
  }

  private Answer roles() {
    List<String> names =
        List.of(
            "rolname",
            "rolsuper",
            "rolinherit",
            "rolcreaterole",
            "rolcreatedb",
            "rolcanlogin",
            "rolconnlimit",
            "rolvaliduntil",
            "memberof",
            "rolreplication",
            "rolbypassrls");
    return rows(names, row(owner, "t", "t", "f", "f", "t", "-1", null, "{}", "f", "f"));
  }

  private List<Column> columns(String question) {
    return relation(question)
        .map(one -> one.columns().stream().map(ordinal -> one.table().column(ordinal)).toList())
        .orElse(List.of());
  }

  private Optional<Relation> relation(String question) {
    Matcher oid = OID.matcher(question);
    if (!oid.find()) {
      return Optional.empty();
    }
    long wanted = Long.parseLong(oid.group(1));
    return Relation.of(catalog).stream().filter(one -> one.oid() == wanted).findFirst();
  }

  /** Those whose names psql's patterns match; all without a pattern. */
  private List<Relation> named(String question) {
    if (!matches(SCHEMA, question, "public")) {
      return List.of();
    }
    return Relation.of(catalog).stream()
        .filter(one -> matches(NAME, question, one.name()))
        .toList();
  }

  private static boolean matches(Pattern where, String question, String name) {
    Matcher found = where.matcher(question);
    if (!found.find()) {
      return true;
    }
    try {
      return Pattern.compile(found.group(1).replace("''", "'")).matcher(name).find();
    } catch (PatternSyntaxException e) {
      return false;
    }
  }

  private static String plain(String sql) {
    return BLANKS.matcher(sql.strip()).replaceAll(" ");
  }

  private static String yes(boolean value) {
    return value ? "t" : "f";
  }

  private static @Nullable Object[] row(@Nullable Object... values) {
    return values;
  }

  private static Answer rows(List<String> names, @Nullable Object[]... rows) {
    return new Answer(text(names), Arrays.asList(rows));
  }

  private static List<Column> text(List<String> names) {
    return names.stream().map(name -> new Column(name, SqlType.TEXT, true)).toList();
  }

  private static List<String> numbered(int columns) {
    return IntStream.rangeClosed(1, columns).mapToObj(i -> "column" + i).toList();
  }
}
