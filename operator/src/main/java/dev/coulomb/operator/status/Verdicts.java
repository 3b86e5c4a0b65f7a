package dev.coulomb.operator.status;

import dev.coulomb.operator.api.Access;
import dev.coulomb.operator.api.BootstrapStatus;
import dev.coulomb.operator.bootstrap.Bootstrapping;
import dev.coulomb.operator.naming.Ports;
import dev.coulomb.operator.nodeadmin.NodeStatus;
import dev.coulomb.operator.observe.PodRef;
import dev.coulomb.operator.observe.PodView;
import dev.coulomb.operator.observe.Prerequisite;
import dev.coulomb.operator.rollout.Outcome;
import dev.coulomb.operator.rollout.RollVerdict;
import dev.coulomb.operator.rollout.Rollout;
import dev.coulomb.operator.rollout.Step;
import dev.coulomb.operator.wanted.Checked;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The conditions of a cluster, each from the findings alone. */
final class Verdicts {

  static final String READY = "Ready";
  static final String DEGRADED = "Degraded";
  static final String UPGRADING = "Upgrading";
  static final String STOPPED = "Stopped";
  static final String SPEC_NOT_USABLE = "SpecNotUsable";

  private static final String NODE_SILENT = Rollout.NODE_SILENT;
  private static final String NO_ANSWER = "NoAnswer";
  private static final String NO_NODE = "no node answers";
  private static final String STOPPED_BY_SPEC =
      "the nodes are stopped and the volumes are kept; spec.state: Running brings everything back";
  private static final Duration EXPIRES_SOON = Duration.ofDays(14);

  private final Findings found;
  private final Optional<NodeStatus> node;

  private Verdicts(Findings found) {
    this.found = found;
    this.node = found.pod().flatMap(PodView::serving);
  }

  /** Condition type to verdict, in the order they are shown. */
  static Map<String, Verdict> of(Findings found) {
    Verdicts verdicts = new Verdicts(found);
    Map<String, Verdict> all = new LinkedHashMap<>();
    all.put(READY, verdicts.ready());
    all.put("Progressing", verdicts.progressing());
    all.put("KSafe", verdicts.kSafe());
    all.put(UPGRADING, verdicts.upgrading());
    all.put("Paused", verdicts.paused());
    all.put(STOPPED, verdicts.stopped());
    all.put("ConfigApplied", verdicts.configApplied());
    all.put("StorageHealthy", StorageVerdict.of(found));
    found.bootstrap().ifPresent(b -> all.put("Bootstrapped", bootstrapped(b)));
    if (found.cluster().getSpec().access().tls() != null) {
      all.put("CertificatesValid", verdicts.certificatesValid());
    }
    BackupVerdicts.backups(found.backups()).ifPresent(v -> all.put("BackupHealthy", v));
    BackupVerdicts.archive(found).ifPresent(v -> all.put("ArchiveHealthy", v));
    found.trim().ifPresent(trim -> all.put("ArchiveTrimmed", BackupVerdicts.trimmed(trim)));
    all.put(DEGRADED, verdicts.degraded());
    return all;
  }

  private Verdict ready() {
    if (found.serving().isPresent()) {
      return Verdict.yes("Serving", "SQL is served");
    }
    Optional<Verdict> problem = problem().map(t -> Verdict.no(t.reason(), t.message()));
    return problem
        .or(() -> found.restore().map(Verdicts::restoring))
        .or(() -> begins().map(b -> Verdict.no(b.reason(), b.message())))
        .orElseGet(() -> found.pod().map(this::notYet).orElseGet(this::noPod));
  }

  /** What a running node is still to begin with. */
  private Optional<BootstrapStatus> begins() {
    boolean up =
        found.pod().flatMap(PodView::status).stream()
            .anyMatch(s -> s.state() != NodeStatus.State.STARTING);
    return found.bootstrapping().filter(b -> up || b.state() == BootstrapStatus.State.Running);
  }

  private static Verdict restoring(String restore) {
    return Verdict.no(
        Bootstrapping.RESTORING, "the CoulombRestore " + restore + " replaces the data");
  }

