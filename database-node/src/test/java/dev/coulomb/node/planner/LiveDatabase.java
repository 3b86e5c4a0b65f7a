package dev.coulomb.node.planner;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.execution.SessionInfo;
import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.partition.Partitions;
import dev.coulomb.node.pgcatalog.PgCatalog;
import dev.coulomb.node.pgcatalog.SystemFunctions;
import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.plan.PlanText;
import dev.coulomb.node.plan.PreparedPlan;
import dev.coulomb.node.replication.CountingLog;
import dev.coulomb.node.sql.ParsedStatement;
import dev.coulomb.node.storage.PagePool;
import dev.coulomb.node.transaction.Call;
import dev.coulomb.node.transaction.TransactionLimits;
import dev.coulomb.node.transaction.Transactions;
import dev.coulomb.node.types.CancelSignal;
import dev.coulomb.node.types.Outcome;
import dev.coulomb.node.types.RowStream;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlType;
import dev.coulomb.node.types.TextFormat;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** SQL in, rows as text out: planner, transactions and partitions, all on the caller's thread. */
final class LiveDatabase {
  /** Enough that two values rarely share one. */
  static final int PARTITIONS = 7;

  /** 2026-11-23 10:00:00 UTC. */
  private static final long NOW_MICROS = 1_795_428_000_000_000L;

  private final Planner planner;
  private final Transactions transactions;

  LiveDatabase() {
    PgCatalog virtual = new PgCatalog("coulomb");
    List<Planner.SystemTable> tables =
        virtual.tables().stream()
            .map(table -> new Planner.SystemTable(table.schema(), table.name(), table.columns()))
            .toList();
    planner = new Planner(tables, SystemFunctions.types());
    Partitions partitions =
        new Partitions(PARTITIONS, new PagePool(64 << 20, true), Runnable::run)
            .open(new CountingLog(PARTITIONS + 1));
    transactions =
        new Transactions(
            partitions, Runnable::run, virtual, new TransactionLimits(64 << 20, 64 << 20));
  }

  /** The text that EXPLAIN gives. */
  String plan(String sql) {
    return String.join("\n", PlanText.lines(prepared(sql).plan()));
  }

  PreparedPlan prepared(String sql, @Nullable SqlType... declared) {
    return planner.plan(
        planner.parse(sql).getFirst(), catalog(), java.util.Arrays.asList(declared));
  }

  Catalog catalog() {
    return transactions.catalog();
  }

  /** Rows of the last statement, or how many it changed; each value as PostgreSQL writes it. */
  List<List<String>> run(String sql, @Nullable Object... parameters) {
    List<List<String>> answer = List.of();
    for (ParsedStatement statement : planner.parse(sql)) {
      answer = run(planner.plan(statement, catalog(), List.of()), parameters);
    }
    return answer;
  }

  /** The first column of the first row. */
  String value(String sql, @Nullable Object... parameters) {
    return run(sql, parameters).getFirst().getFirst();
  }

  List<List<String>> run(PreparedPlan plan, @Nullable Object... parameters) {
    if (plan.plan() instanceof Plan.Explain explain) {
      return PlanText.lines(explain.statement().plan()).stream().map(List::of).toList();
    }
    SessionInfo session =
        new SessionInfo("coulomb", "coulomb", ZoneOffset.UTC, NOW_MICROS, new SplittableRandom(1));
    List<Outcome> outcomes = new ArrayList<>();
    transactions.execute(new Call(plan, parameters, session, new CancelSignal()), outcomes::add);
    Invariant.that(outcomes.size() == 1, "everything runs on this thread");
    return switch (outcomes.getFirst()) {
      case Outcome.Rows rows -> rows(rows.stream(), plan);
      case Outcome.Changed changed -> List.of(List.of(Long.toString(changed.rows())));
      case Outcome.Done done -> List.of();
      case Outcome.Stale stale -> throw new IllegalStateException("planned a moment ago");
      case Outcome.Refused refused -> throw refused.error();
    };
  }

  private static List<List<String>> rows(RowStream stream, PreparedPlan plan) {
    Batches batches = new Batches(plan);
    while (!batches.last) {
      stream.fetch(1_000, batches);
    }
    return batches.rows;
  }

  private static final class Batches implements RowStream.Receiver {
    private final PreparedPlan plan;
    private final List<List<String>> rows = new ArrayList<>();
    private boolean last;

    Batches(PreparedPlan plan) {
      this.plan = plan;
    }

    @Override
    public void rows(List<@Nullable Object[]> batch, boolean isLast) {
      for (@Nullable Object[] row : batch) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < row.length; i++) {
          Object value = row[i];
          texts.add(
              value == null ? "null" : TextFormat.format(plan.columns().get(i).type(), value));
        }
        rows.add(texts);
      }
      last = isLast;
    }

    @Override
    public void failed(SqlError error) {
      throw error;
    }
  }
}
