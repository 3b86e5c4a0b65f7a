package dev.coulomb.operator.kubernetes;

import dev.coulomb.operator.nodeadmin.ChecksumsReport;
import dev.coulomb.operator.nodeadmin.Failure;
import dev.coulomb.operator.nodeadmin.NodeRestores;
import dev.coulomb.operator.nodeadmin.Reply;
import dev.coulomb.operator.nodeadmin.RestoreOrder;
import dev.coulomb.operator.nodeadmin.RestoreReport;
import dev.coulomb.operator.nodeadmin.RestoreReport.State;
import dev.coulomb.operator.nodeadmin.SchemaReport;
import dev.coulomb.operator.nodeadmin.TableSum;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Restores of {@link FakeNodeAdmin}'s nodes, remembered with what is on their volume. A restore
 * takes four looks: two find it under way, one finds the node about to restart, the last one finds
 * it completed, unless it is held up. Safe for any thread.
 */
public final class FakeRestores {

  private static final long MICROS = 1_795_860_000_000_000L;

  /** In a schema: the node finds a mistake in its third line. */
  public static final String MISTAKE = "MISTAKE";

  /** What one node's data rests on. */
  interface Rows extends LongSupplier, LongConsumer {}

  /** What is remembered of one node. */
  private static final class Known {
    private @Nullable RestoreReport last;
    private long before;
    private long restored;
    private boolean schema;
    private @Nullable SchemaReport lastSchema;
    private final Map<String, Integer> checksums = new HashMap<>();
  }

  private final Map<String, Known> known = new HashMap<>();
  private final Map<String, Failure> troubles = new HashMap<>();
  private final FakeBackups backups;
  private boolean starting;
  private boolean heldUp;
  private boolean corrupt;
  private int begun;

  FakeRestores(FakeBackups backups) {
    this.backups = backups;
  }

  /** From now on whatever is restored from places that begin so fails; null: no longer. */
  public synchronized void trouble(String place, @Nullable Failure failure) {
    if (failure == null) {
      troubles.remove(place);
    } else {
      troubles.put(place, failure);
    }
  }

  /** Restores stay where they are, or go on. */
  public synchronized void holdUp(boolean hold) {
    heldUp = hold;
  }

  /** From now on the rows that nodes hold are others than those that were saved, or no longer. */
  public synchronized void corrupt(boolean now) {
    corrupt = now;
  }

  /** How often a restore was begun anew, not counting orders that only asked again. */
  public synchronized int begun() {
    return begun;
  }

  /** Whether any node is at a restore, or keeps on its volume what was before one. */
  public synchronized boolean isAnythingKept() {
    return known.values().stream()
        .flatMap(of -> Optional.ofNullable(of.last).stream())
        .anyMatch(last ->
            last.keepsPrevious()
                || last.state() == State.Running
                || last.state() == State.Restarting);
  }

  /** Whether a restore under that id was carried out. */
  synchronized boolean isRestored(String node, String id) {
    @Nullable RestoreReport last = of(node).last;
    return last != null && last.id().equals(id) && last.state() == State.Completed;
  }

  /** From now on nodes answer that they are starting when they are told to do something. */
  public synchronized void starting(boolean now) {
    starting = now;
  }

  private static Reply<RestoreReport> notStarted() {
    return new Reply.Refused<>("starting", "the node has not started yet");
  }