  private static Verdict bootstrapped(BootstrapStatus status) {
    return new Verdict(status.done() ? "True" : "False", status.reason(), status.message());
  }

  private Verdict noPod() {
    return found.stopWanted()
        ? Verdict.no(STOPPED, STOPPED_BY_SPEC)
        : Verdict.no("PodPending", "there is no pod yet");
  }

  private Verdict notYet(PodView pod) {
    if (pod.life().deleting()) {
      return Verdict.no("Stopping", "pod " + pod.name() + " is stopping");
    }
    return pod.silence()
        .map(reason ->
            Verdict.no(
                NODE_SILENT,
                "pod " + pod.name() + " runs, but does not answer the operator: " + reason))
        .orElseGet(() ->
            Progress.of(pod, found.seen())
                .map(startup ->
                    Verdict.no(
                        "Recovering", "pod " + pod.name() + " starts: " + Progress.words(startup)))
                .orElseGet(
                    () -> Verdict.no("Starting", "pod " + pod.name() + " does not serve yet")));
  }

  private Verdict stopped() {
    if (!found.stopWanted()) {
      return Verdict.no("NotWanted", "spec.state does not ask for a stop");
    }
    return found.pod().isEmpty()
        ? Verdict.yes("StoppedBySpec", STOPPED_BY_SPEC)
        : Verdict.no("Stopping", "the nodes are not stopped yet");
  }

  private Verdict progressing() {
    Optional<Trouble> trouble = found.trouble();
    if (trouble.filter(t -> t.reason().equals(Trouble.STALLED)).isPresent()) {
      return Verdict.no("Stalled", trouble.get().message());
    }
    if (!found.specProblems().isEmpty()) {
      return Verdict.no(SPEC_NOT_USABLE, "nothing is done until the spec is corrected");
    }
    if (found.outcome() instanceof Outcome.Failed(String reason, String message)) {
      return Verdict.no(reason, message);
    }
    return switch (found.step()) {
      case Step.Done() -> Verdict.no("Settled", "everything is as the spec says");
      case Step.Refuse(String reason, String message) -> Verdict.no(reason, message);
      case Step.Wait(String reason, String message) -> Verdict.yes(reason, message);
      case Step.ApplyStatefulSet(String why) ->
          Verdict.yes("Applying", "the StatefulSet is applied: " + why);
      case Step.Replace(PodRef pod, String why) ->
          Verdict.yes("Restarting", pod + " is replaced: " + why);
      case Step.Restart(PodRef pod, boolean force, String why) ->
          found.outcome() instanceof Outcome.NodeRefused(String message)
              ? Verdict.no(Rollout.DATA_WOULD_BE_LOST, message)
              : Verdict.yes("Restarting", pod + " is restarted: " + why);
      case Step.Vacate(PodRef pod, String why) ->
          found.outcome() instanceof Outcome.NodeRefused(String message)
              ? Verdict.no(Rollout.DATA_WOULD_BE_LOST, message)
              : Verdict.yes("Restarting", pod + " is restarted: " + why);
      case Step.Stop(PodRef pod, boolean force) ->
          found.outcome() instanceof Outcome.NodeRefused(String message)
              ? Verdict.no(Rollout.DATA_WOULD_BE_LOST, message)
              : Verdict.yes("Stopping", pod + " is stopped");
      case Step.RecreateStatefulSet(String why) ->
          Verdict.yes("Applying", "the StatefulSet is made anew: " + why);
      case Step.ExpandVolume(String claim, String version, String size) ->
          Verdict.yes("Expanding", claim + " is to have " + size);
      case Step.SetReclaim s -> Verdict.yes("Applying", s.claim() + " gets its reclaim policy");
      case Step.Pause(PodRef pod) -> Verdict.yes("Pausing", pod + " is paused");
      case Step.Resume(PodRef pod) -> Verdict.yes("Resuming", pod + " is resumed");
      case Step.ChangeSettings c -> Verdict.yes("Configuring", "settings are put into effect");
    };
  }

