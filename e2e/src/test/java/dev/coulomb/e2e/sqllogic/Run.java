package dev.coulomb.e2e.sqllogic;

import dev.coulomb.e2e.sqllogic.Tally.Verdict;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One script asked of the node, and where its answers are to be judged, of PostgreSQL. */
final class Run {
  private static final Pattern CHANGES_ROWS =
      Pattern.compile(
          "\\s*(INSERT|UPDATE|DELETE|REPLACE|CREATE\\s+UNIQUE)\\b.*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern NAMES =
      Pattern.compile("\"[^\"]*\"|'[^']*'|\\(.*\\)|[+-]?\\d[\\d.]*", Pattern.DOTALL);

  private static final int LEAST = 20;

  private final Script script;
  private final Tables tables;
  private final Server node;
  private final @Nullable Server peer;
  private final Tally tally = new Tally();
  private boolean lost;

  /**
   * @param peer a PostgreSQL that goes along, or null
   */
  Run(Script script, Tables tables, Server node, @Nullable Server peer) {
    this.script = script;
    this.tables = tables;
    this.node = node;
    this.peer = peer;
  }

  /**
   * Runs all statements, and the queries that are in the sample.
   *
   * @param share one in so many queries
   */
  Tally run(int share) throws SQLException {
    long questions = script.steps().stream().filter(Step.Question.class::isInstance).count();
    int one = (int) Math.clamp(questions / LEAST, 1, share);
    int number = Math.floorMod(script.name().hashCode(), one);
    for (Step step : script.steps()) {
      switch (step) {
        case Step.Change change -> change(change);
        case Step.Question question -> {
          if (number++ % one == 0) {
            question(question);
          }
        }
      }
    }
    node.clear();
    if (peer != null) {
      peer.clear();
    }
    return tally;
  }

  private void change(Step.Change change) throws SQLException {
    SQLException error = node.change(tables.adapt(change.sql()));
    boolean peerFails = peer != null && peer.change(change.sql()) != null;
    if (change.succeeds() == (error == null)) {
      if (error != null && broken(error)) {
        add(Verdict.BROKEN, reason(error), change);
      } else {
        tally.passed(false);
      }
      return;
    }
    if (error != null) {
      add(refusal(error, peerFails), reason(error), change);
      lost |= CHANGES_ROWS.matcher(change.sql()).matches();
    } else {
      boolean decided = !lost && !(peer != null && !peerFails);
      add(decided ? Verdict.WRONG : Verdict.UNDECIDED, "accepted, where an error is due", change);
      lost = true;
    }
  }

  private void question(Step.Question question) throws SQLException {
    List<String> values;
    try {
      values = node.ask(question);
    } catch (SQLException e) {
      boolean judged = broken(e) || peer == null;
      add(refusal(e, !judged && peerAnswer(question) == null), reason(e), question);
      return;
    }
    if (Values.match(values, question.expected())) {
      tally.passed(true);
    } else if (lost) {
      add(Verdict.UNDECIDED, "a change before it was refused", question);
    } else if (peer != null && values.equals(peerAnswer(question))) {
      add(Verdict.AS_POSTGRESQL, "PostgreSQL gives the same", question);
    } else {
      add(Verdict.WRONG, "another answer", question);
    }
  }

  private @Nullable List<String> peerAnswer(Step.Question question) throws SQLException {
    try {
      return peer == null ? null : peer.ask(question);
    } catch (SQLException e) {
      return null;
    }
  }

  private void add(Verdict verdict, String reason, Step step) {
    boolean query = step instanceof Step.Question;
    tally.add(verdict, query, reason, script.name() + ":" + step.line() + " " + step.sql());
  }

  private static Verdict refusal(SQLException error, boolean peerFails) {
    if (broken(error)) {
      return Verdict.BROKEN;
    }
    return peerFails ? Verdict.REFUSED_BY_BOTH : Verdict.REFUSED;
  }

  /** Whether the node failed, in place of saying no. */
  private static boolean broken(SQLException error) {
    String state = Server.state(error);
    return state.isEmpty()
        || state.startsWith("XX")
        || state.startsWith("08")
        || state.startsWith("5");
  }

  /** The error without what is particular to the statement. */
  private static String reason(SQLException error) {
    String text = String.valueOf(error.getMessage()).lines().findFirst().orElse("");
    return Server.state(error) + " " + NAMES.matcher(text.replace("ERROR: ", "")).replaceAll("…");
  }
}
