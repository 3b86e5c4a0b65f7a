package dev.coulomb.operator.bootstrap;

import dev.coulomb.operator.api.BootstrapStatus;
import dev.coulomb.operator.api.BootstrapStatus.State;
import dev.coulomb.operator.bootstrap.BootstrapInputs.Missing;
import dev.coulomb.operator.bootstrap.BootstrapInputs.Sql;
import dev.coulomb.operator.nodeadmin.NodeAddress;
import dev.coulomb.operator.nodeadmin.NodeRestores;
import dev.coulomb.operator.nodeadmin.Reply;
import dev.coulomb.operator.nodeadmin.SchemaReport;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The schema that a new database begins with, one look at a time. */
final class FirstSchema {

  private static final Duration TRY_AGAIN = Duration.ofSeconds(60);

  /** As JSON it must fit into what a node takes. */
  private static final int SQL_CHARS_MAX = 768 << 10;

  /** Classes of SQLSTATE that are no mistake in the statements: it may go well the next time. */
  private static final Set<String> PASSING = Set.of("40", "53", "57", "58", "XX");

  private final NodeRestores nodes;
  private final String id;
  private final @Nullable BootstrapStatus before;
  private final Instant now;

  FirstSchema(NodeRestores nodes, String id, @Nullable BootstrapStatus before, Instant now) {
    this.nodes = nodes;
    this.id = id;
    this.before = before;
    this.now = now;
  }

  BootstrapStatus look(NodeAddress node, BootstrapInputs inputs) {
    return switch (nodes.schema(node)) {
      case Reply.Said<SchemaReport>(SchemaReport report) when report.id().equals(id) ->
          report.state() == SchemaReport.State.Failed
              ? failed(node, report, inputs)
              : told(report, input(), toldAt());
      case Reply.Said<SchemaReport> other -> begin(node, inputs);
      case Reply.Refused<SchemaReport>(String code, String message)
          when code.equals(NodeRestores.NO_SCHEMA) ->
          begin(node, inputs);
      case Reply.Refused<SchemaReport>(String code, String message) -> refused(code, message);
      case Reply.Silent<SchemaReport>(String reason) -> silent(reason);
    };
  }

  /** The same statements fail again, unless it was not for what they say. */
  private BootstrapStatus failed(NodeAddress node, SchemaReport report, BootstrapInputs inputs) {
    SchemaReport.Mistake mistake =
        report.error() == null ? new SchemaReport.Mistake("", "", 0) : report.error();
    boolean changed =
        inputs.schema() instanceof Sql(String text)
            && !digest(text).equals(Optional.ofNullable(input()).orElse(""));
    @Nullable String told = toldAt();
    boolean passes =
        mistake.code().length() > 2
            && PASSING.contains(mistake.code().substring(0, 2))
            && (told == null || !now.isBefore(Instant.parse(told).plus(TRY_AGAIN)));
    return changed || passes
        ? begin(node, inputs)
        : status(State.Waiting, "StatementFailed", sentence(mistake), input(), told);
  }

  private static String sentence(SchemaReport.Mistake mistake) {
    return "nothing of the schema was done. "
        + mistake.sentence()
        + ". Correct the ConfigMap; all statements are run again then";
  }

  private BootstrapStatus begin(NodeAddress node, BootstrapInputs inputs) {
    return switch (inputs.schema()) {
      case Missing(String reason, String message) ->
          status(State.Waiting, reason, message, input(), toldAt());
      case Sql(String text) when text.length() > SQL_CHARS_MAX ->
          status(
              State.Waiting,
              "SchemaTooLarge",
              "the schema has more than " + SQL_CHARS_MAX + " characters; load its rows by COPY",
              input(),
              toldAt());
      case Sql(String text) ->
          switch (nodes.beginSchema(node, id, text)) {
            case Reply.Said<SchemaReport>(SchemaReport report) ->
                told(report, digest(text), now.toString());
            case Reply.Refused<SchemaReport>(String code, String message) -> refused(code, message);
            case Reply.Silent<SchemaReport>(String reason) -> silent(reason);
          };
    };
  }

  private BootstrapStatus told(
      SchemaReport report, @Nullable String given, @Nullable String toldAt) {
    return switch (report.state()) {
      case Running ->
          status(State.Running, "SchemaRunning", "the node runs the schema", given, toldAt);
      case Completed -> done("SchemaApplied", "the schema was run", given, toldAt);
      case Skipped ->
          done(
              "NotNew",
              "something was made in this database already, so no schema was run",
              given,
              toldAt);
      case Failed ->
          status(
              State.Waiting,
              "StatementFailed",
              sentence(
                  report.error() == null ? new SchemaReport.Mistake("", "", 0) : report.error()),
              given,
              toldAt);
      case Unknown ->
          status(
              State.Waiting,
              "NodeNotUnderstood",
              "the node says of its schema what this version does not understand",
              given,
              toldAt);
    };
  }

  private BootstrapStatus refused(String code, String message) {
    return status(
        State.Waiting,
        "NodeRefused",
        "the node does not take the schema (" + code + "): " + message,
        input(),
        toldAt());
  }

  private BootstrapStatus silent(String reason) {
    return before != null && !before.reason().equals(Bootstrapping.NODE_PENDING)
        ? before
        : status(
            State.Waiting,
            Bootstrapping.NODE_SILENT,
            "the node does not answer: " + reason,
            input(),
            toldAt());
  }

  private BootstrapStatus done(
      String reason, String message, @Nullable String given, @Nullable String toldAt) {
    return new BootstrapStatus(
        State.Done, reason, message, toldAt, given, null, now.toString(), null);
  }

  private static BootstrapStatus status(
      State state, String reason, String message, @Nullable String given, @Nullable String toldAt) {
    return new BootstrapStatus(state, reason, message, toldAt, given, null, null, null);
  }

  private @Nullable String input() {
    return before == null ? null : before.input();
  }

  private @Nullable String toldAt() {
    return before == null ? null : before.toldAt();
  }

  private static String digest(String text) {
    try {
      byte[] sha =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sha, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
