package dev.coulomb.node.storage;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction did, so that it can be taken back in reverse: entries of trees by (tree, key,
 * previous value or none), and changes of the schema by an action. Kept until the record of the
 * transaction is committed. Confined to the holder of the token.
 */
final class UndoLog {
  private final List<Step> steps = new ArrayList<>();

  /** Marks a place to roll back to. */
  int mark() {
    return steps.size();
  }

  void put(Tree tree, byte[] key, byte[] value, Need need) {
    steps.add(new Entry(tree, key, tree.put(key, value, need)));
  }

  void remove(Tree tree, byte[] key) {
    byte[] previous = tree.remove(key);
    if (previous != null) {
      steps.add(new Entry(tree, key, previous));
    }
  }

  void add(Runnable undo) {
    steps.add(new Action(undo));
  }

  void rollbackTo(int mark) {
    for (int i = steps.size() - 1; i >= mark; i--) {
      steps.remove(i).takeBack();
    }
  }

  void clear() {
    steps.clear();
  }

  /** One thing to take back. */
  private sealed interface Step {
    void takeBack();
  }

  private record Entry(Tree tree, byte[] key, byte @Nullable [] previous) implements Step {
    @Override
    public void takeBack() {
      if (previous == null) {
        tree.remove(key);
      } else {
        tree.put(key, previous, Need.RELIEF);
      }
    }
  }

  private record Action(Runnable undo) implements Step {
    @Override
    public void takeBack() {
      undo.run();
    }
  }
}
