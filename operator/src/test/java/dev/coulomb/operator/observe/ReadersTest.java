package dev.coulomb.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.operator.api.BootstrapStatus;
import dev.coulomb.operator.api.ClusterRef;
import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.api.Destination;
import dev.coulomb.operator.api.backup.CoulombBackup;
import dev.coulomb.operator.api.backup.CoulombBackupSpec;
import dev.coulomb.operator.api.backup.DeletionPolicy;
import dev.coulomb.operator.api.restore.CoulombRestore;
import dev.coulomb.operator.api.restore.CoulombRestoreStatus;
import dev.coulomb.operator.api.restore.CoulombRestoreStatus.Phase;
import dev.coulomb.operator.wanted.Clusters;
import dev.coulomb.operator.wanted.Place;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who reads which snapshot, and which archive. */
class ReadersTest {

  private static final String BY_NAME = "backupRef: {name: monday}";
  private static final String BY_PLACE =
      "source: {cluster: demo, snapshot: monday, destination: {volume: {claimName: claim, path: team}}}";

  private static final Set<String> MONDAY = Set.of("monday");

  private static final Destination CLAIM =
      new Destination(null, new Destination.Volume("claim", "team"));

  private static CoulombBackup monday() {
    CoulombBackup backup = new CoulombBackup();
    backup.setMetadata(new ObjectMetaBuilder().withName("monday").build());
    backup.setSpec(new CoulombBackupSpec(new ClusterRef("demo"), CLAIM, DeletionPolicy.Retain));
    return backup;
  }

  private static Readers restore(String origin, @Nullable Phase phase) {
    CoulombRestore restore =
        Serialization.unmarshal(
            "metadata: {name: back}\nspec: {clusterRef: {name: demo}, %s}".formatted(origin),
            CoulombRestore.class);
    restore.setStatus(
        new CoulombRestoreStatus(null, phase, null, null, null, null, null, null, List.of()));
    return Readers.of(List.of(restore), List.of());
  }

  private static Readers cluster(String origin, BootstrapStatus.@Nullable State state) {
    CoulombCluster cluster =
        Clusters.cluster("spec: {bootstrap: {restore: {%s}}}".formatted(origin));
    if (state != null) {
      cluster.setStatus(
          Serialization.unmarshal(
              "bootstrap: {state: %s, reason: x, message: x}".formatted(state),
              dev.coulomb.operator.api.CoulombClusterStatus.class));
    }
    return Readers.of(List.of(), List.of(cluster));
  }

  @Test
  void aRestoreReadsUntilItIsOver() {
    assertThat(restore(BY_NAME, null).of(monday())).contains("the CoulombRestore back");
    for (Phase phase : Phase.values()) {
      assertThat(restore(BY_NAME, phase).of(monday()).isEmpty())
          .as("%s", phase)
          .isEqualTo(phase.over());
    }
    assertThat(restore("backupRef: {name: tuesday}", null).of(monday())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aClusterReadsUntilItHasWhatItBeginsWith(BootstrapStatus.State state) {
    assertThat(cluster(BY_NAME, state).of(monday()).isEmpty())
        .isEqualTo(state == BootstrapStatus.State.Done);
    assertThat(cluster(BY_NAME, null).of(monday())).contains("the CoulombCluster demo");
  }

  @Test
  void oneThatIsBeingDeletedOrBeginsEmptyReadsNothing() {
    CoulombCluster leaving =
        Clusters.cluster("spec: {bootstrap: {restore: {%s}}}".formatted(BY_NAME));
    leaving.getMetadata().setDeletionTimestamp("2026-11-28T12:00:00Z");
    assertThat(Readers.of(List.of(), List.of(leaving, Clusters.cluster("spec: {}"))))
        .isEqualTo(Readers.NONE);
  }

  @Test
  void aSnapshotThatIsNamedByItsPlaceIsReadAsWell() {
    assertThat(restore(BY_PLACE, Phase.Restoring).of(monday())).isPresent();
    assertThat(cluster(BY_PLACE, null).of(monday())).isPresent();
    assertThat(restore(BY_PLACE.replace("team", "other"), null).of(monday())).isEmpty();
    assertThat(restore(BY_PLACE.replace("demo,", "shop,"), null).of(monday())).isEmpty();
  }

  @Test
  void anArchiveIsReadBesideBackupsByWhoeverGoesOnFromAPlace() {
    Place archive = Place.ofArchive(CLAIM, "demo");
    assertThat(restore(BY_PLACE + ", latest: true", null).besideBackups(archive, MONDAY))
        .isPresent();
    assertThat(restore(BY_PLACE, null).besideBackups(archive, MONDAY))
        .as("the snapshot alone")
        .isEmpty();
    assertThat(restore(BY_NAME + ", latest: true", null).besideBackups(archive, MONDAY))
        .as("from a backup on, which is known")
        .isEmpty();
    assertThat(restore(BY_NAME + ", latest: true", null).besideBackups(archive, Set.of()))
        .as("of a backup that is gone nobody knows where its archive is")
        .isPresent();
    assertThat(restore(BY_NAME, null).besideBackups(archive, Set.of())).isEmpty();
    String elsewhere = ", latest: true, archive: {volume: {claimName: claim, path: logs}}";
    assertThat(restore(BY_PLACE + elsewhere, null).besideBackups(archive, MONDAY)).isEmpty();
    assertThat(
            restore(BY_PLACE + elsewhere, null)
                .besideBackups(
                    Place.ofArchive(
                        new Destination(null, new Destination.Volume("claim", "logs")), "demo"),
                    MONDAY))
        .isPresent();
  }
}
