package dev.coulomb.operator.observe;

import dev.coulomb.operator.api.Bootstrap;
import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.api.Destination;
import dev.coulomb.operator.api.RestoreOrigin;
import dev.coulomb.operator.api.backup.CoulombBackup;
import dev.coulomb.operator.api.restore.CoulombRestore;
import dev.coulomb.operator.wanted.Place;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who reads snapshots and archives in a namespace: restores that are not over, and clusters that
 * begin with a snapshot and do not have it yet.
 */
public record Readers(List<Reader> all) {

  /** Nobody. */
  public static final Readers NONE = new Readers(List.of());

  public Readers {
    all = List.copyOf(all);
  }

  /**
   * One of them.
   *
   * @param who for people, for example {@code the CoulombRestore back}
   */
  public record Reader(String who, RestoreOrigin origin) {

    private boolean reads(CoulombBackup backup) {
      RestoreOrigin.BackupRef reference = origin.backupRef();
      RestoreOrigin.Source source = origin.source();
      if (source == null) {
        return reference != null && reference.name().equals(backup.getMetadata().getName());
      }
      Place place =
          Place.ofSnapshot(
              backup.getSpec().destination(),
              backup.getSpec().clusterRef().name(),
              backup.getMetadata().getName());
      return Place.ofSnapshot(source.destination(), source.cluster(), source.snapshot())
          .location()
          .equals(place.location());
    }

    /**
     * Of a backup that is known the archive is kept from there on. Of one that was deleted
     * meanwhile nobody knows any more which archive is read.
     */
    private boolean readsBesideBackups(Place archive, Set<String> backups) {
      if (!origin.goesOn()) {
        return false;
      }
      RestoreOrigin.Source source = origin.source();
      if (source == null) {
        return origin.backupRef() != null && !backups.contains(origin.backupRef().name());
      }
      Destination destination = Objects.requireNonNullElse(origin.archive(), source.destination());
      return Place.ofArchive(destination, source.cluster()).location().equals(archive.location());
    }
  }

  /** Reads them at once, from no cache. */
  public static Readers read(KubernetesClient client, String namespace) {
    return of(
        client.resources(CoulombRestore.class).inNamespace(namespace).list().getItems(),
        client.resources(CoulombCluster.class).inNamespace(namespace).list().getItems());
  }

  /** Those among these. */
  public static Readers of(List<CoulombRestore> restores, List<CoulombCluster> clusters) {
    Stream<Reader> inPlace =
        restores.stream()
            .filter(r -> r.getStatus().phase() == null || !r.getStatus().phase().over())
            .map(r ->
                new Reader(
                    "the CoulombRestore " + r.getMetadata().getName(), r.getSpec().origin()));
    return new Readers(
        Stream.concat(inPlace, clusters.stream().flatMap(Readers::beginning)).toList());
  }

  private static Stream<Reader> beginning(CoulombCluster cluster) {
    @Nullable Bootstrap begins = cluster.getSpec().bootstrap();
    boolean over =
        cluster.getMetadata().getDeletionTimestamp() != null
            || (cluster.getStatus().bootstrap() != null && cluster.getStatus().bootstrap().done());
    return begins == null || begins.restore() == null || over
        ? Stream.of()
        : Stream.of(
            new Reader("the CoulombCluster " + cluster.getMetadata().getName(), begins.restore()));
  }

  /** Who reads the snapshot of a backup, by whichever name; for people. */
  public Optional<String> of(CoulombBackup backup) {
    return all.stream().filter(r -> r.reads(backup)).map(Reader::who).findFirst();
  }

  /**
   * Who reads an archive, or may, beginning at a snapshot of no backup that there is; for people.
   *
   * @param backups names of all backups in the namespace
   */
  public Optional<String> besideBackups(Place archive, Set<String> backups) {
    return all.stream()
        .filter(r -> r.readsBesideBackups(archive, backups))
        .map(Reader::who)
        .findFirst();
  }
}
