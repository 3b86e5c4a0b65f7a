package dev.coulomb.operator.observe;

import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.api.Destination;
import dev.coulomb.operator.api.RestoreOrigin;
import dev.coulomb.operator.api.backup.CoulombBackup;
import dev.coulomb.operator.api.backup.CoulombBackupStatus;
import dev.coulomb.operator.api.backup.CoulombBackupStatus.Snapshot;
import dev.coulomb.operator.nodeadmin.NodeDestination;
import dev.coulomb.operator.nodeadmin.RestoreOrder;
import dev.coulomb.operator.wanted.Place;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what a restore is of: the backup, and the places with the keys that open them. */
public final class OriginReading {

  public static final String BACKUP_NOT_FOUND = "BackupNotFound";
  public static final String BACKUP_NOT_COMPLETED = "BackupNotCompleted";
  public static final String BACKUP_FAILED = "BackupFailed";

  /** The moment lies before the snapshot, or is none. */
  public static final String TARGET_NOT_REACHABLE = "TargetNotReachable";

  private final KubernetesClient client;
  private final PlaceReading places;
  private final String namespace;

  public OriginReading(KubernetesClient client, String namespace) {
    this.client = client;
    this.places = new PlaceReading(client, namespace);
    this.namespace = namespace;
  }

  /** A snapshot, and whose it is. */
  private record Found(Place place, String cluster, Optional<Snapshot> snapshot) {}

  /**
   * The origin, for the node of a cluster.
   *
   * @param id of the restore
   * @param inPlace whether what the cluster has is replaced
   */
  public OriginView read(
      RestoreOrigin origin, String id, boolean inPlace, CoulombCluster cluster, ClusterNode node) {
    RestoreOrigin.Source source = origin.source();
    RestoreOrigin.BackupRef reference = origin.backupRef();
    if (source != null) {
      Place place = Place.ofSnapshot(source.destination(), source.cluster(), source.snapshot());
      return order(
          new Found(place, source.cluster(), Optional.empty()), origin, id, inPlace, cluster, node);
    }
    String name = reference == null ? "" : reference.name();
    @Nullable CoulombBackup backup =
        client.resources(CoulombBackup.class).inNamespace(namespace).withName(name).get();
    if (backup == null) {
      return new OriginView.Problem(
          BACKUP_NOT_FOUND,
          "there is no CoulombBackup "
              + name
              + " here; where only its snapshot is left, name it by source",
          false);
    }
    Optional<OriginView> problem = problem(backup);
    if (problem.isPresent()) {
      return problem.get();
    }
    String saved = backup.getSpec().clusterRef().name();
    Place place = Place.ofSnapshot(backup.getSpec().destination(), saved, name);
    return order(
        new Found(place, saved, Optional.ofNullable(backup.getStatus().snapshot())),
        origin,
        id,
        inPlace,
        cluster,
        node);
  }

  private static Optional<OriginView> problem(CoulombBackup backup) {
    String name = "the CoulombBackup " + backup.getMetadata().getName();
    CoulombBackupStatus.Phase phase = backup.getStatus().phase();
    if (phase == CoulombBackupStatus.Phase.Completed) {
      return Optional.empty();
    }
    if (phase == CoulombBackupStatus.Phase.Failed) {
      return Optional.of(
          new OriginView.Problem(
              BACKUP_FAILED, name + " has failed: there is no snapshot of it", true));
    }
    return Optional.of(
        new OriginView.Problem(
            BACKUP_NOT_COMPLETED,
            name
                + " is not completed: "
                + (phase == null ? "nobody has begun it" : "it is " + phase),
            phase == CoulombBackupStatus.Phase.Deleting));
  }

  private OriginView order(
      Found found,
      RestoreOrigin origin,
      String id,
      boolean inPlace,
      CoulombCluster cluster,
      ClusterNode node) {
    RestoreOrder.@Nullable Until until;
    try {
      until = until(origin);
    } catch (DateTimeException e) {
      return new OriginView.Problem(
          TARGET_NOT_REACHABLE, origin.pointInTime() + " is not a moment: " + e.getMessage(), true);
    }
    Optional<String> early = early(until, found.snapshot());
    if (early.isPresent()) {
      return new OriginView.Problem(TARGET_NOT_REACHABLE, early.get(), true);
    }
    @Nullable NodeDestination archive = null;
    if (origin.goesOn()) {
      Destination destination =
          Objects.requireNonNullElse(origin.archive(), found.place().destination());
      switch (places.read(Place.ofArchive(destination, found.cluster()), cluster, node)) {
        case PlaceView.Problem(String reason, String message) -> {
          return new OriginView.Problem(reason, message, false);
        }
        case PlaceView.Usable(NodeDestination usable) -> archive = usable;
      }
    }
    @Nullable NodeDestination ofArchive = archive;
    return switch (places.read(found.place(), cluster, node)) {
      case PlaceView.Problem(String reason, String message) ->
          new OriginView.Problem(reason, message, false);
      case PlaceView.Usable(NodeDestination snapshot) ->
          new OriginView.Usable(
              new RestoreOrder(id, snapshot, ofArchive, until, inPlace),
              found.place().location(),
              found.snapshot());
    };
  }

  private static RestoreOrder.@Nullable Until until(RestoreOrigin origin) {
    String moment = origin.pointInTime();
    if (moment != null) {
      Instant instant = OffsetDateTime.parse(moment).toInstant();
      return new RestoreOrder.Until(ChronoUnit.MICROS.between(Instant.EPOCH, instant), null);
    }
    return origin.position() == null ? null : new RestoreOrder.Until(null, origin.position());
  }

  /** What lies before the snapshot is in none of its files. */
  private static Optional<String> early(
      RestoreOrder.@Nullable Until until, Optional<Snapshot> snapshot) {
    if (until == null || snapshot.isEmpty()) {
      return Optional.empty();
    }
    Long micros = until.timeMicros();
    Long position = until.position();
    Instant cut = Instant.parse(snapshot.get().cutAt());
    boolean before =
        micros != null
            ? Instant.EPOCH.plus(micros, ChronoUnit.MICROS).isBefore(cut)
            : position != null && position < snapshot.get().position();
    return before
        ? Optional.of(
            "the moment lies before the snapshot, which is of "
                + snapshot.get().cutAt()
                + " (position "
                + snapshot.get().position()
                + "); take an older backup")
        : Optional.empty();
  }
}
