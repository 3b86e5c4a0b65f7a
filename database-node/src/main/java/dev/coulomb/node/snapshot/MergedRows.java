package dev.coulomb.node.snapshot;

import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.durability.files.BlockFileWriter;
import dev.coulomb.node.durability.files.SnapshotCut;
import dev.coulomb.node.storage.FrozenView;
import dev.coulomb.node.storage.TableCursor;
import dev.coulomb.node.types.PartitionHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * The rows that some partitions have when there are so many of them, out of views of another number
 * of partitions. Rows of a table come in the order of their keys; a hidden row id is a new one,
 * counted in each partition. The views are only read; whoever cut them closes them.
 */
public final class MergedRows implements SnapshotCut.RowGroup {
  /** Each holds some MiB while it is written. */
  private static final int PARTITIONS_MAX = 32;

  private final List<FrozenView> views;
  private final List<Table> tables;
  private final int count;
  private final int first;
  private final int step;

  /**
   * @param views of all partitions that there were, the replicated one last
   * @param tables without materialized views, in the order of their ids
   */
  private MergedRows(List<FrozenView> views, List<Table> tables, int count, int first, int step) {
    this.views = views;
    this.tables = tables;
    this.count = count;
    this.first = first;
    this.step = step;
  }

  /**
   * All rows but those of materialized views, in groups that are written side by side.
   *
   * @param views of all partitions that there were, the replicated one last
   * @param count of partitions that there are to be
   * @param threads that write at a time
   */
  public static List<SnapshotCut.RowGroup> of(
      List<FrozenView> views, Collection<Table> tables, int count, int threads) {
    List<Table> kept =
        tables.stream()
            .filter(table -> table.derivation() == null)
            .sorted(Comparator.comparingInt(Table::id))
            .toList();
    List<Table> partitioned = kept.stream().filter(table -> !table.isReplicated()).toList();
    List<Table> replicated = kept.stream().filter(Table::isReplicated).toList();
    int groups = Math.min(count, Math.max(threads, (count - 1) / PARTITIONS_MAX + 1));
    List<SnapshotCut.RowGroup> all = new ArrayList<>();
    for (int group = 0; group < groups; group++) {
      all.add(
          new MergedRows(views.subList(0, views.size() - 1), partitioned, count, group, groups));
    }
    all.add(new MergedRows(List.of(views.getLast()), replicated, count, count, 1));
    return all;
  }

  @Override
  public List<Integer> numbers() {
    return first == count
        ? List.of(count)
        : IntStream.iterate(first, number -> number < count, number -> number + step)
            .boxed()
            .toList();
  }

  @Override
  public void writeTo(List<BlockFileWriter> files) throws IOException {
    for (Table table : tables) {
      write(table, files);
    }
  }

  private void write(Table table, List<BlockFileWriter> files) throws IOException {
    long[] rowIds = table.hasPrimaryKey() ? new long[0] : new long[files.size()];
    PriorityQueue<Source> sources =
        new PriorityQueue<>(views.size(), (left, right) -> left.rows.compareKeys(right.rows));
    for (FrozenView view : views) {
      Source source = new Source(table, view.rows(table));
      if (source.next()) {
        sources.add(source);
      }
    }
    while (!sources.isEmpty()) {
      Source least = sources.remove();
      Source next = sources.peek();
      boolean more;
      do {
        write(table.id(), least.rows, files.get(least.target), rowIds, least.target);
        more = least.next();
      } while (more && (next == null || least.rows.compareKeys(next.rows) <= 0));
      if (more) {
        sources.add(least);
      }
    }
  }

  private static void write(
      int table, TableCursor row, BlockFileWriter file, long[] rowIds, int target)
      throws IOException {
    int keyLength = row.keyLength();
    int at = file.begin(table, keyLength, row.rowLength());
    if (rowIds.length == 0) {
      row.copy(file.buffer(), at);
    } else {
      ByteBuffer.wrap(file.buffer()).putLong(at, ++rowIds[target]);
      row.copyRow(file.buffer(), at + keyLength);
    }
    file.end();
  }

  /** The rows of one partition that there was, as far as they are of this group. */
  private final class Source {
    private final Table table;
    private final TableCursor rows;

    /** Which of the group's partitions the current row is in. */
    private int target;

    Source(Table table, TableCursor rows) {
      this.table = table;
      this.rows = rows;
    }

    boolean next() {
      while (rows.next()) {
        if (table.isReplicated()) {
          return true;
        }
        int number = PartitionHash.partition(rows.row().get(table.partitionColumn()), count);
        if (number % step == first) {
          target = number / step;
          return true;
        }
      }
      return false;
    }
  }
}
