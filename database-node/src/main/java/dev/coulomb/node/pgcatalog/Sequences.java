package dev.coulomb.node.pgcatalog;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.Column;
import dev.coulomb.node.catalog.Drawing.Identity;
import dev.coulomb.node.catalog.Sequence;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.catalog.sequence.SequenceCounter;
import dev.coulomb.node.catalog.sequence.SequenceDefinition;
import dev.coulomb.node.execution.SessionInfo;
import dev.coulomb.node.pgcatalog.ClientQueries.Facts;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Sequences, and the columns that draw from them, in the system catalog. */
final class Sequences {
  static final String PG_SEQUENCES =
      "schemaname sequencename sequenceowner data_type start_value:8 min_value:8 max_value:8 increment_by:8 cycle:b cache_size:8 last_value:8";
  static final String PG_SEQUENCE =
      "seqrelid:8 seqtypid:8 seqstart:8 seqincrement:8 seqmax:8 seqmin:8 seqcache:8 seqcycle:b";
  static final String SEQUENCES =
      "sequence_catalog sequence_schema sequence_name data_type numeric_precision:4 numeric_precision_radix:4 numeric_scale:4 start_value minimum_value maximum_value increment cycle_option";

  /** What psql 15 asks for {@code \d} of a sequence, and then whose it is. */
  private static final String DETAILS =
      "SELECT pg_catalog.format_type(seqtypid, NULL) AS \"Type\",";

  private static final String OWNER = "FROM pg_catalog.pg_class c INNER JOIN pg_catalog.pg_depend";
  private static final Pattern OID = Pattern.compile("(?:seqrelid|d\\.objid) ?= ?'(\\d+)'");

  private Sequences() {}

