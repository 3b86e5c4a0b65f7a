package dev.coulomb.node.storage;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a table costs in one partition.
 *
 * @param rowBytes of the pages of its rows
 * @param indexBytes of the pages of each index, by the index's id
 */
public record TableFigures(long rows, long rowBytes, Map<Integer, Long> indexBytes) {
  static Map<Integer, TableFigures> of(List<TableTrees> tables) {
    Map<Integer, TableFigures> figures = new HashMap<>();
    for (TableTrees trees : tables) {
      Map<Integer, Long> indexes = new HashMap<>();
      for (int i = 0; i < trees.indexes().size(); i++) {
        long bytes = trees.indexes().get(i).pages() * PagePool.PAGE_BYTES;
        indexes.put(trees.table().indexes().get(i).id(), bytes);
      }
      figures.put(
          trees.table().id(),
          new TableFigures(
              trees.rows().count(), trees.rows().pages() * PagePool.PAGE_BYTES, indexes));
    }
    return figures;
  }
}
