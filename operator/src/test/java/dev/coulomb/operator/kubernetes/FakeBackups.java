package dev.coulomb.operator.kubernetes;

import dev.coulomb.operator.nodeadmin.BackupReport;
import dev.coulomb.operator.nodeadmin.BackupReport.State;
import dev.coulomb.operator.nodeadmin.Failure;
import dev.coulomb.operator.nodeadmin.NodeBackups;
import dev.coulomb.operator.nodeadmin.NodeDestination;
import dev.coulomb.operator.nodeadmin.NodeStatus;
import dev.coulomb.operator.nodeadmin.Reply;
import dev.coulomb.operator.nodeadmin.TableSum;
import dev.coulomb.operator.nodeadmin.TrimReport;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Backups of {@link FakeNodeAdmin}'s nodes, and the places they are written to, which outlive every
 * node. A backup is written in two looks: the first finds it half done, the second complete, unless
 * it is held up. Safe for any thread.
 */
public final class FakeBackups {

  private static final long MICROS = 1_795_860_000_000_000L;

  /** The only key that a bucket takes. */
  public static final String KEY = "coulomb";

  /** A complete snapshot. */
  private record Stored(String id, BackupReport report) {}

  /** What a node's process knows of a backup. */
  private static final class Known {
    private final String place;
    private BackupReport report;

    Known(String place, BackupReport report) {
      this.place = place;
      this.report = report;
    }
  }

  /** By place, as {@code s3://bucket/prefix} or a path. */
  private final Map<String, Stored> stored = new TreeMap<>();

  /** By what a place begins with. */
  private final Map<String, Failure> troubles = new HashMap<>();

  /** By node, then by id: lost with the process. */
  private final Map<String, Map<String, Known>> known = new HashMap<>();

  private final Map<String, NodeDestination> archives = new HashMap<>();

  /** By node: lost with the process. */
  private final Map<String, TrimReport> trims = new HashMap<>();

  /** By history: what ends there or before is gone. */
  private final Map<String, Long> trimmed = new HashMap<>();

  private boolean heldUp;
  private boolean behind;
  private int begun;
  private int cuts;

  /** From now on whatever is written to places that begin so fails; null: no longer. */
  public synchronized void trouble(String place, @Nullable Failure failure) {
    if (failure == null) {
      troubles.remove(place);
    } else {
      troubles.put(place, failure);
    }
  }

  /** Backups stay half done, or go on. */
  public synchronized void holdUp(boolean hold) {
    heldUp = hold;
  }

  /** Places with complete snapshots. */
  public synchronized List<String> places() {
    return List.copyOf(stored.keySet());
  }

  /** Rows of the snapshot at a place; null: there is none. */
  synchronized @Nullable Long rowsAt(String place) {
    @Nullable Stored there = stored.get(place);
    return there == null ? null : there.report().rowsTotal();
  }

  /** There is a snapshot already, of a cluster that nobody remembers. */
  public synchronized void put(String place, String id, long rows) {
    BackupReport running = report(id, State.Running, rows, rows, null, null);
    stored.put(
        place, new Stored(id, report(id, State.Completed, rows, rows, snapshot(running), null)));
  }

  /**
   * Removes a snapshot, as {@code delete-snapshot} does.
   *
   * @return why it could not, or null
   */
  public synchronized @Nullable String delete(String place) {
    @Nullable Failure failure = trouble(place);
    if (failure == null) {
      stored.remove(place);
      return null;
    }
    return failure.message();
  }

  /** How often a snapshot was begun anew, not counting orders that only asked again. */
  public synchronized int begun() {
    return begun;
  }

  /** Where a node's archive goes; null: it was not told. */
  public synchronized @Nullable NodeDestination archiveOf(String node) {
    return archives.get(node);
  }

  /** From now on archives end before the newest backups, or no longer. */
  public synchronized void fallBehind(boolean now) {
    behind = now;
  }

  /** Where the archive of a history begins. */
  public synchronized long archiveBegin(String history) {
    return trimmed.getOrDefault(history, 0L);
  }

  /** As a node does it: asked once, under way; asked again, done or failed; after that, anew. */
  synchronized Reply<TrimReport> trim(String node, String history, long position) {
    @Nullable NodeDestination archive = archives.get(node);
    if (archive == null) {
      return new Reply.Refused<>("archive-unknown", "this node was not told where its archive is");
    }
    @Nullable TrimReport last = trims.get(node);
    boolean same = last != null && last.history().equals(history) && last.position() == position;
    if (last != null && last.state() == TrimReport.State.Running && !same) {
      if (!heldUp) {
        trims.put(node, trimmed(last));
      }
      return new Reply.Refused<>("trim-running", "other pieces are being deleted");
    }
    if (behind) {
      return new Reply.Refused<>("before", "the log is not archived up to there");
    }
    @Nullable Failure failure = trouble(archive, place(archive));
    TrimReport next;
    if (last == null || !same || last.state() == TrimReport.State.Failed) {
      next = new TrimReport(TrimReport.State.Running, history, position, 0, 0, null);
    } else if (last.state() == TrimReport.State.Running && !heldUp) {
      next =
          failure == null
              ? trimmed(last)
              : new TrimReport(TrimReport.State.Failed, history, position, 0, 0, failure);
    } else {
      next = last;
    }
    trims.put(node, next);
    return new Reply.Said<>(next);
  }

