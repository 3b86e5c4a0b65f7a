package dev.coulomb.node.storage;

import dev.coulomb.node.catalog.Index;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.types.KeyWriter;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All rows of one partition, and the one transaction that changes them at a time. Confined to the
 * holder of the partition's token. Every change can be taken back until {@link #commit}; an error
 * that is thrown in the middle of a change leaves it to the caller to roll back.
 */
public final class PartitionStore implements StoreReader {
  private static final int ROW_ID_BYTES = Long.BYTES;
  private static final int ENTRY_VALUE_BYTES = 2;

  private final PageAllocator allocator;
  private final Map<Integer, TableTrees> tables = new HashMap<>();
  private final UndoLog undo = new UndoLog();
  private final List<ChangeRecord.Change> changes = new ArrayList<>();
  private final List<Tree> dropped = new ArrayList<>();
  private final KeyWriter keys = new KeyWriter();

  public PartitionStore(PagePool pool) {
    allocator = new PageAllocator(pool);
  }

  // Reading.

  @Override
  public long rowCount(Table table) {
    TableTrees trees = tables.get(table.id());
    return trees == null ? 0 : trees.rows().count();
  }

  @Override
  public RowCursor scan(Table table, @Nullable Index index, KeyRange range, boolean descending) {
    return trees(table).roots(allocator).scan(table, index, range, descending);
  }

  @Override
  public @Nullable RowView get(Table table, byte[] key) {
    byte[] bytes = trees(table).rows().get(key);
    return bytes == null ? null : new RowView(table.layout(), bytes);
  }

  // Changing rows.

  /** Adds a row; 23505 when a key exists, 53200 without memory, 54000 when a key is too long. */
  public void insert(Table table, @Nullable Object[] row) {
    allocator.checkRoom();
    TableTrees trees = trees(table);
    byte[] key = table.hasPrimaryKey() ? primaryKey(table, row) : rowId(trees.nextRowId());
    if (table.hasPrimaryKey() && trees.rows().get(key) != null) {
      throw duplicate(table, table.name() + "_pkey");
    }
    for (Index index : table.indexes()) {
      checkUnique(trees, index, row, null);
    }
    byte[] bytes = table.layout().encode(row);
    undo.put(trees.rows(), key, bytes);
    for (Index index : table.indexes()) {
      addEntry(trees, index, row, key);
    }
    changes.add(new ChangeRecord.Change(table.id(), key, bytes));
  }

  /**
   * Replaces the row of a key, which exists, by another, whose key may differ; errors as insert.
   */
  public void update(Table table, byte[] oldKey, @Nullable Object[] newRow) {
    allocator.checkRoom();
    TableTrees trees = trees(table);
    @Nullable Object[] oldRow = existing(table, oldKey).toArray();
    byte[] key = table.hasPrimaryKey() ? primaryKey(table, newRow) : oldKey;
    boolean moved = !Arrays.equals(key, oldKey);
    if (moved && trees.rows().get(key) != null) {
      throw duplicate(table, table.name() + "_pkey");
    }
    for (Index index : table.indexes()) {
      checkUnique(trees, index, newRow, oldKey);
    }
    for (Index index : table.indexes()) {
      byte[] before = entry(table, index, oldRow, oldKey);
      if (moved || !Arrays.equals(before, entry(table, index, newRow, key))) {
        undo.remove(trees.index(index.id()), before);
        addEntry(trees, index, newRow, key);
      }
    }
    byte[] bytes = table.layout().encode(newRow);
    if (moved) {
      undo.remove(trees.rows(), oldKey);
      changes.add(new ChangeRecord.Change(table.id(), oldKey, null));
    }
    undo.put(trees.rows(), key, bytes);
    changes.add(new ChangeRecord.Change(table.id(), key, bytes));
  }

