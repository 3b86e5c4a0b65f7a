package dev.coulomb.operator.observe;

import dev.coulomb.operator.naming.Names;

/**
 * The claim of one node's volume, as Kubernetes has it at this moment.
 *
 * @param name name of the PersistentVolumeClaim
 */
public record VolumeView(String name, State state) {

  /** What there is under that name. */
  public sealed interface State {}

  /** No claim. */
  public record Missing() implements State {}

  /** A claim that was not made for this cluster. */
  public record Foreign() implements State {}

  /**
   * The claim.
   *
   * @param resourceVersion which version of it was seen; what is done to it is done to this one
   * @param condition what Kubernetes makes of it
   * @param requestedBytes size that is asked for
   * @param capacityBytes size that it has; 0 before it has a volume
   * @param goesWithCluster whether Kubernetes deletes it when the cluster is deleted
   */
  public record Present(
      String resourceVersion,
      Condition condition,
      long requestedBytes,
      long capacityBytes,
      boolean goesWithCluster)
      implements State {}

  /** Where a claim is in its life. */
  public enum Condition {
    /** It waits for a volume. */
    PENDING,
    /** It has its volume. */
    BOUND,
    /** Its volume is gone. */
    LOST,
    /** It was deleted, and goes as soon as no pod uses it. */
    DELETING
  }

  /** Whether it is the volume of that pod. */
  public boolean isOf(PodView pod) {
    return name.equals(Names.DATA_VOLUME + "-" + pod.name());
  }

  /** Whether there is nothing that a node could find its data on. */
  public boolean gone() {
    return switch (state) {
      case Missing m -> true;
      case Foreign f -> false;
      case Present present ->
          switch (present.condition()) {
            case PENDING, BOUND -> false;
            case LOST, DELETING -> true;
          };
    };
  }
}
