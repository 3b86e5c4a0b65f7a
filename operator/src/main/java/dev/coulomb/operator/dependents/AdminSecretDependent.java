package dev.coulomb.operator.dependents;

import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.naming.Labels;
import dev.coulomb.operator.naming.Paths;
import dev.coulomb.operator.wanted.Wanted;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.BooleanWithUndefined;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.CRUDKubernetesDependentResource;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;
import java.util.Map;
import java.util.Optional;

/** The token by which the nodes know the operator. */
// JOSDK leaves ConfigMaps and Secrets out of server-side apply unless told.
@KubernetesDependent(
    informer = @Informer(labelSelector = Labels.MANAGED),
    createResourceOnlyIfNotExistingWithSSA = false,
    useSSA = BooleanWithUndefined.TRUE)
public final class AdminSecretDependent
    extends CRUDKubernetesDependentResource<Secret, CoulombCluster> {

  @Override
  protected Secret desired(CoulombCluster cluster, Context<CoulombCluster> context) {
    Wanted wanted = Owned.wanted(context);
    Optional<Secret> existing =
        RandomText.existing(
            wanted.names().namespace(), wanted.names().adminSecret(), eventSource(), context);
    return desired(wanted, RandomText.kept(existing, Paths.ADMIN_TOKEN));
  }

  @Override
  public Secret create(Secret desired, CoulombCluster cluster, Context<CoulombCluster> context) {
    return super.create(Owned.free(desired, cluster, context), cluster, context);
  }

  static Secret desired(Wanted wanted, String token) {
    return new SecretBuilder()
        .withMetadata(Owned.meta(wanted, wanted.names().adminSecret()))
        .withType("Opaque")
        .withData(Map.of(Paths.ADMIN_TOKEN, RandomText.encoded(token)))
        .build();
  }
}
