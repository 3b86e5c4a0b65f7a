package dev.coulomb.operator.dependents;

import dev.coulomb.operator.api.CoulombCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.dependent.DependentResource;
import io.javaoperatorsdk.operator.processing.dependent.workflow.Condition;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether the Prometheus operator's definitions are installed. Asked of the API server's discovery,
 * which everybody may read; asked again at most twice a minute. Safe for any thread.
 */
public final class MonitoringInstalled implements Condition<HasMetadata, CoulombCluster> {

  static final String API = "monitoring.coreos.com/v1";

  private static final long FRESH_NANOS = Duration.ofSeconds(30).toNanos();

  private record Seen(boolean installed, long atNanos) {}

  private volatile @Nullable Seen seen;

  @Override
  public boolean isMet(
      DependentResource<HasMetadata, CoulombCluster> dependent,
      CoulombCluster cluster,
      Context<CoulombCluster> context) {
    long now = System.nanoTime();
    Seen last = seen;
    if (last != null && now - last.atNanos() < FRESH_NANOS) {
      return last.installed();
    }
    boolean installed = installed(context.getClient());
    seen = new Seen(installed, now);
    return installed;
  }

  private static boolean installed(KubernetesClient client) {
    var resources = client.getApiResources(API);
    return resources != null
        && resources.getResources().stream().anyMatch(r -> r.getKind().equals("PodMonitor"))
        && resources.getResources().stream().anyMatch(r -> r.getKind().equals("PrometheusRule"));
  }
}
