package dev.coulomb.operator.naming;

import java.util.Map;

/** Labels of the objects of a cluster. */
public final class Labels {

  public static final String CLUSTER = "coulomb.dev/cluster";
  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  public static final String OPERATOR = "coulomb-operator";

  /** Selects everything the operator made, for informers. */
  public static final String MANAGED = MANAGED_BY + "=" + OPERATOR;

  /** Name of the backup that an object belongs to. */
  public static final String BACKUP = "coulomb.dev/backup";

  /** Name of the schedule that made a backup. */
  public static final String SCHEDULE = "coulomb.dev/schedule";

  /** Name of the schedule whose backups a throwaway cluster proves. */
  public static final String DRILL = "coulomb.dev/drill";

  private static final String NAME = "app.kubernetes.io/name";
  private static final String NODE = "coulomb";

  private Labels() {}

  /**
   * Selects the pods of one cluster. A StatefulSet's selector cannot be changed: neither can this.
   */
  public static Map<String, String> selector(String cluster) {
    return Map.of(NAME, NODE, CLUSTER, cluster);
  }

  /** The same as text, as the scale subresource wants it. */
  public static String selectorText(String cluster) {
    return NAME + "=" + NODE + "," + CLUSTER + "=" + cluster;
  }

  /** All labels of an object of one cluster. */
  public static Map<String, String> all(String cluster) {
    return Map.of(
        NAME,
        NODE,
        CLUSTER,
        cluster,
        "app.kubernetes.io/instance",
        cluster,
        "app.kubernetes.io/part-of",
        "coulomb",
        MANAGED_BY,
        OPERATOR);
  }

  /**
   * All labels of a Job of a backup, and of its pods: no label by which a Service or a cluster
   * finds its own.
   */
  public static Map<String, String> ofJob(String backup) {
    return Map.of(
        NAME,
        "coulomb-backup",
        BACKUP,
        backup,
        "app.kubernetes.io/part-of",
        "coulomb",
        MANAGED_BY,
        OPERATOR);
  }

  /** The pods of the operator itself, as its chart labels them. */
  public static Map<String, String> operatorPods() {
    return Map.of(NAME, OPERATOR);
  }
}
