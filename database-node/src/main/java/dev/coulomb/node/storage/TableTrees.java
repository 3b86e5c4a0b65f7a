package dev.coulomb.node.storage;

import dev.coulomb.node.catalog.Index;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.invariant.Invariant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The trees of one table in one partition. Confined to the holder of the token. */
final class TableTrees {
  private Table table;
  private final Tree rows;
  private final Map<Integer, Tree> indexes = new HashMap<>();
  private long lastRowId;

  TableTrees(Table table, PageAllocator allocator) {
    this.table = table;
    this.rows = new Tree(allocator);
    for (Index index : table.indexes()) {
      indexes.put(index.id(), new Tree(allocator));
    }
  }

  Table table() {
    return table;
  }

  /** The definition changes, the trees stay. */
  void redefine(Table newTable) {
    table = newTable;
  }

  Tree rows() {
    return rows;
  }

  Tree index(int id) {
    return Invariant.present(indexes.get(id), "an index of a table has a tree");
  }

  void addIndex(int id, Tree tree) {
    indexes.put(id, tree);
  }

  Tree removeIndex(int id) {
    return Invariant.present(indexes.remove(id), "an index of a table has a tree");
  }

  /** The next hidden row id; ids of undone inserts are not used again. */
  long nextRowId() {
    return ++lastRowId;
  }

  /** Row ids go on behind one that came from a change record. */
  void seenRowId(long id) {
    lastRowId = Math.max(lastRowId, id);
  }

  List<Tree> all() {
    List<Tree> all = new ArrayList<>(indexes.values());
    all.add(rows);
    return all;
  }

  /** What a frozen view keeps of this table. */
  Roots roots(PageAllocator allocator) {
    Map<Integer, Integer> indexRoots = new HashMap<>();
    indexes.forEach((id, tree) -> indexRoots.put(id, tree.root()));
    return new Roots(allocator, rows.root(), rows.count(), indexRoots);
  }
}
