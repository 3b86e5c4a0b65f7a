package dev.coulomb.operator.reconcile;

import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.api.backup.CoulombBackup;
import dev.coulomb.operator.api.restore.CoulombRestore;
import dev.coulomb.operator.dependents.AdminSecretDependent;
import dev.coulomb.operator.dependents.ClientServiceDependent;
import dev.coulomb.operator.dependents.ConfigMapDependent;
import dev.coulomb.operator.dependents.MonitoringInstalled;
import dev.coulomb.operator.dependents.NetworkPolicyDependent;
import dev.coulomb.operator.dependents.NodesServiceDependent;
import dev.coulomb.operator.dependents.PodMonitorDependent;
import dev.coulomb.operator.dependents.PrometheusRuleDependent;
import dev.coulomb.operator.dependents.ServiceAccountDependent;
import dev.coulomb.operator.dependents.SuperuserSecretDependent;
import dev.coulomb.operator.dependents.Switched;
import dev.coulomb.operator.naming.Labels;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.Workflow;
import io.javaoperatorsdk.operator.api.reconciler.dependent.Dependent;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.Mappers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * JOSDK's door to {@link Reconciliation}. The table below is everything a cluster consists of,
 * besides its StatefulSet.
 */
@ControllerConfiguration(
    name = CoulombClusterReconciler.NAME,
    fieldManager = CoulombClusterReconciler.FIELD_MANAGER)
@Workflow(
    explicitInvocation = true,
    dependents = {
      @Dependent(name = "service-account", type = ServiceAccountDependent.class),
      @Dependent(name = "admin-secret", type = AdminSecretDependent.class),
      @Dependent(
          name = "superuser-secret",
          type = SuperuserSecretDependent.class,
          reconcilePrecondition = Switched.OwnSuperuser.class),
      @Dependent(name = "config", type = ConfigMapDependent.class),
      @Dependent(name = "nodes-service", type = NodesServiceDependent.class),
      @Dependent(
          name = "client-service",
          type = ClientServiceDependent.class,
          reconcilePrecondition = Switched.ClientsWelcome.class),
      @Dependent(
          name = "network-policy",
          type = NetworkPolicyDependent.class,
          reconcilePrecondition = Switched.NetworkPolicyOn.class),
      @Dependent(
          name = "pod-monitor",
          type = PodMonitorDependent.class,
          activationCondition = MonitoringInstalled.class,
          reconcilePrecondition = Switched.PodMonitorOn.class),
      @Dependent(
          name = "prometheus-rule",
          type = PrometheusRuleDependent.class,
          activationCondition = MonitoringInstalled.class,
          reconcilePrecondition = Switched.PrometheusRuleOn.class)
    })
public class CoulombClusterReconciler implements Reconciler<CoulombCluster> {

  public static final String NAME = "coulombcluster";
  public static final String FIELD_MANAGER = "coulomb-operator";

  private static final Logger LOG = LoggerFactory.getLogger(CoulombClusterReconciler.class);

  private final Reconciliation reconciliation;

  public CoulombClusterReconciler(Reconciliation reconciliation) {
    this.reconciliation = reconciliation;
  }

  @Override
  public List<EventSource<?, CoulombCluster>> prepareEventSources(
      EventSourceContext<CoulombCluster> context) {
    return List.of(
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(StatefulSet.class, CoulombCluster.class)
                .withName("statefulset")
                .withLabelSelector(Labels.MANAGED)
                .withSecondaryToPrimaryMapper(
                    Mappers.fromOwnerReferences(CoulombCluster.class, false))
                .build(),
            context),
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(Pod.class, CoulombCluster.class)
                .withName("pods")
                .withLabelSelector(Labels.MANAGED)
                .withSecondaryToPrimaryMapper(CoulombClusterReconciler::clusterOf)
                .build(),
            context),
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(CoulombRestore.class, CoulombCluster.class)
                .withName("restores")
                .withSecondaryToPrimaryMapper(restore ->
                    Set.of(
                        new ResourceID(
                            restore.getSpec().clusterRef().name(),
                            restore.getMetadata().getNamespace())))
                .build(),
            context),
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(CoulombBackup.class, CoulombCluster.class)
                .withName("backups")
                .withSecondaryToPrimaryMapper(backup ->
                    Set.of(
                        new ResourceID(
                            backup.getSpec().clusterRef().name(),
                            backup.getMetadata().getNamespace())))
                .build(),
            context));
  }

  private static Set<ResourceID> clusterOf(Pod pod) {
    Map<String, String> labels = pod.getMetadata().getLabels();
    String cluster = labels == null ? null : labels.get(Labels.CLUSTER);
    return cluster == null
        ? Set.of()
        : Set.of(new ResourceID(cluster, pod.getMetadata().getNamespace()));
  }

  /**
   * Always comes back by itself: an event that was lost, or a Secret that nobody watches, is seen
   * then.
   */
  @Override
  public UpdateControl<CoulombCluster> reconcile(
      CoulombCluster cluster, Context<CoulombCluster> context) {
    Duration next = reconciliation.run(cluster, context);
    return UpdateControl.<CoulombCluster>noUpdate().rescheduleAfter(next);
  }

  @Override
  public ErrorStatusUpdateControl<CoulombCluster> updateErrorStatus(
      CoulombCluster cluster, Context<CoulombCluster> context, Exception error) {
    Duration next = reconciliation.brokeOff(cluster, context, error);
    LOG.atError()
        .setCause(error)
        .addKeyValue("namespace", cluster.getMetadata().getNamespace())
        .addKeyValue("cluster", cluster.getMetadata().getName())
        .log("a reconciliation failed; it is repeated in {} s", next.toSeconds());
    return ErrorStatusUpdateControl.<CoulombCluster>noStatusUpdate().rescheduleAfter(next);
  }
}
