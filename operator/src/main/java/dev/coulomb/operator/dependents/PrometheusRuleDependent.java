package dev.coulomb.operator.dependents;

import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.naming.Labels;
import dev.coulomb.operator.naming.Names;
import dev.coulomb.operator.wanted.Wanted;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.CRUDKubernetesDependentResource;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Alerts for one cluster, made of the operator's own metrics, which exist also when the node does
 * not answer.
 */
@KubernetesDependent(
    informer = @Informer(labelSelector = Labels.MANAGED),
    createResourceOnlyIfNotExistingWithSSA = false)
public final class PrometheusRuleDependent
    extends CRUDKubernetesDependentResource<PrometheusRule, CoulombCluster> {

  @Override
  protected PrometheusRule desired(CoulombCluster cluster, Context<CoulombCluster> context) {
    return desired(Owned.wanted(context));
  }

  @Override
  public PrometheusRule create(
      PrometheusRule desired, CoulombCluster cluster, Context<CoulombCluster> context) {
    return super.create(Owned.free(desired, cluster, context), cluster, context);
  }

  static PrometheusRule desired(Wanted wanted) {
    Names names = wanted.names();
    PrometheusRule rule = new PrometheusRule();
    rule.setMetadata(Owned.meta(wanted, names.prometheusRule()));
    rule.setSpec(
        new PrometheusRule.Spec(
            List.of(
                new PrometheusRule.Group(
                    "coulomb." + names.namespace() + "." + names.cluster(), rules(names)))));
    return rule;
  }

  private static List<PrometheusRule.Alert> rules(Names names) {
    String cluster =
        "{namespace=\"" + names.namespace() + "\",cluster=\"" + names.cluster() + "\"}";
    return Stream.concat(
            ofTheCluster(names, cluster).stream(), ofItsBackups(names, cluster).stream())
        .toList();
  }

  private static List<PrometheusRule.Alert> ofTheCluster(Names names, String cluster) {
    return List.of(
        alert(
            "CoulombClusterNotReady",
            "coulomb_operator_cluster_ready" + cluster + " == 0",
            "2m",
            "critical",
            "Coulomb cluster " + names.cluster() + " does not serve SQL"),
        alert(
            "CoulombClusterDegraded",
            "coulomb_operator_cluster_degraded" + cluster + " == 1",
            "5m",
            "warning",
            "Coulomb cluster " + names.cluster() + " needs attention; its conditions say what"),
        alert(
            "CoulombMemoryAlmostFull",
            "coulomb_operator_cluster_data_bytes"
                + cluster
                + " / coulomb_operator_cluster_data_limit_bytes"
                + cluster
                + " > 0.85",
            "5m",
            "warning",
            "The data of Coulomb cluster "
                + names.cluster()
                + " takes more than 85 % of its memory"));
  }

  private static List<PrometheusRule.Alert> ofItsBackups(Names names, String cluster) {
    return List.of(
        alert(
            "CoulombBackupFailed",
            "coulomb_operator_cluster_backup_healthy" + cluster + " == 0",
            "1m",
            "warning",
            "The last backup of Coulomb cluster "
                + names.cluster()
                + " failed; the condition BackupHealthy says why"),
        alert(
            "CoulombBackupOverdue",
            "time() > coulomb_operator_schedule_overdue_timestamp_seconds" + cluster,
            "15m",
            "critical",
            "The last good backup by schedule {{ $labels.schedule }} of Coulomb cluster "
                + names.cluster()
                + " is older than two intervals of the schedule; its conditions say why"),
        alert(
            "CoulombRestoreDrillFailed",
            "coulomb_operator_restore_drill_passed" + cluster + " == 0",
            "1m",
            "critical",
            "A backup of Coulomb cluster "
                + names.cluster()
                + " was restored for proof and failed; the condition Verified of schedule {{ $labels.schedule }} says why"),
        alert(
            "CoulombArchiveBehind",
            "coulomb_operator_cluster_archive_healthy" + cluster + " == 0",
            "5m",
            "critical",
            "The log of Coulomb cluster "
                + names.cluster()
                + " is not archived; it fills the volume until it is. The condition ArchiveHealthy says why"));
  }

  private static PrometheusRule.Alert alert(
      String name, String expression, String lasting, String severity, String summary) {
    return new PrometheusRule.Alert(
        name, expression, lasting, Map.of("severity", severity), Map.of("summary", summary));
  }
}
