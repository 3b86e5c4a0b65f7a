package dev.coulomb.operator.dependents;

import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.naming.Labels;
import dev.coulomb.operator.naming.Ports;
import dev.coulomb.operator.wanted.Wanted;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.CRUDKubernetesDependentResource;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;

/** The headless Service that gives every pod a DNS name, ready or not. */
@KubernetesDependent(
    informer = @Informer(labelSelector = Labels.MANAGED),
    createResourceOnlyIfNotExistingWithSSA = false)
public final class NodesServiceDependent
    extends CRUDKubernetesDependentResource<Service, CoulombCluster> {

  @Override
  protected Service desired(CoulombCluster cluster, Context<CoulombCluster> context) {
    return desired(Owned.wanted(context));
  }

  @Override
  public Service update(
      Service actual, Service desired, CoulombCluster cluster, Context<CoulombCluster> context) {
    ServicePorts.putBack(actual, desired, context);
    return super.update(actual, desired, cluster, context);
  }

  @Override
  public Service create(Service desired, CoulombCluster cluster, Context<CoulombCluster> context) {
    return super.create(Owned.free(desired, cluster, context), cluster, context);
  }

  static Service desired(Wanted wanted) {
    return new ServiceBuilder()
        .withMetadata(Owned.meta(wanted, wanted.names().nodesService()))
        .withNewSpec()
        .withClusterIP("None")
        .withPublishNotReadyAddresses(true)
        .withSelector(Labels.selector(wanted.names().cluster()))
        .addNewPort()
        .withName(Ports.SQL_NAME)
        .withProtocol("TCP")
        .withPort(Ports.SQL)
        .withNewTargetPort(Ports.SQL_NAME)
        .endPort()
        .addNewPort()
        .withName(Ports.ADMIN_NAME)
        .withProtocol("TCP")
        .withPort(Ports.ADMIN)
        .withNewTargetPort(Ports.ADMIN_NAME)
        .endPort()
        .endSpec()
        .build();
  }
}