  private Verdict kSafe() {
    if (node.isEmpty()) {
      return Verdict.unknown(NO_ANSWER, NO_NODE);
    }
    NodeStatus.Partitions partitions = node.get().partitions();
    int copies = found.cluster().getSpec().kSafety() + 1;
    int wanted = partitions.count() * copies;
    return partitions.inSync() >= wanted
        ? Verdict.yes(
            "InSync",
            "every partition has all its copies ("
                + copies
                + "); with kSafety 0 a lost volume loses the data")
        : Verdict.no(
            "CopiesMissing",
            partitions.inSync() + " of " + wanted + " copies of partitions are in sync");
  }

  private Verdict upgrading() {
    Optional<RollVerdict.Blocked> blocked = found.blocked();
    if (blocked.isPresent()) {
      return Verdict.no(blocked.get().reason(), blocked.get().message());
    }
    return switch (found.step()) {
      case Step.Replace(PodRef pod, String why) -> Verdict.yes("Restarting", pod + ": " + why);
      case Step.Restart(PodRef pod, boolean force, String why) ->
          Verdict.yes("Restarting", pod + ": " + why);
      case Step.Vacate(PodRef pod, String why) -> Verdict.yes("Restarting", pod + ": " + why);
      case Step.Wait w -> stillUpgrading();
      case Step.ApplyStatefulSet a -> stillUpgrading();
      case Step.RecreateStatefulSet r -> stillUpgrading();
      case Step.ExpandVolume e -> stillUpgrading();
      case Step.SetReclaim s -> stillUpgrading();
      case Step.Stop s -> upToDate();
      case Step.Done d -> upToDate();
      case Step.Refuse r -> upToDate();
      case Step.Pause p -> upToDate();
      case Step.Resume r -> upToDate();
      case Step.ChangeSettings c -> upToDate();
    };
  }

  /** An upgrade lasts until the new pod serves, also when the operator was restarted in between. */
  private Verdict stillUpgrading() {
    return found
        .cluster()
        .getStatus()
        .condition(UPGRADING)
        .filter(before -> before.getStatus().equals("True"))
        .map(before -> Verdict.yes(before.getReason(), before.getMessage()))
        .orElseGet(Verdicts::upToDate);
  }

  private static Verdict upToDate() {
    return Verdict.no("UpToDate", "no restart is wanted");
  }

  private Verdict paused() {
    if (node.isEmpty()) {
      return Verdict.unknown(NO_ANSWER, NO_NODE);
    }
    return node.get().state() == NodeStatus.State.PAUSED
        ? Verdict.yes(
            "PausedBySpec", "changes are refused, reads are answered; spec.state: Running ends it")
        : Verdict.no("Running", "changes are taken");
  }

  private Verdict configApplied() {
    if (found.checked() instanceof Checked.Rejected(List<String> settings, List<String> others)
        && !settings.isEmpty()) {
      return Verdict.no(
          "SettingNotUsable",
          String.join("; ", settings) + ". The database runs on with the settings it had");
    }
    if (found.step() instanceof Step.ChangeSettings
        && found.outcome() instanceof Outcome.NodeRefused(String message)) {
      return Verdict.no("NodeRefused", "the node does not take the settings: " + message);
    }
    return found
        .wanted()
        .flatMap(wanted ->
            node.flatMap(status ->
                found
                    .pod()
                    .map(pod -> {
                      if (!wanted.settings().liveDifferences(status.settings()).isEmpty()) {
                        return Verdict.no("Applying", "settings are being put into effect");
                      }
                      if (!pod.template()
                          .restartSettings()
                          .equals(wanted.settings().restartDigest())) {
                        return Verdict.no(
                            "RestartNeeded",
                            "a setting takes effect only with a restart; see the condition Upgrading");
                      }
                      return Verdict.yes("Applied", "all settings are in effect");
                    })))
        .orElseGet(() -> Verdict.unknown(NO_ANSWER, NO_NODE));
  }

