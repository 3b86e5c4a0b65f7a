package dev.coulomb.node.node;

import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.partition.Partition;
import dev.coulomb.node.storage.TableFigures;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a table costs in all partitions together, as of the last half second.
 *
 * @param indexes bytes of the pages of each index, by its id
 * @param rowsMin rows in the partition that has fewest; of a replicated table all
 */
record TableSums(
    Table table, long rows, long rowBytes, Map<Integer, Long> indexes, long rowsMin, long rowsMax) {

  long indexBytes() {
    return indexes.values().stream().mapToLong(Long::longValue).sum();
  }

  /** All tables of the newest catalog. */
  static List<TableSums> of(Engine.Data data) {
    List<TableSums> sums = new ArrayList<>();
    for (Table table : data.transactions().catalog().tables()) {
      List<Partition> where =
          table.isReplicated() ? List.of(data.partitions().replicated()) : data.partitions().all();
      sums.add(of(table, where));
    }
    return sums;
  }

  private static TableSums of(Table table, List<Partition> where) {
    TableFigures none = new TableFigures(0, 0, Map.of());
    Map<Integer, Long> indexes = new HashMap<>();
    long rows = 0;
    long bytes = 0;
    long least = Long.MAX_VALUE;
    long most = 0;
    for (Partition partition : where) {
      TableFigures here = partition.published().tables().getOrDefault(table.id(), none);
      rows += here.rows();
      bytes += here.rowBytes();
      least = Math.min(least, here.rows());
      most = Math.max(most, here.rows());
      here.indexBytes().forEach((id, size) -> indexes.merge(id, size, Long::sum));
    }
    return new TableSums(table, rows, bytes, indexes, least, most);
  }
}
