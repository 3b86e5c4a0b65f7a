package dev.coulomb.node.storage;

import dev.coulomb.node.catalog.Derivation;
import dev.coulomb.node.catalog.Index;
import dev.coulomb.node.catalog.IndexKeys;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.storage.derived.Frontier;
import dev.coulomb.node.storage.derived.GroupKeeper;
import dev.coulomb.node.storage.derived.Groups;
import dev.coulomb.node.storage.derived.KeptView;
import dev.coulomb.node.storage.derived.RowListener;
import dev.coulomb.node.storage.derived.StoredGroups;
import dev.coulomb.node.storage.memory.Memory;
import dev.coulomb.node.types.KeyWriter;
import dev.coulomb.node.types.RowLayout;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The trees of one table in one partition: of its rows, by primary key or row id, and of its
 * indexes, in the order of the definition. Immutable, so that views share it; what the trees hold
 * is for the holder of the token, or behind the roots of a view.
 *
 * <p>An entry of an index is its key followed by the key of the row; its value is the length of its
 * own key, u16.
 *
 * @param kept of a materialized view: keeps it up with its source
 * @param views the materialized views whose source it is
 */
record TableTrees(
    Table table,
    Tree rows,
    List<Tree> indexes,
    List<IndexKeys> keys,
    RowIds rowIds,
    @Nullable KeptView kept,
    List<KeptView> views) {

  static final Direction FORWARD = new Direction(true, false);
  static final Direction BACKWARD = new Direction(true, true);

  private static final int ROW_ID_BYTES = Long.BYTES;
  private static final @Nullable Object[] NO_VALUES = new @Nullable Object[0];

  /** The key of a row by the table's primary key. */
  static byte[] primaryKey(Table table, @Nullable Object[] row, KeyWriter keys) {
    keys.reset();
    table.writeKey(table.primaryKey(), row, keys);
    return keys.toBytes();
  }

  /** 23505. */
  static SqlError duplicate(Table table, String constraint) {
    return new SqlError(SqlState.UNIQUE_VIOLATION, "duplicate key value violates unique constraint")
        .with("table", table.name())
        .with("constraint", constraint);
  }

  /** The key of a row without a primary key. */
  static byte[] rowId(long id) {
    return ByteBuffer.allocate(ROW_ID_BYTES).putLong(id).array();
  }

  /** Makes empty trees. */
  static TableTrees plant(Table table, Forest forest) {
    Tree rows = forest.plant();
    List<Tree> indexes = new ArrayList<>();
    for (int i = 0; i < table.indexes().size(); i++) {
      indexes.add(forest.plant());
    }
    List<IndexKeys> keys = keys(table, forest);
    KeptView kept = kept(table, table.isUnfinished() ? new Frontier() : null, forest);
    return new TableTrees(table, rows, indexes, keys, new RowIds(), kept, List.of());
  }

  private static List<IndexKeys> keys(Table table, Forest forest) {
    return table.indexes().stream()
        .map(index -> new IndexKeys(table, index, forest.functions()))
        .toList();
  }

  private static @Nullable KeptView kept(Table table, @Nullable Frontier frontier, Forest forest) {
    Derivation view = table.derivation();
    return view == null
        ? null
        : new KeptView(new GroupKeeper(table, view, forest.functions()), frontier);
  }

  /** The same trees of a source of these views. */
  TableTrees with(List<KeptView> others) {
    return views.equals(others)
        ? this
        : new TableTrees(table, rows, indexes, keys, rowIds, kept, others);
  }

  /** The same trees, with hidden row ids that go on behind another's. */
  TableTrees like(TableTrees before) {
    return new TableTrees(table, rows, indexes, keys, before.rowIds, kept, views);
  }

  /** The keys of the index with this id. */
  IndexKeys keys(int id) {
    for (IndexKeys each : keys) {
      if (each.index().id() == id) {
        return each;
      }
    }
    throw new Invariant.Broken("an index of a table has keys");
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

  /**
   * Another definition, with trees of its own for the indexes that are new; an unfinished one that
   * is not unfinished there becomes the new one. A materialized view is finished.
   */
  TableTrees redefined(Table definition, Forest forest) {
    boolean finishes =
        table.index(Index.UNFINISHED) != null && definition.index(Index.UNFINISHED) == null;
    List<Tree> trees = new ArrayList<>();
    for (Index index : definition.indexes()) {
      if (table.index(index.id()) != null) {
        trees.add(index(index.id()));
      } else {
        trees.add(finishes ? index(Index.UNFINISHED) : forest.plant());
      }
    }
    List<IndexKeys> entries = keys(definition, forest);
    KeptView view = kept(definition, null, forest);
    return new TableTrees(definition, rows, trees, entries, rowIds, view, views);
  }

  /** The same table over the trees of a private store, which begins with these roots. */
  TableTrees in(Forest other, Forest origin, Roots roots) {
    // Nobody reads an unfinished index, and what is built of it here would not be kept.
    Table known = table.withoutUnfinished();
    List<Tree> trees = new ArrayList<>();
    List<IndexKeys> entries = new ArrayList<>();
    for (Index index : known.indexes()) {
      trees.add(other.tree(index(index.id()).number()));
      entries.add(keys(index.id()));
    }
    RowIds ids = new RowIds();
    if (!table.hasPrimaryKey()) {
      RowCursor last = scan(origin, roots, null, KeyRange.ALL, new Direction(false, true));
      if (last.next()) {
        ids.seen(ByteBuffer.wrap(last.key()).getLong());
      }
    }
    return new TableTrees(known, other.tree(rows.number()), trees, entries, ids, kept, views);
  }

  /** Keeps the materialized views of the table up with one of its rows, and tells of it. */
  void keepUp(
      PartitionStore store,
      @Nullable RowListener listener,
      byte[] oldKey,
      @Nullable Object @Nullable [] old,
      byte[] key,
      @Nullable Object @Nullable [] row) {
    for (KeptView view : views) {
      view.changed(store, oldKey, old, key, row);
    }
    if (listener != null && !table.isUnfinished()) {
      listener.changed(table, old, row);
    }
  }

  /** The values of a row that changes, or nothing when nobody asks for them. */
  @Nullable Object[] watched(Forest forest, long cell, @Nullable RowListener listener) {
    if (!isWatched(listener)) {
      return NO_VALUES;
    }
    RowView row = new RowView();
    row.standOn(table.layout(), forest.allocator(), cell);
    return row.toArray();
  }

  private boolean isWatched(@Nullable RowListener listener) {
    return listener != null || !indexes.isEmpty() || !views.isEmpty();
  }

  /** The values of an encoded row that somebody asks for: all, or those of the primary key. */
  @Nullable Object[] decoded(byte[] bytes, @Nullable RowListener listener) {
    RowLayout layout = table.layout();
    @Nullable Object[] row = new @Nullable Object[layout.columns()];
    if (isWatched(listener)) {
      Arrays.setAll(row, column -> layout.get(bytes, 0, column));
    } else {
      for (int column : table.primaryKey()) {
        row[column] = layout.get(bytes, 0, column);
      }
    }
    return row;
  }

  /** Fills a materialized view from the rows of its source, if that is there already. */
  void fill(Tables tables, Forest forest, Need need, Runnable tick) {
    GroupKeeper filled = keeper();
    TableTrees source = tables.find(filled.source());
    if (source != null) {
      Groups groups = filling(forest, need);
      RowCursor found = source.scan(forest, forest.roots(), null, KeyRange.ALL, FORWARD);
      while (found.next()) {
        tick.run();
        filled.changed(groups, null, found.row().toArray());
      }
    }
  }

  /** Of a materialized view. */
  private GroupKeeper keeper() {
    return Invariant.present(kept, "a materialized view has a keeper").keeper();
  }

  /**
   * Counts rows of the source in a materialized view that is being built, from its frontier on, and
   * moves that behind them.
   *
   * @return false: there are no more
   */
  boolean fillOn(PartitionStore store, Tables tables, Forest forest, UndoLog undo, int most) {
    KeptView view = Invariant.present(kept, "what is filled is a materialized view");
    TableTrees source =
        Invariant.present(tables.find(view.keeper().source()), "a view is built of a table");
    Frontier frontier = Invariant.present(view.frontier(), "a view that is built has a frontier");
    StoredGroups groups = new StoredGroups(store, table);
    RowCursor found = source.scan(forest, forest.roots(), null, behind(frontier.last()), FORWARD);
    byte[] last = null;
    int left = most;
    while (left > 0 && found.next()) {
      left--;
      last = found.key();
      view.keeper().changed(groups, null, found.row().toArray());
    }
    undo.add(frontier.moveTo(left > 0 ? null : last));
    return left == 0;
  }

  private static KeyRange behind(byte @Nullable [] key) {
    return key == null ? KeyRange.ALL : new KeyRange(Arrays.copyOf(key, key.length + 1), null);
  }

  /** The rows of a materialized view that is being filled: nobody sees it yet. */
  Groups filling(Forest forest, Need need) {
    return new Groups() {
      @Override
      public @Nullable Object @Nullable [] get(byte[] key) {
        RowView row = new RowView();
        boolean there = TableTrees.this.get(forest.allocator(), forest.roots(), key, row);
        return there ? row.toArray() : null;
      }

      @Override
      public void insert(byte[] key, @Nullable Object[] row) {
        rows.put(key, table.layout().encode(row), need);
      }

      @Override
      public void update(byte[] key, @Nullable Object[] row) {
        insert(key, row);
      }

      @Override
      public void delete(byte[] key) {
        throw new Invariant.Broken("a view that is being filled only grows");
      }

      @Override
      public @Nullable Object @Nullable [] first(KeyRange range, boolean descending) {
        throw new Invariant.Broken("a view that is being filled only grows");
      }
    };
  }

  /**
   * Gives rows their entries in an index, which has some of them already or goes as a whole when
   * this fails.
   *
   * @param after the key behind which it begins; null: with the first row
   * @param most rows
   * @return the key of the last one, or null: there are no more
   */
  byte @Nullable [] fill(
      Forest forest, Index index, byte @Nullable [] after, int most, Runnable tick) {
    Tree tree = index(index.id());
    IndexKeys entries = keys(index.id());
    KeyWriter writer = new KeyWriter();
    RowCursor found = scan(forest, forest.roots(), null, behind(after), FORWARD);
    for (int left = most; found.next(); left--) {
      tick.run();
      byte[] key = found.key();
      @Nullable Object[] row = found.row().toArray();
      if (entries.has(row)) {
        byte[] entry = entries.entry(row, key, writer);
        tree.put(entry, IndexKeys.entryValue(entry, key), Need.GROWTH);
      }
      if (left == 1) {
        return key;
      }
    }
    return null;
  }

  /** 23505 when another row than {@code self} has the same key in a unique index; nulls differ. */
  void checkUnique(
      Forest forest,
      IndexKeys index,
      @Nullable Object[] row,
      byte @Nullable [] self,
      KeyWriter writer) {
    if (!index.index().unique() || !index.has(row) || !index.isWhole(row)) {
      return;
    }
    writer.reset();
    index.write(row, writer);
    KeyRange same = KeyRange.startingWith(writer.toBytes());
    RowCursor found = scan(forest, forest.roots(), index.index(), same, FORWARD);
    while (found.next()) {
      if (self == null || !Arrays.equals(found.key(), self)) {
        throw duplicate(table, index.index().name());
      }
    }
  }

  /** 23505 when an index is unique and two rows share a key in it that is without nulls. */
  void checkUnique(Forest forest, Roots roots, Index index, Runnable tick) {
    if (!index.unique()) {
      return;
    }
    PageAllocator allocator = forest.allocator();
    int root = roots.page(index(index.id()).number());
    TreeCursor cursor = new TreeCursor(allocator, root, null, KeyRange.ALL, false);
    RowView row = new RowView();
    byte[] last = null;
    while (cursor.next()) {
      tick.run();
      long cell = cursor.cell();
      int length = Memory.getShort(Page.value(cell));
      if (last == null || Memory.compare(Page.key(cell), length, last, 0, last.length) != 0) {
        last = new byte[length];
        Memory.copyOut(Page.key(cell), last, 0, length);
        continue;
      }
      byte[] entry = Page.keyBytes(cell);
      get(allocator, roots, Arrays.copyOfRange(entry, length, entry.length), row);
      if (keys(index.id()).isWhole(row.toArray())) {
        throw duplicate(table, index.name());
      }
    }
  }

  List<Tree> all() {
    List<Tree> all = new ArrayList<>(indexes);
    all.add(rows);
    return all;
  }

  /** All rows, in the order of their own tree, as of roots that do not change. */
  TableCursor rows(Forest forest, Roots roots) {
    PageAllocator allocator = forest.allocator();
    int root = roots.page(rows.number());
    TreeCursor cursor = new TreeCursor(allocator, root, null, KeyRange.ALL, false);
    return new TableCursor(allocator, table.layout(), cursor);
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
