package dev.coulomb.operator.reconcile.backup;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.jspecify.annotations.Nullable;

/** Our own kinds as Kubernetes has them now. */
final class Resources {

  private Resources() {}

  /** What is there now, from no cache: what was written a moment ago is in it. */
  static <R extends HasMetadata> @Nullable R read(
      KubernetesClient client, Class<R> kind, String namespace, String name) {
    return client.resources(kind).inNamespace(namespace).withName(name).get();
  }
}
