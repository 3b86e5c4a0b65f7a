package dev.coulomb.node.transaction;

import dev.coulomb.node.partition.Partition;
import dev.coulomb.node.plan.PreparedPlan;
import dev.coulomb.node.types.CancelSignal;
import dev.coulomb.node.types.Outcome;
import dev.coulomb.node.types.PartitionHash;
import java.util.List;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * From a call to its outcome through a partition: on the caller's thread, as an event loop does it
 * where nobody else works, and through the queue and a worker; and from a text to its plan.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class HopBenchmark {
  private static final int ROWS = 10_000;
  private static final long ONE_ROW = 4_711;
  private static final String SELECT = "SELECT s FROM t WHERE id = $1";

  private final TestEngine engine = new TestEngine();
  private final PreparedPlan select;
  private final PreparedPlan update;
  private final Partition busy =
      engine.partitions().get(PartitionHash.partition(ONE_ROW, TestEngine.PARTITIONS));
  private final SynchronousQueue<Outcome> answers = new SynchronousQueue<>();
  private long next;

  public HopBenchmark() {
    engine.run("CREATE TABLE t (id BIGINT PRIMARY KEY, s TEXT) PARTITION BY HASH (id)");
    PreparedPlan insert = engine.plan("INSERT INTO t VALUES ($1, 'the text of a row')");
    for (long id = 0; id < ROWS; id++) {
      engine.begin(call(insert, id)).join();
    }
    select = engine.plan(SELECT);
    update = engine.plan("UPDATE t SET s = 'another text' WHERE id = $1");
    engine.planner().cached(SELECT, engine.transactions().catalog(), List.of());
  }

  public static void main(String[] arguments) throws RunnerException {
    new Runner(new OptionsBuilder().include(HopBenchmark.class.getSimpleName()).build()).run();
  }

  @TearDown
  public void close() {
    engine.close();
  }

  @Benchmark
  public @Nullable Outcome readARowInPlace() {
    return inPlace(select);
  }

  @Benchmark
  public @Nullable Outcome writeARowInPlace() {
    return inPlace(update);
  }

  /** Two switches of threads are in it: to the worker, and back to who waits. */
  @Benchmark
  public Outcome readARowQueued() throws InterruptedException {
    return queued(select);
  }

  @Benchmark
  public Outcome writeARowQueued() throws InterruptedException {
    return queued(update);
  }

  @Benchmark
  public PreparedPlan planCold() {
    next++;
    // Another name each time, so that no plan is known.
    return engine.plan("SELECT s AS s" + next + " FROM t WHERE id = $1");
  }

  @Benchmark
  public @Nullable PreparedPlan planCached() {
    return engine.planner().cached(SELECT, engine.transactions().catalog(), List.of());
  }

  private @Nullable Outcome inPlace(PreparedPlan plan) {
    @Nullable Outcome[] answer = new Outcome[1];
    engine.transactions().execute(call(plan, id()), outcome -> answer[0] = outcome);
    return answer[0];
  }

  private Outcome queued(PreparedPlan plan) throws InterruptedException {
    Call call = call(plan, ONE_ROW);
    // Whoever holds the token finds no idle partition; what he submits is run by a worker.
    engine
        .partitions()
        .submit(busy, () -> engine.transactions().execute(call, HopBenchmark.this::answer), true);
    return answers.take();
  }

  private void answer(Outcome outcome) {
    try {
      answers.put(outcome);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private long id() {
    next = next * 6_364_136_223_846_793_005L + 1;
    return Math.floorMod(next >>> 16, ROWS);
  }

  private Call call(PreparedPlan plan, long id) {
    return engine.call(plan, new CancelSignal(), id);
  }
}