  /** Three pieces are gone, unless they were before. */
  private TrimReport trimmed(TrimReport running) {
    long before = trimmed.getOrDefault(running.history(), 0L);
    long pieces = before < running.position() ? 3 : 0;
    trimmed.put(running.history(), Math.max(before, running.position()));
    return new TrimReport(
        TrimReport.State.Completed,
        running.history(),
        running.position(),
        pieces,
        100 * pieces,
        null);
  }

  synchronized void forget(String node) {
    known.remove(node);
    trims.remove(node);
    archives.remove(node);
  }

  synchronized Reply<BackupReport> begin(
      String node, String id, NodeDestination destination, long rows) {
    String place = place(destination);
    Map<String, Known> ofNode = known.computeIfAbsent(node, fresh -> new HashMap<>());
    @Nullable Known before = ofNode.get(id);
    if (before != null && before.report.state() == State.Running) {
      return new Reply.Said<>(before.report);
    }
    @Nullable Stored there = stored.get(place);
    if (there != null && there.id().equals(id)) {
      ofNode.put(id, new Known(place, there.report()));
      return new Reply.Said<>(there.report());
    }
    if (there != null) {
      return new Reply.Refused<>(NodeBackups.OCCUPIED, "another snapshot is complete at " + place);
    }
    if (ofNode.values().stream().anyMatch(k -> k.report.state() == State.Running)) {
      return new Reply.Refused<>(NodeBackups.ANOTHER_RUNS, "another backup is being written");
    }
    begun++;
    @Nullable Failure failure = trouble(destination, place);
    BackupReport report =
        failure == null
            ? report(id, State.Running, 0, rows, null, null)
            : report(id, State.Failed, 0, rows, null, failure);
    ofNode.put(id, new Known(place, report));
    return new Reply.Said<>(report);
  }

  private @Nullable Failure trouble(NodeDestination destination, String place) {
    NodeDestination.S3 s3 = destination.s3();
    if (s3 != null && !s3.accessKeyId().equals(KEY)) {
      return new Failure("BadCredentials", "the store does not know the key " + s3.accessKeyId());
    }
    return trouble(place);
  }

  private @Nullable Failure trouble(String place) {
    return troubles.entrySet().stream()
        .filter(e -> place.startsWith(e.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  synchronized Reply<BackupReport> find(String node, String id) {
    @Nullable Known found = known.getOrDefault(node, Map.of()).get(id);
    if (found == null) {
      return new Reply.Refused<>(NodeBackups.UNKNOWN_BACKUP, "this node knows no such backup");
    }
    BackupReport now = found.report;
    if (now.state() == State.Running && !heldUp) {
      boolean half = now.rowsDone() > 0;
      found.report =
          half
              ? report(id, State.Completed, now.rowsTotal(), now.rowsTotal(), snapshot(now), null)
              : report(
                  id, State.Running, Math.max(1, now.rowsTotal() / 2), now.rowsTotal(), null, null);
      if (half) {
        stored.put(found.place, new Stored(id, found.report));
      }
    }
    return new Reply.Said<>(found.report);
  }

  synchronized Reply<BackupReport> cancel(String node, String id) {
    @Nullable Known found = known.getOrDefault(node, Map.of()).get(id);
    if (found == null) {
      return new Reply.Refused<>(NodeBackups.UNKNOWN_BACKUP, "this node knows no such backup");
    }
    if (found.report.state() == State.Running) {
      found.report = report(id, State.Cancelled, 0, found.report.rowsTotal(), null, null);
    }
    return new Reply.Said<>(found.report);
  }

  synchronized Reply<NodeBackups.Accepted> archiveTo(String node, NodeDestination destination) {
    archives.put(node, destination);
    return new Reply.Said<>(new NodeBackups.Accepted());
  }

  synchronized NodeStatus.@Nullable Archive archive(String node, boolean enabled) {
    @Nullable NodeDestination destination = archives.get(node);
    if (!enabled) {
      return null;
    }
    if (destination == null) {
      return new NodeStatus.Archive(true, 0, 0, 0, null);
    }
    @Nullable Failure failure = trouble(destination, place(destination));
    return new NodeStatus.Archive(true, 4_096, MICROS, failure == null ? 0 : 1_024, failure);
  }

  private BackupReport.Snapshot snapshot(BackupReport report) {
    return new BackupReport.Snapshot(
        4_096L * ++cuts,
        MICROS,
        "history",
        32,
        report.rowsTotal(),
        report.rowsTotal() * 100,
        "0.1.0",
        List.of(new TableSum("t", report.rowsTotal(), "5d3c")));
  }

  private static BackupReport report(
      String id,
      State state,
      long done,
      long total,
      BackupReport.@Nullable Snapshot snapshot,
      @Nullable Failure failure) {
    return new BackupReport(
        id,
        state,
        state == State.Running ? "Writing" : "Finishing",
        done,
        total,
        done * 100,
        MICROS,
        state == State.Running ? 0 : MICROS + 4_000_000,
        snapshot,
        failure);
  }

  static String place(NodeDestination destination) {
    NodeDestination.S3 s3 = destination.s3();
    return s3 != null
        ? "s3://" + s3.bucket() + "/" + s3.prefix()
        : Objects.requireNonNull(destination.directory()).path();
  }
}
