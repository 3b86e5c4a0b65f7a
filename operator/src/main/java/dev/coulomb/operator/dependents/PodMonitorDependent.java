package dev.coulomb.operator.dependents;

import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.naming.Labels;
import dev.coulomb.operator.naming.Ports;
import dev.coulomb.operator.wanted.Wanted;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.CRUDKubernetesDependentResource;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;
import java.util.List;

/** Tells the Prometheus operator to scrape the nodes. */
@KubernetesDependent(
    informer = @Informer(labelSelector = Labels.MANAGED),
    createResourceOnlyIfNotExistingWithSSA = false)
public final class PodMonitorDependent
    extends CRUDKubernetesDependentResource<PodMonitor, CoulombCluster> {

  @Override
  protected PodMonitor desired(CoulombCluster cluster, Context<CoulombCluster> context) {
    return desired(Owned.wanted(context));
  }

  @Override
  public PodMonitor create(
      PodMonitor desired, CoulombCluster cluster, Context<CoulombCluster> context) {
    return super.create(Owned.free(desired, cluster, context), cluster, context);
  }

  static PodMonitor desired(Wanted wanted) {
    PodMonitor monitor = new PodMonitor();
    monitor.setMetadata(Owned.meta(wanted, wanted.names().podMonitor()));
    monitor.setSpec(
        new PodMonitor.Spec(
            new PodMonitor.Selector(Labels.selector(wanted.names().cluster())),
            List.of(new PodMonitor.Endpoint(Ports.ADMIN_NAME, "/metrics"))));
    return monitor;
  }
}
