package dev.coulomb.operator.bootstrap;

import dev.coulomb.operator.api.BootstrapStatus.Restored;
import dev.coulomb.operator.nodeadmin.RestoreReport;
import dev.coulomb.operator.nodeadmin.TableSum;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A node's word about a restore, in the words of the API. */
public final class Results {

  private static final long MICROS_PER_SECOND = 1_000_000;

  private Results() {}

  /** What was restored. */
  public static Restored restored(RestoreReport report) {
    RestoreReport.Target target =
        report.restoredTo() == null ? new RestoreReport.Target(0, 0) : report.restoredTo();
    return new Restored(
        target.position(),
        moment(target.timeMicros()),
        report.rows(),
        report.tables().size(),
        TableSum.digest(report.tables()),
        Math.max(0, report.finishedAtMicros() - report.startedAtMicros()) / MICROS_PER_SECOND);
  }

  /** What the node does now, for people. */
  public static String progress(RestoreReport report) {
    return switch (report.state()) {
      case Restarting -> "everything is there, the node restarts to carry it out";
      case Running, Completed, Failed, Undone, Unknown ->
          "the node restores: "
              + (report.phase().isEmpty() ? "begun" : report.phase())
              + (report.percent().isPresent() ? ", " + report.percent().getAsInt() + " %" : "");
    };
  }

  /** A time of a node as the API writes it. */
  public static String moment(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
  }
}
