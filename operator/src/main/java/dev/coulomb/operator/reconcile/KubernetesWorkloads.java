package dev.coulomb.operator.reconcile;

import dev.coulomb.operator.nodeadmin.NodeAddress;
import dev.coulomb.operator.observe.Applied;
import dev.coulomb.operator.observe.ContainerView;
import dev.coulomb.operator.observe.PodReading;
import dev.coulomb.operator.observe.PodRef;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.net.HttpURLConnection;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** {@link Workloads} in Kubernetes. */
final class KubernetesWorkloads implements Workloads {

  /** How often a deletion that lost a race with a change of the pod's status is tried again. */
  private static final int ATTEMPTS_MAX = 5;

  private final KubernetesClient client;
  private final StatefulSet desired;
  private final Applied applied;
  private final Function<PodRef, Optional<NodeAddress>> addresses;

  /**
   * @param desired the StatefulSet as it should be; its namespace is the cluster's
   * @param applied is told what becomes of it
   * @param addresses where a pod's node takes orders
   */
  KubernetesWorkloads(
      KubernetesClient client,
      StatefulSet desired,
      Applied applied,
      Function<PodRef, Optional<NodeAddress>> addresses) {
    this.client = client;
    this.desired = desired;
    this.applied = applied;
    this.addresses = addresses;
  }

  @Override
  public void applyStatefulSet() {
    StatefulSet result =
        client.resource(desired).patch(ServerSideApply.as(CoulombClusterReconciler.FIELD_MANAGER));
    applied.remember(desired, result);
  }

  @Override
  public boolean deletePod(PodRef pod, Predicate<ContainerView> condition) {
    PodResource resource =
        client.pods().inNamespace(desired.getMetadata().getNamespace()).withName(pod.name());
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      @Nullable Pod now = resource.get();
      if (now == null
          || !now.getMetadata().getUid().equals(pod.uid())
          || now.getMetadata().getDeletionTimestamp() != null
          || !condition.test(PodReading.container(now))) {
        return false;
      }
      try {
        resource.lockResourceVersion(now.getMetadata().getResourceVersion()).delete();
        return true;
      } catch (KubernetesClientException e) {
        if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
          throw e;
        }
      }
    }
    return false;
  }

  @Override
  public Optional<NodeAddress> address(PodRef pod) {
    return addresses.apply(pod);
  }
}
