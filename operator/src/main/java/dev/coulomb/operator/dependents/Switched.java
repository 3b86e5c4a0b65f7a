package dev.coulomb.operator.dependents;

import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.api.Network;
import dev.coulomb.operator.wanted.Wanted;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.dependent.DependentResource;
import io.javaoperatorsdk.operator.processing.dependent.workflow.Condition;
import java.util.stream.Stream;

/** Switches of the spec. Where one is off, its object is deleted. */
public final class Switched {

  private Switched() {}

  /** {@code spec.network.policy}. */
  public static final class NetworkPolicyOn implements Condition<NetworkPolicy, CoulombCluster> {
    @Override
    public boolean isMet(
        DependentResource<NetworkPolicy, CoulombCluster> dependent,
        CoulombCluster cluster,
        Context<CoulombCluster> context) {
      return Owned.wanted(context).spec().network().policy();
    }
  }

  /** {@code spec.network.clients}: somebody may connect. */
  public static final class ClientsWelcome implements Condition<Service, CoulombCluster> {
    @Override
    public boolean isMet(
        DependentResource<Service, CoulombCluster> dependent,
        CoulombCluster cluster,
        Context<CoulombCluster> context) {
      return Owned.wanted(context).spec().network().clients() == Network.Clients.Anyone;
    }
  }

  /**
   * No {@code spec.access.superuserSecretRef}. One that was made before is kept for as long as a
   * pod is made from it: the Secret named in the spec may not be there, and a password that is
   * deleted is gone.
   */
  public static final class OwnSuperuser implements Condition<Secret, CoulombCluster> {
    @Override
    public boolean isMet(
        DependentResource<Secret, CoulombCluster> dependent,
        CoulombCluster cluster,
        Context<CoulombCluster> context) {
      Wanted wanted = Owned.wanted(context);
      return wanted.ownsSuperuserSecret()
          || (isUsed(wanted.names().superuserSecret(), context)
              && dependent.getSecondaryResource(cluster, context).isPresent());
    }

    private static boolean isUsed(String secret, Context<CoulombCluster> context) {
      return Stream.concat(
              context.getSecondaryResources(StatefulSet.class).stream()
                  .map(s -> s.getSpec().getTemplate().getSpec()),
              context.getSecondaryResources(Pod.class).stream().map(Pod::getSpec))
          .anyMatch(pod -> uses(pod, secret));
    }

    static boolean uses(PodSpec pod, String secret) {
      return pod.getVolumes() != null
          && pod.getVolumes().stream()
              .anyMatch(v -> v.getSecret() != null && secret.equals(v.getSecret().getSecretName()));
    }
  }

  /** {@code spec.monitoring.podMonitor}. */
  public static final class PodMonitorOn implements Condition<PodMonitor, CoulombCluster> {
    @Override
    public boolean isMet(
        DependentResource<PodMonitor, CoulombCluster> dependent,
        CoulombCluster cluster,
        Context<CoulombCluster> context) {
      return Owned.wanted(context).spec().monitoring().podMonitor();
    }
  }

  /** {@code spec.monitoring.prometheusRule}. */
  public static final class PrometheusRuleOn implements Condition<PrometheusRule, CoulombCluster> {
    @Override
    public boolean isMet(
        DependentResource<PrometheusRule, CoulombCluster> dependent,
        CoulombCluster cluster,
        Context<CoulombCluster> context) {
      return Owned.wanted(context).spec().monitoring().prometheusRule();
    }
  }
}
