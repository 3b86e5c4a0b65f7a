package dev.coulomb.operator.dependents;

import dev.coulomb.operator.api.Bootstrap;
import dev.coulomb.operator.api.BootstrapStatus;
import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.wanted.Wanted;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a node is told of its own life, besides its settings.
 *
 * @param expectedId the node that must be found on the volume; nothing when any may be
 * @param restore it must not serve before this restore was carried out; nothing: it may
 * @param awaitsSchema it must not be ready before it has its first schema
 */
public record NodeMarks(
    Optional<String> expectedId, Optional<String> restore, boolean awaitsSchema) {

  /** Nothing at all. */
  static final NodeMarks NONE = new NodeMarks(Optional.empty(), Optional.empty(), false);

  /** As the status of a cluster remembers its life. */
  public static NodeMarks of(CoulombCluster cluster, Wanted wanted) {
    @Nullable Bootstrap bootstrap = wanted.spec().bootstrap();
    @Nullable BootstrapStatus soFar = cluster.getStatus().bootstrap();
    Optional<Bootstrap> pending =
        Optional.ofNullable(bootstrap).filter(b -> soFar == null || !soFar.done());
    return new NodeMarks(
        cluster.getStatus().nodeId().filter(id -> !wanted.spec().overrides().allowEmptyStart()),
        pending.filter(b -> b.restore() != null).map(b -> cluster.getMetadata().getUid()),
        pending.filter(b -> b.schema() != null).isPresent());
  }
}
