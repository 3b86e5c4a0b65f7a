package dev.coulomb.node.admin;

import dev.coulomb.node.admin.backup.ArchiveControl;
import dev.coulomb.node.admin.backup.ArchiveStatus;
import dev.coulomb.node.admin.backup.Destination;
import dev.coulomb.node.admin.backup.TrimStatus;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An archive of which the first position is gone at once, and any other never. */
final class FakeArchive implements ArchiveControl {
  private @Nullable Destination place;
  private @Nullable TrimStatus trim;

  @Override
  public ArchiveStatus begin(Destination destination) {
    place = destination;
    return status();
  }

  @Override
  public ArchiveStatus status() {
    return new ArchiveStatus(true, 5, 6, 7, null);
  }

  @Override
  public TrimStatus trim(UUID history, long position) {
    if (place == null) {
      throw new AdminError(409, "archive-unknown", "where is it", null);
    }
    TrimStatus.State state = position == 1 ? TrimStatus.State.COMPLETED : TrimStatus.State.RUNNING;
    TrimStatus begun = new TrimStatus(state, history, position, 0, 0, null);
    trim = begun;
    return begun;
  }

  @Override
  public Optional<TrimStatus> trimmed() {
    return Optional.ofNullable(trim);
  }
}
