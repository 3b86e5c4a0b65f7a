package dev.coulomb.node.storage;

import dev.coulomb.node.catalog.Index;
import dev.coulomb.node.catalog.IndexKeys;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.catalog.computed.RowFunctions;
import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.storage.TableTrees.Direction;
import dev.coulomb.node.storage.derived.RowListener;
import dev.coulomb.node.types.KeyWriter;
import dev.coulomb.node.types.SqlError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * All rows of one partition, and the one transaction that changes them at a time. Confined to the
 * holder of the partition's token. Every change can be taken back until {@link #commit}; a change
 * of a row that fails has changed nothing, one of the schema is rolled back by the caller.
 *
 * <p>Errors of users: 23505 with the table and the constraint; 53200 when there is no memory for
 * more data, or too much changes in one transaction; 54000 when a key is too long.
 */
public final class PartitionStore implements StoreReader {
  private final Forest forest;
  private final TransactionMemory memory;
  private final UndoLog undo;
  private final Redo redo;
  private final ChangeRecord.Writer changes = new ChangeRecord.Writer();
  private final List<Tree> dropped = new ArrayList<>();
  private final KeyWriter keys = new KeyWriter();
  private Tables tables = Tables.NONE;
  private @Nullable RowListener listener;

  /** A store in which nothing is computed of rows. */
  public PartitionStore(PagePool pool) {
    this(pool, RowFunctions.none());
  }

  /**
   * @param functions computes what indexes and views ask for
   */
  public PartitionStore(PagePool pool, RowFunctions functions) {
    forest = new Forest(pool, functions);
    memory = new TransactionMemory(pool, TransactionMemory.LARGE_STEP_BYTES);
    undo = new UndoLog(forest);
    redo = new Redo(forest, undo, keys);
  }

  /** What {@link PrivateStore} works on. */
  PartitionStore(Forest forest, Tables tables) {
    this.forest = forest;
    PagePool pool = forest.allocator().pool();
    this.memory = new TransactionMemory(pool, TransactionMemory.SMALL_STEP_BYTES);
    this.undo = new UndoLog(forest);
    this.redo = new Redo(forest, undo, keys);
    this.tables = tables;
  }

  // Reading.

  @Override
  public long rowCount(Table table) {
    TableTrees trees = tables.find(table.id());
    return trees == null ? 0 : trees.rows().count();
  }

  @Override
  public RowCursor scan(Table table, @Nullable Index index, KeyRange range, boolean descending) {
    Direction direction = descending ? TableTrees.BACKWARD : TableTrees.FORWARD;
    return tables.of(table).scan(forest, forest.roots(), index, range, direction);
  }

  @Override
  public boolean get(Table table, byte[] key, RowView into) {
    return tables.of(table).get(forest.allocator(), forest.roots(), key, into);
  }

  // Changing rows.

  /** Adds a row: one value for each column. Gives its key. */
  public byte[] insert(Table table, @Nullable Object[] row) {
    TableTrees trees = tables.of(table);
    return insert(trees, row, trees.table().layout().encode(row));
  }

  /** Adds a row that is encoded as the table's rows are; nobody changes the bytes afterwards. */
  public void insertEncoded(Table table, byte[] bytes) {
    TableTrees trees = tables.of(table);
    @Nullable Object[] row = trees.decoded(bytes, listener);
    insert(trees, row, bytes);
  }

  /**
   * So many rows of so many bytes together are about to be inserted: saves growing step by step.
   */
  public void expect(int rows, long bytes) {
    undo.expect(rows);
    changes.expect(rows, bytes);
  }

  private byte[] insert(TableTrees trees, @Nullable Object[] row, byte[] bytes) {
    Table definition = trees.table();
    byte[] key =
        definition.hasPrimaryKey()
            ? TableTrees.primaryKey(definition, row, keys)
            : TableTrees.rowId(trees.rowIds().next());
    if (definition.hasPrimaryKey() && trees.rows().contains(key)) {
      throw TableTrees.duplicate(definition, definition.name() + "_pkey");
    }
    for (IndexKeys index : trees.keys()) {
      trees.checkUnique(forest, index, row, null, keys);
    }
    cover(2 * key.length + bytes.length);
    Savepoint before = savepoint();
    try {
      undo.put(trees.rows(), key, bytes, Need.GROWTH);
      for (IndexKeys index : trees.keys()) {
        redo.addEntry(trees, index, row, key, Need.GROWTH);
      }
    } catch (SqlError noRoom) {
      rollbackTo(before);
      throw noRoom;
    }
    changes.put(definition, key, bytes);
    keepUp(trees, before, key, null, key, row);
    return key;
  }

