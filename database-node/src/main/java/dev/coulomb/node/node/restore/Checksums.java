package dev.coulomb.node.node.restore;

import dev.coulomb.node.admin.AdminError;
import dev.coulomb.node.admin.backup.BackupStatus.TableRows;
import dev.coulomb.node.admin.backup.Failure;
import dev.coulomb.node.admin.restore.ChecksumsControl;
import dev.coulomb.node.admin.restore.ChecksumsStatus;
import dev.coulomb.node.admin.restore.ChecksumsStatus.State;
import dev.coulomb.node.durability.files.Manifest;
import dev.coulomb.node.durability.files.RowSum;
import dev.coulomb.node.durability.files.RowSums;
import dev.coulomb.node.durability.files.SnapshotCut;
import dev.coulomb.node.environment.Clock;
import dev.coulomb.node.partition.Moment;
import dev.coulomb.node.snapshot.ViewRows;
import dev.coulomb.node.storage.FrozenView;
import dev.coulomb.node.transaction.Transactions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds up the rows of all tables at one moment, while they change. Remembers the last sums. Any
 * thread.
 */
public final class Checksums implements ChecksumsControl {
  private static final Logger LOG = LoggerFactory.getLogger(Checksums.class);

  private final Transactions transactions;
  private final Clock clock;
  private final Executor workers;
  private @Nullable Job last;

  /**
   * @param workers add up partitions side by side
   */
  public Checksums(Transactions transactions, Clock clock, Executor workers) {
    this.transactions = transactions;
    this.clock = clock;
    this.workers = workers;
  }

  /** All rows at one moment; ended when the result is there. */
  private static final class Job {
    private final String id;
    private final long micros;
    private final Moment moment;
    private final long rows;
    private final LongAdder done = new LongAdder();
    private final CompletableFuture<List<TableRows>> result = new CompletableFuture<>();

    Job(String id, Moment moment, long micros) {
      this.id = id;
      this.moment = moment;
      this.micros = micros;
      this.rows =
          ViewRows.of(moment.views(), moment.catalog().tables()).stream()
              .mapToLong(ViewRows::rows)
              .sum();
    }

    ChecksumsStatus status() {
      boolean failed = result.isCompletedExceptionally();
      boolean completed = result.isDone() && !failed;
      return new ChecksumsStatus(
          id,
          failed ? State.FAILED : completed ? State.COMPLETED : State.RUNNING,
          done.sum(),
          rows,
          moment.place(),
          micros,
          completed ? result.join() : List.of(),
          failed ? new Failure(Failure.Reason.INTERNAL, result.exceptionNow().toString()) : null);
    }
  }

  @Override
  public synchronized ChecksumsStatus begin(String id) {
    Job known = last;
    if (known != null && known.id.equals(id)) {
      return known.status();
    }
    if (known != null && !known.result.isDone()) {
      throw new AdminError(
          409, "checksums-running", "other checksums are being made: " + known.id, "id");
    }
    Job job = begin(id, freeze());
    last = job;
    return job.status();
  }

  @Override
  public synchronized Optional<ChecksumsStatus> find(String id) {
    return Optional.ofNullable(last).filter(job -> job.id.equals(id)).map(Job::status);
  }

  private Moment freeze() {
    CompletableFuture<Moment> frozen = new CompletableFuture<>();
    transactions.freeze(frozen::complete);
    return frozen.join();
  }

  private Job begin(String id, Moment moment) {
    Job job = new Job(id, moment, clock.micros());
    List<CompletableFuture<SortedMap<Integer, RowSum>>> parts = new ArrayList<>();
    for (ViewRows rows : ViewRows.of(moment.views(), moment.catalog().tables())) {
      parts.add(CompletableFuture.supplyAsync(() -> add(rows, job.done::add), workers));
    }
    CompletableFuture.allOf(parts.toArray(CompletableFuture<?>[]::new))
        .whenComplete((done, failed) -> {
          moment.views().forEach(FrozenView::close);
          if (failed == null) {
            job.result.complete(tables(moment, parts));
          } else {
            LOG.error("checksums could not be made", failed);
            job.result.completeExceptionally(failed);
          }
        });
    return job;
  }

  private static SortedMap<Integer, RowSum> add(ViewRows rows, LongConsumer told) {
    RowSums sums = new RowSums();
    rows.addTo(sums, told);
    return sums.sums();
  }

  private static List<TableRows> tables(
      Moment moment, List<CompletableFuture<SortedMap<Integer, RowSum>>> parts) {
    SortedMap<Integer, RowSum> totals = new TreeMap<>();
    parts.forEach(
        part -> part.join().forEach((table, sum) -> totals.merge(table, sum, RowSum::plus)));
    List<TableRows> tables = new ArrayList<>();
    totals.forEach((id, sum) ->
        moment
            .catalog()
            .find(id)
            .ifPresent(table -> {
              SnapshotCut.Table named = new SnapshotCut.Table(id, table.name(), false);
              Manifest.TableRows added = Manifest.TableRows.of(named, sum);
              tables.add(new TableRows(added.name(), added.rows(), added.sum()));
            }));
    return tables;
  }
}
