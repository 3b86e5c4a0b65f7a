package dev.coulomb.node.pgcatalog;

import dev.coulomb.node.catalog.Check;
import dev.coulomb.node.catalog.Column;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.pgcatalog.ClientQueries.Facts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What psql 15 asks for {@code \d} and its kin: known by how a question begins, after its blanks
 * were made single.
 */
final class PsqlQuestions {
  private static final Pattern OID =
      Pattern.compile("(?:c\\.oid|attrelid|inhparent|r\\.conrelid) = '(\\d+)'");
  private static final PsqlPattern NAME = PsqlPattern.of("c.relname");
  private static final Pattern KINDS = Pattern.compile("c\\.relkind IN \\(([^)]*)\\)");

  private static final String LIST =
      "SELECT n.nspname as \"Schema\", c.relname as \"Name\", CASE c.relkind";
  private static final String FIND =
      "SELECT c.oid, n.nspname, c.relname FROM pg_catalog.pg_class c";
  private static final String DETAILS = "SELECT c.relchecks, c.relkind, c.relhasindex,";
  private static final String ATTRIBUTES =
      "SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod),";
  private static final String INDEXES = "SELECT c2.relname, i.indisprimary, i.indisunique,";
  private static final String INDEX = "SELECT i.indisunique, i.indisprimary, i.indisclustered,";
  private static final String PARTITION_KEY = "SELECT pg_catalog.pg_get_partkeydef('";
  private static final Pattern KEY_OID = Pattern.compile("partkeydef\\('(\\d+)'");
  private static final String PARTITIONS =
      "SELECT c.oid::pg_catalog.regclass, c.relkind, inhdetachpending,";
  private static final String CHECKS =
      "SELECT r.conname, pg_catalog.pg_get_constraintdef(r.oid, true) FROM pg_catalog.pg_constraint r";
  private static final String VIEW = "SELECT pg_catalog.pg_get_viewdef('";
  private static final Pattern VIEW_OID = Pattern.compile("viewdef\\('(\\d+)'");
  private static final String COMMENTS = "SELECT DISTINCT tt.nspname AS \"Schema\"";
  private static final String PRIVILEGES = " AS \"Column privileges\"";
  private static final String USER_TYPES =
      "SELECT n.nspname as \"Schema\", pg_catalog.format_type(t.oid, NULL) AS \"Name\"";
  private static final String DOMAINS =
      "SELECT n.nspname as \"Schema\", t.typname as \"Name\", pg_catalog.format_type(t.typbasetype";

  /** Kinds of objects that do not exist here: asked for beside each table. */
  private static final List<String> NOTHING =
      List.of(
          "FROM pg_catalog.pg_policy pol",
          "FROM pg_catalog.pg_trigger t",
          "pg_catalog.pg_partition_ancestors('",
          "pg_catalog.pg_partition_tree(c.oid)",
          "FROM pg_catalog.pg_publication WHERE",
          "puballtables, pubinsert, pubupdate",
          "FROM pg_catalog.pg_statistic_ext",
          "FROM pg_catalog.pg_publication p",
          "FROM pg_catalog.pg_class c, pg_catalog.pg_inherits i");

  private static final List<String> STARTS =
      List.of(
          LIST,
          FIND,
          DETAILS,
          ATTRIBUTES,
          INDEXES,
          INDEX,
          PARTITION_KEY,
          PARTITIONS,
          CHECKS,
          VIEW,
          COMMENTS,
          USER_TYPES,
          DOMAINS);

  private final Facts facts;
  private final String owner;

  PsqlQuestions(Facts facts) {
    this.facts = facts;
    this.owner = facts.owner();
  }

  static boolean knows(String question) {
    return PsqlPlaces.knows(question)
        || ForeignKeyRows.knows(question)
        || STARTS.stream().anyMatch(question::startsWith)
        || question.contains(PRIVILEGES)
        || NOTHING.stream().anyMatch(question::contains);
  }

  /** The answer to a question that is known. */
  Answer answer(String question) {
    if (ForeignKeyRows.knows(question)) {
      return ForeignKeyRows.answer(facts.catalog(), question);
    } else if (question.contains(PRIVILEGES) || question.startsWith(LIST)) {
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
    } else if (question.startsWith(PARTITION_KEY)) {
      return partitionKey(question);
    } else if (question.startsWith(PARTITIONS)) {
      return partitions(question);
    } else if (question.startsWith(VIEW)) {
      return view(question);
    } else if (question.startsWith(CHECKS)) {
      return checks(question);
    } else if (PsqlPlaces.knows(question)) {
      return new PsqlPlaces(facts).answer(question);
    }
    List<String> names = ClientQueries.labels(question);
    return rows(names.isEmpty() ? numbered(4) : names);
  }

  private Answer list(String question) {
    Matcher kinds = KINDS.matcher(question);
    String wanted = kinds.find() ? kinds.group(1) : "'r','i'";
    boolean withTable = question.contains("c2.relname as \"Table\"");
    List<String> names = ClientQueries.labels(question);
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Relation relation : named(question)) {
      if (wanted.contains("'" + relation.kind() + "'")) {
        @Nullable Object[] row = new Object[names.size()];
        row[0] = "public";
        row[1] = relation.name();
        row[2] = relation.kindName();
        if (names.get(3).equals("Owner")) {
          row[3] = owner;
        }
        if (withTable && relation.isIndex()) {
          row[4] = relation.table().name();
        }
        fill(names, row);
        rows.add(row);
      }
    }
    return Answer.texts(names, rows);
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

