package dev.coulomb.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.operator.api.ArchiveStatus;
import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.archive.TrimOutlook;
import dev.coulomb.operator.archive.TrimOutlook.Standing;
import dev.coulomb.operator.nodeadmin.NodeAddress;
import dev.coulomb.operator.observe.ArchiveView;
import dev.coulomb.operator.rollout.Outcome;
import dev.coulomb.operator.rollout.Seen;
import dev.coulomb.operator.rollout.Step;
import dev.coulomb.operator.wanted.Checked;
import dev.coulomb.operator.wanted.Clusters;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is told of old pieces of an archive. */
class ArchiveReportTest {

  private static final String SPEC =
      "spec: {backup: {volumeClaim: {name: claim}}, archive: {retention: OldestBackup, destination: {volume: {claimName: claim}}}}";

  private static final ArchiveStatus FAILED =
      new ArchiveStatus(
          List.of(),
          new ArchiveStatus.Failed("h1", 100L, "2026-11-23T12:00:00Z", "AccessDenied", "not you"));

  private final CoulombCluster cluster = Clusters.cluster(SPEC);

  private StatusReport report(Optional<TrimOutlook> trim) {
    return StatusReport.of(
        new Findings(
            cluster,
            new Checked.Accepted(Clusters.wanted(SPEC)),
            Seen.settled().observation(),
            new Step.Done(),
            new Outcome.Nothing(),
            List.of(),
            List.of(),
            new ArchiveView.Told(new NodeAddress("10.0.0.1", 8080, "")),
            trim,
            Optional.empty(),
            Optional.empty()));
  }

  private static String condition(StatusReport report) {
    return report
        .status()
        .condition("ArchiveTrimmed")
        .map(c -> c.getStatus() + " " + c.getReason() + ": " + c.getMessage())
        .orElse("");
  }

  @Test
  void aFailureIsAConditionAndAWarningOnce() {
    TrimOutlook failed =
        new TrimOutlook(FAILED, Standing.OPEN, "AccessDenied", "not you", Optional.empty());
    StatusReport report = report(Optional.of(failed));
    assertThat(condition(report)).isEqualTo("False AccessDenied: not you");
    assertThat(report.status().archive()).isEqualTo(FAILED);
    Notice warning =
        new Notice(
            true, "ArchiveNotTrimmed", "old pieces of the archive were not deleted: not you");
    assertThat(report.notices()).contains(warning);
    assertThat(report.status().phase()).as("archiving goes on").isEqualTo("Running");
    cluster.setStatus(report.status());
    assertThat(report(Optional.of(failed)).notices()).doesNotContain(warning);
  }

  @Test
  void whatWasDeletedIsTold() {
    StatusReport report =
        report(
            Optional.of(
                new TrimOutlook(
                    ArchiveStatus.UNTOUCHED,
                    Standing.REACHED,
                    "AsFarAsBackups",
                    "the archive reaches back to backup first",
                    Optional.of("3 pieces are deleted"))));
    assertThat(condition(report))
        .isEqualTo("True AsFarAsBackups: the archive reaches back to backup first");
    assertThat(report.notices())
        .contains(new Notice(false, "ArchiveTrimmed", "3 pieces are deleted"));
  }

  @Test
  void whereNothingGoesNothingIsSaidOrRemembered() {
    StatusReport report = report(Optional.empty());
    assertThat(condition(report)).isEmpty();
    assertThat(report.status().archive()).isNull();
  }
}
