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
 * @param prerequisites the Secrets and claims that a pod cannot start without
 */
public record Observation(
    Instant now,
    CoulombClusterStatus before,
    Optional<StatefulSetView> statefulSet,
    List<PodView> pods,
    List<VolumeView> volumes,
    List<Prerequisite> prerequisites) {

  public Observation {
    pods = List.copyOf(pods);
    volumes = List.copyOf(volumes);
    prerequisites = List.copyOf(prerequisites);
  }

  /** What keeps pods from being made, a sentence each. */
  public List<String> prerequisiteProblems() {
    return prerequisites.stream().flatMap(p -> p.problem().stream()).toList();
  }

  /** The word for the first of these problems. */
  public Optional<String> prerequisiteReason() {
    return prerequisites.stream()
        .filter(p -> p.problem().isPresent())
        .map(p -> p.kind().reason())
        .findFirst();
  }

  /** Whether a node of this cluster has kept data on a volume: no other volume will do. */
  public boolean hasData() {
    return before.nodeId().isPresent();
  }
}
