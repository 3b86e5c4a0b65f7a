package dev.coulomb.node.session;

import dev.coulomb.node.execution.profile.Profile;
import dev.coulomb.node.plan.Operator;
import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.plan.PlanText;
import dev.coulomb.node.plan.PreparedPlan;
import dev.coulomb.node.types.Outcome;
import dev.coulomb.node.types.RowStream;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An {@code EXPLAIN ANALYZE} under way: carries the statement out, throws its rows away and tells
 * what each operator did. Confined to the session's event loop.
 */
final class Analysis {
  private static final int BATCH_ROWS = 1_024;

  private final SessionServices services;
  private final PreparedPlan statement;
  private final Executor loop;
  private final Consumer<List<String>> then;
  private final Consumer<SqlError> failed;
  private final Profile profile;
  private final long began;
  private long rows;

  /**
   * @param then is given the lines, on the event loop
   */
  Analysis(
      SessionServices services,
      PreparedPlan statement,
      Executor loop,
      Consumer<List<String>> then,
      Consumer<SqlError> failed) {
    this.services = services;
    this.statement = statement;
    this.loop = loop;
    this.then = then;
    this.failed = failed;
    this.profile = new Profile(services.clock()::nanos);
    this.began = services.clock().nanos();
    services.transactions().observe(statement.plan(), profile);
  }

  /** What became of the statement; any thread. */
  void outcome(Outcome outcome) {
    onLoop(() -> {
      switch (outcome) {
        case Outcome.Rows(RowStream stream, long changed, long restsOn) -> {
          rows = Math.max(0, changed);
          drain(stream, changed < 0);
        }
        case Outcome.Changed(long changed) -> {
          rows = changed;
          end();
        }
        case Outcome.Done() -> end();
        case Outcome.Refused(SqlError error) -> failed.accept(error);
        case Outcome.Stale() ->
            failed.accept(
                new SqlError(
                    SqlState.SERIALIZATION_FAILURE, "the schema has changed; explain it again"));
      }
    });
  }

  private void drain(RowStream stream, boolean counts) {
    stream.fetch(
        BATCH_ROWS,
        new RowStream.Receiver() {
          @Override
          public void rows(List<@Nullable Object[]> batch, boolean last) {
            onLoop(() -> {
              rows += counts ? batch.size() : 0;
              if (last) {
                end();
              } else {
                drain(stream, counts);
              }
            });
          }

          @Override
          public void failed(SqlError error) {
            onLoop(() -> failed.accept(error));
          }
        });
  }

  private void onLoop(Runnable task) {
    loop.execute(() -> Defects.guard(task, failed));
  }

  private void end() {
    double millis = (services.clock().nanos() - began) / 1e6;
    List<String> lines = PlanText.lines(statement.plan(), this::figures);
    String changed = statement.plan() instanceof Plan.Query ? "Rows: " : "Changed rows: ";
    then.accept(
        List.of(
            String.join("\n", lines), changed + rows, "Execution time: " + text(millis) + " ms"));
  }

  /** What is appended to the line of an operator. */
  private String figures(Operator operator) {
    Profile.Figures did = profile.of(operator);
    if (did == null) {
      return " (never executed)";
    }
    String loops = did.loops() == 1 ? "" : " loops=" + did.loops();
    String partitions = did.partitions() == 1 ? "" : " partitions=" + did.partitions();
    return " (rows=" + did.rows() + loops + partitions + " time=" + text(did.millis()) + " ms)";
  }

  private static String text(double millis) {
    return String.format(Locale.ROOT, "%.3f", millis);
  }
}
