package dev.coulomb.node.storage;

import dev.coulomb.node.storage.memory.GrowingBytes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction did, so that it can be taken back in reverse: entries of trees by (tree, key,
 * previous value or none), and changes of the schema by an action. Kept until the record of the
 * transaction is committed, as bytes, because a transaction may change very many rows. Confined to
 * the holder of the token.
 *
 * <pre>
 * each step: tree u32 · key length u32 · previous length u32 (−1: none) · key · previous
 *            · bytes of the step so far u32
 * a step that is an action has tree −1 and nothing between
 * </pre>
 */
final class UndoLog {
  private static final int ACTION = -1;
  private static final int NONE = -1;

  /** About what an insert with a short key takes. */
  private static final int EXPECTED_BYTES = 32;

  private static final int KEY_LENGTH = 4;
  private static final int PREVIOUS_LENGTH = 8;
  private static final int KEY = 12;

  private final Forest forest;
  private final GrowingBytes steps = new GrowingBytes();
  private final List<Runnable> actions = new ArrayList<>();

  UndoLog(Forest forest) {
    this.forest = forest;
  }

  /** Marks a place to roll back to; 0 when there is nothing to take back. */
  int mark() {
    return steps.length();
  }

  /** So many inserts are about to come. */
  void expect(int inserts) {
    steps.expect((long) inserts * EXPECTED_BYTES);
  }

  void put(Tree tree, byte[] key, byte[] value, Need need) {
    noted(tree, key, tree.put(key, value, need));
  }

  /**
   * Another value for a key that has one, which costs no second look-up where it fits exactly.
   *
   * @param cell that {@link Tree#cell} gives for the key
   */
  void replace(Tree tree, long cell, byte[] key, byte[] value, Need need) {
    if (!tree.takes(cell, value.length)) {
      put(tree, key, value, need);
      return;
    }
    int start = begin(tree, key, value.length);
    steps.put(Page.value(cell), value.length);
    end(start);
    tree.replace(cell, value);
  }

  void remove(Tree tree, byte[] key) {
    byte[] previous = tree.remove(key);
    if (previous != null) {
      noted(tree, key, previous);
    }
  }

  void add(Runnable undo) {
    actions.add(undo);
    steps.putInt(ACTION).putInt(Integer.BYTES);
  }

  void rollbackTo(int mark) {
    while (steps.length() > mark) {
      int end = steps.length() - Integer.BYTES;
      int start = end - steps.getInt(end);
      takeBack(start);
      steps.truncate(start);
    }
  }

  void clear() {
    steps.clear();
    actions.clear();
  }

  private void noted(Tree tree, byte[] key, byte @Nullable [] previous) {
    int start = begin(tree, key, previous == null ? NONE : previous.length);
    if (previous != null) {
      steps.put(previous);
    }
    end(start);
  }

  private int begin(Tree tree, byte[] key, int previousLength) {
    int start = steps.length();
    steps.putInt(tree.number()).putInt(key.length).putInt(previousLength).put(key);
    return start;
  }

  private void end(int start) {
    steps.putInt(steps.length() - start);
  }

  private void takeBack(int step) {
    int number = steps.getInt(step);
    if (number == ACTION) {
      actions.removeLast().run();
      return;
    }
    Tree tree = forest.tree(number);
    int keyLength = steps.getInt(step + KEY_LENGTH);
    int previousLength = steps.getInt(step + PREVIOUS_LENGTH);
    byte[] key = steps.get(step + KEY, keyLength);
    if (previousLength == NONE) {
      tree.remove(key);
    } else {
      tree.put(key, steps.get(step + KEY + keyLength, previousLength), Need.RELIEF);
    }
  }
}
