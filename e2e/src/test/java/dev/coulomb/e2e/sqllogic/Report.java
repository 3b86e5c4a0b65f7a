package dev.coulomb.e2e.sqllogic;

import dev.coulomb.e2e.sqllogic.Tally.Verdict;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** What came of all files, as Markdown. */
final class Report {
  private static final int REASONS = 25;
  private static final int EXAMPLE = 200;

  private final Map<Crew.Task, Tally> tallies;
  private final String how;

  /**
   * @param how what was run, when and where
   */
  Report(Map<Crew.Task, Tally> tallies, String how) {
    this.tallies = tallies;
    this.how = how;
  }

  Tally total() {
    Tally total = new Tally();
    tallies.values().forEach(total::add);
    return total;
  }

  String markdown() {
    StringBuilder out = new StringBuilder();
    out.append("# SQLite's tests\n\n");
    out.append(
        """
        Written by `SqlLogicIT`: the suite of SQLite's authors in `net.hydromatic:sql-logic-test`, without what it says is not for PostgreSQL.
        *Passed*: the suite's answer. *As PostgreSQL*: another one, which PostgreSQL gives too. *Refused*: an error, where PostgreSQL has an answer;
        *by both*: PostgreSQL refuses it too (SQLite's dialect). *Undecided*: stands behind a change that was refused.

        """);
    out.append(how).append("\n\n");
    table(out, "Directory", task -> task.file().replaceFirst("/?[^/]*$", "") + "/");
    reasons(out, Verdict.WRONG);
    reasons(out, Verdict.BROKEN);
    reasons(out, Verdict.AS_POSTGRESQL);
    reasons(out, Verdict.REFUSED);
    reasons(out, Verdict.REFUSED_BY_BOTH);
    reasons(out, Verdict.UNDECIDED);
    out.append("## Files\n\n");
    table(out, "File", Crew.Task::file);
    return out.toString();
  }

  private void table(StringBuilder out, String first, Function<Crew.Task, String> group) {
    Map<String, Tally> rows = new TreeMap<>();
    tallies.forEach((task, tally) -> {
      String tables = task.tables().name().toLowerCase(Locale.ROOT);
      rows.computeIfAbsent(group.apply(task) + " | " + tables, g -> new Tally()).add(tally);
    });
    out.append("| ").append(first);
    out.append(
        " | tables | queries | passed | as PostgreSQL | wrong | broken | refused | by both | undecided"
            + " | statements | refused |\n");
    out.append("|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n");
    rows.forEach((name, tally) -> row(out, name, tally));
    row(out, "**all** | ", total());
    out.append('\n');
  }

  private static void row(StringBuilder out, String name, Tally tally) {
    out.append("| ").append(name).append(" | ").append(tally.total());
    for (Verdict verdict : Verdict.values()) {
      out.append(" | ").append(tally.count(verdict));
    }
    out.append(" | ").append(tally.statements());
    out.append(" | ").append(tally.statements(Verdict.REFUSED));
    out.append(" |\n");
  }

  private void reasons(StringBuilder out, Verdict verdict) {
    Map<String, Tally.Reason> reasons = total().reasons(verdict);
    if (reasons.isEmpty()) {
      return;
    }
    String title = verdict.name().replace('_', ' ').toLowerCase(Locale.ROOT);
    out.append("## ").append(title.substring(0, 1).toUpperCase(Locale.ROOT));
    out.append(title.substring(1)).append("\n\n| times | reason | first seen |\n|--:|---|---|\n");
    List<Map.Entry<String, Tally.Reason>> most =
        reasons.entrySet().stream()
            .sorted(Comparator.comparing(reason -> -reason.getValue().count()))
            .limit(REASONS)
            .toList();
    for (Map.Entry<String, Tally.Reason> reason : most) {
      out.append("| ")
          .append(reason.getValue().count())
          .append(" | ")
          .append(cell(reason.getKey()));
      out.append(" | ").append(cell(reason.getValue().examples().getFirst())).append(" |\n");
    }
    out.append('\n');
  }

  private static String cell(String text) {
    String line = text.replaceAll("\\s+", " ").replace("|", "\\|");
    return line.length() <= EXAMPLE ? line : line.substring(0, EXAMPLE) + " …";
  }
}
