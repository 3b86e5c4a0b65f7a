package dev.coulomb.node.pgcatalog;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.ForeignKey;
import dev.coulomb.node.catalog.ForeignKey.Action;
import dev.coulomb.node.catalog.ForeignKeys;
import dev.coulomb.node.catalog.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Foreign keys as the system's catalog shows them. */
final class ForeignKeyRows {
  /** A foreign key has no id of its own: it is so far above this as it stands among all. */
  private static final long OIDS = 3_000_000_000L;

  private static final Pattern OWN = Pattern.compile("^SELECT .{0,60}(?i:AS sametable)");

  private static final Pattern OID = Pattern.compile("'(\\d+)'");

  private ForeignKeyRows() {}

  /** Rows of {@code pg_constraint}. */
  static List<@Nullable Object[]> constraints(Catalog catalog, long namespace) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    long oid = OIDS;
    for (ForeignKey key : catalog.foreignKeys().all()) {
      Table table = catalog.table(key.table());
      Table parent = catalog.table(key.parent());
      rows.add(
          Answer.row(
              oid++,
              key.name(),
              namespace,
              "f",
              false,
              false,
              true,
              (long) table.id(),
              0L,
              0L,
              (long) parent.id()));
    }
    return rows;
  }

  /** True for what psql asks of the foreign keys of a table, or of those that name it. */
  static boolean knows(String question) {
    return OWN.matcher(question).find() || isNaming(question);
  }

  private static boolean isNaming(String question) {
    return question.contains("AS ontable") && question.contains("WHERE confrelid");
  }

  /** The answer to a question that is known. */
  static Answer answer(Catalog catalog, String question) {
    Matcher oid = OID.matcher(question);
    int id = oid.find() ? Integer.parseInt(oid.group(1)) : 0;
    String table = catalog.find(id).map(Table::name).orElse("");
    boolean naming = isNaming(question);
    List<@Nullable Object[]> rows = new ArrayList<>();
    ForeignKeys all = catalog.foreignKeys();
    List<ForeignKey> keys = new ArrayList<>(naming ? all.naming(table) : all.of(table));
    keys.sort(Comparator.comparing(ForeignKey::name));
    for (ForeignKey key : keys) {
      String other = Relation.quoted(key.table());
      rows.add(
          naming
              ? Answer.row(key.name(), other, definition(key))
              : Answer.row("t", key.name(), definition(key), other));
    }
    return Answer.texts(
        naming
            ? List.of("conname", "ontable", "condef")
            : List.of("sametable", "conname", "condef", "ontable"),
        rows);
  }

  /** As {@code pg_get_constraintdef} writes it. */
  static String definition(ForeignKey key) {
    return "FOREIGN KEY ("
        + list(key.columns())
        + ") REFERENCES "
        + Relation.quoted(key.parent())
        + "("
        + list(key.parentColumns())
        + ")"
        + event(" ON UPDATE ", key.onUpdate())
        + event(" ON DELETE ", key.onDelete());
  }

  private static String list(List<String> names) {
    return names.stream().map(Relation::quoted).collect(Collectors.joining(", "));
  }

  private static String event(String event, Action action) {
    return action == Action.NO_ACTION ? "" : event + action.sql();
  }
}