  /** The one row of a sequence that is looked at as a table. */
  static List<@Nullable Object[]> row(Catalog catalog, String name) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    catalog
        .sequences()
        .find(name)
        .map(one -> one.counter().place())
        .ifPresent(place -> rows.add(Answer.row(place.last(), 0L, place.called())));
    return rows;
  }

  static List<@Nullable Object[]> pgSequences(Catalog catalog, String owner) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Sequence one : catalog.sequences().all()) {
      SequenceDefinition definition = one.definition();
      SequenceCounter.Place place = one.counter().place();
      rows.add(
          Answer.row(
              "public",
              one.name(),
              owner,
              definition.type().toString(),
              definition.start(),
              definition.min(),
              definition.max(),
              definition.increment(),
              definition.cycle(),
              definition.cache(),
              place.called() ? (Object) place.last() : null));
    }
    return rows;
  }

  static List<@Nullable Object[]> pgSequence(Catalog catalog) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Sequence one : catalog.sequences().all()) {
      SequenceDefinition definition = one.definition();
      rows.add(
          Answer.row(
              (long) one.id(),
              (long) definition.type().kind().oid(),
              definition.start(),
              definition.increment(),
              definition.max(),
              definition.min(),
              definition.cache(),
              definition.cycle()));
    }
    return rows;
  }

  /** As in PostgreSQL, without those of identity columns. */
  static List<@Nullable Object[]> sequences(Catalog catalog, SessionInfo session) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Sequence one : catalog.sequences().all()) {
      if (dev.coulomb.node.catalog.Sequences.isIdentity(catalog, one)) {
        continue;
      }
      SequenceDefinition definition = one.definition();
      rows.add(
          Answer.row(
              session.database(),
              "public",
              one.name(),
              definition.type().toString(),
              8L * definition.type().kind().width(),
              2L,
              0L,
              Long.toString(definition.start()),
              Long.toString(definition.min()),
              Long.toString(definition.max()),
              Long.toString(definition.increment()),
              yesOrNo(definition.cycle())));
    }
    return rows;
  }

  /** {@code pg_get_serial_sequence(table, column)}. */
  static @Nullable String ofColumn(Catalog catalog, @Nullable Object[] arguments) {
    if (arguments.length != 2) {
      throw new SqlError(SqlState.UNDEFINED_FUNCTION, "the function does not exist")
          .with("function", "pg_get_serial_sequence");
    }
    Object given = arguments[0];
    Object column = arguments[1];
    if (given == null || column == null) {
      return null;
    }
    String name = given.toString();
    name = name.startsWith("public.") ? name.substring(7) : name;
    boolean quoted = name.length() > 1 && name.startsWith("\"");
    Table table =
        catalog.table(
            quoted
                ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
                : name.toLowerCase(Locale.ROOT));
    if (table.ordinal(column.toString()) < 0) {
      throw new SqlError(SqlState.UNDEFINED_COLUMN, "the column does not exist")
          .with("column", column)
          .with("table", table.name());
    }
    Sequence.Owner owner = new Sequence.Owner(table.name(), column.toString());
    return catalog.sequences().all().stream()
        .filter(one -> owner.equals(one.owner()))
        .map(one -> "public." + Sequence.quoted(one.name()))
        .findFirst()
        .orElse(null);
  }

  /** {@code attidentity}. */
  static String identity(Column column) {
    return switch (column.drawing().identity()) {
      case NONE -> "";
      case ALWAYS -> "a";
      case BY_DEFAULT -> "d";
    };
  }

  /** The default that is shown: that of an identity column is its identity. */
  static @Nullable String shownDefault(Column column) {
    return column.drawing().isIdentity() ? null : column.defaultText();
  }

  /** True for a column that is numbered when nothing is said. */
  static boolean isNumbered(Column column) {
    String text = column.defaultText();
    return text != null && text.contains("nextval(");
  }

  /**
   * What {@code information_schema.columns} says of an identity: is it one, how it is generated,
   * start, increment, maximum, minimum, cycle.
   */
  static List<@Nullable Object> identityFacts(Catalog catalog, Column column) {
    List<@Nullable Object> facts = new ArrayList<>();
    Identity identity = column.drawing().identity();
    facts.add(yesOrNo(column.drawing().isIdentity()));
    facts.add(
        switch (identity) {
          case NONE -> null;
          case ALWAYS -> "ALWAYS";
          case BY_DEFAULT -> "BY DEFAULT";
        });
    Optional<SequenceDefinition> found =
        identity == Identity.NONE
            ? Optional.empty()
            : catalog
                .sequences()
                .find(column.drawing().sequences().getFirst())
                .map(Sequence::definition);
    facts.add(found.map(one -> Long.toString(one.start())).orElse(null));
    facts.add(found.map(one -> Long.toString(one.increment())).orElse(null));
    facts.add(found.map(one -> Long.toString(one.max())).orElse(null));
    facts.add(found.map(one -> Long.toString(one.min())).orElse(null));
    facts.add(yesOrNo(found.isPresent() && found.get().cycle()));
    return facts;
  }

  private static String yesOrNo(boolean value) {
    return value ? "YES" : "NO";
  }

  static boolean knows(String question) {
    return question.startsWith(DETAILS) || question.contains(OWNER);
  }

  /** The answer to psql's question that is known. */
  static Answer answer(String question, Facts facts) {
    Matcher oid = OID.matcher(question);
    boolean found = oid.find();
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Sequence one : facts.catalog().sequences().all()) {
      if (!found || one.id() != Long.parseLong(oid.group(1))) {
        continue;
      }
      if (question.startsWith(DETAILS)) {
        rows.add(details(one.definition()));
      } else if (one.owner() != null) {
        boolean identity = dev.coulomb.node.catalog.Sequences.isIdentity(facts.catalog(), one);
        rows.add(Answer.row(path(one.owner()), identity ? "i" : "a"));
      }
    }
    return Answer.texts(
        question.startsWith(DETAILS)
            ? List.of("Type", "Start", "Minimum", "Maximum", "Increment", "Cycles?", "Cache")
            : List.of("?column?", "deptype"),
        rows);
  }

  private static String path(Sequence.Owner owner) {
    return "public." + Sequence.quoted(owner.table()) + "." + Sequence.quoted(owner.column());
  }

  private static @Nullable Object[] details(SequenceDefinition one) {
    return Answer.row(
        one.type().toString(),
        Long.toString(one.start()),
        Long.toString(one.min()),
        Long.toString(one.max()),
        Long.toString(one.increment()),
        one.cycle() ? "yes" : "no",
        Long.toString(one.cache()));
  }
}
