package dev.coulomb.operator.reconcile;

import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.dependents.DatabaseStatefulSet;
import dev.coulomb.operator.naming.Labels;
import dev.coulomb.operator.nodeadmin.NodeAddress;
import dev.coulomb.operator.observe.Applied;
import dev.coulomb.operator.observe.ClaimTemplates;
import dev.coulomb.operator.observe.PodReading;
import dev.coulomb.operator.observe.PodRef;
import dev.coulomb.operator.observe.PodView;
import dev.coulomb.operator.observe.StatefulSetView;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** {@link Workloads} in Kubernetes. */
final class KubernetesWorkloads implements Workloads {

  /** How often a deletion that lost a race with a change of the pod's status is tried again. */
  private static final int ATTEMPTS_MAX = 5;

  private final KubernetesClient client;
  private final CoulombCluster cluster;
  private final StatefulSet desired;
  private final Applied applied;
  private final Function<PodRef, Optional<NodeAddress>> addresses;

  /**
   * @param cluster the owner of it all
   * @param desired the StatefulSet as it should be
   * @param applied is told what becomes of it
   * @param addresses where a pod's node takes orders
   */
  KubernetesWorkloads(
      KubernetesClient client,
      CoulombCluster cluster,
      StatefulSet desired,
      Applied applied,
      Function<PodRef, Optional<NodeAddress>> addresses) {
    this.client = client;
    this.cluster = cluster;
    this.desired = desired;
    this.applied = applied;
    this.addresses = addresses;
  }

  @Override
  public boolean applyStatefulSet() {
    Optional<StatefulSet> there = Optional.ofNullable(client.resource(desired).get());
    if (there.isEmpty() && podsWithoutVolume()) {
      return false;
    }
    StatefulSet kept = ClaimTemplates.kept(desired, there);
    StatefulSet result =
        client.resource(kept).patch(ServerSideApply.as(CoulombClusterReconciler.FIELD_MANAGER));
    applied.remember(kept, result);
    return true;
  }

  private boolean podsWithoutVolume() {
    return client
        .pods()
        .inNamespace(namespace())
        .withLabels(Labels.selector(cluster.getMetadata().getName()))
        .list()
        .getItems()
        .stream()
        .anyMatch(pod -> !PodReading.template(pod).persistent());
  }

  @Override
  public boolean orphanStatefulSet() {
    var resource =
        client
            .apps()
            .statefulSets()
            .inNamespace(namespace())
            .withName(desired.getMetadata().getName());
    @Nullable StatefulSet now = resource.get();
    if (now == null
        || now.getMetadata().getDeletionTimestamp() != null
        || ClaimTemplates.compare(desired, now) == StatefulSetView.Claims.AS_WANTED) {
      return false;
    }
    // One that somebody made anew this very moment would only be made once more.
    return unlessItChanged(
        () -> resource.withPropagationPolicy(DeletionPropagation.ORPHAN).delete());
  }

  @Override
  public boolean expandVolume(String claim, String resourceVersion, String size) {
    return patch(
        claim,
        new PersistentVolumeClaimBuilder()
            .withNewMetadata()
            .withResourceVersion(resourceVersion)
            .endMetadata()
            .withNewSpec()
            .withNewResources()
            .addToRequests("storage", new Quantity(size))
            .endResources()
            .endSpec()
            .build());
  }

  @Override
  public boolean setReclaim(String claim, String resourceVersion, boolean goesWithCluster) {
    @Nullable PersistentVolumeClaim now =
        client.persistentVolumeClaims().inNamespace(namespace()).withName(claim).get();
    if (now == null) {
      return false;
    }
    List<OwnerReference> owners = new ArrayList<>(now.getMetadata().getOwnerReferences());
    owners.removeIf(owner -> owner.getUid().equals(cluster.getMetadata().getUid()));
    if (goesWithCluster) {
      owners.add(DatabaseStatefulSet.volumeOwner(cluster));
    }
    return patch(
        claim,
        new PersistentVolumeClaimBuilder()
            .withNewMetadata()
            .withResourceVersion(resourceVersion)
            .withOwnerReferences(owners)
            .endMetadata()
            .build());
  }

  private boolean patch(String claim, PersistentVolumeClaim change) {
    return unlessItChanged(() ->
        client
            .persistentVolumeClaims()
            .inNamespace(namespace())
            .withName(claim)
            .patch(PatchContext.of(PatchType.JSON_MERGE), change));
  }

  /** What is gone, or was changed by somebody meanwhile, is looked at anew. */
  private static boolean unlessItChanged(Runnable deed) {
    try {
      deed.run();
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT
          || e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  private String namespace() {
    return desired.getMetadata().getNamespace();
  }

  @Override
  public boolean deletePod(PodRef pod, Predicate<PodView.Life> condition) {
    PodResource resource = client.pods().inNamespace(namespace()).withName(pod.name());
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      @Nullable Pod now = resource.get();
      if (now == null
          || !now.getMetadata().getUid().equals(pod.uid())
          || now.getMetadata().getDeletionTimestamp() != null
          || !condition.test(PodReading.life(now))) {
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
