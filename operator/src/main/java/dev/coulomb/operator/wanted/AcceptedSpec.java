package dev.coulomb.operator.wanted;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.api.CoulombClusterSpec;
import java.util.Optional;

/**
 * The last spec that could be carried out, as it is kept in the status: what a cluster is held to
 * while its newest spec cannot be carried out. The same spec always gives the same text.
 */
public final class AcceptedSpec {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  private AcceptedSpec() {}

  public static String text(CoulombClusterSpec spec) {
    try {
      return JSON.writeValueAsString(spec);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what came from JSON can become JSON", e);
    }
  }

  /** The cluster as it was when its spec could be carried out; nothing if it never could. */
  public static Optional<CoulombCluster> of(CoulombCluster cluster) {
    String text = cluster.getStatus().acceptedSpec();
    if (text == null) {
      return Optional.empty();
    }
    try {
      CoulombCluster before = new CoulombCluster();
      before.setMetadata(cluster.getMetadata());
      before.setSpec(JSON.readValue(text, CoulombClusterSpec.class));
      return Optional.of(before);
    } catch (JsonProcessingException e) {
      // Of another version of the operator, then; the next spec that fits replaces it.
      return Optional.empty();
    }
  }
}
