package dev.coulomb.node.transaction;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.CatalogParts;
import dev.coulomb.node.catalog.sequence.SequenceLog;
import dev.coulomb.node.catalog.sequence.SequenceMove;
import dev.coulomb.node.execution.CompiledExpression;
import dev.coulomb.node.execution.ExecutionContext;
import dev.coulomb.node.execution.Stores;
import dev.coulomb.node.execution.VirtualTables;
import dev.coulomb.node.execution.WorkMemory;
import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.partition.Partition;
import dev.coulomb.node.partition.Partitions;
import dev.coulomb.node.partition.Work;
import dev.coulomb.node.plan.Routing;
import dev.coulomb.node.plan.stored.StoredCatalog;
import dev.coulomb.node.procedure.JavaProcedures;
import dev.coulomb.node.replication.SequenceRecord;
import dev.coulomb.node.replication.TransactionRecord.Schema;
import dev.coulomb.node.transaction.building.Builds;
import dev.coulomb.node.types.Outcome;
import dev.coulomb.node.types.PartitionHash;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What all kinds of transactions stand on: partitions, catalog, compiled plans, the way to change.
 */
final class Shared {
  private static final @Nullable Object[] NO_ROW = new @Nullable Object[0];

  private final Partitions partitions;
  private final Executor pool;
  private final VirtualTables virtual;
  private final TransactionLimits limits;
  private final JavaProcedures java;
  private final CompiledPlans compiled = new CompiledPlans();
  private final TransactionMetrics metrics = new TransactionMetrics();
  private final ReplicatedViews replicated;
  private final Cuts cuts;

  /** Changed while all tokens are held; so it stands still for whoever holds one. */
  private volatile Catalog catalog;

  private volatile boolean paused;

  private final SequenceLog sequences = this::moved;
  private final Builds builds = new Builds();
  private final AtomicLong journals = new AtomicLong();
  private final AtomicLong privateVersions = new AtomicLong();

  Shared(
      Partitions partitions,
      Executor pool,
      VirtualTables virtual,
      TransactionLimits limits,
      JavaProcedures java,
      Catalog catalog) {
    this.java = java;
    this.catalog = catalog;
    catalog.sequences().logTo(sequences);
    this.partitions = partitions;
    this.pool = pool;
    this.virtual = virtual;
    this.limits = limits;
    this.replicated = new ReplicatedViews(catalog, partitions.replicated().freeze());
    this.cuts = new Cuts(partitions, replicated, pool);
  }

  Partitions partitions() {
    return partitions;
  }

  Executor pool() {
    return pool;
  }

  JavaProcedures java() {
    return java;
  }

  TransactionLimits limits() {
    return limits;
  }

  CompiledPlans compiled() {
    return compiled;
  }

  TransactionMetrics metrics() {
    return metrics;
  }

  /** What is being built beside writers. */
  Builds builds() {
    return builds;
  }

  ReplicatedViews replicated() {
    return replicated;
  }

  Cuts cuts() {
    return cuts;
  }

  Catalog catalog() {
    return catalog;
  }

  void pause(boolean nowPaused) {
    paused = nowPaused;
  }

  boolean isPaused() {
    return paused;
  }

  ExecutionContext context(Call call, Stores stores, int partition, Catalog seen) {
    return new ExecutionContext(
        stores,
        partition,
        call.parameters(),
        seen,
        call.session(),
        virtual,
        call.cancel(),
        new WorkMemory(limits.workMemoryBytes()));
  }

  /** The partition of the one routing key, which is over parameters only. */
  Partition route(Call call, List<CompiledExpression> keys) {
    Invariant.that(keys.size() == 1, "a plan for one partition has a key that says which");
    ExecutionContext context = context(call, new LiveStores(partitions), 0, catalog);
    Object value = keys.getFirst().evaluate(NO_ROW, context);
    return partitions.get(PartitionHash.partition(value, partitions.count()));
  }

  /** A version for the schema of a transaction that has changed it: nobody else has it. */
  long privateVersion() {
    return privateVersions.decrementAndGet();
  }

  /** Journals of open transactions grow or, with less than nothing, shrink; 53200. */
  void takeJournal(long bytes) {
    long bound = limits.allJournalsBytes();
    if (journals.addAndGet(bytes) > bound && bytes > 0) {
      journals.addAndGet(-bytes);
      throw new SqlError(SqlState.OUT_OF_MEMORY, "open transactions keep too many statements")
          .with("limit in bytes", bound)
          .hint("Do less in one transaction.");
    }
  }

