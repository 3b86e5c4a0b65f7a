package dev.coulomb.operator.observe;

/**
 * The StatefulSet as it is.
 *
 * @param seen which one it is and where it is in its life
 * @param asWanted whether it is what the operator would apply now, but for its claims, which cannot
 *     be changed
 * @param claims the volumes it asks for
 * @param replicas pods that it makes
 * @param updateRevision the revision that a new pod is made from
 */
public record StatefulSetView(
    Seen seen, boolean asWanted, Claims claims, int replicas, String updateRevision) {

  /** Where it is in its life. */
  public enum Seen {
    /** Kubernetes' own controller has not seen its newest generation. */
    NEW,
    /** It has. */
    TAKEN_UP,
    /** It was deleted. */
    DELETING
  }

  /** What a StatefulSet asks for as the volumes of its pods. */
  public enum Claims {
    /** Nothing: its pods hold their data for as long as they live. */
    NONE,
    /** Volumes as wanted. */
    AS_WANTED,
    /** Volumes of another size. */
    OTHER
  }

  public boolean takenUp() {
    return seen == Seen.TAKEN_UP;
  }
}
