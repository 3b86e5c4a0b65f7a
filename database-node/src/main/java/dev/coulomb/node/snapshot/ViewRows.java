package dev.coulomb.node.snapshot;

import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.durability.files.BlockFileWriter;
import dev.coulomb.node.durability.files.RowSums;
import dev.coulomb.node.durability.files.SnapshotCut;
import dev.coulomb.node.storage.FrozenView;
import dev.coulomb.node.storage.TableCursor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * The rows of a frozen view, which is closed with this.
 *
 * @param number of the partition
 * @param tables those that are in the partition, in the order of their ids
 */
public record ViewRows(int number, FrozenView view, List<Table> tables)
    implements SnapshotCut.PartitionRows {

  private static final int TOLD_ROWS = 1_000;

  public ViewRows {
    tables = tables.stream().sorted(Comparator.comparingInt(Table::id)).toList();
  }

  /**
   * All rows of all partitions.
   *
   * @param views of all partitions, the replicated one last
   */
  public static List<ViewRows> of(List<FrozenView> views, Collection<Table> tables) {
    List<ViewRows> all = new ArrayList<>();
    for (int number = 0; number < views.size(); number++) {
      boolean replicated = number == views.size() - 1;
      all.add(
          new ViewRows(
              number,
              views.get(number),
              tables.stream().filter(table -> table.isReplicated() == replicated).toList()));
    }
    return all;
  }

  /** What a snapshot says of the tables of a catalog. */
  public static List<SnapshotCut.Table> describe(Collection<Table> tables) {
    return tables.stream()
        .map(table -> new SnapshotCut.Table(table.id(), table.name(), table.derivation() != null))
        .toList();
  }

  @Override
  public long epoch() {
    return view.epoch();
  }

  @Override
  public long position() {
    return view.position();
  }

  @Override
  public long rows() {
    return tables.stream().mapToLong(view::rowCount).sum();
  }

  @Override
  public void writeTo(BlockFileWriter file) throws IOException {
    for (Table table : tables) {
      TableCursor rows = view.rows(table);
      int id = table.id();
      while (rows.next()) {
        int at = file.begin(id, rows.keyLength(), rows.rowLength());
        rows.copy(file.buffer(), at);
        file.end();
      }
    }
  }

  /**
   * Adds up the rows of all tables that are not derived.
   *
   * @param told of so many more rows, now and then
   */
  public void addTo(RowSums sums, LongConsumer told) {
    byte[] buffer = new byte[0];
    for (Table table : tables) {
      TableCursor rows = view.rows(table);
      long untold = 0;
      while (table.derivation() == null && rows.next()) {
        int length = rows.rowLength();
        buffer = buffer.length < length ? new byte[2 * length] : buffer;
        rows.copyRow(buffer, 0);
        sums.add(table.id(), buffer, 0, length);
        if (++untold == TOLD_ROWS) {
          told.accept(untold);
          untold = 0;
        }
      }
      told.accept(untold);
    }
  }

  @Override
  public void close() {
    view.close();
  }
}
