package dev.coulomb.node.planner.schema;

import dev.coulomb.node.catalog.ForeignKey;
import dev.coulomb.node.catalog.ForeignKey.Action;
import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.planner.SchemaPlanner;
import dev.coulomb.node.sql.Statement;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.jspecify.annotations.Nullable;

/** Foreign keys as they are written. */
public final class ForeignReferences {
  private ForeignReferences() {}

  /**
   * The foreign key of a table.
   *
   * @param name empty: PostgreSQL's is chosen
   */
  public static ForeignKey of(
      String name,
      String table,
      List<String> columns,
      Statement.@Nullable ForeignReference reference) {
    Statement.ForeignReference written =
        Invariant.present(reference, "a foreign key names a table");
    Action onDelete = Action.NO_ACTION;
    Action onUpdate = Action.NO_ACTION;
    for (String word : written.words()) {
      switch (word) {
        case "NOT DEFERRABLE", "INITIALLY IMMEDIATE", "MATCH SIMPLE" -> {}
        case "DEFERRABLE", "INITIALLY DEFERRED", "MATCH FULL", "MATCH PARTIAL" ->
            throw new SqlError(
                    SqlState.FEATURE_NOT_SUPPORTED, "this form of foreign key is not supported")
                .with("clause", word)
                .hint("Foreign keys are MATCH SIMPLE, and hold at the end of each statement.");
        default -> {
          if (word.startsWith("ON DELETE ")) {
            onDelete = action(word);
          } else {
            onUpdate = action(word);
          }
        }
      }
    }
    List<String> parentColumns =
        written.columns().stream().map(column -> ((SqlIdentifier) column).getSimple()).toList();
    String parent = SchemaPlanner.name(written.table());
    return new ForeignKey(name, table, columns, parent, parentColumns, onDelete, onUpdate);
  }

  private static Action action(String words) {
    for (Action action : Action.values()) {
      if (words.endsWith(action.sql())) {
        return action;
      }
    }
    throw new SqlError(
            SqlState.FEATURE_NOT_SUPPORTED, "this action of a foreign key is not supported")
        .with("clause", words)
        .hint("NO ACTION, RESTRICT, CASCADE and SET NULL are.");
  }
}
