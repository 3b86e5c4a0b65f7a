package dev.coulomb.node.snapshot;

import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.durability.files.BlockFileWriter;
import dev.coulomb.node.durability.files.SnapshotCut;
import dev.coulomb.node.storage.FrozenView;
import dev.coulomb.node.storage.TableCursor;
import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * The rows of a frozen view, which is closed with this.
 *
 * @param number of the partition
 * @param tables those that are in the partition, in the order of their ids
 */
public record ViewRows(int number, FrozenView view, List<Table> tables)
    implements SnapshotCut.PartitionRows {

  public ViewRows {
    tables = tables.stream().sorted(Comparator.comparingInt(Table::id)).toList();
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

  @Override
  public void close() {
    view.close();
  }
}
