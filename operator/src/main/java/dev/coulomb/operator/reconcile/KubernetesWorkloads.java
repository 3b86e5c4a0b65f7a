package dev.coulomb.operator.reconcile;

import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.naming.Names;
import dev.coulomb.operator.nodeadmin.NodeAddress;
import dev.coulomb.operator.observe.ContainerView;
import dev.coulomb.operator.observe.Observer;
import dev.coulomb.operator.observe.PodReading;
import dev.coulomb.operator.observe.PodRef;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.net.HttpURLConnection;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** {@link Workloads} in Kubernetes. */
final class KubernetesWorkloads implements Workloads {

  /** How often a deletion that lost a race with a change of the pod's status is tried again. */
  private static final int ATTEMPTS_MAX = 5;

  private final Context<CoulombCluster> context;
  private final Names names;
  private final Observer observer;
  private final Optional<StatefulSet> desired;

  KubernetesWorkloads(
      Context<CoulombCluster> context,
      Names names,
      Observer observer,
      Optional<StatefulSet> desired) {
    this.context = context;
    this.names = names;
    this.observer = observer;
    this.desired = desired;
  }

  @Override
  public void applyStatefulSet() {
    desired.ifPresent(statefulSet ->
        context
            .getClient()
            .resource(statefulSet)
            .patch(ServerSideApply.as(context.getControllerConfiguration().fieldManager())));
  }

  @Override
  public boolean deletePod(PodRef pod, Predicate<ContainerView> condition) {
    PodResource resource =
        context.getClient().pods().inNamespace(names.namespace()).withName(pod.name());
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
    return observer.address(names, pod, context);
  }
}
