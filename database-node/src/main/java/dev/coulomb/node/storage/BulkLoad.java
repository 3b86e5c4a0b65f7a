package dev.coulomb.node.storage;

import dev.coulomb.node.catalog.IndexKeys;
import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.types.KeyWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fills tables of a store with rows that were encoded before: no undo, no record, no check, and
 * whatever memory it takes. Fast when each table is empty and its rows come in the order of their
 * keys; they may come in any. Indexes are built at the end. Rows of a materialized view are loaded
 * as others are, or the view is filled afterwards, see {@link PartitionStore#fill}.
 *
 * <p>Confined to the holder of the token; between its beginning and its end nothing else is done
 * with the store. When it fails, the store is of no more use.
 */
public final class BulkLoad {
  /** Entries of an index that are sorted at a time; about 20 MiB on the heap. */
  private static final int SORTED_ENTRIES = 1 << 18;

  private final Forest forest;
  private final Tables tables;
  private final Map<Integer, Loading> loads = new LinkedHashMap<>();
  private @Nullable Loading current;

  BulkLoad(Forest forest, Tables tables) {
    this.forest = forest;
    this.tables = tables;
  }

  private record Loading(TableTrees trees, TreeFilling rows) {}

  /**
   * A row that is not there yet.
   *
   * @param bytes has its key from {@code at} on, and the row behind the key
   */
  public void put(int table, byte[] bytes, int at, int keyLength, int rowLength) {
    Loading into = current;
    if (into == null || into.trees().table().id() != table) {
      into = loads.computeIfAbsent(table, this::begin);
      current = into;
    }
    into.rows().put(bytes, at, keyLength, rowLength);
  }

  private Loading begin(int table) {
    TableTrees trees =
        Invariant.present(tables.find(table), "a row that is loaded names a table of the catalog");
    return new Loading(trees, new TreeFilling(trees.rows(), forest.allocator()));
  }

  /** All rows are there: they are found, by indexes too. */
  public void finish() {
    for (Loading load : loads.values()) {
      load.rows().finish();
      TableTrees trees = load.trees();
      if (!trees.table().hasPrimaryKey()) {
        trees.rowIds().seen(lastRowId(trees));
      }
      if (!trees.indexes().isEmpty()) {
        fillIndexes(trees);
      }
    }
    loads.clear();
    current = null;
  }

  private long lastRowId(TableTrees trees) {
    TableTrees.Direction last = new TableTrees.Direction(false, true);
    RowCursor rows = trees.scan(forest, forest.roots(), null, KeyRange.ALL, last);
    return rows.next() ? ByteBuffer.wrap(rows.key()).getLong() : 0;
  }

  private void fillIndexes(TableTrees trees) {
    KeyWriter writer = new KeyWriter();
    List<IndexFilling> fillings = new ArrayList<>();
    for (IndexKeys keys : trees.keys()) {
      Tree tree = trees.index(keys.index().id());
      Invariant.that(tree.count() == 0, "indexes are empty before rows are loaded");
      fillings.add(new IndexFilling(keys, new TreeFilling(tree, forest.allocator())));
    }
    TableCursor rows = trees.rows(forest, forest.roots());
    while (rows.next()) {
      byte[] key = rows.key();
      @Nullable Object[] row = rows.row().toArray();
      for (IndexFilling filling : fillings) {
        filling.add(row, key, writer);
      }
    }
    fillings.forEach(IndexFilling::finish);
  }

  /** Entries of one index, sorted in portions: the first is appended, the others are put. */
  private static final class IndexFilling {
    private final IndexKeys keys;
    private final TreeFilling tree;

    /** Each with its value behind it. */
    private final List<byte[]> entries = new ArrayList<>();

    IndexFilling(IndexKeys keys, TreeFilling tree) {
      this.keys = keys;
      this.tree = tree;
    }

    void add(@Nullable Object[] row, byte[] key, KeyWriter writer) {
      if (keys.has(row)) {
        byte[] entry = keys.entry(row, key, writer);
        byte[] value = IndexKeys.entryValue(entry, key);
        byte[] both = Arrays.copyOf(entry, entry.length + value.length);
        System.arraycopy(value, 0, both, entry.length, value.length);
        entries.add(both);
        if (entries.size() == SORTED_ENTRIES) {
          flush();
        }
      }
    }

    private void flush() {
      entries.sort(IndexFilling::compareKeys);
      for (byte[] entry : entries) {
        tree.put(entry, 0, entry.length - IndexKeys.ENTRY_VALUE_BYTES, IndexKeys.ENTRY_VALUE_BYTES);
      }
      entries.clear();
    }

    private static int compareKeys(byte[] left, byte[] right) {
      return Arrays.compareUnsigned(
          left,
          0,
          left.length - IndexKeys.ENTRY_VALUE_BYTES,
          right,
          0,
          right.length - IndexKeys.ENTRY_VALUE_BYTES);
    }

    void finish() {
      flush();
      tree.finish();
    }
  }
}
