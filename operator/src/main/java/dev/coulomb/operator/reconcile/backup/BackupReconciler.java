package dev.coulomb.operator.reconcile.backup;

import dev.coulomb.operator.api.backup.CoulombBackup;
import dev.coulomb.operator.reconcile.CoulombClusterReconciler;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * JOSDK's door to {@link BackupReconciliation}. The finalizer is the reconciliation's own: JOSDK's
 * would be on every backup for ever, and none could go without the operator.
 */
@ControllerConfiguration(
    name = BackupReconciler.NAME,
    fieldManager = CoulombClusterReconciler.FIELD_MANAGER,
    triggerReconcilerOnAllEvents = true)
public class BackupReconciler implements Reconciler<CoulombBackup> {

  public static final String NAME = "coulombbackup";

  private static final Logger LOG = LoggerFactory.getLogger(BackupReconciler.class);
  private static final Duration AFTER_ERROR = Duration.ofSeconds(10);

  private final BackupReconciliation reconciliation;

  public BackupReconciler(BackupReconciliation reconciliation) {
    this.reconciliation = reconciliation;
  }

  @Override
  public UpdateControl<CoulombBackup> reconcile(
      CoulombBackup backup, Context<CoulombBackup> context) {
    Optional<Duration> next =
        context.isPrimaryResourceDeleted()
            ? Optional.empty()
            : reconciliation.run(backup, context.getClient());
    UpdateControl<CoulombBackup> control = UpdateControl.noUpdate();
    return next.map(control::rescheduleAfter).orElse(control);
  }

  @Override
  public ErrorStatusUpdateControl<CoulombBackup> updateErrorStatus(
      CoulombBackup backup, Context<CoulombBackup> context, Exception error) {
    LOG.atError()
        .setCause(error)
        .addKeyValue("namespace", backup.getMetadata().getNamespace())
        .addKeyValue("name", backup.getMetadata().getName())
        .log("a look at a backup failed; it is repeated in {} s", AFTER_ERROR.toSeconds());
    return ErrorStatusUpdateControl.<CoulombBackup>noStatusUpdate().rescheduleAfter(AFTER_ERROR);
  }
}
