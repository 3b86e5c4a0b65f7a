package dev.coulomb.node.transaction;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.execution.ChangeResult;
import dev.coulomb.node.execution.CompiledExpression;
import dev.coulomb.node.execution.ExecutionContext;
import dev.coulomb.node.execution.RowSource;
import dev.coulomb.node.execution.change.RowRules;
import dev.coulomb.node.execution.change.WritableStores;
import dev.coulomb.node.execution.parallel.SideBySide;
import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.partition.Partitions;
import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.storage.PartitionStore;
import dev.coulomb.node.transaction.Changes.PlacedChange;
import dev.coulomb.node.types.CancelSignal;
import dev.coulomb.node.types.Outcome;
import dev.coulomb.node.types.PartitionHash;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code COPY FROM} as one transaction: rows are staged encoded, by partition, and inserted at the
 * end under the tokens of the partitions they belong to, all or none. Idle threads of the query
 * pool help to fill the partitions.
 */
final class StagedCopy implements CopyTarget {
  private static final int CHECK_EVERY = 1_024;
  private static final int OVERHEAD_BYTES = 24;

  /** Who helps where one thread has to do all. */
  private static final Executor NOBODY =
      task -> {
        throw new RejectedExecutionException();
      };

  private static final @Nullable Object[] NOTHING = new @Nullable Object[0];

  private final Shared shared;
  private final Partitions partitions;
  private final Table table;
  private final Destination destination;
  private final ExecutionContext context;
  private final RowRules rules;
  private final Map<Integer, CompiledExpression> defaults = new TreeMap<>();

  /** By partition; null where there are none. */
  private final @Nullable StagedRows[] staged;

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
    this.staged = new StagedRows[partitions.count() + 1];
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
    StagedRows there = staged[partition];
    if (there == null) {
      there = new StagedRows();
      staged[partition] = there;
    }
    there.add(bytes);
  }

  @Override
  public void finish(Consumer<Outcome> receiver) {
    Consumer<Outcome> cleared =
        outcome -> {
          abort();
          receiver.accept(outcome);
        };
    if (stagedBytes == 0) {
      cleared.accept(new Outcome.Changed(0));
      return;
    }
    BitSet where = new BitSet();
    for (int p = 0; p < staged.length; p++) {
      where.set(p, staged[p] != null);
    }
    @Nullable StagedRows[] rows = staged.clone();
    PlacedChange.Body body = (call, stores) -> insert(rows, stores, call.cancel());
    try {
      destination.insert(new PlacedChange(where, false, stagedBytes, body), cleared);
    } catch (SqlError refused) {
      cleared.accept(new Outcome.Refused(refused));
    }
  }

  @Override
  public void abort() {
    Arrays.fill(staged, null);
    stagedBytes = 0;
  }

  private ChangeResult insert(
      @Nullable StagedRows[] rowsByPartition, WritableStores stores, CancelSignal cancel) {
    List<Supplier<RowSource>> fillings = new ArrayList<>();
    for (int p = 0; p < rowsByPartition.length; p++) {
      StagedRows there = rowsByPartition[p];
      if (there != null) {
        PartitionStore store = stores.writable(p);
        fillings.add(() -> new Filling(store, there, cancel));
      }
    }
    Executor helpers = stores.areApart() ? shared.pool() : NOBODY;
    long rows = 0;
    try (RowSource filled = new SideBySide(fillings, helpers)) {
      for (@Nullable Object[] count = filled.next(); count != null; count = filled.next()) {
        rows += (Long) Invariant.present(count[0], "rows are counted");
      }
    }
    return new ChangeResult(rows, List.of());
  }

  /** Fills one partition when it is asked for its only row, which is how many there were. */
  private final class Filling implements RowSource {
    private final PartitionStore store;
    private final CancelSignal cancel;
    private @Nullable StagedRows rows;
    private int done;

    Filling(PartitionStore store, StagedRows rows, CancelSignal cancel) {
      this.store = store;
      this.rows = rows;
      this.cancel = cancel;
    }

    @Override
    public @Nullable Object @Nullable [] next() {
      StagedRows left = rows;
      if (left == null) {
        return null;
      }
      rows = null;
      store.expect(left.rows(), left.bytes());
      left.forEach(this::insert);
      return new @Nullable Object[] {(long) left.rows()};
    }

    private void insert(byte[] row) {
      if (done++ % CHECK_EVERY == 0) {
        cancel.check();
      }
      store.insertEncoded(table, row);
    }

    @Override
    public void close() {}
  }

  /**
   * Encoded rows, one behind the other in blocks, each with its length (u32) in front: millions of
   * them are no work for the collector. Confined to one thread at a time.
   */
  private static final class StagedRows {
    private static final VarHandle INT =
        MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
    private static final int FIRST_BYTES = 1 << 10;
    private static final int BLOCK_BYTES_MAX = 1 << 18;

    private final List<byte[]> full = new ArrayList<>();
    private final List<Integer> fullLengths = new ArrayList<>();
    private byte[] block = new byte[FIRST_BYTES];
    private int length;
    private int rows;
    private long bytes;

    /** How many there are. */
    int rows() {
      return rows;
    }

    /** Bytes of all of them. */
    long bytes() {
      return bytes;
    }

    void add(byte[] row) {
      int needed = Integer.BYTES + row.length;
      if (length + needed > block.length) {
        full.add(block);
        fullLengths.add(length);
        block = new byte[Math.max(Math.min(2 * block.length, BLOCK_BYTES_MAX), needed)];
        length = 0;
      }
      INT.set(block, length, row.length);
      System.arraycopy(row, 0, block, length + Integer.BYTES, row.length);
      length += needed;
      rows++;
      bytes += row.length;
    }

    /** All rows, in order. */
    void forEach(Consumer<byte[]> action) {
      for (int i = 0; i < full.size(); i++) {
        forEach(full.get(i), fullLengths.get(i), action);
      }
      forEach(block, length, action);
    }

    private static void forEach(byte[] block, int length, Consumer<byte[]> action) {
      int at = 0;
      while (at < length) {
        int start = at + Integer.BYTES;
        at = start + (int) INT.get(block, at);
        action.accept(Arrays.copyOfRange(block, start, at));
      }
    }
  }
}
