package dev.coulomb.node.admin;

import dev.coulomb.node.admin.backup.BackupControl;
import dev.coulomb.node.admin.backup.BackupStatus;
import dev.coulomb.node.admin.backup.BackupStatus.Phase;
import dev.coulomb.node.admin.backup.BackupStatus.State;
import dev.coulomb.node.admin.backup.Destination;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Remembers one backup, which never ends by itself. */
final class FakeBackups implements BackupControl {
  private @Nullable BackupStatus backup;
  private @Nullable Destination asked;

  @Nullable Destination asked() {
    return asked;
  }

  @Override
  public BackupStatus begin(String id, Destination destination) {
    BackupStatus known = backup;
    if (known != null && known.state() == State.RUNNING && !known.id().equals(id)) {
      throw new AdminError(409, "backup-running", "another backup runs", "id");
    }
    asked = destination;
    return put(id, State.RUNNING);
  }

  @Override
  public Optional<BackupStatus> find(String id) {
    return Optional.ofNullable(backup).filter(known -> known.id().equals(id));
  }

  @Override
  public Optional<BackupStatus> cancel(String id) {
    return find(id).map(known -> put(id, State.CANCELLED));
  }

  private BackupStatus put(String id, State state) {
    BackupStatus status = new BackupStatus(id, state, Phase.PREPARING, 0, 0, 0, 1, 0, null, null);
    backup = status;
    return status;
  }
}