  private Answer find(String question) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Relation relation : named(question)) {
      rows.add(row(String.valueOf(relation.oid()), "public", relation.name()));
    }
    return Answer.texts(List.of("oid", "nspname", "relname"), rows);
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
          boolean partitioned = !one.isIndex() && !one.table().isReplicated();
          String kind = partitioned ? "p" : String.valueOf(one.kind());
          String indexed = one.hasIndexes() ? "t" : "f";
          String method = one.isIndex() ? "btree" : null;
          return rows(
              names,
              row(
                  checks(one),
                  kind,
                  indexed,
                  "f",
                  yes(facts.catalog().foreignKeys().concern(one.name())),
                  "f",
                  "f",
                  "f",
                  "f",
                  "",
                  "0",
                  "",
                  "p",
                  "d",
                  method));
        })
        .orElseGet(() -> rows(names));
  }

  private Answer view(String question) {
    Matcher oid = VIEW_OID.matcher(question);
    List<@Nullable Object[]> rows = new ArrayList<>();
    if (oid.find()) {
      facts.catalog().views().all().stream()
          .filter(view -> view.id() == Integer.parseInt(oid.group(1)))
          .forEach(view -> rows.add(row(" " + view.text() + ";")));
      facts.catalog().materializedViews().stream()
          .filter(view -> view.id() == Integer.parseInt(oid.group(1)))
          .map(Table::derivation)
          .filter(Objects::nonNull)
          .forEach(view -> rows.add(row(" " + view.text() + ";")));
    }
    return Answer.texts(List.of("pg_get_viewdef"), rows);
  }

  private static String checks(Relation one) {
    return Integer.toString(one.isIndex() ? 0 : one.table().checks().size());
  }

  private Answer checks(String question) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    relation(question)
        .ifPresent(one ->
            one.table().checks().stream()
                .sorted(Comparator.comparing(Check::name))
                .forEach(check -> rows.add(row(check.name(), Relation.definition(check)))));
    return Answer.texts(List.of("conname", "pg_get_constraintdef"), rows);
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
              Sequences.shownDefault(column),
              column.nullable() ? "f" : "t",
              null,
              Sequences.identity(column),
              "");
      @Nullable Object[] longer = Arrays.copyOf(row, names.size());
      if (more) {
        longer[7] = "p";
        longer[8] = "";
      }
      rows.add(longer);
    }
    return Answer.texts(names, rows);
  }

  private Answer indexAttributes(String question) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    Relation index = relation(question).orElse(null);
    for (int i = 0; index != null && i < index.columns().size(); i++) {
      Column column = index.column(i);
      rows.add(row(column.name(), column.type().toString(), "yes", index.keyPart(i), "p", null));
    }
    return Answer.texts(
        List.of("attname", "format_type", "is_key", "indexdef", "attstorage", "attstattarget"),
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
    return Answer.texts(names, rows);
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

  private Answer partitionKey(String question) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    relation(KEY_OID, question)
        .map(Relation::table)
        .filter(table -> !table.isReplicated())
        .ifPresent(table ->
            rows.add(
                row(
                    "HASH ("
                        + Relation.quoted(table.column(table.partitionColumn()).name())
                        + ")")));
    return Answer.texts(List.of("pg_get_partkeydef"), rows);
  }

  /** Partitions have numbers and no names; psql counts them, or lists them for {@code \d+}. */
  private Answer partitions(String question) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    if (relation(question).filter(one -> !one.table().isReplicated()).isPresent()) {
      for (int i = 0; i < facts.partitions(); i++) {
        String bound = "FOR VALUES WITH (modulus " + facts.partitions() + ", remainder " + i + ")";
        rows.add(row("partition " + i, "r", "f", bound));
      }
    }
    return Answer.texts(List.of("oid", "relkind", "inhdetachpending", "pg_get_expr"), rows);
  }

  private List<Column> columns(String question) {
    return relation(question)
        .map(one -> IntStream.range(0, one.columns().size()).mapToObj(one::column).toList())
        .orElse(List.of());
  }

  private Optional<Relation> relation(String question) {
    return relation(OID, question);
  }

  private Optional<Relation> relation(Pattern where, String question) {
    Matcher oid = where.matcher(question);
    if (!oid.find()) {
      return Optional.empty();
    }
    long wanted = Long.parseLong(oid.group(1));
    return Relation.of(facts.catalog()).stream().filter(one -> one.oid() == wanted).findFirst();
  }

  /** Those whose names psql's patterns match; all without a pattern. */
  private List<Relation> named(String question) {
    if (!PsqlPlaces.SCHEMA.matches(question, "public")) {
      return List.of();
    }
    return Relation.of(facts.catalog()).stream()
        .filter(one -> NAME.matches(question, one.name()))
        .toList();
  }

  private static String yes(boolean value) {
    return value ? "t" : "f";
  }

  private static @Nullable Object[] row(@Nullable Object... values) {
    return values;
  }

  private static Answer rows(List<String> names, @Nullable Object[]... rows) {
    return Answer.texts(names, Arrays.asList(rows));
  }

  private static List<String> numbered(int columns) {
    return IntStream.rangeClosed(1, columns).mapToObj(i -> "column" + i).toList();
  }
}