  /**
   * The partitions that a plan of this routing touches: at least one where it reads partitioned
   * tables.
   */
  BitSet touched(Call call, Routing routing, List<CompiledExpression> keys) {
    BitSet touched = new BitSet();
    switch (routing) {
      case Routing.OnePartition one -> touched.set(route(call, keys).number());
      case Routing.SomePartitions some -> {
        ExecutionContext context = context(call, new LiveStores(partitions), 0, catalog);
        for (CompiledExpression key : keys) {
          Object value = key.evaluate(NO_ROW, context);
          touched.set(PartitionHash.partition(value, partitions.count()));
        }
      }
      case Routing.AllPartitions all -> touched.set(0, partitions.count());
      case Routing.Replicated replicated -> {}
    }
    return touched;
  }

  /** The partitions that a query looks at on stores that show all of them, or only one. */
  BitSet gathered(Call call, Routing routing, List<CompiledExpression> keys) {
    return touched(
        call,
        routing instanceof Routing.SomePartitions ? new Routing.AllPartitions() : routing,
        keys);
  }

  /** Whose tokens it takes to change these; all, when replicated tables are among them. */
  List<Partition> participants(BitSet changed) {
    if (changed.get(partitions.count())) {
      return partitions.everything();
    }
    int first = changed.nextSetBit(0);
    if (first >= 0 && changed.nextSetBit(first + 1) < 0) {
      return List.of(partitions.get(first));
    }
    return changed.stream().mapToObj(partitions::get).toList();
  }

  /** Gives a change its place in the order of its participants; the receiver hears how it went. */
  void submitChange(
      long catalogVersion,
      List<Partition> participants,
      boolean inPlace,
      Consumer<Outcome> receiver,
      Supplier<Outcome> body) {
    Work work =
        () -> receiver.accept(Defects.outcome(() -> change(catalogVersion, participants, body)));
    partitions.submit(participants, work, inPlace);
  }

  /** 25006 while the database is paused. */
  void checkNotPaused() {
    if (paused) {
      throw new SqlError(SqlState.READ_ONLY_SQL_TRANSACTION, "the database is paused")
          .hint("It takes changes again when it is resumed.");
    }
  }

  /** Runs a change as the holder of its participants' tokens: all of it becomes final, or none. */
  private Outcome change(
      long catalogVersion, List<Partition> participants, Supplier<Outcome> body) {
    if (catalogVersion != catalog.version()) {
      return new Outcome.Stale();
    }
    try {
      checkNotPaused();
      Outcome outcome = body.get();
      finish(participants, catalog);
      return outcome;
    } catch (SqlError error) {
      participants.forEach(participant -> participant.store().rollback());
      return new Outcome.Refused(error);
    } catch (RuntimeException | Error defect) {
      participants.forEach(participant -> participant.store().rollback());
      return new Outcome.Refused(Defects.asError(defect));
    }
  }

  private long moved(SequenceMove move) {
    return partitions.moved(
        new SequenceRecord(
            move.sequence(),
            move.restarts(),
            move.number(),
            move.place().last(),
            move.place().called()));
  }

  /** A schema for the log, with the jars that the one before does not have. */
  private Schema stored(Catalog next) {
    StoredCatalog.Image image = StoredCatalog.encode(next);
    Map<String, byte[]> jars = new TreeMap<>(image.jars());
    CatalogParts.of(catalog).routines().jars().forEach(jar -> jars.remove(jar.sha256()));
    return new Schema(image.json(), List.copyOf(jars.values()));
  }

  /**
   * Makes the changes of the participants final, under the catalog that holds from now on. When the
   * log has no room for them, 53100 or 53000, nothing is final yet, and they are rolled back by the
   * caller.
   */
  void finish(List<Partition> participants, Catalog next) {
    partitions.commit(participants, next.version(), catalog == next ? null : stored(next));
    boolean replicatedToo = participants.contains(partitions.replicated());
    if (catalog != next) {
      java.retain(next);
      next.sequences().logTo(sequences);
    }
    catalog = next;
    if (replicatedToo) {
      replicated.replace(next, partitions.replicated().freeze());
    }
  }
}
