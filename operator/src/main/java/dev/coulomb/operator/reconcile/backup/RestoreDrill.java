package dev.coulomb.operator.reconcile.backup;

import dev.coulomb.operator.api.backup.CoulombBackup;
import dev.coulomb.operator.api.backup.CoulombBackupSchedule;
import dev.coulomb.operator.status.Notice;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Proves that backups of a schedule can be restored. Asked in each round of the schedule, when
 * nothing else is to be done; one look takes seconds at most and does one thing. Safe for any
 * thread.
 */
public interface RestoreDrill {

  /** No drill: nothing is done, and nothing is told. */
  RestoreDrill NONE =
      (schedule, backups, client) -> new Look(List.of(), List.of(), Optional.empty());

  /**
   * Does what is due of a drill.
   *
   * @param schedule as it is now, with its status from before
   * @param backups of the schedule, but those that are being deleted
   */
  Look look(CoulombBackupSchedule schedule, List<CoulombBackup> backups, KubernetesClient client);

  /**
   * What came of it.
   *
   * @param conditions of the schedule that are the drill's, as they are to be now
   * @param notices Events of the schedule
   * @param next when the drill wants to look again; nothing: whenever the schedule does
   */
  record Look(List<Condition> conditions, List<Notice> notices, Optional<Duration> next) {}
}
