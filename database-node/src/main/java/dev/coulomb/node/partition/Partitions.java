package dev.coulomb.node.partition;

import dev.coulomb.node.catalog.computed.RowFunctions;
import dev.coulomb.node.execution.change.IndexFunctions;
import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.partition.Partition.Item;
import dev.coulomb.node.replication.LogUnavailableException;
import dev.coulomb.node.replication.RecordLog;
import dev.coulomb.node.replication.SequenceRecord;
import dev.coulomb.node.replication.TransactionRecord;
import dev.coulomb.node.replication.TransactionRecord.Part;
import dev.coulomb.node.replication.TransactionRecord.Schema;
import dev.coulomb.node.storage.PagePool;
import dev.coulomb.node.storage.PartitionStore;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All partitions of a node and the order of work on them. Any thread may submit; nothing here ever
 * waits. Work on one partition runs in the order of its queue, one at a time; work on several runs
 * when it is at the head of all their queues; works that share no partition run side by side.
 */
public final class Partitions {
  private static final Logger LOG = LoggerFactory.getLogger(Partitions.class);

  /** Pieces of work that may wait in one partition; more are refused with 53000. */
  static final int PENDING_MAX = 10_000;

  /** After so many a worker lets another partition have its turn. */
  private static final int TURN = 64;

  /** As {@link #TURN}, of a thread that came with work of its own. */
  private static final int SHORT_TURN = 8;

  private final List<Partition> partitions;
  private final List<Partition> everything;
  private final Partition replicated;
  private @Nullable RecordLog log;
  private final Executor workers;
  private final Object order = new Object();
  private final OpenViews views = new OpenViews();

  /**
   * @param count number of partitions
   * @param workers runs work; about as many threads as there are cores
   */
  public Partitions(int count, PagePool pool, Executor workers) {
    this.workers = workers;
    RowFunctions functions = new IndexFunctions();
    List<Partition> made = new ArrayList<>();
    for (int i = 0; i <= count; i++) {
      made.add(new Partition(i, new PartitionStore(pool, functions)));
    }
    this.everything = List.copyOf(made);
    this.partitions = everything.subList(0, count);
    this.replicated = everything.get(count);
  }

  /**
   * Takes transactions from now on; before that, the partitions are what is recovered into them.
   *
   * @param records takes what they did
   */
  public Partitions open(RecordLog records) {
    log = records;
    return this;
  }

  private RecordLog log() {
    return Invariant.present(log, "partitions that are not open take no transactions");
  }

  public int count() {
    return partitions.size();
  }

  public Partition get(int number) {
    return partitions.get(number);
  }

  /** The partitions, without the replicated one. */
  public List<Partition> all() {
    return partitions;
  }

  /**
   * The replicated tables. Whoever changes it holds the tokens of {@link #everything}; so whoever
   * holds the token of any partition may read its live store, at the same time as others do.
   */
  public Partition replicated() {
    return replicated;
  }

  /** The partitions and the replicated one: participants of what changes replicated tables. */
  public List<Partition> everything() {
    return everything;
  }

  /** Who holds frozen views. */
  public OpenViews views() {
    return views;
  }

  /** Bytes of pages that only frozen views keep. */
  public long viewBytes() {
    return everything.stream().mapToLong(Partition::viewBytes).sum();
  }

  /**
   * To be called a few times in a second, by one thread at a time: gives pages of closed views back
   * where nobody else does, publishes figures, and tells those to let go who hold views for too
   * long or too much.
   */
  public void sweep(long nowNanos, OpenViews.Limits limits) {
    for (Partition partition : everything) {
      // A partition where too much waits is asked again later.
      if (partition.pending() < PENDING_MAX / 2) {
        if (partition.needsTidying()) {
          submit(partition, partition::tidy, true);
        }
        if (partition.needsPublishing()) {
          submit(partition, partition::publish, true);
        }
      }
    }
    views.sweep(nowNanos, viewBytes(), limits);
  }

  /**
   * Runs work under the partition's token. Throws 53000 when too much waits there.
   *
   * @param inPlace run it on this thread when the partition is idle; only for short work
   */
  public void submit(Partition partition, Work work, boolean inPlace) {
    if (inPlace && partition.takeTokenIfIdle()) {
      run(work);
      drainShort(partition);
      return;
    }
    checkRoom(partition);
    partition.enqueue(new Item.Single(work, inPlace));
    if (partition.takeToken()) {
      workers.execute(() -> drain(partition));
    }
  }

  /**
   * Runs work under the tokens of some partitions. Throws 53000 when too much waits there.
   *
   * @param inPlace run it on this thread when all of them are idle; only for short work
   */
  public void submit(List<Partition> participants, Work work, boolean inPlace) {
    if (participants.size() == 1) {
      submit(participants.getFirst(), work, inPlace);
    } else if (inPlace && takeTokensIfIdle(participants)) {
      run(work);
      participants.forEach(this::drainShort);
    } else {
      submit(participants, work);
    }
  }

  /** All of these tokens, or none: so nobody who has some waits for others. */
  private boolean takeTokensIfIdle(List<Partition> participants) {
    for (int i = 0; i < participants.size(); i++) {
      if (!participants.get(i).takeTokenIfIdle()) {
        for (int taken = 0; taken < i; taken++) {
          drainShort(participants.get(taken));
        }
        return false;
      }
    }
    return true;
  }

  /** Runs work under the tokens of several partitions. Throws 53000 when too much waits there. */
  public void submit(List<Partition> participants, Work work) {
    participants.forEach(Partitions::checkRoom);
    submitAnyway(participants, work);
  }

