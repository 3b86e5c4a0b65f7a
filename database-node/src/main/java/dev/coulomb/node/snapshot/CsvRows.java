package dev.coulomb.node.snapshot;

import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.durability.files.RowBatch;
import dev.coulomb.node.durability.files.RowSink;
import dev.coulomb.node.plan.CopyFormat;
import dev.coulomb.node.plan.CopyText;
import dev.coulomb.node.plan.PreparedPlan.OutputColumn;
import dev.coulomb.node.types.RowLayout;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a snapshot as CSV, as PostgreSQL's {@code COPY … TO … CSV} writes it, times in UTC. One
 * thread: partitions have to come one after the other.
 */
public final class CsvRows implements RowSink {
  private final Map<Integer, Target> targets;
  private final Lines lines;

  private record Target(Table table, List<OutputColumn> columns) {
    static Target of(Table table) {
      return new Target(
          table,
          table.columns().stream()
              .map(column -> new OutputColumn(column.name(), column.type(), 0, 0))
              .toList());
    }

    String line(RowBatch batch) {
      RowLayout layout = table.layout();
      @Nullable Object[] row = new @Nullable Object[layout.columns()];
      int from = batch.at() + batch.keyLength();
      for (int column = 0; column < row.length; column++) {
        row[column] = layout.get(batch.bytes(), from, column);
      }
      return CopyText.line(columns, CopyFormat.CSV, ZoneOffset.UTC, row);
    }
  }

  /** Takes lines, each with its end. */
  public interface Lines {
    void line(Table table, String line) throws IOException;
  }

  /**
   * @param tables whose rows are wanted; all others are passed over
   */
  public CsvRows(Collection<Table> tables, Lines lines) {
    this.targets = tables.stream().collect(Collectors.toMap(Table::id, Target::of));
    this.lines = lines;
  }

  /** The line with the names of a table's columns. */
  public static String header(Table table) {
    return CopyText.header(Target.of(table).columns(), CopyFormat.CSV);
  }

  @Override
  public void rows(RowBatch batch) throws IOException {
    while (batch.next()) {
      Target target = targets.get(batch.table());
      if (target != null) {
        lines.line(target.table(), target.line(batch));
      }
    }
  }

  @Override
  public void end() {}
}
