package dev.coulomb.node.session;

import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.plan.PlanText;
import dev.coulomb.node.plan.PreparedPlan.OutputColumn;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the session alone carries out. Confined to its event loop. */
final class SessionCommands {
  private static final String READ_ONLY = "transaction_read_only";

  private final Session session;
  private final TransactionBlock block;
  private final SessionSettings settings;
  private final Replies replies;

  SessionCommands(
      Session session, TransactionBlock block, SessionSettings settings, Replies replies) {
    this.session = session;
    this.block = block;
    this.settings = settings;
    this.replies = replies;
  }

  void explain(Portal portal, Plan.Explain explain, boolean describe) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    PlanText.lines(explain.statement().plan()).forEach(line -> rows.add(new Object[] {line}));
    answer(portal, describe, portal.plan().columns(), rows, "EXPLAIN");
  }

  /** What an {@code EXPLAIN ANALYZE} has found. */
  void analyzed(Portal portal, List<String> lines) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    lines.stream().flatMap(String::lines).forEach(line -> rows.add(new Object[] {line}));
    answer(portal, portal.describes(), portal.plan().columns(), rows, "EXPLAIN");
  }

  void show(Portal portal, Plan.ShowSetting show, boolean describe) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    List<OutputColumn> columns = portal.plan().columns();
    if (show.name().equalsIgnoreCase("all")) {
      settings.all().forEach((name, value) -> rows.add(new Object[] {name, value, ""}));
      columns = List.of(text("name"), text("setting"), text("description"));
    } else {
      String known = SessionSettings.known(show.name());
      boolean asked = known.equals(READ_ONLY);
      String value = asked ? (block.isReadOnly() ? "on" : "off") : settings.get(known);
      rows.add(new Object[] {value});
      columns = List.of(text(known));
    }
    answer(portal, describe, columns, rows, "SHOW");
  }

  void set(Plan.SetSetting set, String tag) {
    if (set.name().equalsIgnoreCase("all") && set.value().isEmpty()) {
      settings.resetAll();
      settings.reported().forEach(replies::parameterStatus);
      replies.commandComplete(tag);
      return;
    }
    String known = SessionSettings.known(set.name());
    if (known.equals(READ_ONLY) && !set.value().isEmpty()) {
      boolean on = SessionSettings.onOrOff(known, set.value().getFirst()).equals("on");
      block.set(List.of(on ? "READ ONLY" : "READ WRITE"));
    } else if (block.sets(known, set.local())) {
      set(known, set.value().isEmpty() ? null : String.join(", ", set.value()));
    }
    replies.commandComplete(tag);
  }

  private void set(String known, @Nullable String value) {
    settings.set(known, value);
    session.told();
    if (SessionSettings.isReported(known)) {
      replies.parameterStatus(known, settings.get(known));
    }
  }

  /** The one of {@code then} and {@code failed} is called once, maybe later; or it throws. */
  void command(Plan.SessionCommand command, String tag, Runnable then, Consumer<SqlError> failed) {
    List<String> arguments = command.arguments();
    switch (command.command()) {
      case "COMMIT" -> {
        block.commit(
            arguments.contains("CHAIN"),
            answered -> {
              replies.commandComplete(answered);
              then.run();
            },
            failed);
        return;
      }
      case "BEGIN" -> block.begin(arguments);
      case "ROLLBACK" -> block.rollback(arguments.contains("CHAIN"));
      case "SAVEPOINT" -> block.savepoint(arguments.getFirst());
      case "RELEASE" -> block.release(arguments.getFirst());
      case "ROLLBACK TO" -> block.rollbackTo(arguments.getFirst());
      case "SET TRANSACTION" -> block.set(arguments);
      case "SET CHARACTERISTICS" -> characteristics(arguments);
      case "DISCARD ALL" -> {
        block.checkNone("DISCARD ALL");
        session.deallocate("ALL");
        session.draws().discard();
        settings.resetAll();
      }
      case "DISCARD SEQUENCES" -> session.draws().discard();
      case "DEALLOCATE" -> session.deallocate(arguments.getFirst());
      default ->
          throw new SqlError(SqlState.FEATURE_NOT_SUPPORTED, "this command is not supported")
              .with("command", command.command());
    }
    replies.commandComplete(tag);
    then.run();
  }

  private void characteristics(List<String> modes) {
    if (modes.contains("READ ONLY")) {
      set("default_transaction_read_only", "on");
    } else if (modes.contains("READ WRITE")) {
      set("default_transaction_read_only", "off");
    }
  }

  private void answer(
      Portal portal,
      boolean describe,
      List<OutputColumn> columns,
      List<@Nullable Object[]> rows,
      String tag) {
    if (describe) {
      replies.rowDescription(columns, portal.formats());
    }
    replies.rows(columns, portal.formats(), settings.zone(), rows);
    portal.done();
    replies.commandComplete(tag);
  }

  private static OutputColumn text(String name) {
    return new OutputColumn(name, SqlType.TEXT, 0, 0);
  }
}
