package dev.coulomb.operator.restore;

import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.api.restore.CoulombRestore;
import dev.coulomb.operator.api.restore.CoulombRestoreStatus;
import dev.coulomb.operator.nodeadmin.ChecksumsReport;
import dev.coulomb.operator.nodeadmin.NodeAddress;
import dev.coulomb.operator.nodeadmin.NodeStatus;
import dev.coulomb.operator.nodeadmin.Reply;
import dev.coulomb.operator.nodeadmin.RestoreReport;
import dev.coulomb.operator.observe.OriginView;
import java.time.Instant;
import java.util.Optional;

/**
 * Everything that a decision about a restore in place may rest on, at one moment.
 *
 * @param cluster whose data is replaced; nothing when there is none of that name
 * @param node where its node takes orders; nothing while no process runs
 * @param state what its node says of itself; nothing when it does not answer
 * @param busy what else is done to the cluster, and must be over first
 * @param origin what is to be restored; nothing without a cluster
 * @param word what the node says of its last restore; nothing when it was not asked
 * @param checksums what the node says of its tables; nothing when it was not asked
 */
public record RestoreObservation(
    Instant now,
    CoulombRestore restore,
    Optional<CoulombCluster> cluster,
    Optional<NodeAddress> node,
    Optional<NodeStatus.State> state,
    Optional<Obstacle> busy,
    Optional<OriginView> origin,
    Optional<Reply<RestoreReport>> word,
    Optional<Reply<ChecksumsReport>> checksums) {

  /** Something that must be over first. */
  public record Obstacle(String reason, String message) {}

  CoulombRestoreStatus before() {
    return restore.getStatus();
  }

  String id() {
    return restore.getMetadata().getUid();
  }

  /** Whether the resource is deleted, and waits for what that means to be carried out. */
  boolean leaving() {
    return restore.getMetadata().getDeletionTimestamp() != null;
  }

  /** What the node says of this very restore. */
  Optional<RestoreReport> report() {
    return word.flatMap(w ->
            w instanceof Reply.Said<RestoreReport>(RestoreReport report)
                ? Optional.of(report)
                : Optional.empty())
        .filter(report -> report.id().equals(id()));
  }

  /**
   * Whether what the node kept for this restore is no longer there: its volume is another one, or
   * another restore was carried out since. One that is under way, or failed, changes nothing.
   */
  boolean forgotten() {
    return unknown()
        && word.filter(w ->
                w instanceof Reply.Said<RestoreReport>(RestoreReport other)
                    && other.state() != RestoreReport.State.Completed
                    && other.state() != RestoreReport.State.Undone)
            .isEmpty();
  }

  /** Whether the node answered, and knows nothing of this restore. */
  boolean unknown() {
    return word.filter(w ->
            switch (w) {
              case Reply.Said<RestoreReport>(RestoreReport report) -> !report.id().equals(id());
              case Reply.Refused<RestoreReport>(String code, String message) ->
                  code.equals(dev.coulomb.operator.nodeadmin.NodeRestores.UNKNOWN_RESTORE);
              case Reply.Silent<RestoreReport> silent -> false;
            })
        .isPresent();
  }
}
