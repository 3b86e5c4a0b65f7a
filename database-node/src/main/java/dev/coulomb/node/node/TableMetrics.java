package dev.coulomb.node.node;

import dev.coulomb.node.metrics.Metrics;
import dev.coulomb.node.metrics.Metrics.Value;
import java.util.List;
import java.util.function.ToLongFunction;

/** The metrics of tables, told apart by their names. */
final class TableMetrics {
  private final Metrics metrics;
  private final Engine.Data data;

  TableMetrics(Metrics metrics, Engine.Data data) {
    this.metrics = metrics;
    this.data = data;
  }

  void register(String prefix) {
    gauges(prefix + "table_rows", "Rows of a table", TableSums::rows);
    gauges(prefix + "table_bytes", "Memory that the rows of a table take", TableSums::rowBytes);
    gauges(prefix + "index_bytes", "Memory that a table's indexes take", TableSums::indexBytes);
    gauges(
        prefix + "table_partition_rows_max",
        "Rows of a table in the partition that has most of them",
        TableSums::rowsMax);
  }

  private void gauges(String name, String help, ToLongFunction<TableSums> value) {
    metrics.gauges(
        name,
        help,
        () ->
            TableSums.of(data).stream()
                .map(table ->
                    new Value(
                        List.of("table"),
                        List.of(table.table().name()),
                        () -> value.applyAsLong(table)))
                .toList());
  }
}
