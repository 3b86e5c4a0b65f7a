package dev.coulomb.node.transaction;

import dev.coulomb.node.partition.Partition;
import dev.coulomb.node.partition.Partitions;
import dev.coulomb.node.storage.FrozenView;
import dev.coulomb.node.types.SqlError;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Cuts: all partitions freeze at one number of the order and go on at once. Reads that ask while a
 * cut waits its turn share it: it lies after the moment at which each of them asked.
 */
final class Cuts {
  private final Partitions partitions;
  private final ReplicatedViews replicated;
  private final Executor pool;
  private final LongAdder made = new LongAdder();
  private List<Reader> waiting = new ArrayList<>();

  Cuts(Partitions partitions, ReplicatedViews replicated, Executor pool) {
    this.pool = pool;
    this.partitions = partitions;
    this.replicated = replicated;
  }

  /** Gives views of all partitions to the receiver, on a worker; the receiver must be quick. */
  void request(Reader receiver) {
    synchronized (this) {
      waiting.add(receiver);
      if (waiting.size() > 1) {
        return;
      }
    }
    try {
      partitions.submit(partitions.all(), this::cut);
    } catch (SqlError refused) {
      takeWaiting().forEach(reader -> reader.refused(refused));
    }
  }

  /** Cuts so far. Any thread. */
  long made() {
    return made.sum();
  }

  private void cut() {
    List<Reader> readers = takeWaiting();
    if (readers.isEmpty()) {
      return;
    }
    ViewStores stores;
    try {
      stores = freeze(readers.size());
    } catch (RuntimeException | Error defect) {
      SqlError error = Defects.asError(defect);
      readers.forEach(reader -> reader.refused(error));
      return;
    }
    made.increment();
    readers.forEach(reader -> reader.views(stores));
  }

  private ViewStores freeze(int readers) {
    @Nullable FrozenView[] views = new FrozenView[partitions.count()];
    for (Partition partition : partitions.all()) {
      views[partition.number()] = partition.freeze();
    }
    return new ViewStores(views, replicated, pool, readers);
  }

  private synchronized List<Reader> takeWaiting() {
    List<Reader> taken = waiting;
    waiting = new ArrayList<>();
    return taken;
  }

  /** Who waits for a cut. Called once, on a worker or in place; must be quick. */
  interface Reader {
    /** Views of all partitions, to be closed once by each reader. */
    void views(ViewStores stores);

    void refused(SqlError error);
  }
}
