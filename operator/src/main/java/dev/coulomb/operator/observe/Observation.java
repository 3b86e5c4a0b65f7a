package dev.coulomb.operator.observe;

import dev.coulomb.operator.api.CoulombClusterStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything that a decision may rest on, at one moment.
 *
 * @param before what was known before: identities of nodes, what Kubernetes refused
 * @param pods the cluster's pods, by name
 * @param volumes the claim of each node that there should be
 * @param secrets the Secrets that a pod cannot start without
 */
public record Observation(
    Instant now,
    CoulombClusterStatus before,
    Optional<StatefulSetView> statefulSet,
    List<PodView> pods,
    List<VolumeView> volumes,
    List<SecretView> secrets) {

  public Observation {
    pods = List.copyOf(pods);
    volumes = List.copyOf(volumes);
    secrets = List.copyOf(secrets);
  }

  /** The problems of the Secrets, a sentence each. */
  public List<String> secretProblems() {
    return secrets.stream().flatMap(s -> s.problem().stream()).toList();
  }

  /** Whether a node of this cluster has kept data on a volume: no other volume will do. */
  public boolean hasData() {
    return before.nodeId().isPresent();
  }
}
