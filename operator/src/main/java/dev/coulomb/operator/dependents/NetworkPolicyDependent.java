package dev.coulomb.operator.dependents;

import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.api.Network;
import dev.coulomb.operator.naming.Labels;
import dev.coulomb.operator.naming.Ports;
import dev.coulomb.operator.wanted.Wanted;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRuleBuilder;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.CRUDKubernetesDependentResource;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;
import java.util.Map;

/**
 * Anyone may reach SQL, unless nobody is to; the admin port is for the operator, and for Prometheus
 * where that is wanted.
 */
@KubernetesDependent(
    informer = @Informer(labelSelector = Labels.MANAGED),
    createResourceOnlyIfNotExistingWithSSA = false)
public final class NetworkPolicyDependent
    extends CRUDKubernetesDependentResource<NetworkPolicy, CoulombCluster> {

  private static final String NAMESPACE_NAME = "kubernetes.io/metadata.name";

  @Override
  protected NetworkPolicy desired(CoulombCluster cluster, Context<CoulombCluster> context) {
    return desired(Owned.wanted(context));
  }

  @Override
  public NetworkPolicy create(
      NetworkPolicy desired, CoulombCluster cluster, Context<CoulombCluster> context) {
    return super.create(Owned.free(desired, cluster, context), cluster, context);
  }

  static NetworkPolicy desired(Wanted wanted) {
    NetworkPolicy policy = adminOnly(wanted);
    return wanted.spec().network().clients() == Network.Clients.Nobody
        ? policy
        : new NetworkPolicyBuilder(policy)
            .editSpec()
            .addToIngress(
                0,
                new NetworkPolicyIngressRuleBuilder()
                    .addNewPort()
                    .withProtocol("TCP")
                    .withPort(new IntOrString(Ports.SQL))
                    .endPort()
                    .build())
            .endSpec()
            .build();
  }

  private static NetworkPolicy adminOnly(Wanted wanted) {
    return new NetworkPolicyBuilder()
        .withMetadata(Owned.meta(wanted, wanted.names().networkPolicy()))
        .withNewSpec()
        .withNewPodSelector()
        .withMatchLabels(Labels.selector(wanted.names().cluster()))
        .endPodSelector()
        .withPolicyTypes("Ingress")
        .addToIngress(admin(wanted))
        .endSpec()
        .build();
  }

  private static NetworkPolicyIngressRule admin(Wanted wanted) {
    NetworkPolicyIngressRuleBuilder rule =
        new NetworkPolicyIngressRuleBuilder()
            .addNewPort()
            .withProtocol("TCP")
            .withPort(new IntOrString(Ports.ADMIN))
            .endPort();
    if (wanted.spec().monitoring().podMonitor()) {
      // Where Prometheus runs is not known; whatever changes something needs the token anyway.
      return rule.build();
    }
    return rule.addNewFrom()
        .withNewNamespaceSelector()
        .withMatchLabels(Map.of(NAMESPACE_NAME, wanted.operatorNamespace()))
        .endNamespaceSelector()
        .withNewPodSelector()
        .withMatchLabels(Labels.operatorPods())
        .endPodSelector()
        .endFrom()
        .build();
  }
}
