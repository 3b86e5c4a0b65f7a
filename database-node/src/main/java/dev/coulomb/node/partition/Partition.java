package dev.coulomb.node.partition;

import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.replication.RecordLog;
import dev.coulomb.node.replication.TransactionRecord;
import dev.coulomb.node.storage.ChangeRecord;
import dev.coulomb.node.storage.FrozenView;
import dev.coulomb.node.storage.PartitionStore;
import dev.coulomb.node.storage.TableFigures;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One partition: its store, its queue and its token. The token is the count of pending work:
 * whoever raises it from 0 to 1 holds it, and gives it back by lowering it to 0; so there is no
 * lost wake-up, and nobody waits for a lock.
 */
public final class Partition {
  private static final int TIDY_TURNS = 8;

  private final int number;
  private final PartitionStore store;
  private final ConcurrentLinkedQueue<Item> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger pending = new AtomicInteger();
  private long epoch = 1;
  private long position;

  /** Place in the log behind the last transaction that had a part here. */
  private long logged = RecordLog.START;

  /** Rows after the last commit, for whoever does not hold the token. */
  private volatile long rows;

  /** As rows: bytes that only frozen views keep, and whether more are to be taken over. */
  private volatile long viewBytes;

  private volatile boolean behind;

  private volatile boolean tidying;

  /** What was published last, and whether more has been committed since. */
  private volatile Published published = new Published(0, Map.of());

  private volatile boolean unpublished = true;
  private volatile boolean publishing;

  Partition(int number, PartitionStore store) {
    this.number = number;
    this.store = store;
  }

  /** 0 … P−1, and P for the replicated tables. */
  public int number() {
    return number;
  }

  /** For the holder of the token. (The replicated store: see {@link Partitions#replicated}.) */
  public PartitionStore store() {
    return store;
  }

  /** Rows of all its tables, after the last commit. Any thread. */
  public long rows() {
    return rows;
  }

  /** Bytes of pages that only frozen views keep, after the last commit or freeze. Any thread. */
  public long viewBytes() {
    return viewBytes;
  }

  /** Work that waits or runs. Any thread. */
  public int pending() {
    return pending.get();
  }

  /**
   * The place in the log on which everything rests that is read here now: the schema and the
   * replicated tables too. For the holder of the token.
   */
  public long logged() {
    return logged;
  }

  /**
   * Ends the transaction of the store: its effects become a record with the next position, which
   * the log is to get; null: it changed no rows.
   */
  TransactionRecord.@Nullable Part commit(long catalogVersion) {
    ChangeRecord record = store.commit(catalogVersion);
    if (!unpublished) {
      unpublished = true;
    }
    rows = store.rows();
    viewBytes = store.viewBytes();
    if (record.isEmpty()) {
      return null;
    }
    position++;
    return new TransactionRecord.Part(number, epoch, position, record.encode());
  }

  /** Its rows were read from a checkpoint; before anybody else works on the partition. */
  public void recovered(long epochThen, long positionThen) {
    epoch = epochThen;
    position = positionThen;
    rows = store.rows();
  }

  /** Does again what a log says was done here; before anybody else works on the partition. */
  public void replay(TransactionRecord.Part part) {
    Invariant.that(part.position() == position + 1, "positions in a log have no gaps");
    ChangeRecord record = ChangeRecord.decode(part.record());
    store.replay(record);
    store.commit(record.catalogVersion());
    epoch = part.epoch();
    position = part.position();
    rows = store.rows();
  }

  /** The log has a transaction of this partition, up to this place. */
  void logged(long place) {
    logged = place;
  }

  /** True when nothing was changed since a view of it. For the holder of the token. */
  public boolean isOfTheMomentOf(FrozenView view) {
    return epoch == view.epoch() && position == view.position();
  }

  /** A view of what is now, between transactions. */
  public FrozenView freeze() {
    FrozenView view = store.freeze(epoch, position);
    viewBytes = store.viewBytes();
    return view;
  }

  /**
   * True when there are pages of closed views to be taken over, and nobody is about to: the caller
   * sees to it that {@link #tidy} is called. One thread at a time.
   */
  boolean needsTidying() {
    if (tidying || !(behind || store.hasClosedViews())) {
      return false;
    }
    tidying = true;
    return true;
  }

  /** Takes pages of closed views over, as a commit would, where nobody commits. */
  void tidy() {
    boolean all = false;
    for (int turn = 0; turn < TIDY_TURNS && !all; turn++) {
      all = store.recycle();
    }
    behind = !all;
    tidying = false;
    viewBytes = store.viewBytes();
  }

  /**
   * Figures of the partition, for whoever looks from outside.
   *
   * @param position of the last record then
   * @param tables by table id
   */
  public record Published(long position, Map<Integer, TableFigures> tables) {}

  /** The figures as of some commit of the last half second or so. Any thread. */
  public Published published() {
    return published;
  }

  /** As {@link #needsTidying}, of {@link #publish}. */
  boolean needsPublishing() {
    if (publishing || !unpublished) {
      return false;
    }
    publishing = true;
    return true;
  }

  /** Publishes the figures as they are now. For the holder of the token. */
  void publish() {
    published = new Published(position, store.figures());
    unpublished = false;
    publishing = false;
  }

  // The queue. Package-private: Partitions decides who runs.

  void enqueue(Item item) {
    queue.add(item);
  }

  /** Counts one more piece of work; true: the caller now holds the token. */
  boolean takeToken() {
    return pending.getAndIncrement() == 0;
  }

  /** Takes the token when nobody works or waits here. */
  boolean takeTokenIfIdle() {
    return pending.compareAndSet(0, 1);
  }

  /** Counts one piece of work less; true: the caller still holds the token, there is more to do. */
  boolean keepsToken() {
    int left = pending.decrementAndGet();
    Invariant.that(left >= 0, "a token is given back once");
    return left > 0;
  }

  /**
   * The oldest item. The count is raised before an item is visible only by the holder's own
   * in-place work, so the holder always finds what was counted.
   */
  Item head() {
    Item item = queue.peek();
    return Invariant.present(item, "counted work is in the queue");
  }

  void removeHead() {
    @Nullable Item removed = queue.poll();
    Invariant.that(removed != null, "counted work is in the queue");
  }

  /** What a queue holds. */
  sealed interface Item {
    /**
     * Work on this partition alone.
     *
     * @param isShort it may run on the thread of whoever holds the token
     */
    record Single(Work work, boolean isShort) implements Item {}

    /** This partition's place in work on several. */
    record Shared(MultiPartitionWork work) implements Item {}
  }
}