  synchronized Reply<RestoreReport> begin(String node, RestoreOrder order, Rows rows) {
    if (starting) {
      return notStarted();
    }
    Known of = of(node);
    @Nullable RestoreReport last = of.last;
    if (last != null && last.id().equals(order.id()) && last.state() != State.Failed) {
      return new Reply.Said<>(last);
    }
    if (last != null && (last.state() == State.Running || last.state() == State.Restarting)) {
      return new Reply.Refused<>("restore-running", "another restore runs");
    }
    begun++;
    String place = FakeBackups.place(order.source());
    @Nullable Long saved = backups.rowsAt(place);
    @Nullable Failure failure =
        troubles.entrySet().stream()
            .filter(e -> place.startsWith(e.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(null);
    if (failure == null && saved == null) {
      failure = new Failure("SnapshotNotFound", "there is no snapshot at " + place);
    }
    if (failure == null && !order.inPlace() && rows.getAsLong() > 0) {
      failure = new Failure("ClusterNotEmpty", "the node holds tables");
    }
    of.before = rows.getAsLong();
    of.restored = saved == null ? 0 : saved;
    of.last =
        report(
            order.id(),
            failure == null ? State.Running : State.Failed,
            order.inPlace(),
            0,
            of.restored,
            failure);
    return new Reply.Said<>(of.last);
  }

  synchronized Reply<RestoreReport> find(String node, Rows rows) {
    Known of = of(node);
    @Nullable RestoreReport last = of.last;
    if (last == null) {
      return new Reply.Refused<>(NodeRestores.UNKNOWN_RESTORE, "there was no restore");
    }
    if (!heldUp) {
      of.last = last = next(of, last, rows);
    }
    return new Reply.Said<>(last);
  }

  private static RestoreReport next(Known of, RestoreReport last, Rows rows) {
    return switch (last.state()) {
      case Running ->
          last.rowsDone() == 0 && of.restored > 0
              ? report(
                  last.id(),
                  State.Running,
                  last.inPlace(),
                  Math.max(1, of.restored / 2),
                  of.restored,
                  null)
              : report(last.id(), State.Restarting, last.inPlace(), of.restored, of.restored, null);
      case Restarting -> {
        rows.accept(of.restored);
        yield report(last.id(), State.Completed, last.inPlace(), of.restored, of.restored, null);
      }
      case Completed, Failed, Undone, Unknown -> last;
    };
  }

  synchronized Reply<RestoreReport> undo(String node, Rows rows) {
    if (starting) {
      return notStarted();
    }
    Known of = of(node);
    @Nullable RestoreReport last = of.last;
    if (last == null) {
      return new Reply.Refused<>(NodeRestores.UNKNOWN_RESTORE, "there was no restore");
    }
    if (last.state() == State.Running) {
      of.last =
          report(
              last.id(),
              State.Failed,
              last.inPlace(),
              0,
              0,
              new Failure("Cancelled", "the restore was cancelled"));
    } else if (last.state() == State.Completed && last.keepsPrevious()) {
      rows.accept(of.before);
      of.last = report(last.id(), State.Undone, true, 0, 0, null);
    } else {
      return new Reply.Refused<>("nothing-kept", "what was before the restore is not kept");
    }
    return new Reply.Said<>(of.last);
  }

  synchronized Reply<RestoreReport> confirm(String node) {
    if (starting) {
      return notStarted();
    }
    Known of = of(node);
    @Nullable RestoreReport last = of.last;
    if (last == null || last.state() != State.Completed) {
      return new Reply.Refused<>("nothing-kept", "there is nothing to confirm");
    }
    of.last = kept(last, false);
    return new Reply.Said<>(of.last);
  }

  synchronized Reply<ChecksumsReport> addUp(String node, String id, long rows) {
    int looks = of(node).checksums.merge(id, 1, Integer::sum);
    boolean done = looks > 1 && !heldUp;
    List<TableSum> tables =
        rows == 0 ? List.of() : List.of(new TableSum("t", rows, corrupt ? "bad" : "5d3c"));
    return new Reply.Said<>(
        new ChecksumsReport(
            id,
            done ? ChecksumsReport.State.Completed : ChecksumsReport.State.Running,
            done ? rows : 0,
            rows,
            4_096,
            done ? tables : List.of(),
            null));
  }

  synchronized Reply<SchemaReport> beginSchema(String node, String id, String sql) {
    Known of = of(node);
    boolean mistake = sql.contains(MISTAKE);
    SchemaReport.State state =
        mistake
            ? SchemaReport.State.Failed
            : of.schema && of.lastSchema == null
                ? SchemaReport.State.Skipped
                : SchemaReport.State.Completed;
    of.schema |= !mistake;
    of.lastSchema =
        new SchemaReport(
            id, state, mistake ? new SchemaReport.Mistake("42601", "syntax error", 3) : null);
    return new Reply.Said<>(of.lastSchema);
  }

  synchronized Reply<SchemaReport> schema(String node) {
    @Nullable SchemaReport last = of(node).lastSchema;
    return last == null
        ? new Reply.Refused<>(NodeRestores.NO_SCHEMA, "no schema was begun")
        : new Reply.Said<>(last);
  }

  private Known of(String node) {
    return known.computeIfAbsent(node, fresh -> new Known());
  }

  private static RestoreReport report(
      String id, State state, boolean inPlace, long done, long total, @Nullable Failure failure) {
    boolean completed = state == State.Completed;
    return new RestoreReport(
        id,
        state,
        completed ? "Finished" : "Fetching",
        inPlace,
        completed && inPlace,
        done,
        total,
        done * 100,
        total * 100,
        MICROS,
        completed ? MICROS + 4_000_000 : 0,
        completed ? new RestoreReport.Target(4_096, MICROS) : null,
        completed ? total : 0,
        completed ? List.of(new TableSum("t", total, "5d3c")) : List.of(),
        failure);
  }

  private static RestoreReport kept(RestoreReport of, boolean keeps) {
    return new RestoreReport(
        of.id(),
        of.state(),
        of.phase(),
        of.inPlace(),
        keeps,
        of.rowsDone(),
        of.rowsTotal(),
        of.bytesDone(),
        of.bytesTotal(),
        of.startedAtMicros(),
        of.finishedAtMicros(),
        of.restoredTo(),
        of.rows(),
        of.tables(),
        of.error());
  }
}
