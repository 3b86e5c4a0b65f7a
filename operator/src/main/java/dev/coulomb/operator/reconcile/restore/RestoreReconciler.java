package dev.coulomb.operator.reconcile.restore;

import dev.coulomb.operator.api.restore.CoulombRestore;
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
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * JOSDK's door to {@link RestoreReconciliation}. A finalizer is on every restore: what the node is
 * at is to be taken back, and what it keeps is not to stay on its volume with nobody who knows of
 * it.
 */
@ControllerConfiguration(
    name = RestoreReconciler.NAME,
    fieldManager = CoulombClusterReconciler.FIELD_MANAGER,
    finalizerName = RestoreReconciler.FINALIZER)
public class RestoreReconciler implements Reconciler<CoulombRestore>, Cleaner<CoulombRestore> {

  public static final String NAME = "coulombrestore";

  static final String FINALIZER = "coulomb.dev/restore";

  private static final Logger LOG = LoggerFactory.getLogger(RestoreReconciler.class);
  private static final Duration AFTER_ERROR = Duration.ofSeconds(10);

  private final RestoreReconciliation reconciliation;

  public RestoreReconciler(RestoreReconciliation reconciliation) {
    this.reconciliation = reconciliation;
  }

  @Override
  public UpdateControl<CoulombRestore> reconcile(
      CoulombRestore restore, Context<CoulombRestore> context) {
    Optional<Duration> next = reconciliation.run(restore, context.getClient());
    UpdateControl<CoulombRestore> control = UpdateControl.noUpdate();
    return next.map(control::rescheduleAfter).orElse(control);
  }

  /** JOSDK would give up after a few errors, and the restore would stay for ever. */
  @Override
  public DeleteControl cleanup(CoulombRestore restore, Context<CoulombRestore> context) {
    try {
      return reconciliation
          .delete(restore, context.getClient())
          .map(next -> DeleteControl.noFinalizerRemoval().rescheduleAfter(next))
          .orElseGet(DeleteControl::defaultDelete);
    } catch (KubernetesClientException e) {
      tell(restore, e);
      return DeleteControl.noFinalizerRemoval().rescheduleAfter(AFTER_ERROR);
    }
  }

  @Override
  public ErrorStatusUpdateControl<CoulombRestore> updateErrorStatus(
      CoulombRestore restore, Context<CoulombRestore> context, Exception error) {
    tell(restore, error);
    return ErrorStatusUpdateControl.<CoulombRestore>noStatusUpdate().rescheduleAfter(AFTER_ERROR);
  }

  private static void tell(CoulombRestore restore, Exception error) {
    LOG.atError()
        .setCause(error)
        .addKeyValue("namespace", restore.getMetadata().getNamespace())
        .addKeyValue("name", restore.getMetadata().getName())
        .log("a look at a restore failed; it is repeated in {} s", AFTER_ERROR.toSeconds());
  }
}