  /** Replaces the row of a key, which exists, by another, whose key may differ. Gives that key. */
  public byte[] update(Table table, byte[] oldKey, @Nullable Object[] newRow) {
    TableTrees trees = tables.of(table);
    Table definition = trees.table();
    long cell = trees.rows().cell(oldKey);
    Invariant.that(cell != Tree.NO_CELL, "a row that is updated exists");
    byte[] key =
        definition.hasPrimaryKey() ? TableTrees.primaryKey(definition, newRow, keys) : oldKey;
    boolean moved = !Arrays.equals(key, oldKey);
    if (moved && trees.rows().contains(key)) {
      throw TableTrees.duplicate(definition, definition.name() + "_pkey");
    }
    for (IndexKeys index : trees.keys()) {
      trees.checkUnique(forest, index, newRow, oldKey, keys);
    }
    byte[] bytes = definition.layout().encode(newRow);
    int oldLength = Page.valueLength(cell);
    cover(2 * key.length + bytes.length + oldLength);
    @Nullable Object[] oldRow = trees.watched(forest, cell, listener);
    Need need = bytes.length > oldLength ? Need.GROWTH : Need.CHANGE;
    Savepoint before = savepoint();
    try {
      replaceEntries(trees, oldRow, oldKey, newRow, key);
      if (moved) {
        undo.remove(trees.rows(), oldKey);
        changes.delete(definition, oldKey);
        undo.put(trees.rows(), key, bytes, need);
      } else {
        undo.replace(trees.rows(), cell, key, bytes, need);
      }
    } catch (SqlError noRoom) {
      rollbackTo(before);
      throw noRoom;
    }
    changes.put(definition, key, bytes);
    keepUp(trees, before, oldKey, oldRow, key, newRow);
    return key;
  }

  /** Removes the row of a key; false when there is none. */
  public boolean delete(Table table, byte[] key) {
    TableTrees trees = tables.of(table);
    long cell = trees.rows().cell(key);
    if (cell == Tree.NO_CELL) {
      return false;
    }
    cover(2 * key.length + Page.valueLength(cell));
    @Nullable Object[] row = trees.watched(forest, cell, listener);
    Savepoint before = savepoint();
    redo.remove(trees, row, key);
    changes.delete(trees.table(), key);
    keepUp(trees, before, key, row, key, null);
    return true;
  }

  /** Who is told of rows that change, or null. */
  public void listen(@Nullable RowListener other) {
    listener = other;
  }

  /** Keeps up what rests on rows of a table; when that fails, the row has not changed. */
  private void keepUp(
      TableTrees trees,
      Savepoint before,
      byte[] oldKey,
      @Nullable Object @Nullable [] old,
      byte[] key,
      @Nullable Object @Nullable [] row) {
    try {
      trees.keepUp(this, listener, oldKey, old, key, row);
    } catch (RuntimeException failed) {
      rollbackTo(before);
      throw failed;
    }
  }

  /**
   * Does what a record of another store of the same tables did, whatever memory it takes; committed
   * like any change, as the same record.
   */
  public void apply(ChangeRecord record) {
    for (ChangeRecord.Change change : record.changes()) {
      TableTrees trees = tables.find(change.tableId());
      redo.row(Invariant.present(trees, "a change record names a table of the catalog"), change);
    }
    changes.append(record);
  }

  /**
   * Does again what a record of this partition did, from a log: whatever memory it takes, and
   * outside of the record. Rows of tables that there are no more are left out.
   */
  public void replay(ChangeRecord record) {
    for (ChangeRecord.Change change : record.changes()) {
      TableTrees trees = tables.find(change.tableId());
      if (trees != null && change.isOfAllRows()) {
        TableTrees empty = TableTrees.plant(trees.table(), forest).like(trees);
        replaceTables(tables.with(empty), empty.all(), trees.all());
      } else if (trees != null) {
        redo.row(trees, change);
        undo.clear();
      }
    }
  }

  /** Loads rows that nobody has changed yet, outside of the record; between transactions. */
  public BulkLoad load() {
    Invariant.that(undo.mark() == 0, "rows are loaded between transactions");
    return new BulkLoad(forest, tables);
  }

