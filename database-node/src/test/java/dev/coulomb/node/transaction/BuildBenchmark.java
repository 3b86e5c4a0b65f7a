package dev.coulomb.node.transaction;

import dev.coulomb.node.plan.PreparedPlan;
import dev.coulomb.node.types.CancelSignal;
import dev.coulomb.node.types.Outcome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * An index or a materialized view of a million rows is made while one client writes row after row:
 * how long it takes, how many rows are written meanwhile, and how long the slowest of them waits.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 5)
@Fork(1)
public class BuildBenchmark {
  private static final int ROWS = 1_000_000;
  private static final int ROWS_AT_A_TIME = 50_000;

  /** What is made. */
  public enum What {
    INDEX("INDEX", "ON t (a)"),
    SUMS("MATERIALIZED VIEW", "AS SELECT a, count(*), sum(b) FROM t GROUP BY a"),
    EXTREMES("MATERIALIZED VIEW", "AS SELECT a, min(b), max(b) FROM t GROUP BY a");

    private final String kind;
    private final String definition;

    What(String kind, String definition) {
      this.kind = kind;
      this.definition = definition;
    }
  }

  @Param private What what = What.INDEX;

  private final TestEngine engine =
      new TestEngine(1L << 30, new TransactionLimits(256 << 20, 256 << 20));
  private long next;

  /** What the writer saw during one build. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Writer {
    public long longestMicros;
    public long rowsWritten;

    @Setup(Level.Iteration)
    public void clear() {
      longestMicros = 0;
      rowsWritten = 0;
    }
  }

  @Setup
  public void rows() {
    engine.run("CREATE TABLE t (id bigint PRIMARY KEY, a int, b int) PARTITION BY HASH (id)");
    for (int from = 0; from < ROWS; from += ROWS_AT_A_TIME) {
      StringBuilder rows = new StringBuilder("INSERT INTO t VALUES ");
      for (int id = from; id < from + ROWS_AT_A_TIME; id++) {
        rows.append(id == from ? "" : ", ").append("(%d, %d, %d)".formatted(id, id % 50, id % 997));
      }
      engine.run(rows.toString());
    }
  }

  @TearDown(Level.Iteration)
  public void drop() {
    engine.run("DROP " + what.kind + " it");
  }

  @TearDown
  public void close() {
    engine.close();
  }

  @Benchmark
  public Outcome build(Writer writer) {
    PreparedPlan update = engine.plan("UPDATE t SET b = b + 1 WHERE id = $1");
    PreparedPlan create = engine.plan("CREATE " + what.kind + " it " + what.definition);
    CompletableFuture<Outcome> built = engine.begin(engine.call(create, new CancelSignal()));
    while (!built.isDone()) {
      long began = System.nanoTime();
      engine.begin(engine.call(update, new CancelSignal(), id())).join();
      long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - began);
      writer.longestMicros = Math.max(writer.longestMicros, micros);
      writer.rowsWritten++;
    }
    return built.join();
  }

  private long id() {
    next = next * 6_364_136_223_846_793_005L + 1;
    return Math.floorMod(next >>> 16, ROWS);
  }
}
