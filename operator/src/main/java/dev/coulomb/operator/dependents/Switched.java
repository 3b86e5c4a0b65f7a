package dev.coulomb.operator.dependents;

import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.wanted.Wanted;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.dependent.DependentResource;
import io.javaoperatorsdk.operator.processing.dependent.workflow.Condition;

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

  /** No {@code spec.access.superuserSecretRef}. */
  public static final class OwnSuperuser implements Condition<Secret, CoulombCluster> {
    @Override
    public boolean isMet(
        DependentResource<Secret, CoulombCluster> dependent,
        CoulombCluster cluster,
        Context<CoulombCluster> context) {
      Wanted wanted = Owned.wanted(context);
      return wanted.ownsSuperuserSecret();
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
