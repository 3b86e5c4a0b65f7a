package dev.coulomb.node.storage;

import dev.coulomb.node.catalog.Index;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.invariant.Invariant;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The trees of one table in one partition: of its rows, by primary key or row id, and of its
 * indexes, in the order of the definition. Immutable, so that views share it; what the trees hold
 * is for the holder of the token, or behind the roots of a view.
 *
 * <p>An entry of an index is its key followed by the key of the row; its value is the length of its
 * own key, u16.
 */
record TableTrees(Table table, Tree rows, List<Tree> indexes, RowIds rowIds) {

  /** Makes empty trees. */
  static TableTrees plant(Table table, Forest forest) {
    Tree rows = forest.plant();
    List<Tree> indexes = new ArrayList<>();
    for (int i = 0; i < table.indexes().size(); i++) {
      indexes.add(forest.plant());
    }
    return new TableTrees(table, rows, indexes, new RowIds());
  }

  /** The tree of the index with this id. */
  Tree index(int id) {
    for (int i = 0; i < indexes.size(); i++) {
      if (table.indexes().get(i).id() == id) {
        return indexes.get(i);
      }
    }
    throw new Invariant.Broken("an index of a table has a tree");
  }

  /** Another definition, with trees of its own for the indexes that are new. */
  TableTrees redefined(Table definition, Forest forest) {
    List<Tree> trees = new ArrayList<>();
    for (Index index : definition.indexes()) {
      trees.add(table.index(index.id()) == null ? forest.plant() : index(index.id()));
    }
    return new TableTrees(definition, rows, trees, rowIds);
  }

  /** The same table over the trees of a private store, which begins with these roots. */
  TableTrees in(Forest other, Forest origin, Roots roots) {
    List<Tree> trees = new ArrayList<>();
    indexes.forEach(tree -> trees.add(other.tree(tree.number())));
    RowIds ids = new RowIds();
    if (!table.hasPrimaryKey()) {
      RowCursor last = scan(origin, roots, null, KeyRange.ALL, new Direction(false, true));
      if (last.next()) {
        ids.seen(ByteBuffer.wrap(last.key()).getLong());
      }
    }
    return new TableTrees(table, other.tree(rows.number()), trees, ids);
  }

  List<Tree> all() {
    List<Tree> all = new ArrayList<>(indexes);
    all.add(rows);
    return all;
  }

  /** Rows as of the given roots. */
  RowCursor scan(
      Forest forest, Roots roots, @Nullable Index index, KeyRange range, Direction direction) {
    PageAllocator allocator = forest.allocator();
    Tree tree = index == null ? rows : index(index.id());
    TreeCursor cursor =
        new TreeCursor(
            allocator,
            roots.page(tree.number()),
            direction.live() ? tree : null,
            range,
            direction.descending());
    return index == null
        ? new TableCursor(allocator, table.layout(), cursor)
        : new IndexCursor(allocator, table.layout(), cursor, roots.page(rows.number()));
  }

  /** Reads the row of a key as of the given roots; false when there is none. */
  boolean get(PageAllocator allocator, Roots roots, byte[] key, RowView into) {
    long cell = Tree.find(allocator, roots.page(rows.number()), key);
    if (cell == Tree.NO_CELL) {
      return false;
    }
    into.read(table.layout(), allocator, cell);
    return true;
  }

  /** How a scan walks, and whether over what may change. */
  record Direction(boolean live, boolean descending) {}

  /** Hidden row ids of a table, going up; those of undone inserts are not used again. */
  static final class RowIds {
    private long last;

    long next() {
      return ++last;
    }

    /** Goes on behind one that came from a change record. */
    void seen(long id) {
      last = Math.max(last, id);
    }
  }
}
