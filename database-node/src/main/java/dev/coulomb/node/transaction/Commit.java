package dev.coulomb.node.transaction;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.execution.ExecutionContext;
import dev.coulomb.node.execution.RowSource;
import dev.coulomb.node.execution.change.WritableStores;
import dev.coulomb.node.partition.Partition;
import dev.coulomb.node.partition.Partitions;
import dev.coulomb.node.partition.Work;
import dev.coulomb.node.storage.ChangeRecord;
import dev.coulomb.node.storage.PartitionStore;
import dev.coulomb.node.transaction.Journal.Step;
import dev.coulomb.node.types.CancelSignal;
import dev.coulomb.node.types.Outcome;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The end of an interactive transaction: one transaction over all partitions that it touched. When
 * none of them has changed since it looked, what it changed is applied as it is. Else all its
 * statements are run again, in order, and whatever the client was told must come out the same; so
 * phantoms are seen, and a change that rests on nothing its client read does not conflict.
 */
final class Commit {
  private final Shared shared;
  private final Partitions partitions;
  private final Overlay overlay;
  private final Journal journal;
  private final CancelSignal cancel;
  private final Consumer<Outcome> receiver;

  Commit(
      Shared shared,
      Overlay overlay,
      Journal journal,
      CancelSignal cancel,
      Consumer<Outcome> receiver) {
    this.shared = shared;
    this.partitions = shared.partitions();
    this.overlay = overlay;
    this.journal = journal;
    this.cancel = cancel;
    this.receiver = receiver;
  }

  /** The receiver is called once, on any thread. */
  void begin() {
    if (journal.isSmall()) {
      submit();
    } else {
      shared.pool().execute(this::submit);
    }
  }

  private void submit() {
    Map<Integer, ChangeRecord> changes = overlay.records();
    // What was read in one moment and changed nothing happened in that moment.
    boolean nothingToDo =
        changes.isEmpty() && overlay.changedCatalog() == null && overlay.isOneMoment();
    BitSet touched = journal.touched();
    if (nothingToDo || touched.isEmpty()) {
      end(new Outcome.Done());
      return;
    }
    List<Partition> participants = shared.participants(touched);
    Work work = () -> end(Defects.outcome(() -> run(participants, changes)));
    try {
      partitions.submit(participants, work, journal.isSmall());
    } catch (SqlError refused) {
      end(new Outcome.Refused(refused));
    }
  }

  private void end(Outcome outcome) {
    shared.metrics().interactive().ended(outcome);
    overlay.release();
    receiver.accept(outcome);
  }

  /** Called by the holder of the participants' tokens. */
  private Outcome run(List<Partition> participants, Map<Integer, ChangeRecord> changes) {
    List<PartitionStore> stores = participants.stream().map(Partition::store).toList();
    Catalog schema = overlay.changedCatalog();
    try {
      cancel.check();
      if (overlay.seenCatalog().version() != shared.catalog().version()) {
        throw Overlay.schemaChanged();
      }
      if (!changes.isEmpty() || schema != null) {
        shared.checkNotPaused();
      }
      if (schema != null) {
        shared.builds().check(schema);
      }
      // The schema is changed by doing it again: records hold rows only. So are rows while
      // something
      // is built: private stores do not know whether they are unique in an index, nor what they
      // change in a materialized view.
      boolean asItIs = schema == null && shared.builds().isEmpty();
      if (asItIs && overlay.isStillNow(journal.touched())) {
        apply(changes);
      } else {
        shared.metrics().interactive().ranAgain();
        again(stores);
      }
      Catalog catalog = shared.catalog();
      shared.finish(participants, schema == null ? catalog : schema.as(catalog.version() + 1));
    } catch (SqlError error) {
      stores.forEach(PartitionStore::rollback);
      return new Outcome.Refused(error);
    } catch (RuntimeException | Error defect) {
      stores.forEach(PartitionStore::rollback);
      return new Outcome.Refused(Defects.asError(defect));
    }
    shared.metrics().changed(changes.values().stream().mapToLong(ChangeRecord::count).sum());
    return new Outcome.Done();
  }

  private void apply(Map<Integer, ChangeRecord> changes) {
    changes.forEach(
        (partition, record) -> partitions.everything().get(partition).store().apply(record));
  }

  private void again(List<PartitionStore> stores) {
    WritableStores live = new LiveStores(partitions);
    Map<Integer, Mark> marks = new HashMap<>();
    int number = 0;
    for (Step step : journal.steps()) {
      number++;
      boolean same =
          switch (step) {
            case Step.Queried queried -> isSame(queried, live);
            case Step.Changed changed -> isSame(changed, live, stores);
            case Step.Marked(int savepoint) -> {
              marks.put(savepoint, new Mark(stores));
              yield true;
            }
            case Step.WentBack(int savepoint) -> {
              Mark mark = marks.get(savepoint);
              if (mark != null) {
                mark.restore(stores);
              }
              yield mark != null;
            }
          };
      if (!same) {
        throw new SqlError(
                SqlState.SERIALIZATION_FAILURE,
                "could not serialize access due to concurrent changes")
            .with("statement of the transaction with another answer now", number)
            .hint("Run the transaction again.");
      }
    }
  }

  /** As many rows as the client was given; and whether there are more, if it was told. */
  private boolean isSame(Step.Queried step, WritableStores live) {
    Answer told = step.answer();
    Answer now = new Answer();
    ExecutionContext context =
        shared.context(step.statement().run(cancel), live, step.partition(), step.catalog());
    try (RowSource source = step.query().open(context)) {
      while (now.rows() < told.rows()) {
        @Nullable Object[] row = source.next();
        if (row == null) {
          return false;
        }
        now.row(row);
      }
      if (told.hasEnded()) {
        if (source.next() != null) {
          return false;
        }
        now.end();
      }
    } catch (SqlError error) {
      if (!now.failed(error)) {
        throw error;
      }
    }
    return now.isSameAs(told);
  }

  private boolean isSame(Step.Changed step, WritableStores live, List<PartitionStore> stores) {
    Answer now = new Answer();
    Mark before = new Mark(stores);
    try {
      now.change(step.change().body().run(step.statement().run(cancel), live));
    } catch (SqlError error) {
      before.restore(stores);
      if (!now.failed(error)) {
        throw error;
      }
    }
    return now.isSameAs(step.answer());
  }
}
