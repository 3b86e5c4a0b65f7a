package dev.coulomb.node.storage;

import dev.coulomb.node.catalog.IndexKeys;
import dev.coulomb.node.types.KeyWriter;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Rows with their entries in the indexes, put and removed without a question: uniqueness and what
 * rests on the rows are for others. With undo. Confined to the holder of the token.
 */
final class Redo {
  private final Forest forest;
  private final UndoLog undo;
  private final KeyWriter keys;

  /**
   * @param keys lent for each call
   */
  Redo(Forest forest, UndoLog undo, KeyWriter keys) {
    this.forest = forest;
    this.undo = undo;
    this.keys = keys;
  }

  /** Makes a row what a record says of it, whatever it was and whatever memory it takes. */
  void row(TableTrees trees, ChangeRecord.Change change) {
    byte[] key = change.key();
    RowView row = new RowView();
    if (trees.get(forest.allocator(), forest.roots(), key, row)) {
      remove(trees, row.toArray(), key);
    }
    byte[] bytes = change.row();
    if (bytes != null) {
      row.set(trees.table().layout(), bytes);
      undo.put(trees.rows(), key, bytes, Need.RELIEF);
      for (IndexKeys index : trees.keys()) {
        addEntry(trees, index, row.toArray(), key, Need.RELIEF);
      }
      if (!trees.table().hasPrimaryKey()) {
        trees.rowIds().seen(ByteBuffer.wrap(key).getLong());
      }
    }
  }

  void remove(TableTrees trees, @Nullable Object[] row, byte[] key) {
    for (IndexKeys index : trees.keys()) {
      if (index.has(row)) {
        undo.remove(trees.index(index.index().id()), index.entry(row, key, keys));
      }
    }
    undo.remove(trees.rows(), key);
  }

  void addEntry(TableTrees trees, IndexKeys index, @Nullable Object[] row, byte[] key, Need need) {
    if (index.has(row)) {
      byte[] entry = index.entry(row, key, keys);
      Tree tree = trees.index(index.index().id());
      undo.put(tree, entry, IndexKeys.entryValue(entry, key), need);
    }
  }
}
