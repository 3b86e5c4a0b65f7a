package dev.coulomb.operator.observe;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What was applied last, and which generation that gave. Kubernetes writes some of what it gets in
 * its own way (quantities, empty values), so that comparing field by field may find differences for
 * ever; but as long as the generation stays, nobody has changed the spec. Lost with the process,
 * which costs one apply that changes nothing. Safe for any thread.
 */
public final class Applied {

  private static final int REMEMBERED_MAX = 4_096;

  private record Made(Long generation, StatefulSet desired) {}

  /** By uid; the oldest is forgotten. Guarded by this. */
  private final Map<String, Made> entries =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Made> eldest) {
          return size() > REMEMBERED_MAX;
        }
      };

  /** The server made {@code result} of {@code desired}. */
  public synchronized void remember(StatefulSet desired, StatefulSet result) {
    entries.put(
        result.getMetadata().getUid(), new Made(result.getMetadata().getGeneration(), desired));
  }

  /** Whether that is what was applied last, and nobody has changed it since. */
  synchronized boolean stillIs(StatefulSet desired, StatefulSet actual) {
    Made entry = entries.get(actual.getMetadata().getUid());
    return entry != null
        && Objects.equals(entry.generation(), actual.getMetadata().getGeneration())
        && entry.desired().equals(desired)
        // These are not part of the generation.
        && labels(actual).entrySet().containsAll(labels(desired).entrySet())
        && owners(actual).equals(owners(desired));
  }

  private static Map<String, String> labels(StatefulSet statefulSet) {
    Map<String, String> labels = statefulSet.getMetadata().getLabels();
    return labels == null ? Map.of() : labels;
  }

  private static List<String> owners(StatefulSet statefulSet) {
    return statefulSet.getMetadata().getOwnerReferences().stream()
        .map(OwnerReference::getUid)
        .toList();
  }
}
