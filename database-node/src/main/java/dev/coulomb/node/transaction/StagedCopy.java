package dev.coulomb.node.transaction;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.execution.ChangeResult;
import dev.coulomb.node.execution.CompiledExpression;
import dev.coulomb.node.execution.ExecutionContext;
import dev.coulomb.node.execution.change.RowRules;
import dev.coulomb.node.execution.change.WritableStores;
import dev.coulomb.node.partition.Partitions;
import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.storage.PartitionStore;
import dev.coulomb.node.types.CancelSignal;
import dev.coulomb.node.types.Outcome;
import dev.coulomb.node.types.PartitionHash;
import dev.coulomb.node.types.RowLayout;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * {@code COPY FROM} as one transaction: rows are staged encoded, by partition, and inserted at the
 * end under the tokens of the partitions they belong to, all or none.
 */
final class StagedCopy implements CopyTarget {
  private static final int CHECK_EVERY = 1_024;
  private static final int OVERHEAD_BYTES = 24;
  private static final @Nullable Object[] NOTHING = new @Nullable Object[0];

  private final Shared shared;
  private final Partitions partitions;
  private final Table table;
  private final Destination destination;
  private final ExecutionContext context;
  private final RowRules rules;
  private final Map<Integer, CompiledExpression> defaults = new TreeMap<>();
  private final Map<Integer, List<byte[]>> staged = new TreeMap<>();
  private long stagedBytes;

  /**
   * @param call of the COPY: its session, its clock
   * @param catalog the schema that the transaction sees
   * @param destination carries the change out when it is complete
   */
  StagedCopy(
      Shared shared, Call call, Plan.CopyFrom plan, Catalog catalog, Destination destination) {
    this.shared = shared;
    this.partitions = shared.partitions();
    this.table = plan.table();
    this.destination = destination;
    if (!catalog.find(table.id()).filter(table::equals).isPresent()) {
      throw new SqlError(SqlState.SERIALIZATION_FAILURE, "the table changed meanwhile")
          .with("table", table.name());
    }
    this.context = shared.context(call, new LiveStores(partitions), 0, catalog);
    this.rules = new RowRules(table, plan.checks());
    for (Plan.Assignment other : plan.defaults()) {
      defaults.put(other.column(), CompiledExpression.compile(other.value()));
    }
  }

  /** What becomes of the staged rows. */
  interface Destination {
    void insert(PlacedChange rows, Consumer<Outcome> receiver);
  }

  @Override
  public void add(@Nullable Object[] row) {
    defaults.forEach((column, value) -> row[column] = value.evaluate(NOTHING, context));
    rules.check(row, context);
    int partition =
        table.isReplicated()
            ? partitions.count()
            : PartitionHash.partition(row[table.partitionColumn()], partitions.count());
    byte[] bytes = table.layout().encode(row);
    stagedBytes += bytes.length + OVERHEAD_BYTES;
    if (stagedBytes > shared.limits().copyStageBytes()) {
      abort();
      throw new SqlError(SqlState.PROGRAM_LIMIT_EXCEEDED, "one COPY has too much data")
          .with("limit in bytes", shared.limits().copyStageBytes())
          .hint("Load the file in several parts.");
    }
    staged.computeIfAbsent(partition, p -> new ArrayList<>()).add(bytes);
  }

  @Override
  public void finish(Consumer<Outcome> receiver) {
    Consumer<Outcome> cleared =
        outcome -> {
          abort();
          receiver.accept(outcome);
        };
    if (staged.isEmpty()) {
      cleared.accept(new Outcome.Changed(0));
      return;
    }
    BitSet where = new BitSet();
    staged.keySet().forEach(where::set);
    Map<Integer, List<byte[]>> rows = new TreeMap<>(staged);
    PlacedChange.Body body = (call, stores) -> insert(rows, stores, call.cancel());
    try {
      destination.insert(new PlacedChange(where, false, stagedBytes, body), cleared);
    } catch (SqlError refused) {
      cleared.accept(new Outcome.Refused(refused));
    }
  }

  @Override
  public void abort() {
    staged.clear();
    stagedBytes = 0;
  }

  private ChangeResult insert(
      Map<Integer, List<byte[]>> rowsByPartition, WritableStores stores, CancelSignal cancel) {
    long rows = 0;
    RowLayout layout = table.layout();
    for (Map.Entry<Integer, List<byte[]>> there : rowsByPartition.entrySet()) {
      PartitionStore store = stores.writable(there.getKey());
      for (byte[] bytes : there.getValue()) {
        if (rows++ % CHECK_EVERY == 0) {
          cancel.check();
        }
        @Nullable Object[] row = new Object[layout.columns()];
        for (int i = 0; i < row.length; i++) {
          row[i] = layout.get(bytes, 0, i);
        }
        store.insert(table, row);
      }
    }
    return new ChangeResult(rows, List.of());
  }
}
