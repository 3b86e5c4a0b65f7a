package dev.coulomb.operator.bootstrap;

import dev.coulomb.operator.api.Bootstrap;
import dev.coulomb.operator.api.BootstrapStatus;
import dev.coulomb.operator.api.BootstrapStatus.State;
import dev.coulomb.operator.nodeadmin.Failure;
import dev.coulomb.operator.nodeadmin.NodeAddress;
import dev.coulomb.operator.nodeadmin.NodeRestores;
import dev.coulomb.operator.nodeadmin.Reply;
import dev.coulomb.operator.nodeadmin.RestoreReport;
import dev.coulomb.operator.observe.OriginReading;
import dev.coulomb.operator.observe.OriginView;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a new cluster begins with, one look at a time. The node is asked first, and told only what
 * it does not know yet, so the operator may die anywhere: the uid of the cluster names the deed.
 */
public final class Bootstrapping {

  public static final String NODE_PENDING = "NodePending";
  public static final String NODE_SILENT = "NodeSilent";
  public static final String RESTORED = "Restored";
  public static final String RESTORING = "Restoring";

  /** Waits that need nobody's attention. */
  private static final Set<String> HARMLESS =
      Set.of(NODE_PENDING, NODE_SILENT, OriginReading.BACKUP_NOT_COMPLETED);

  private final NodeRestores nodes;
  private final String id;
  private final @Nullable BootstrapStatus before;
  private final Instant now;

  /**
   * @param id uid of the cluster
   * @param before what is known so far; null: nothing was done yet
   */
  public Bootstrapping(
      NodeRestores nodes, String id, @Nullable BootstrapStatus before, Instant now) {
    this.nodes = nodes;
    this.id = id;
    this.before = before;
    this.now = now.truncatedTo(ChronoUnit.SECONDS);
  }

  /** Whether a person should look at it. */
  public static boolean isTrouble(BootstrapStatus status) {
    return status.state() == State.Waiting && !HARMLESS.contains(status.reason());
  }

  /**
   * One look.
   *
   * @param node where the cluster's node takes orders; nothing while no process runs
   */
  public BootstrapStatus look(
      Bootstrap wanted, Optional<NodeAddress> node, BootstrapInputs inputs) {
    if (before != null && before.done()) {
      return before;
    }
    if (node.isEmpty()) {
      return before != null && before.state() == State.Running
          ? before
          : waiting(NODE_PENDING, "there is no node yet");
    }
    return wanted.restore() == null
        ? new FirstSchema(nodes, id, before, now).look(node.get(), inputs)
        : restore(node.get(), inputs);
  }

  private BootstrapStatus restore(NodeAddress node, BootstrapInputs inputs) {
    return switch (nodes.restore(node)) {
      case Reply.Said<RestoreReport>(RestoreReport report)
          when report.id().equals(id) && !isToBeTriedAgain(report) ->
          told(report, toldAt());
      case Reply.Said<RestoreReport> other -> begin(node, inputs);
      case Reply.Refused<RestoreReport>(String code, String message)
          when code.equals(NodeRestores.UNKNOWN_RESTORE) ->
          begin(node, inputs);
      case Reply.Refused<RestoreReport>(String code, String message) -> refused(code, message);
      case Reply.Silent<RestoreReport>(String reason) -> silent(reason);
    };
  }

  private boolean isToBeTriedAgain(RestoreReport report) {
    Failure failure = report.error();
    @Nullable String told = toldAt();
    return report.state() == RestoreReport.State.Failed
        && (told == null
            || failure == null
            || !now.isBefore(Instant.parse(told).plus(Patience.after(failure))));
  }

  private BootstrapStatus begin(NodeAddress node, BootstrapInputs inputs) {
    return switch (inputs.origin()) {
      case OriginView.Problem(String reason, String message, boolean lasting) ->
          waiting(reason, message);
      case OriginView.Usable usable ->
          switch (nodes.beginRestore(node, usable.order())) {
            case Reply.Said<RestoreReport>(RestoreReport report) -> told(report, now.toString());
            case Reply.Refused<RestoreReport>(String code, String message) ->
                refused(code, message);
            case Reply.Silent<RestoreReport>(String reason) -> silent(reason);
          };
    };
  }

  private BootstrapStatus told(RestoreReport report, @Nullable String toldAt) {
    return switch (report.state()) {
      case Running, Restarting ->
          new BootstrapStatus(
              State.Running,
              RESTORING,
              Results.progress(report),
              toldAt,
              null,
              report.percent().isPresent() ? report.percent().getAsInt() + " %" : null,
              null,
              null);
      case Completed ->
          new BootstrapStatus(
              State.Done,
              RESTORED,
              "restored " + report.rows() + " rows in " + report.tables().size() + " tables",
              toldAt,
              null,
              null,
              now.toString(),
              Results.restored(report));
      case Failed -> {
        Failure failure =
            report.error() == null ? new Failure("", "it gives no reason") : report.error();
        yield new BootstrapStatus(
            State.Waiting, failure.reason(), failure.message(), toldAt, null, null, null, null);
      }
      case Undone, Unknown ->
          new BootstrapStatus(
              State.Waiting,
              "NodeNotUnderstood",
              "the node says of its restore what this version does not understand",
              toldAt,
              null,
              null,
              null,
              null);
    };
  }

  private BootstrapStatus refused(String code, String message) {
    return waiting("NodeRefused", "the node does not take the order (" + code + "): " + message);
  }

  /** Between two processes of the node nobody answers: what was known is still so. */
  private BootstrapStatus silent(String reason) {
    return before != null && !before.reason().equals(NODE_PENDING)
        ? before
        : waiting(NODE_SILENT, "the node does not answer: " + reason);
  }

  private BootstrapStatus waiting(String reason, String message) {
    return new BootstrapStatus(State.Waiting, reason, message, toldAt(), null, null, null, null);
  }

  private @Nullable String toldAt() {
    return before == null ? null : before.toldAt();
  }
}