  private Verdict certificatesValid() {
    Optional<String> problem = certificateProblem();
    if (problem.isPresent()) {
      return Verdict.no(Prerequisite.Kind.SECRET.reason(), problem.get());
    }
    if (node.isEmpty()) {
      return Verdict.unknown(NO_ANSWER, NO_NODE);
    }
    NodeStatus.Tls tls = node.get().tls();
    if (tls == null) {
      return Verdict.no("NotInUse", "the node runs without a certificate until it is restarted");
    }
    if (!tls.notAfter().isAfter(found.seen().now())) {
      return Verdict.no(
          "Expired", "the certificate expired at " + tls.notAfter() + "; renew the Secret");
    }
    boolean soon = tls.notAfter().isBefore(found.seen().now().plus(EXPIRES_SOON));
    return Verdict.yes(
        soon ? "ExpiresSoon" : "Valid", "the certificate is valid until " + tls.notAfter());
  }

  private Optional<String> certificateProblem() {
    Access.Tls tls = found.cluster().getSpec().access().tls();
    return found.seen().prerequisites().stream()
        .filter(secret -> tls != null && secret.name().equals(tls.secretRef().name()))
        .flatMap(secret -> secret.problem().stream())
        .findFirst();
  }

  private Verdict degraded() {
    return problem()
        .map(t -> Verdict.yes(t.reason(), t.message()))
        .orElseGet(() -> Verdict.no("AsWanted", "nothing needs attention"));
  }

  /** The first thing a person should look at. */
  private Optional<Trouble> problem() {
    List<String> spec = found.specProblems();
    if (!spec.isEmpty()) {
      return Optional.of(new Trouble(SPEC_NOT_USABLE, String.join("; ", spec)));
    }
    List<String> missing = found.seen().prerequisiteProblems();
    if (!missing.isEmpty()) {
      return Optional.of(
          new Trouble(found.seen().prerequisiteReason().orElseThrow(), String.join("; ", missing)));
    }
    if (!found.objectProblems().isEmpty()) {
      return Optional.of(
          new Trouble("ObjectNotApplied", String.join("; ", found.objectProblems())));
    }
    if (found.outcome() instanceof Outcome.Failed(String reason, String message)) {
      return Optional.of(new Trouble(reason, message));
    }
    return StorageVerdict.lost(found)
        .or(found::trouble)
        .or(this::bootstrapTrouble)
        .or(() -> found.blocked().map(b -> new Trouble(b.reason(), b.message())))
        .or(this::settingsRefused)
        .or(this::certificateExpired)
        .or(() -> StorageVerdict.full(found))
        .or(() -> StorageVerdict.refused(found))
        .or(this::refused)
        .or(this::silent);
  }

  /** One answer that is missing is no trouble yet: Ready tells of it; the second one is. */
  private Optional<Trouble> silent() {
    boolean before =
        found
            .cluster()
            .getStatus()
            .condition(READY)
            .filter(c -> NODE_SILENT.equals(c.getReason()))
            .isPresent();
    return found
        .pod()
        .filter(pod -> before && pod.silence().isPresent())
        .map(pod ->
            new Trouble(
                NODE_SILENT,
                "pod "
                    + pod.name()
                    + " runs, but does not answer the operator. See what keeps the operator from its admin port ("
                    + Ports.ADMIN
                    + "): a NetworkPolicy, or kubectl logs "
                    + pod.name()));
  }

  private Optional<Trouble> bootstrapTrouble() {
    return found
        .bootstrapping()
        .filter(Bootstrapping::isTrouble)
        .map(b -> new Trouble(b.reason(), b.message()));
  }

  /** Something that the spec asks for and that is not done. */
  private Optional<Trouble> refused() {
    return found.step() instanceof Step.Refuse(String reason, String message)
        ? Optional.of(new Trouble(reason, message))
        : Optional.empty();
  }

  private Optional<Trouble> settingsRefused() {
    return Findings.isStop(found.step())
        ? Optional.empty()
        : found.outcome() instanceof Outcome.NodeRefused(String message)
            ? Optional.of(new Trouble("NodeRefused", message))
            : Optional.empty();
  }

  private Optional<Trouble> certificateExpired() {
    return node.flatMap(status -> Optional.ofNullable(status.tls()))
        .filter(tls -> !tls.notAfter().isAfter(found.seen().now()))
        .map(tls ->
            new Trouble(
                "CertificateExpired",
                "the certificate expired at " + tls.notAfter() + "; renew the Secret"));
  }
}
