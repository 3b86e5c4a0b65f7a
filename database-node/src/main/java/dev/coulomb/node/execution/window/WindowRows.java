package dev.coulomb.node.execution.window;

import dev.coulomb.node.execution.ExecutionContext;
import dev.coulomb.node.execution.RowOrder;
import dev.coulomb.node.execution.Ticks;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of one partition of a window, in order, and which of them are peers. */
final class WindowRows {
  private final List<@Nullable Object[]> rows = new ArrayList<>();
  private final ExecutionContext context;
  private final Ticks ticks;
  private int[] groups = new int[0];
  private int[] groupStarts = new int[0];
  private int groupCount;

  WindowRows(ExecutionContext context) {
    this.context = context;
    this.ticks = new Ticks(context.cancel());
  }

  ExecutionContext context() {
    return context;
  }

  void add(@Nullable Object[] row) {
    rows.add(row);
  }

  int size() {
    return rows.size();
  }

  @Nullable Object[] row(int at) {
    return rows.get(at);
  }

  /** A row as an input of an aggregate; looks at the cancel signal now and then. */
  @Nullable Object[] visited(int at) {
    ticks.tick();
    return rows.get(at);
  }

  /** Finds the peers, once all rows are here. */
  void order(RowOrder order) {
    groups = new int[rows.size()];
    groupStarts = new int[rows.size() + 1];
    groupCount = 0;
    for (int i = 0; i < groups.length; i++) {
      if (i == 0 || order.compare(rows.get(i - 1), rows.get(i)) != 0) {
        groupStarts[groupCount++] = i;
      }
      groups[i] = groupCount - 1;
    }
    groupStarts[groupCount] = rows.size();
  }

  /** The number of a row's group of peers, from 0. */
  int group(int row) {
    return groups[row];
  }

  /** The first of a row's peers. */
  int peersFrom(int row) {
    return groupStarts[groups[row]];
  }

  /** The row behind the last of a row's peers. */
  int peersTo(int row) {
    return groupStarts[groups[row] + 1];
  }
}
