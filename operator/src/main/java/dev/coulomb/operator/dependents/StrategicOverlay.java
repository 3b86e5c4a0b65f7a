package dev.coulomb.operator.dependents;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Lays a partial pod template over a whole one, as a strategic merge patch does: maps are merged,
 * null removes, lists are merged by the key Kubernetes merges them by, and all other lists are
 * replaced.
 */
final class StrategicOverlay {

  /**
   * List field to the field that identifies its elements, from the patchMergeKey tags of
   * Kubernetes' pod types.
   */
  private static final Map<String, String> MERGE_KEYS =
      Map.ofEntries(
          Map.entry("containers", "name"),
          Map.entry("initContainers", "name"),
          Map.entry("volumes", "name"),
          Map.entry("imagePullSecrets", "name"),
          Map.entry("env", "name"),
          Map.entry("volumeMounts", "mountPath"),
          Map.entry("volumeDevices", "devicePath"),
          Map.entry("ports", "containerPort"),
          Map.entry("hostAliases", "ip"),
          Map.entry("topologySpreadConstraints", "topologyKey"),
          Map.entry("resourceClaims", "name"));

  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  /** Takes no field that the model does not know; the client's own would send it on. */
  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .annotationIntrospector(
              new JacksonAnnotationIntrospector() {
                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                  return Boolean.FALSE;
                }
              })
          .build();

  private StrategicOverlay() {}

  /**
   * The merged template.
   *
   * @throws IllegalArgumentException in a sentence, when the overlay has a field that a pod
   *     template does not have, or a value of another kind
   */
  @SuppressWarnings("unchecked")
  static PodTemplateSpec over(PodTemplateSpec template, Map<String, @Nullable Object> overlay) {
    if (overlay.isEmpty()) {
      return template;
    }
    Map<String, @Nullable Object> base = SERIALIZATION.convertValue(template, Map.class);
    try {
      return STRICT.convertValue(merged(base, overlay), PodTemplateSpec.class);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(sentence(e), e);
    }
  }

  private static String sentence(IllegalArgumentException e) {
    if (!(e.getCause() instanceof JsonMappingException mistake)) {
      return "spec.podTemplate does not fit a pod template";
    }
    StringBuilder path = new StringBuilder("spec.podTemplate");
    for (JsonMappingException.Reference step : mistake.getPath()) {
      path.append(
          step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName());
    }
    return mistake instanceof UnrecognizedPropertyException
        ? path + " is not a field of a pod template; take it out or correct its name"
        : path + " has a value that does not fit there";
  }

  private static Map<String, @Nullable Object> merged(
      Map<String, @Nullable Object> base, Map<String, @Nullable Object> overlay) {
    Map<String, @Nullable Object> result = new LinkedHashMap<>(base);
    overlay.forEach((key, value) -> {
      if (value == null) {
        result.remove(key);
      } else {
        result.put(key, value(key, result.get(key), value));
      }
    });
    return result;
  }

  @SuppressWarnings("unchecked")
  private static Object value(String key, @Nullable Object below, Object above) {
    if (below instanceof Map<?, ?> base && above instanceof Map<?, ?> overlay) {
      return merged((Map<String, @Nullable Object>) base, (Map<String, @Nullable Object>) overlay);
    }
    String mergeKey = MERGE_KEYS.get(key);
    if (mergeKey != null && below instanceof List<?> base && above instanceof List<?> overlay) {
      return mergedList(mergeKey, base, overlay);
    }
    return above;
  }

  @SuppressWarnings("unchecked")
  private static List<Object> mergedList(String mergeKey, List<?> base, List<?> overlay) {
    List<Object> result = new ArrayList<>(base);
    for (Object above : overlay) {
      int at = indexOf(result, mergeKey, above);
      if (at < 0) {
        result.add(above);
      } else {
        result.set(
            at,
            merged(
                (Map<String, @Nullable Object>) result.get(at),
                (Map<String, @Nullable Object>) above));
      }
    }
    return result;
  }

  private static int indexOf(List<Object> elements, String mergeKey, Object wanted) {
    if (!(wanted instanceof Map<?, ?> map) || map.get(mergeKey) == null) {
      return -1;
    }
    for (int i = 0; i < elements.size(); i++) {
      if (elements.get(i) instanceof Map<?, ?> element
          && Objects.equals(
              String.valueOf(element.get(mergeKey)), String.valueOf(map.get(mergeKey)))) {
        return i;
      }
    }
    return -1;
  }
}