  /** As {@link #submit}, never refused: for what takes back something that was begun. */
  public void submitAnyway(List<Partition> participants, Work work) {
    Item place = new Item.Shared(new MultiPartitionWork(participants, work));
    List<Partition> taken = new ArrayList<>();
    synchronized (order) {
      for (Partition participant : participants) {
        participant.enqueue(place);
        if (participant.takeToken()) {
          taken.add(participant);
        }
      }
    }
    // Idle partitions only have to note that it arrived: one worker does that for all of them.
    if (!taken.isEmpty()) {
      workers.execute(() -> taken.forEach(this::drain));
    }
  }

  /**
   * After work in place: what came meanwhile is run here too, as long as it is short and little;
   * waking a worker would take longer.
   */
  private void drainShort(Partition partition) {
    for (int turn = 0; partition.keepsToken(); turn++) {
      if (turn == SHORT_TURN
          || !(partition.head() instanceof Item.Single(Work work, boolean isShort))
          || !isShort) {
        workers.execute(() -> drain(partition));
        return;
      }
      partition.removeHead();
      run(work);
    }
  }

  /** Runs what is queued, by the holder of the token, until nothing is left or it must wait. */
  private void drain(Partition partition) {
    for (int turn = 0; turn < TURN; turn++) {
      switch (partition.head()) {
        case Item.Single(Work work, boolean isShort) -> {
          partition.removeHead();
          run(work);
        }
        case Item.Shared(MultiPartitionWork shared) -> {
          if (!shared.arrived()) {
            // Parked: the token stays with the shared work until its last arrival has run it.
            return;
          }
          run(shared.work());
          releaseOthers(shared, partition);
          partition.removeHead();
        }
      }
      if (!partition.keepsToken()) {
        return;
      }
    }
    workers.execute(() -> drain(partition));
  }

  /** The place in the log behind all that was executed. For the holder of all tokens. */
  public long logged() {
    return log().appended();
  }

  /**
   * Makes what a transaction did on its participants final, as one transaction of the log; on none
   * of them when it fails. For the holder of their tokens.
   *
   * <p>Errors of users: 53100 when the disk of the log is full, 53000 when too much waits for it,
   * 58030 when it has failed.
   *
   * @param version of the catalog under which the rows are to be read
   * @param schema the schema that holds from now on, when it has changed
   */
  public void commit(List<Partition> participants, long version, @Nullable Schema schema) {
    long reserved = reserve(participants, schema);
    try {
      List<Part> parts = commit(participants, version);
      if (!parts.isEmpty() || schema != null) {
        long place = log().append(reserved, new TransactionRecord(parts, schema));
        reserved = 0;
        for (int i = 0; i < participants.size(); i++) {
          participants.get(i).logged(place);
        }
      }
    } finally {
      if (reserved > 0) {
        log().giveBack(reserved);
      }
    }
  }

  private long reserve(List<Partition> participants, @Nullable Schema schema) {
    int parts = 0;
    long bytes = 0;
    for (int i = 0; i < participants.size(); i++) {
      long ofPart = participants.get(i).store().recordBytes();
      parts += ofPart > 0 ? 1 : 0;
      bytes += ofPart;
    }
    if (parts == 0 && schema == null) {
      return 0;
    }
    try {
      return log().reserve(TransactionRecord.encodedBytes(parts, bytes, schema));
    } catch (LogUnavailableException refused) {
      throw refusal(refused);
    }
  }

  /**
   * A sequence may count so far; any thread. Gives the place in the log behind that. Errors as of
   * {@link #commit}.
   */
  public long moved(SequenceRecord sequence) {
    try {
      return log().append(sequence);
    } catch (LogUnavailableException refused) {
      throw refusal(refused);
    }
  }

  private static SqlError refusal(LogUnavailableException refused) {
    return switch (refused.reason()) {
      case DISK_FULL ->
          new SqlError(SqlState.DISK_FULL, "the disk of the log is full")
              .hint("Reads go on. Changes are taken again when there is room.");
      case TOO_MUCH_WAITS ->
          new SqlError(SqlState.INSUFFICIENT_RESOURCES, "too much waits for the disk of the log");
      case BROKEN -> new SqlError(SqlState.IO_ERROR, "the disk of the log has failed");
    };
  }

  private static List<Part> commit(List<Partition> participants, long version) {
    if (participants.size() == 1) {
      Part part = participants.getFirst().commit(version);
      return part == null ? List.of() : List.of(part);
    }
    List<Part> parts = new ArrayList<>();
    for (Partition participant : participants) {
      Part part = participant.commit(version);
      if (part != null) {
        parts.add(part);
      }
    }
    return parts;
  }

  /** Work must not throw, but a token that is never given back would stop all others too. */
  private static void run(Work work) {
    try {
      work.run();
    } catch (Throwable defect) {
      LOG.error("work on a partition met a defect of the node", defect);
    }
  }

  private void releaseOthers(MultiPartitionWork shared, Partition mine) {
    for (Partition participant : shared.participants()) {
      if (participant != mine) {
        participant.removeHead();
        if (participant.keepsToken()) {
          workers.execute(() -> drain(participant));
        }
      }
    }
  }

  private static void checkRoom(Partition partition) {
    if (partition.pending() >= PENDING_MAX) {
      throw new SqlError(SqlState.INSUFFICIENT_RESOURCES, "too much work waits for a partition")
          .with("partition", partition.number())
          .with("limit", PENDING_MAX);
    }
  }
}
