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

/** The Service that clients connect to: pods that are ready. */
@KubernetesDependent(
    informer = @Informer(labelSelector = Labels.MANAGED),
    createResourceOnlyIfNotExistingWithSSA = false)
public final class ClientServiceDependent
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
        .withMetadata(Owned.meta(wanted, wanted.names().clientService()))
        .editMetadata()
        .addToAnnotations(wanted.spec().service().annotations())
        .endMetadata()
        .withNewSpec()
        .withType(wanted.spec().service().type().name())
        .withSelector(Labels.selector(wanted.names().cluster()))
        .addNewPort()
        .withName(Ports.SQL_NAME)
        .withProtocol("TCP")
        .withPort(Ports.SQL)
        .withNewTargetPort(Ports.SQL_NAME)
        .endPort()
        .endSpec()
        .build();
  }
}
