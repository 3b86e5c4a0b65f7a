package dev.coulomb.operator.wanted;

import dev.coulomb.operator.api.CoulombCluster;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/** Clusters for tests, from the YAML a user would write. */
public final class Clusters {

  public static final OperatorDefaults DEFAULTS =
      new OperatorDefaults("0.1.0", "registry.test/coulomb-node", "coulomb-system");

  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  private Clusters() {}

  /** {@code body} is YAML from {@code spec:} on. */
  public static CoulombCluster cluster(String body) {
    return named("demo", body);
  }

  public static CoulombCluster named(String name, String body) {
    return YAML.unmarshal(
        "apiVersion: coulomb.dev/v1alpha1\nkind: CoulombCluster\nmetadata: {name: %s, namespace: shop, uid: u-1, generation: 3}\n%s\n"
            .formatted(name, body),
        CoulombCluster.class);
  }

  /** What is wanted by a spec that can be carried out. */
  public static Wanted wanted(String body) {
    return switch (SpecCheck.check(cluster(body), DEFAULTS)) {
      case Checked.Accepted(Wanted wanted) -> wanted;
      case Checked.Rejected rejected -> throw new AssertionError(rejected);
    };
  }
}
