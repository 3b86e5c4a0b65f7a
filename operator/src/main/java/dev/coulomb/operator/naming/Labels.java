package dev.coulomb.operator.naming;

import java.util.Map;

/** Labels of the objects of a cluster. */
public final class Labels {

  public static final String CLUSTER = "coulomb.dev/cluster";
  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  public static final String OPERATOR = "coulomb-operator";

  /** Selects everything the operator made, for informers. */
  public static final String MANAGED = MANAGED_BY + "=" + OPERATOR;

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

  /** The pods of the operator itself, as its chart labels them. */
  public static Map<String, String> operatorPods() {
    return Map.of(NAME, OPERATOR);
  }
}
