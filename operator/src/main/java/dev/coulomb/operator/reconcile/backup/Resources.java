package dev.coulomb.operator.reconcile.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Our own kinds as Kubernetes has them now, and their finalizer. */
final class Resources {

  /** Keeps a resource until what it stands for is dealt with. */
  static final String FINALIZER = "coulomb.dev/backup";

  private static final JsonMapper JSON = new JsonMapper();

  private Resources() {}

  /** What is there now, from no cache: what was written a moment ago is in it. */
  static <R extends HasMetadata> @Nullable R read(
      KubernetesClient client, Class<R> kind, String namespace, String name) {
    return client.resources(kind).inNamespace(namespace).withName(name).get();
  }

  static boolean isHeld(HasMetadata resource) {
    return finalizers(resource).contains(FINALIZER);
  }

  /**
   * Puts the finalizer on, or takes it off.
   *
   * @return whether the resource still was of the version that was read
   */
  static boolean hold(KubernetesClient client, HasMetadata resource, boolean held) {
    List<String> finalizers = new ArrayList<>(finalizers(resource));
    finalizers.remove(FINALIZER);
    if (held) {
      finalizers.add(FINALIZER);
    }
    Map<String, Object> metadata =
        Map.of(
            "resourceVersion",
            resource.getMetadata().getResourceVersion(),
            "finalizers",
            finalizers);
    try {
      at(client, resource)
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              JSON.writeValueAsString(Map.of("metadata", metadata)));
      return true;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of texts is always JSON", e);
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT
          || e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  @SuppressWarnings("unchecked") // the class of an object is that of its kind
  private static <R extends HasMetadata> Resource<R> at(KubernetesClient client, R resource) {
    return client
        .resources((Class<R>) resource.getClass())
        .inNamespace(resource.getMetadata().getNamespace())
        .withName(resource.getMetadata().getName());
  }

  private static List<String> finalizers(HasMetadata resource) {
    List<String> finalizers = resource.getMetadata().getFinalizers();
    return finalizers == null ? List.of() : finalizers;
  }
}
