package dev.coulomb.operator.backup;

import dev.coulomb.operator.api.backup.CoulombBackup;
import dev.coulomb.operator.api.backup.CoulombBackupStatus;
import dev.coulomb.operator.api.backup.CoulombBackupStatus.Phase;
import dev.coulomb.operator.api.backup.CoulombBackupStatus.Progress;
import dev.coulomb.operator.api.backup.CoulombBackupStatus.Snapshot;
import dev.coulomb.operator.api.backup.CoulombBackupStatus.Waiting;
import dev.coulomb.operator.status.Verdict;
import dev.coulomb.operator.wanted.Place;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The next status of a backup while it is worked out: the one before, but for what changed. */
final class StatusDraft {

  static final String COMPLETE = "Complete";
  static final String DELETED = "Deleted";

  private final CoulombBackup backup;
  private final CoulombBackupStatus before;
  private final Instant now;
  private final List<Condition> conditions;
  private @Nullable Phase phase;
  private @Nullable String startedAt;
  private @Nullable String finishedAt;
  private @Nullable String clusterUid;
  private @Nullable Progress progress;
  private @Nullable Boolean written;
  private @Nullable Waiting waiting;
  private @Nullable Snapshot snapshot;

  StatusDraft(CoulombBackup backup, Instant now) {
    this.backup = backup;
    this.before = backup.getStatus();
    this.now = now;
    this.conditions = new ArrayList<>(before.conditions());
    this.phase = before.phase();
    this.startedAt = before.startedAt();
    this.finishedAt = before.finishedAt();
    this.clusterUid = before.clusterUid();
    this.progress = before.progress();
    this.written = before.written();
    this.waiting = before.waiting();
    this.snapshot = before.snapshot();
  }

  StatusDraft phase(Phase next) {
    phase = next;
    return this;
  }

  StatusDraft begun(String uid) {
    phase = Phase.Running;
    startedAt = seconds(now);
    clusterUid = uid;
    return this;
  }

  StatusDraft finished(Phase how) {
    phase = how;
    // Finer than a second: of two that end one after the other it must be known which was the last.
    finishedAt = now.truncatedTo(ChronoUnit.MILLIS).toString();
    waiting = null;
    return this;
  }

  StatusDraft progress(Progress next) {
    progress = next;
    return this;
  }

  /** Something may lie at the place from now on. */
  StatusDraft written() {
    written = true;
    return this;
  }

  StatusDraft waiting(@Nullable Waiting next) {
    waiting = next;
    return this;
  }

  StatusDraft snapshot(Snapshot complete) {
    snapshot = complete;
    return this;
  }

  StatusDraft condition(String type, Verdict verdict) {
    conditions.removeIf(c -> c.getType().equals(type));
    conditions.add(verdict.condition(type, backup, before.conditions(), now));
    return this;
  }

  CoulombBackupStatus status() {
    String start = startedAt;
    String end = finishedAt;
    return new CoulombBackupStatus(
        backup.getMetadata().getGeneration(),
        phase,
        backup.getMetadata().getUid(),
        location(backup),
        before.createdAt() == null ? seconds(now) : before.createdAt(),
        startedAt,
        finishedAt,
        start == null || end == null
            ? null
            : Duration.between(Instant.parse(start), Instant.parse(end)).toSeconds(),
        clusterUid,
        progress,
        written,
        waiting,
        snapshot,
        conditions);
  }

  /** The place of a backup's snapshot. */
  static Place place(CoulombBackup backup) {
    return Place.ofSnapshot(
        backup.getSpec().destination(),
        backup.getSpec().clusterRef().name(),
        backup.getMetadata().getName());
  }

  static String location(CoulombBackup backup) {
    return place(backup).location();
  }

  /** Whether a condition says something else than before. */
  boolean news(String type, Verdict verdict) {
    return before
        .condition(type)
        .filter(c -> Objects.equals(c.getReason(), verdict.reason()))
        .isEmpty();
  }

  static String seconds(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
