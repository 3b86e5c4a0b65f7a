package dev.coulomb.node.node;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.execution.SessionInfo;
import dev.coulomb.node.plan.PreparedPlan;
import dev.coulomb.node.planner.Planner;
import dev.coulomb.node.sql.ParsedStatement;
import dev.coulomb.node.transaction.Call;
import dev.coulomb.node.types.CancelSignal;
import dev.coulomb.node.types.Outcome;
import dev.coulomb.node.types.RowStream;
import dev.coulomb.node.types.SqlError;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A short life of a node: a few statements go the way of all statements, so that the JVM learns
 * which classes a start and first statements need.
 */
final class Rehearsal {
  private static final int ROWS_MAX = 100;

  /** Of what the dialect has, something of each kind. */
  private static final List<String> STATEMENTS =
      List.of(
          "SELECT 1",
          "CREATE TABLE rehearsal (id BIGINT PRIMARY KEY, name TEXT, amount DOUBLE PRECISION)",
          "INSERT INTO rehearsal (id, name, amount) VALUES (1, 'one', 1.5), (2, 'two', 2.5)",
          "SELECT name FROM rehearsal WHERE id = 1",
          "SELECT name, count(*), sum(amount) FROM rehearsal GROUP BY name ORDER BY name",
          "UPDATE rehearsal SET amount = amount + 1 WHERE id = 2",
          "DELETE FROM rehearsal WHERE id = 1",
          "DROP TABLE rehearsal");

  private final Engine engine;

  Rehearsal(Engine engine) {
    this.engine = engine;
  }

  /** Free ports of the loopback interface, nobody's password. */
  static Map<Setting, String> settings() {
    return Map.of(
        Setting.SQL_HOST, "127.0.0.1",
        Setting.SQL_PORT, "0",
        Setting.ADMIN_HOST, "127.0.0.1",
        Setting.ADMIN_PORT, "0",
        Setting.TRUST_LOOPBACK, "true",
        Setting.DATA_MEMORY, "64MiB");
  }

  /** Throws {@link SqlError} when a statement fails. */
  void run() {
    STATEMENTS.forEach(this::statement);
  }

  private void statement(String sql) {
    Planner planner = engine.planner();
    for (ParsedStatement parsed : planner.parse(sql)) {
      Catalog catalog = engine.data().transactions().catalog();
      PreparedPlan plan = planner.plan(parsed, catalog, List.of());
      SessionInfo session =
          new SessionInfo("coulomb", "coulomb", ZoneOffset.UTC, 0, new SplittableRandom(1));
      CompletableFuture<Outcome> outcome = new CompletableFuture<>();
      engine
          .data()
          .transactions()
          .execute(new Call(plan, new Object[0], session, new CancelSignal()), outcome::complete);
      finish(outcome.join());
    }
  }

  private static void finish(Outcome outcome) {
    switch (outcome) {
      case Outcome.Rows rows -> read(rows.stream());
      case Outcome.Refused refused -> throw refused.error();
      case Outcome.Changed changed -> {}
      case Outcome.Done done -> {}
      case Outcome.Stale stale -> throw new IllegalStateException("nobody else changes the schema");
    }
  }

  private static void read(RowStream stream) {
    CompletableFuture<@Nullable SqlError> end = new CompletableFuture<>();
    stream.fetch(
        ROWS_MAX,
        new RowStream.Receiver() {
          @Override
          public void rows(List<@Nullable Object[]> rows, boolean last) {
            end.complete(null);
          }

          @Override
          public void failed(SqlError error) {
            end.complete(error);
          }
        });
    SqlError error = end.join();
    stream.close();
    if (error != null) {
      throw error;
    }
  }
}
