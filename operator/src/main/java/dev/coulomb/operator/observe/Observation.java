package dev.coulomb.operator.observe;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything that a decision may rest on, at one moment.
 *
 * @param pods the cluster's pods, by name
 * @param secrets the Secrets that a pod cannot start without
 */
public record Observation(
    Instant now,
    Optional<StatefulSetView> statefulSet,
    List<PodView> pods,
    List<SecretView> secrets) {

  public Observation {
    pods = List.copyOf(pods);
    secrets = List.copyOf(secrets);
  }

  /** The problems of the Secrets, a sentence each. */
  public List<String> secretProblems() {
    return secrets.stream().flatMap(s -> s.problem().stream()).toList();
  }
}
