package dev.coulomb.operator.reconcile.backup;

import dev.coulomb.operator.api.backup.CoulombBackup;
import dev.coulomb.operator.reconcile.CoulombClusterReconciler;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * JOSDK's door to {@link BackupReconciliation}. A finalizer is on every backup: what runs is to be
 * cancelled, and what is to be deleted has to be.
 */
@ControllerConfiguration(
    name = BackupReconciler.NAME,
    fieldManager = CoulombClusterReconciler.FIELD_MANAGER,
    finalizerName = BackupReconciler.FINALIZER)
public class BackupReconciler implements Reconciler<CoulombBackup>, Cleaner<CoulombBackup> {

  public static final String NAME = "coulombbackup";

  static final String FINALIZER = "coulomb.dev/backup";

  private static final Logger LOG = LoggerFactory.getLogger(BackupReconciler.class);
  private static final Duration AFTER_ERROR = Duration.ofSeconds(10);

  private final BackupReconciliation reconciliation;

  public BackupReconciler(BackupReconciliation reconciliation) {
    this.reconciliation = reconciliation;
  }

  @Override
  public UpdateControl<CoulombBackup> reconcile(
      CoulombBackup backup, Context<CoulombBackup> context) {
    UpdateControl<CoulombBackup> control = UpdateControl.noUpdate();
    return reconciliation
        .run(backup, context.getClient())
        .map(control::rescheduleAfter)
        .orElse(control);
  }

  /** JOSDK would give up after a few errors, and the backup would stay for ever. */
  @Override
  public DeleteControl cleanup(CoulombBackup backup, Context<CoulombBackup> context) {
    try {
      return reconciliation
          .delete(backup, context.getClient())
          .map(next -> DeleteControl.noFinalizerRemoval().rescheduleAfter(next))
          .orElseGet(DeleteControl::defaultDelete);
    } catch (KubernetesClientException e) {
      tell(backup, e);
      return DeleteControl.noFinalizerRemoval().rescheduleAfter(AFTER_ERROR);
    }
  }

  @Override
  public ErrorStatusUpdateControl<CoulombBackup> updateErrorStatus(
      CoulombBackup backup, Context<CoulombBackup> context, Exception error) {
    tell(backup, error);
    return ErrorStatusUpdateControl.<CoulombBackup>noStatusUpdate().rescheduleAfter(AFTER_ERROR);
  }

  private static void tell(CoulombBackup backup, Exception error) {
    LOG.atError()
        .setCause(error)
        .addKeyValue("namespace", backup.getMetadata().getNamespace())
        .addKeyValue("name", backup.getMetadata().getName())
        .log("a look at a backup failed; it is repeated in {} s", AFTER_ERROR.toSeconds());
  }
}
