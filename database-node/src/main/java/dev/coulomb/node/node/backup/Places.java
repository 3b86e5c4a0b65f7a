package dev.coulomb.node.node.backup;

import dev.coulomb.node.admin.backup.Destination;
import dev.coulomb.node.durability.files.SnapshotStore;
import java.io.IOException;

/** Where files of backups and archives are kept. Any thread. */
public interface Places {
  /** Throws {@link dev.coulomb.node.admin.AdminError} for a place that may not be used. */
  void check(Destination destination);

  /** Opens a place that was checked. To be closed. */
  SnapshotStore open(Destination destination) throws IOException;
}
