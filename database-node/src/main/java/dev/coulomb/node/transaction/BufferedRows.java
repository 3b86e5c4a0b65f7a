package dev.coulomb.node.transaction;

import dev.coulomb.node.types.RowStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows that are there already. Confined to whoever reads them. */
final class BufferedRows implements RowStream {
  private List<@Nullable Object[]> left;

  BufferedRows(List<@Nullable Object[]> rows) {
    left = rows;
  }

  @Override
  public void fetch(int maxRows, Receiver receiver) {
    List<@Nullable Object[]> all = left;
    if (all.size() <= maxRows) {
      left = List.of();
      receiver.rows(all, true);
    } else {
      left = all.subList(maxRows, all.size());
      receiver.rows(all.subList(0, maxRows), false);
    }
  }

  @Override
  public void close() {
    left = List.of();
  }
}
