package dev.coulomb.node.restore;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The histories that a data directory holds, and the last restore. Immutable.
 *
 * @param current what the node is started with
 * @param previous what was there before an in-place restore, as long as it is kept
 * @param restored ids of all restores that were carried out here
 * @param restoration the last one; null: there was none
 */
public record Histories(
    History current,
    @Nullable History previous,
    List<String> restored,
    @Nullable Restoration restoration) {
  private static final String PREFIX = "history-";

  /** The directory of the history with which a node began: the node's own. */
  static final String TOP = "";

  public Histories {
    restored = List.copyOf(restored);
  }

  /**
   * A history.
   *
   * @param id of its log; snapshots and archives of it name it too
   * @param directory in that of the node; empty: that itself
   */
  public record History(UUID id, String directory) {
    /** One that begins with a restore. */
    static History of(UUID id) {
      return new History(id, PREFIX + id);
    }

    static boolean isDirectory(String name) {
      return name.startsWith(PREFIX);
    }
  }

  /** Of a node that never was restored. */
  static Histories of(UUID node) {
    return new Histories(new History(node, TOP), null, List.of(), null);
  }

  /** A restore is staged: it is carried out when the node starts. */
  public Histories staged(Restoration next) {
    return new Histories(current, previous, restored, next);
  }

  /** Its history is the current one. */
  Histories switched(Restoration done) {
    List<String> ids = new ArrayList<>(restored);
    ids.remove(done.id());
    ids.add(done.id());
    History kept = done.inPlace() ? current : null;
    return new Histories(History.of(done.history()), kept, ids, done);
  }

  /** It could not be carried out: everything is as it was before. */
  Histories failed(Restoration failure) {
    return new Histories(current, previous, restored, failure);
  }

  /** What was before the restore is the current history again; what came since is given up. */
  public Histories undone(Restoration undo) {
    History back = previous == null ? current : previous;
    return new Histories(back, null, restored, undo);
  }

  /** What was before the restore is given up. */
  public Histories confirmed() {
    return new Histories(current, null, restored, restoration);
  }

  /** Directories that belong to a history which is needed. */
  List<String> directories() {
    List<String> needed = new ArrayList<>();
    needed.add(current.directory());
    if (previous != null) {
      needed.add(previous.directory());
    }
    if (restoration != null && restoration.state() == Restoration.State.STAGED) {
      needed.add(History.of(restoration.history()).directory());
    }
    return needed;
  }
}
