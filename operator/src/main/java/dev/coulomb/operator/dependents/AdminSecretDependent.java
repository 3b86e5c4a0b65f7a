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
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Map;
import java.util.Optional;

/** The token by which the nodes know the operator. */
// JOSDK leaves ConfigMaps and Secrets out of server-side apply unless told.
@KubernetesDependent(
    informer = @Informer(labelSelector = Labels.MANAGED),
    useSSA = BooleanWithUndefined.TRUE)
public final class AdminSecretDependent
    extends CRUDKubernetesDependentResource<Secret, CoulombCluster> {

  @Override
  protected Secret desired(CoulombCluster cluster, Context<CoulombCluster> context) {
    Wanted wanted = Owned.wanted(context);
    ResourceID id = new ResourceID(wanted.names().adminSecret(), wanted.names().namespace());
    Optional<Secret> existing = eventSource().flatMap(source -> source.get(id));
    return desired(wanted, RandomText.kept(existing, Paths.ADMIN_TOKEN));
  }

  static Secret desired(Wanted wanted, String token) {
    return new SecretBuilder()
        .withMetadata(Owned.meta(wanted, wanted.names().adminSecret()))
        .withType("Opaque")
        .withData(Map.of(Paths.ADMIN_TOKEN, RandomText.encoded(token)))
        .build();
  }
}
