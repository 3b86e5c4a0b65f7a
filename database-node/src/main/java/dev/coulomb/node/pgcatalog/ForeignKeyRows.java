package dev.coulomb.node.pgcatalog;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.ForeignKey;
import dev.coulomb.node.catalog.ForeignKey.Action;
import dev.coulomb.node.catalog.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Foreign keys as the system's catalog shows them. */
final class ForeignKeyRows {
  /** A foreign key has no id of its own: it is so far above this as it stands among all. */
  private static final long OIDS = 3_000_000_000L;

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
