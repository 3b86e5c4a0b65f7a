package dev.coulomb.e2e.sqllogic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.e2e.programs.PostgresProcess;
import dev.coulomb.e2e.programs.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Every statement of SQLite's suite and a fixed sample of its queries. With {@code
 * -Dsqllogic.share=1} all of them; {@code -Dsqllogic.files} is a regular expression for some files;
 * {@code -Dsqllogic.both} runs every file with replicated and with partitioned tables, otherwise
 * they take turns; {@code -Daccept} writes the report.
 */
class SqlLogicIT {
  /** One query in so many: what can be asked in a few minutes. */
  private static final int SHARE = 600;

  private static final double REFUSED_PERCENT = 5;
  private static final Path REPORT = Project.ROOT.resolve("docs/sql-logic-test.md");

  @Test
  void noAnswerIsWrong() throws IOException {
    int share = Integer.getInteger("sqllogic.share", SHARE);
    Instant start = Instant.now();
    Optional<PostgresProcess> postgres = PostgresProcess.start();
    try (Suite suite = new Suite()) {
      List<Crew.Task> tasks = tasks(suite);
      int threads = Runtime.getRuntime().availableProcessors();
      Map<Crew.Task, Tally> tallies =
          new Crew(suite, postgres.orElse(null), share).work(tasks, threads);
      Report report = new Report(tallies, how(share, start, postgres.isPresent()));
      Files.writeString(
          Files.createDirectories(Project.TARGET).resolve("sql-logic-test.md"), report.markdown());
      if (Boolean.parseBoolean(System.getProperty("accept"))) {
        Files.writeString(REPORT, report.markdown());
      }
      check(report.total(), postgres.isPresent());
    } finally {
      postgres.ifPresent(PostgresProcess::close);
    }
  }

  private static void check(Tally total, boolean judged) {
    assertThat(total.count(Tally.Verdict.PASSED)).as("answers that were right").isPositive();
    assertThat(total.reasons(Tally.Verdict.WRONG)).as("wrong answers").isEmpty();
    assertThat(total.reasons(Tally.Verdict.BROKEN)).as("failures of the node").isEmpty();
    if (judged) {
      assertThat(total.percent(Tally.Verdict.REFUSED))
          .as("percent refused: %s", total.reasons(Tally.Verdict.REFUSED))
          .isLessThanOrEqualTo(REFUSED_PERCENT);
    }
  }

  /** The files; replicated and partitioned tables take turns, or every file has both. */
  private static List<Crew.Task> tasks(Suite suite) {
    Pattern files = Pattern.compile(System.getProperty("sqllogic.files", ".*"));
    boolean both = System.getProperty("sqllogic.both") != null;
    List<Crew.Task> tasks = new ArrayList<>();
    for (String file : suite.names()) {
      if (files.matcher(file).find()) {
        for (Tables tables : Tables.values()) {
          if (both || tables.ordinal() == Math.floorMod(file.hashCode(), 2)) {
            tasks.add(new Crew.Task(file, tables));
          }
        }
      }
    }
    return tasks;
  }

  private static String how(int share, Instant start, boolean judged) {
    return "%s, %d cores, %d minutes: all statements, %s; %s."
        .formatted(
            LocalDate.now(ZoneOffset.UTC),
            Runtime.getRuntime().availableProcessors(),
            Math.max(1, Duration.between(start, Instant.now()).toMinutes()),
            share == 1 ? "all queries" : "one query in " + share,
            judged
                ? "what was refused was asked of a PostgreSQL beside it"
                : "no PostgreSQL was installed, so nothing is told to be refused by both");
  }
}
