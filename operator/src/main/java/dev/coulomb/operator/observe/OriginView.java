package dev.coulomb.operator.observe;

import dev.coulomb.operator.api.backup.CoulombBackupStatus.Snapshot;
import dev.coulomb.operator.nodeadmin.RestoreOrder;
import java.util.Optional;

/** What is to be restored, with all that a node needs to reach it. */
public sealed interface OriginView {

  /**
   * It can be said to a node.
   *
   * @param location where the snapshot is, for people
   * @param snapshot what its backup says of it, when there is a backup
   */
  record Usable(RestoreOrder order, String location, Optional<Snapshot> snapshot)
      implements OriginView {}

  /**
   * It cannot.
   *
   * @param reason one word, see {@link OriginReading} and {@link PlaceReading}
   * @param message what to do about it, in a sentence
   * @param lasting whether it never can, whatever anybody does
   */
  record Problem(String reason, String message, boolean lasting) implements OriginView {}
}
