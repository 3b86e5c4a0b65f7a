package dev.coulomb.operator.reconcile.backup;

import dev.coulomb.operator.api.backup.CoulombBackupSchedule;
import dev.coulomb.operator.reconcile.CoulombClusterReconciler;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** JOSDK's door to {@link ScheduleReconciliation}. */
@ControllerConfiguration(
    name = ScheduleReconciler.NAME,
    fieldManager = CoulombClusterReconciler.FIELD_MANAGER)
public class ScheduleReconciler implements Reconciler<CoulombBackupSchedule> {

  public static final String NAME = "coulombbackupschedule";

  private static final Logger LOG = LoggerFactory.getLogger(ScheduleReconciler.class);
  private static final Duration AFTER_ERROR = Duration.ofSeconds(10);

  private final ScheduleReconciliation reconciliation;

  public ScheduleReconciler(ScheduleReconciliation reconciliation) {
    this.reconciliation = reconciliation;
  }

  @Override
  public UpdateControl<CoulombBackupSchedule> reconcile(
      CoulombBackupSchedule schedule, Context<CoulombBackupSchedule> context) {
    Optional<Duration> next = reconciliation.run(schedule, context.getClient());
    if (context.getPrimaryCache().get(ResourceID.fromResource(schedule)).isEmpty()) {
      // Deleted meanwhile, perhaps after JOSDK told the metrics so.
      reconciliation.forget(schedule);
    }
    UpdateControl<CoulombBackupSchedule> control = UpdateControl.noUpdate();
    return next.map(control::rescheduleAfter).orElse(control);
  }

  @Override
  public ErrorStatusUpdateControl<CoulombBackupSchedule> updateErrorStatus(
      CoulombBackupSchedule schedule, Context<CoulombBackupSchedule> context, Exception error) {
    LOG.atError()
        .setCause(error)
        .addKeyValue("namespace", schedule.getMetadata().getNamespace())
        .addKeyValue("name", schedule.getMetadata().getName())
        .log("a look at a schedule failed; it is repeated in {} s", AFTER_ERROR.toSeconds());
    return ErrorStatusUpdateControl.<CoulombBackupSchedule>noStatusUpdate()
        .rescheduleAfter(AFTER_ERROR);
  }
}
