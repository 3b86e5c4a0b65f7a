package dev.coulomb.operator.reconcile.restore;

import dev.coulomb.operator.api.restore.CoulombRestore;
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

/** JOSDK's door to {@link RestoreReconciliation}. */
@ControllerConfiguration(
    name = RestoreReconciler.NAME,
    fieldManager = CoulombClusterReconciler.FIELD_MANAGER)
public class RestoreReconciler implements Reconciler<CoulombRestore> {

  public static final String NAME = "coulombrestore";

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

  @Override
  public ErrorStatusUpdateControl<CoulombRestore> updateErrorStatus(
      CoulombRestore restore, Context<CoulombRestore> context, Exception error) {
    LOG.atError()
        .setCause(error)
        .addKeyValue("namespace", restore.getMetadata().getNamespace())
        .addKeyValue("name", restore.getMetadata().getName())
        .log("a look at a restore failed; it is repeated in {} s", AFTER_ERROR.toSeconds());
    return ErrorStatusUpdateControl.<CoulombRestore>noStatusUpdate().rescheduleAfter(AFTER_ERROR);
  }
}
