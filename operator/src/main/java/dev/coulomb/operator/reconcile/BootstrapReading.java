package dev.coulomb.operator.reconcile;

import dev.coulomb.operator.api.Bootstrap;
import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.api.RestoreOrigin;
import dev.coulomb.operator.bootstrap.BootstrapInputs;
import dev.coulomb.operator.observe.ClusterNode;
import dev.coulomb.operator.observe.OriginReading;
import dev.coulomb.operator.observe.OriginView;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads what {@code spec.bootstrap} of a cluster names: once, and then again when it is needed. */
final class BootstrapReading implements BootstrapInputs {

  private final KubernetesClient client;
  private final CoulombCluster cluster;
  private final Bootstrap wanted;
  private final ClusterNode node;

  BootstrapReading(
      KubernetesClient client, CoulombCluster cluster, Bootstrap wanted, ClusterNode node) {
    this.client = client;
    this.cluster = cluster;
    this.wanted = wanted;
    this.node = node;
  }

  @Override
  public OriginView origin() {
    RestoreOrigin origin = Objects.requireNonNull(wanted.restore());
    return new OriginReading(client, cluster.getMetadata().getNamespace())
        .read(origin, cluster.getMetadata().getUid(), false, cluster, node);
  }

  @Override
  public Text schema() {
    Bootstrap.ConfigMapRef reference = Objects.requireNonNull(wanted.schema()).configMapRef();
    @Nullable ConfigMap map =
        client
            .configMaps()
            .inNamespace(cluster.getMetadata().getNamespace())
            .withName(reference.name())
            .get();
    String name = "the ConfigMap " + reference.name() + " of spec.bootstrap.schema";
    if (map == null) {
      return new Missing("ConfigMapNotFound", name + " does not exist; create it");
    }
    String text = map.getData() == null ? null : map.getData().get(reference.key());
    return text == null
        ? new Missing("ConfigMapNotUsable", name + " has no key " + reference.key())
        : new Sql(text);
  }
}
