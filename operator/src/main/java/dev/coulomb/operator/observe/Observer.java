package dev.coulomb.operator.observe;

import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.naming.Names;
import dev.coulomb.operator.naming.Ports;
import dev.coulomb.operator.naming.SecretKeys;
import dev.coulomb.operator.nodeadmin.Answer;
import dev.coulomb.operator.nodeadmin.NodeAddress;
import dev.coulomb.operator.nodeadmin.NodeAdmin;
import dev.coulomb.operator.wanted.Wanted;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.SSABasedGenericKubernetesResourceMatcher;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks at one cluster. StatefulSet and pods come from the informers' caches and may be a moment
 * old, which no step minds; volumes, and Secrets that belong to users, are read each time, since
 * the operator has no watch on them.
 */
public final class Observer {

  private final NodeAdmin nodes;
  private final Clock clock;
  private final Applied applied = new Applied();

  public Observer(NodeAdmin nodes, Clock clock) {
    this.nodes = nodes;
    this.clock = clock;
  }

  /**
   * One observation.
   *
   * @param cluster as it is now, with its status from before
   * @param wanted what is wanted; nothing when the spec cannot be carried out
   * @param desired the StatefulSet that would be applied; nothing likewise
   */
  public Observation observe(
      CoulombCluster cluster,
      Optional<Wanted> wanted,
      Optional<StatefulSet> desired,
      Context<CoulombCluster> context) {
    Names names = new Names(cluster.getMetadata().getNamespace(), cluster.getMetadata().getName());
    String token = ClusterNode.token(context.getClient(), names);
    List<PodView> pods =
        context.getSecondaryResources(Pod.class).stream()
            .sorted(Comparator.comparing((Pod pod) -> pod.getMetadata().getName()))
            .map(pod -> PodReading.view(pod, ask(pod, token)))
            .toList();
    return new Observation(
        clock.instant(),
        cluster.getStatus(),
        context.getSecondaryResource(StatefulSet.class).map(s -> view(s, desired, context)),
        pods,
        List.of(volume(cluster, names.claim(0), context.getClient())),
        wanted.map(w -> prerequisites(context.getClient(), w)).orElse(List.of()));
  }

  /** To be told what becomes of a StatefulSet that is applied. */
  public Applied applied() {
    return applied;
  }

  /** Where a pod's node can be told something; nothing when no process runs. */
  public Optional<NodeAddress> address(Names names, PodRef ref, Context<CoulombCluster> context) {
    return context.getSecondaryResources(Pod.class).stream()
        .filter(pod -> pod.getMetadata().getUid().equals(ref.uid()))
        .findFirst()
        .flatMap(PodReading::address)
        .map(ip -> new NodeAddress(ip, Ports.ADMIN, ClusterNode.token(context.getClient(), names)));
  }

  private Optional<Answer> ask(Pod pod, String token) {
    return PodReading.address(pod).map(ip -> nodes.status(new NodeAddress(ip, Ports.ADMIN, token)));
  }

  private static VolumeView volume(CoulombCluster cluster, String name, KubernetesClient client) {
    return VolumeReading.view(
        name,
        client
            .persistentVolumeClaims()
            .inNamespace(cluster.getMetadata().getNamespace())
            .withName(name)
            .get(),
        cluster);
  }

  private StatefulSetView view(
      StatefulSet actual, Optional<StatefulSet> desired, Context<CoulombCluster> context) {
    boolean asWanted =
        desired
            .map(d -> ClaimTemplates.kept(d, Optional.of(actual)))
            .map(d ->
                applied.stillIs(d, actual)
                    || SSABasedGenericKubernetesResourceMatcher.<StatefulSet>getInstance()
                        .matches(actual, d, context))
            .orElse(true);
    String revision = actual.getStatus() == null ? null : actual.getStatus().getUpdateRevision();
    Integer replicas = actual.getSpec().getReplicas();
    return new StatefulSetView(
        seen(actual),
        asWanted,
        desired
            .map(d -> ClaimTemplates.compare(d, actual))
            .orElse(StatefulSetView.Claims.AS_WANTED),
        replicas == null ? 1 : replicas,
        revision == null ? "" : revision);
  }

  private static StatefulSetView.Seen seen(StatefulSet actual) {
    if (actual.getMetadata().getDeletionTimestamp() != null) {
      return StatefulSetView.Seen.DELETING;
    }
    Long generation =
        actual.getStatus() == null ? null : actual.getStatus().getObservedGeneration();
    boolean takenUp =
        generation != null
            && generation >= actual.getMetadata().getGeneration()
            && actual.getStatus().getUpdateRevision() != null;
    return takenUp ? StatefulSetView.Seen.TAKEN_UP : StatefulSetView.Seen.NEW;
  }

  private static List<Prerequisite> prerequisites(KubernetesClient client, Wanted wanted) {
    List<Prerequisite> found = new ArrayList<>();
    if (!wanted.ownsSuperuserSecret()) {
      found.add(
          view(
              client,
              wanted,
              wanted.superuserSecret(),
              "spec.access.superuserSecretRef",
              List.of(SecretKeys.USERNAME, SecretKeys.PASSWORD)));
    }
    wanted
        .tlsSecret()
        .ifPresent(name ->
            found.add(
                view(
                    client,
                    wanted,
                    name,
                    "spec.access.tls.secretRef",
                    List.of(SecretKeys.CERTIFICATE, SecretKeys.PRIVATE_KEY))));
    wanted.backupClaim().ifPresent(name -> found.add(claim(client, wanted, name)));
    return found;
  }

  private static Prerequisite claim(KubernetesClient client, Wanted wanted, String name) {
    boolean exists =
        client.persistentVolumeClaims().inNamespace(wanted.names().namespace()).withName(name).get()
            != null;
    return new Prerequisite(
        Prerequisite.Kind.CLAIM,
        name,
        exists
            ? Optional.empty()
            : Optional.of(
                "the PersistentVolumeClaim "
                    + name
                    + " of spec.backup.volumeClaim does not exist; create it, or take it out"));
  }

  private static Prerequisite view(
      KubernetesClient client, Wanted wanted, String name, String field, List<String> keys) {
    Secret secret = client.secrets().inNamespace(wanted.names().namespace()).withName(name).get();
    if (secret == null) {
      return new Prerequisite(
          Prerequisite.Kind.SECRET,
          name,
          Optional.of("the Secret " + name + " of " + field + " does not exist; create it"));
    }
    Map<String, String> data = secret.getData() == null ? Map.of() : secret.getData();
    List<String> missing =
        keys.stream().filter(key -> data.getOrDefault(key, "").isEmpty()).toList();
    return new Prerequisite(
        Prerequisite.Kind.SECRET,
        name,
        missing.isEmpty()
            ? Optional.empty()
            : Optional.of(
                "the Secret "
                    + name
                    + " of "
                    + field
                    + " has no "
                    + String.join(" and no ", missing)));
  }
}