  /** Removes the row of a key; false when there is none. */
  public boolean delete(Table table, byte[] key) {
    TableTrees trees = trees(table);
    RowView view = get(table, key);
    if (view == null) {
      return false;
    }
    @Nullable Object[] row = view.toArray();
    for (Index index : table.indexes()) {
      undo.remove(trees.index(index.id()), entry(table, index, row, key));
    }
    undo.remove(trees.rows(), key);
    changes.add(new ChangeRecord.Change(table.id(), key, null));
    return true;
  }

  /** Does what a record of another store of the same tables did; committed like any change. */
  public void apply(ChangeRecord record) {
    for (ChangeRecord.Change change : record.changes()) {
      TableTrees trees =
          Invariant.present(
              tables.get(change.tableId()), "a change record names a table of the catalog");
      Table table = trees.table();
      delete(table, change.key());
      byte[] bytes = change.row();
      if (bytes != null) {
        @Nullable Object[] row = new RowView(table.layout(), bytes).toArray();
        undo.put(trees.rows(), change.key(), bytes);
        for (Index index : table.indexes()) {
          addEntry(trees, index, row, change.key());
        }
        if (!table.hasPrimaryKey()) {
          trees.seenRowId(ByteBuffer.wrap(change.key()).getLong());
        }
      }
    }
    changes.clear();
    changes.addAll(record.changes());
  }

  // Changing the schema.

  /** Makes an empty table with its indexes. */
  public void createTable(Table table) {
    TableTrees trees = new TableTrees(table, allocator);
    tables.put(table.id(), trees);
    undo.add(() -> {
      tables.remove(table.id());
      trees.all().forEach(Tree::drop);
    });
  }

  /** Drops a table; its pages go when the transaction commits. */
  public void dropTable(Table table) {
    TableTrees trees = trees(table);
    tables.remove(table.id());
    List<Tree> gone = trees.all();
    dropped.addAll(gone);
    undo.add(() -> {
      tables.put(table.id(), trees);
      dropped.removeAll(gone);
    });
  }

  /** Builds an index from the rows; 23505 when it is unique and they are not. */
  public void createIndex(Table table, Index index) {
    TableTrees trees = trees(table);
    Table before = trees.table();
    Tree tree = new Tree(allocator);
    trees.addIndex(index.id(), tree);
    trees.redefine(table);
    undo.add(() -> {
      trees.removeIndex(index.id()).drop();
      trees.redefine(before);
    });
    RowCursor rows = scan(before, null, KeyRange.ALL, false);
    while (rows.next()) {
      allocator.checkRoom();
      @Nullable Object[] row = rows.row().toArray();
      checkUnique(trees, index, row, null);
      tree.put(entry(table, index, row, rows.key()), entryValue(table, index, row));
    }
  }

  /** Drops an index; its pages go when the transaction commits. */
  public void dropIndex(Table table, Index index) {
    TableTrees trees = trees(table);
    Table before = trees.table();
    Tree tree = trees.removeIndex(index.id());
    trees.redefine(table);
    dropped.add(tree);
    undo.add(() -> {
      trees.addIndex(index.id(), tree);
      trees.redefine(before);
      dropped.remove(tree);
    });
  }

  // The transaction.

  /** A place to roll back to. */
  public Savepoint savepoint() {
    return new Savepoint(undo.mark(), changes.size());
  }

  /** Takes back what happened since the savepoint. */
  public void rollbackTo(Savepoint savepoint) {
    undo.rollbackTo(savepoint.undoMark());
    changes.subList(savepoint.changes(), changes.size()).clear();
  }

  /** Takes back all that happened since the last commit. */
  public void rollback() {
    rollbackTo(new Savepoint(0, 0));
  }

  /** Makes it final, and gives the record of it. */
  public ChangeRecord commit(long catalogVersion) {
    ChangeRecord record = new ChangeRecord(catalogVersion, changes);
    changes.clear();
    undo.clear();
    dropped.forEach(Tree::drop);
    dropped.clear();
    return record;
  }

