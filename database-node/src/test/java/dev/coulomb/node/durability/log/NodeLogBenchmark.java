package dev.coulomb.node.durability.log;

import com.sun.management.OperatingSystemMXBean;
import dev.coulomb.node.environment.Disk;
import dev.coulomb.node.host.LocalDisk;
import dev.coulomb.node.host.LogWriter;
import dev.coulomb.node.host.NamedThreads;
import dev.coulomb.node.host.SystemClock;
import dev.coulomb.node.invariant.Invariant;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What an entry of 100 bytes costs: who appends it, on a disk that takes everything; and until it
 * is on the real disk of the directory {@code target}. Beside the time there is what the whole
 * process used of the processor.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 3)
@Fork(
    value = 1,
    jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "-Xmx1g"})
public class NodeLogBenchmark {
  private static final byte[] BODY = new byte[100];
  private static final Path TARGET = Path.of("target");
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  /** A log with its thread, and how much processor time its entries took. */
  private static final class Running {
    final NodeLog log;
    final LogWriter writer;
    private long entries;
    private long cpuNanos;

    Running(Disk disk, Durability durability) throws IOException {
      LogConfig config = new LogConfig(new UUID(1, 2), durability);
      StoredLog empty = StoredLog.open(disk, config.id());
      log = NodeLog.open(empty, config, new SystemClock(), Throwable::printStackTrace);
      writer = new LogWriter(log, new NamedThreads("log"));
    }

    void begin() {
      entries = log.figures().entries();
      cpuNanos = SYSTEM.getProcessCpuTime();
    }

    void report() throws IOException {
      long done = Math.max(1, log.figures().entries() - entries);
      System.out.printf(
          "[%d ns processor, %d bytes of log per entry, %.1f entries per round, %d us per force] ",
          (SYSTEM.getProcessCpuTime() - cpuNanos) / done,
          log.figures().bytes() / Math.max(1, log.figures().entries()),
          (double) log.figures().entries() / Math.max(1, log.figures().batches()),
          log.figures().forceNanos() / 1_000 / Math.max(1, log.figures().forces()));
      log.release(log.durable());
    }

    void close() throws Exception {
      writer.close();
      log.close();
    }
  }

  /** A log whose disk takes everything. */
  @State(Scope.Benchmark)
  public static class Free {
    private @Nullable Running running;

    @Setup(Level.Trial)
    public void open() throws IOException {
      running = new Running(new DiscardingDisk(), Durability.SYNC);
    }

    Running running() {
      return Invariant.present(running, "the benchmark is set up");
    }

    @Setup(Level.Iteration)
    public void begin() {
      running().begin();
    }

    @TearDown(Level.Iteration)
    public void report() throws IOException {
      running().report();
    }

    @TearDown(Level.Trial)
    public void close() throws Exception {
      running().close();
    }
  }

  /** A log on a real disk, with clients that wait for their replies. */
  @State(Scope.Benchmark)
  public static class Real {
    @Param({"8", "64", "1024"})
    public int inFlight;

    @Param({"SYNC", "INTERVAL"})
    public Durability durability = Durability.SYNC;

    private Semaphore free = new Semaphore(0);
    private String directory = "";
    private @Nullable Running running;

    @Setup(Level.Trial)
    public void open() throws IOException {
      Path path = Files.createTempDirectory(TARGET, "log");
      directory = TARGET.relativize(path).toString();
      free = new Semaphore(inFlight);
      running = new Running(LocalDisk.open(path), durability);
    }

    Running running() {
      return Invariant.present(running, "the benchmark is set up");
    }

    @Setup(Level.Iteration)
    public void begin() {
      running().begin();
    }

    @TearDown(Level.Iteration)
    public void report() throws IOException {
      running().report();
    }

    @TearDown(Level.Trial)
    public void close() throws Exception {
      running().close();
      LocalDisk.open(TARGET).delete(directory);
    }
  }

  @Benchmark
  @Threads(1)
  public long appendBy1(Free free) throws IOException {
    return append(free.running().log);
  }

  @Benchmark
  @Threads(4)
  public long appendBy4(Free free) throws IOException {
    return append(free.running().log);
  }

  @Benchmark
  @Threads(1)
  public long commit(Real real) throws IOException, InterruptedException {
    real.free.acquire();
    NodeLog log = real.running().log;
    long end = append(log);
    log.whenReleased(end, real.free::release);
    return end;
  }

  private static long append(NodeLog log) throws IOException {
    while (true) {
      try {
        return log.append(log.reserve(BODY.length), (byte) 1, BODY);
      } catch (LogBacklogException writerIsBehind) {
        Thread.onSpinWait();
      }
    }
  }
}