  // Changing the schema.

  /** Makes an empty table with its indexes. */
  public void createTable(Table table) {
    TableTrees trees = TableTrees.plant(table, forest);
    replaceTables(tables.with(trees), trees.all(), List.of());
  }

  /** Fills a materialized view that is new from the rows of its source, outside of the record. */
  public void fill(Table view, Runnable tick) {
    tables.of(view).fill(tables, forest, Need.GROWTH, tick);
  }

  /** As above, in a store that is brought back: whatever memory it takes. */
  public void fillAgain(Table view) {
    tables.of(view).fill(tables, forest, Need.RELIEF, () -> {});
  }

  /**
   * Counts rows in a materialized view that is being built: the next ones of its source, in the
   * order of their keys. From now on it is kept up with them.
   *
   * @return false: these were all
   */
  public boolean fillOn(Table view, int rows) {
    return tables.of(view).fillOn(this, tables, forest, undo, rows);
  }

  /** Makes one that was being built, and has all rows, the table it is in the catalog. */
  public void finish(Table unfinished, Table view) {
    TableTrees built = tables.of(unfinished).redefined(view, forest);
    replaceTables(tables.without(unfinished).with(built), List.of(), List.of());
  }

  /** Drops a table; its pages go when the transaction commits. */
  public void dropTable(Table table) {
    replaceTables(tables.without(table), List.of(), tables.of(table).all());
  }

  /**
   * Builds an index from the rows; 23505 when it is unique and they are not.
   *
   * @param table with the index
   * @param tick is called for each row, and may fail
   */
  public void createIndex(Table table, Index index, Runnable tick) {
    TableTrees trees = tables.of(table).redefined(table, forest);
    replaceTables(tables.with(trees), List.of(trees.index(index.id())), List.of());
    trees.fill(forest, index, null, Integer.MAX_VALUE, tick);
    trees.checkUnique(forest, forest.roots(), index, tick);
  }

  /** Fills an unfinished index from rows behind a key; gives the last one, null: that was all. */
  public byte @Nullable [] fillIndex(Table table, Index index, byte @Nullable [] after, int rows) {
    return tables.of(table).fill(forest, index, after, rows, () -> {});
  }

  /**
   * Drops an index; its pages go when the transaction commits.
   *
   * @param table without the index
   */
  public void dropIndex(Table table, Index index) {
    TableTrees before = tables.of(table);
    replaceTables(
        tables.with(before.redefined(table, forest)), List.of(), List.of(before.index(index.id())));
  }

  /**
   * Gives a table another definition, under which its rows and indexes are what they were: a new
   * index is what was {@link Index#unfinished}, or empty.
   */
  public void redefineTable(Table table) {
    TableTrees before = tables.of(table);
    replaceTables(tables.with(before.redefined(table, forest)), List.of(), List.of());
  }

  /**
   * Gives a table another definition, and makes rows and indexes anew; 23505 when they are not
   * unique. A row keeps its hidden id.
   *
   * @param rewrite what a row becomes
   */
  public void rewriteTable(Table table, UnaryOperator<@Nullable Object[]> rewrite) {
    TableTrees before = tables.of(table);
    TableTrees planted = TableTrees.plant(table, forest);
    TableTrees after = planted.like(before);
    RowCursor rows = scan(before.table(), null, KeyRange.ALL, false);
    replaceTables(tables.with(after), after.all(), before.all());
    changes.deleteAll(table);
    while (rows.next()) {
      @Nullable Object[] row = rewrite.apply(rows.row().toArray());
      byte[] key = table.hasPrimaryKey() ? TableTrees.primaryKey(table, row, keys) : rows.key();
      if (after.rows().contains(key)) {
        throw TableTrees.duplicate(table, table.name() + "_pkey");
      }
      byte[] bytes = table.layout().encode(row);
      cover(key.length + bytes.length);
      after.rows().put(key, bytes, Need.GROWTH);
      changes.put(table, key, bytes);
      for (IndexKeys index : after.keys()) {
        after.checkUnique(forest, index, row, key, keys);
        if (index.has(row)) {
          byte[] entry = index.entry(row, key, keys);
          after.index(index.index().id()).put(entry, IndexKeys.entryValue(entry, key), Need.GROWTH);
        }
      }
    }
  }

