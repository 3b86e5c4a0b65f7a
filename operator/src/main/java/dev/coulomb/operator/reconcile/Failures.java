package dev.coulomb.operator.reconcile;

import dev.coulomb.operator.api.CoulombCluster;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.AggregatedOperatorException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Rounds that broke off, by cluster. One may: an object changed meanwhile, or Kubernetes was busy.
 * One after the other is something to tell. Lost with the process, which starts to count anew. Safe
 * for any thread.
 */
final class Failures {

  private static final int ROUNDS_TOLERATED = 1;
  private static final int REMEMBERED_MAX = 4_096;

  /** By uid; the oldest is forgotten. Guarded by this. */
  private final Map<String, Integer> inARow =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
          return size() > REMEMBERED_MAX;
        }
      };

  /** A round came to its end. */
  synchronized void ended(CoulombCluster cluster) {
    inARow.remove(cluster.getMetadata().getUid());
  }

  /**
   * A round broke off.
   *
   * @return whether that has happened often enough to be told
   */
  synchronized boolean brokeOff(CoulombCluster cluster) {
    return inARow.merge(cluster.getMetadata().getUid(), 1, Integer::sum) > ROUNDS_TOLERATED;
  }

  /** The cause in a sentence: what Kubernetes said, or else the kind of our own mistake. */
  static String sentence(Throwable error) {
    if (error instanceof AggregatedOperatorException several
        && !several.getAggregatedExceptions().isEmpty()) {
      var first = new TreeMap<>(several.getAggregatedExceptions()).firstEntry();
      return first.getKey() + ": " + sentence(first.getValue());
    }
    if (error instanceof KubernetesClientException refused && refused.getStatus() != null) {
      return "Kubernetes answered: " + firstLine(refused.getStatus().getMessage());
    }
    if (error instanceof KubernetesClientException) {
      return "Kubernetes did not answer the operator";
    }
    @Nullable Throwable cause = error.getCause();
    return cause != null
        ? sentence(cause)
        : "the operator met a defect of its own ("
            + error.getClass().getSimpleName()
            + "); its log says more";
  }

  static String firstLine(@Nullable String text) {
    return text == null ? "no reason given" : text.lines().findFirst().orElse("no reason given");
  }
}