  /** A view of what is now, between transactions, in O(tables). */
  public FrozenView freeze(long epoch, long position) {
    Invariant.that(undo.mark() == 0, "a view is cut between transactions");
    allocator.recycle();
    Map<Integer, Roots> roots = HashMap.newHashMap(tables.size());
    tables.forEach((id, trees) -> roots.put(id, trees.roots(allocator)));
    return new FrozenView(allocator, allocator.freeze(), epoch, position, roots);
  }

  /** Where a transaction stood: marks of the undo log and of the record. */
  public record Savepoint(int undoMark, int changes) {}

  // Accounting.

  /** Bytes of the pages of a table with its indexes. */
  public long bytes(Table table) {
    return trees(table).all().stream().mapToLong(Tree::pages).sum() * PagePool.PAGE_BYTES;
  }

  /** Bytes of the pages of an index. */
  public long bytes(Table table, Index index) {
    return trees(table).index(index.id()).pages() * PagePool.PAGE_BYTES;
  }

  /** Bytes of the pages of all tables. */
  public long bytes() {
    return allocator.livePages() * PagePool.PAGE_BYTES;
  }

  /** Bytes of the pages that only frozen views keep. */
  public long viewBytes() {
    return allocator.retiredPages() * PagePool.PAGE_BYTES;
  }

  /** Views that are not closed. */
  public int openViews() {
    return allocator.openViews();
  }

  /** Rows of all tables. */
  public long rows() {
    return tables.values().stream().mapToLong(trees -> trees.rows().count()).sum();
  }

  private TableTrees trees(Table table) {
    return Invariant.present(
        tables.get(table.id()), "a plan and its partition agree on the catalog");
  }

  private RowView existing(Table table, byte[] key) {
    return Invariant.present(get(table, key), "a row that is updated exists");
  }

  private byte[] primaryKey(Table table, @Nullable Object[] row) {
    keys.reset();
    table.writeKey(table.primaryKey(), row, keys);
    return keys.toBytes();
  }

  private static byte[] rowId(long id) {
    return ByteBuffer.allocate(ROW_ID_BYTES).putLong(id).array();
  }

  private byte[] entry(Table table, Index index, @Nullable Object[] row, byte[] key) {
    keys.reset();
    table.writeKey(index.columns(), row, keys);
    return keys.raw(key).toBytes();
  }

  /** How many bytes of an entry are the index' own key. */
  private byte[] entryValue(Table table, Index index, @Nullable Object[] row) {
    keys.reset();
    table.writeKey(index.columns(), row, keys);
    return ByteBuffer.allocate(ENTRY_VALUE_BYTES)
        .order(ByteOrder.nativeOrder())
        .putShort((short) keys.length())
        .array();
  }

  private void addEntry(TableTrees trees, Index index, @Nullable Object[] row, byte[] key) {
    Table table = trees.table();
    undo.put(trees.index(index.id()), entry(table, index, row, key), entryValue(table, index, row));
  }

  /** 23505 when another row than {@code self} has the same key in a unique index; nulls differ. */
  private void checkUnique(
      TableTrees trees, Index index, @Nullable Object[] row, byte @Nullable [] self) {
    if (!index.unique() || index.columns().stream().anyMatch(column -> row[column] == null)) {
      return;
    }
    Table table = trees.table();
    keys.reset();
    table.writeKey(index.columns(), row, keys);
    KeyRange same = KeyRange.startingWith(keys.toBytes());
    RowCursor found = trees.roots(allocator).scan(table, index, same, false);
    while (found.next()) {
      if (self == null || !Arrays.equals(found.key(), self)) {
        throw duplicate(table, index.name());
      }
    }
  }

  private static SqlError duplicate(Table table, String constraint) {
    return new SqlError(SqlState.UNIQUE_VIOLATION, "duplicate key value violates unique constraint")
        .with("table", table.name())
        .with("constraint", constraint);
  }
}
