package dev.coulomb.node.admin.restore;

import dev.coulomb.node.admin.backup.Destination;
import org.jspecify.annotations.Nullable;

/**
 * A restore that is asked for. Immutable.
 *
 * @param source the snapshot
 * @param archive of its history, to go on behind it; null: the snapshot is all
 * @param until where to end; without an archive, {@link Until.End}
 * @param inPlace the node may hold tables, which are kept until the restore is confirmed
 */
public record RestoreRequest(
    String id, Destination source, @Nullable Destination archive, Until until, boolean inPlace) {

  /** Where a restore ends. */
  public sealed interface Until {
    /** With all there is. */
    record End() implements Until {}

    /** With what had happened at a time, in microseconds since 1970. */
    record Time(long micros) implements Until {}

    /** With what the log had before a position. */
    record Position(long lsn) implements Until {}
  }
}
