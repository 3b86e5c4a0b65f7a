package dev.coulomb.operator.dependents;

import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.naming.Labels;
import dev.coulomb.operator.wanted.Wanted;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.CRUDKubernetesDependentResource;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;

/** The pods' own account. It may do nothing, and the pods do not even get its token. */
@KubernetesDependent(
    informer = @Informer(labelSelector = Labels.MANAGED),
    createResourceOnlyIfNotExistingWithSSA = false)
public final class ServiceAccountDependent
    extends CRUDKubernetesDependentResource<ServiceAccount, CoulombCluster> {

  @Override
  protected ServiceAccount desired(CoulombCluster cluster, Context<CoulombCluster> context) {
    return desired(Owned.wanted(context));
  }

  @Override
  public ServiceAccount create(
      ServiceAccount desired, CoulombCluster cluster, Context<CoulombCluster> context) {
    return super.create(Owned.free(desired, cluster, context), cluster, context);
  }

  static ServiceAccount desired(Wanted wanted) {
    return new ServiceAccountBuilder()
        .withMetadata(Owned.meta(wanted, wanted.names().serviceAccount()))
        .withAutomountServiceAccountToken(false)
        .build();
  }
}
