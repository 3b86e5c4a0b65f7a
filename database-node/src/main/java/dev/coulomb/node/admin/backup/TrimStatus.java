package dev.coulomb.node.admin.backup;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far the deletion of old pieces of an archive is. Immutable; {@link BackupJson} says how it is
 * written.
 *
 * @param history whose pieces go
 * @param position those that end there or before
 * @param deleted pieces that are gone
 * @param bytes of them, as they were stored
 * @param failure why the rest is still there; only of one that has failed
 */
public record TrimStatus(
    State state, UUID history, long position, long deleted, long bytes, @Nullable Failure failure) {

  /** How it stands. */
  public enum State {
    RUNNING,
    COMPLETED,
    FAILED
  }
}
