package dev.coulomb.node.storage;

import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.storage.derived.KeptView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tables of a partition by id: an immutable value that a schema change replaces. */
final class Tables {
  static final Tables NONE = new Tables(new int[0], new TableTrees[0]);

  private final int[] ids;
  private final TableTrees[] trees;

  private Tables(int[] ids, TableTrees[] trees) {
    this.ids = ids;
    this.trees = trees;
    for (int i = 0; i < trees.length; i++) {
      trees[i] = trees[i].with(viewsOf(ids[i]));
    }
  }

  private List<KeptView> viewsOf(int source) {
    List<KeptView> views = new ArrayList<>();
    for (TableTrees each : trees) {
      KeptView view = each.kept();
      if (view != null && view.keeper().source() == source) {
        views.add(view);
      }
    }
    return List.copyOf(views);
  }

  @Nullable TableTrees find(int id) {
    int at = Arrays.binarySearch(ids, id);
    return at < 0 ? null : trees[at];
  }

  TableTrees of(Table table) {
    TableTrees found = find(table.id());
    if (found == null) {
      throw new Invariant.Broken("a plan and its partition agree on the catalog");
    }
    return found;
  }

  List<TableTrees> all() {
    return Arrays.asList(trees);
  }

  /** Rows of all tables. */
  long rows() {
    long rows = 0;
    for (TableTrees table : trees) {
      rows += table.rows().count();
    }
    return rows;
  }

  /** One more than the greatest number of a tree. */
  int treesMax() {
    int most = 0;
    for (TableTrees table : trees) {
      for (Tree tree : table.all()) {
        most = Math.max(most, tree.number() + 1);
      }
    }
    return most;
  }

  /**
   * The same tables over the trees of a private store, which begins with these roots; without
   * materialized views that are being built: how far they are is no matter of a view.
   */
  Tables in(Forest other, Forest origin, Roots roots) {
    // Their ids are the least.
    int first = 0;
    while (first < ids.length && trees[first].table().isUnfinished()) {
      first++;
    }
    TableTrees[] moved = new TableTrees[trees.length - first];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = trees[first + i].in(other, origin, roots);
    }
    return new Tables(Arrays.copyOfRange(ids, first, ids.length), moved);
  }

  Tables with(TableTrees table) {
    Tables others = without(table.table());
    int at = -1 - Arrays.binarySearch(others.ids, table.table().id());
    int size = others.ids.length;
    int[] newIds = Arrays.copyOf(others.ids, size + 1);
    TableTrees[] newTrees = Arrays.copyOf(others.trees, size + 1);
    System.arraycopy(others.ids, at, newIds, at + 1, size - at);
    System.arraycopy(others.trees, at, newTrees, at + 1, size - at);
    newIds[at] = table.table().id();
    newTrees[at] = table;
    return new Tables(newIds, newTrees);
  }

  Tables without(Table table) {
    int at = Arrays.binarySearch(ids, table.id());
    if (at < 0) {
      return this;
    }
    int[] newIds = Arrays.copyOf(ids, ids.length - 1);
    TableTrees[] newTrees = Arrays.copyOf(trees, trees.length - 1);
    System.arraycopy(ids, at + 1, newIds, at, newIds.length - at);
    System.arraycopy(trees, at + 1, newTrees, at, newTrees.length - at);
    return new Tables(newIds, newTrees);
  }
}
