package dev.coulomb.node.catalog;

import java.util.List;

/**
 * A view: a query under a name. Immutable.
 *
 * @param id unique in the cluster, never used again
 * @param columns of its rows
 * @param outputs what the query calls these columns
 * @param text the query as SQL, as it was written
 * @param sources names of the tables and views that the query reads itself
 */
public record View(
    int id,
    String name,
    List<Column> columns,
    List<String> outputs,
    String text,
    List<String> sources) {
  public View {
    columns = List.copyOf(columns);
    outputs = List.copyOf(outputs);
    sources = List.copyOf(sources);
  }

  View as(int otherId) {
    return new View(otherId, name, columns, outputs, text, sources);
  }
}
