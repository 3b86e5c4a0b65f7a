package dev.coulomb.operator.nodeadmin;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What a node is told to restore.
 *
 * @param id the same id is the same restore
 * @param source place of the snapshot
 * @param archive place of the archive that goes on behind it; null: the snapshot is all
 * @param until where to end; null: with all there is
 * @param inPlace the node may hold tables, which are kept until the restore is confirmed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RestoreOrder(
    String id,
    NodeDestination source,
    @Nullable NodeDestination archive,
    @Nullable Until until,
    boolean inPlace) {

  /** A moment: one of the two. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Until(@Nullable Long timeMicros, @Nullable Long position) {}
}
