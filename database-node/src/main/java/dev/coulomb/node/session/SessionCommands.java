package dev.coulomb.node.session;

import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.plan.PreparedPlan.OutputColumn;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the session alone carries out. Confined to its event loop. */
final class SessionCommands {
  private final Session session;
  private final SessionSettings settings;
  private final Replies replies;

  SessionCommands(Session session, SessionSettings settings, Replies replies) {
    this.session = session;
    this.settings = settings;
    this.replies = replies;
  }

  void explain(Portal portal, Plan.Explain explain, boolean describe) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    explain.lines().forEach(line -> rows.add(new Object[] {line}));
    answer(portal, describe, portal.plan().columns(), rows, "EXPLAIN");
  }

  void show(Portal portal, Plan.ShowSetting show, boolean describe) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    List<OutputColumn> columns = portal.plan().columns();
    if (show.name().equalsIgnoreCase("all")) {
      settings.all().forEach((name, value) -> rows.add(new Object[] {name, value, ""}));
      columns = List.of(text("name"), text("setting"), text("description"));
    } else {
      rows.add(new Object[] {settings.get(show.name())});
      columns = List.of(text(SessionSettings.known(show.name())));
    }
    answer(portal, describe, columns, rows, "SHOW");
  }

  void set(Plan.SetSetting set) {
    if (set.name().equalsIgnoreCase("all") && set.value().isEmpty()) {
      settings.resetAll();
      settings.reported().forEach(replies::parameterStatus);
      replies.commandComplete("RESET");
      return;
    }
    String known =
        settings.set(set.name(), set.value().isEmpty() ? null : String.join(", ", set.value()));
    if (SessionSettings.isReported(known)) {
      replies.parameterStatus(known, settings.get(known));
    }
    replies.commandComplete("SET");
  }

  void command(Plan.SessionCommand command, String tag) {
    switch (command.command()) {
      case "BEGIN" ->
          throw new SqlError(
                  SqlState.FEATURE_NOT_SUPPORTED, "interactive transactions are not supported yet")
              .hint("Use autocommit: every statement is a transaction of its own.");
      case "COMMIT", "ROLLBACK" ->
          replies.warning(
              new SqlError(
                  SqlState.NO_ACTIVE_SQL_TRANSACTION, "there is no transaction in progress"));
      case "DISCARD ALL" -> {
        session.deallocate("ALL");
        settings.resetAll();
      }
      case "DEALLOCATE" -> session.deallocate(command.arguments().getFirst());
      default ->
          throw new SqlError(SqlState.FEATURE_NOT_SUPPORTED, "this command is not supported")
              .with("command", command.command());
    }
    replies.commandComplete(tag);
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
