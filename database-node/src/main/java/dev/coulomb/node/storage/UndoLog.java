package dev.coulomb.node.storage;

import java.util.ArrayList;
import java.util.List;

/**
 * What a transaction did, so that it can be taken back in reverse: entries of trees by (tree, key,
 * previous value or none), and changes of the schema by an action. Kept until the record of the
 * transaction is committed. Confined to the holder of the token.
 */
final class UndoLog {
  private final List<Runnable> entries = new ArrayList<>();

  /** Marks a place to roll back to. */
  int mark() {
    return entries.size();
  }

  void put(Tree tree, byte[] key, byte[] value) {
    byte[] previous = tree.put(key, value);
    entries.add(previous == null ? () -> tree.remove(key) : () -> tree.put(key, previous));
  }

  void remove(Tree tree, byte[] key) {
    byte[] previous = tree.remove(key);
    if (previous != null) {
      entries.add(() -> tree.put(key, previous));
    }
  }

  void add(Runnable undo) {
    entries.add(undo);
  }

  void rollbackTo(int mark) {
    for (int i = entries.size() - 1; i >= mark; i--) {
      entries.remove(i).run();
    }
  }

  void clear() {
    entries.clear();
  }
}