  private void replaceTables(Tables next, List<Tree> planted, List<Tree> gone) {
    Tables before = tables;
    tables = next;
    dropped.addAll(gone);
    undo.add(() -> {
      tables = before;
      dropped.removeAll(gone);
      planted.forEach(Tree::drop);
    });
  }

  // The transaction.

  /** A place to roll back to. */
  public Savepoint savepoint() {
    return new Savepoint(undo.mark(), changes.length(), changes.count());
  }

  /** Takes back what happened since the savepoint. */
  public void rollbackTo(Savepoint savepoint) {
    undo.rollbackTo(savepoint.undoBytes());
    changes.rollbackTo(savepoint.recordBytes(), savepoint.changes());
  }

  /** Takes back all that happened since the last commit. */
  public void rollback() {
    undo.rollbackTo(0);
    undo.clear();
    changes.clear();
    memory.clear();
    forest.allocator().recycle();
  }

  /** Bytes of the record of what happened since the last commit; 0: no row has changed. */
  public long recordBytes() {
    return changes.count() == 0 ? 0 : changes.length();
  }

  /** Makes it final, and gives the record of it. */
  public ChangeRecord commit(long catalogVersion) {
    ChangeRecord record = changes.finish(catalogVersion);
    undo.clear();
    dropped.forEach(Tree::drop);
    dropped.clear();
    memory.clear();
    forest.allocator().recycle();
    return record;
  }

  /** Gives all pages back, without a view or a transaction; the store is of no more use. */
  public void dissolve() {
    tables.all().forEach(table -> table.all().forEach(Tree::drop));
    tables = Tables.NONE;
    forest.allocator().dissolve();
  }

  /** A view of what is now, between transactions. O(1). */
  public FrozenView freeze(long epoch, long position) {
    Invariant.that(undo.mark() == 0, "a view is cut between transactions");
    forest.allocator().recycle();
    return new FrozenView(forest, tables, epoch, position);
  }

  /** True when views were closed since {@link #recycle} was called last. Any thread. */
  public boolean hasClosedViews() {
    return forest.allocator().hasClosedViews();
  }

  /**
   * Takes over pages of views that were closed, as every commit does: so many that it does not take
   * long. False: there are more.
   */
  public boolean recycle() {
    return forest.allocator().recycle();
  }

  // For PrivateStore.

  FrozenView look() {
    forest.allocator().recycle();
    return new FrozenView(forest, tables, 0, 0);
  }

  ChangeRecord record(long catalogVersion) {
    return changes.finish(catalogVersion);
  }

  void close() {
    openViews();
    memory.clear();
  }

  /** Where a transaction stood: how much undo and record there was. */
  public record Savepoint(int undoBytes, int recordBytes, int changes) {}

  /** What each table costs here, by table id. */
  public Map<Integer, TableFigures> figures() {
    return TableFigures.of(tables.all());
  }

  /** Bytes of the pages of all tables. */
  public long bytes() {
    return forest.allocator().livePages() * PagePool.PAGE_BYTES;
  }

  /** Bytes of the pages that only frozen views keep. */
  public long viewBytes() {
    return forest.allocator().viewPages() * PagePool.PAGE_BYTES;
  }

  /** Views that are not closed; takes over the pages of those that are. */
  public int openViews() {
    recycle();
    return forest.allocator().openViews();
  }

  /** Rows of all tables. */
  public long rows() {
    return tables.rows();
  }

  /** Before a change that keeps so many more bytes in the undo log and in the record. */
  private void cover(int bytes) {
    memory.cover((long) undo.mark() + changes.length() + bytes);
  }

  private void replaceEntries(
      TableTrees trees,
      @Nullable Object[] oldRow,
      byte[] oldKey,
      @Nullable Object[] newRow,
      byte[] newKey) {
    for (IndexKeys index : trees.keys()) {
      byte[] before = index.has(oldRow) ? index.entry(oldRow, oldKey, keys) : null;
      byte[] after = index.has(newRow) ? index.entry(newRow, newKey, keys) : null;
      if (!Arrays.equals(before, after)) {
        Tree tree = trees.index(index.index().id());
        if (before != null) {
          undo.remove(tree, before);
        }
        if (after != null) {
          undo.put(tree, after, IndexKeys.entryValue(after, newKey), Need.CHANGE);
        }
      }
    }
  }
}
