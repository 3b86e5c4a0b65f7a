package dev.coulomb.node.storage;

import dev.coulomb.node.storage.memory.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Where pages live: the same search of the slots of a random page and the same copy of a row out of
 * it, over off-heap memory by address, over a segment for each slab, and over arrays.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "-Xmx1g"})
public class PageMemoryBenchmark {
  private static final int SLAB_BYTES = 32 << 20;
  private static final int SLABS = 8;
  private static final int PAGE_BYTES = PagePool.PAGE_BYTES;
  private static final int PAGES_PER_SLAB = SLAB_BYTES / PAGE_BYTES;
  private static final int SLOTS = 80;
  private static final int SLOT_BYTES = 8;
  private static final int ROW_BYTES = 80;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
  private static final VarHandle ARRAY_LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final SplittableRandom random = new SplittableRandom(1);
  private final long[] addresses = new long[SLABS];
  private final MemorySegment[] segments = new MemorySegment[SLABS];
  private final byte[][] arrays = new byte[SLABS][];
  private final byte[] row = new byte[ROW_BYTES];

  /** Slots hold 0, 2, 4, …; what is looked for is in between or not. */
  @Setup(Level.Trial)
  public void fill() {
    for (int slab = 0; slab < SLABS; slab++) {
      arrays[slab] = new byte[SLAB_BYTES];
      for (int page = 0; page < PAGES_PER_SLAB; page++) {
        for (int slot = 0; slot < SLOTS; slot++) {
          int at = page * PAGE_BYTES + slot * SLOT_BYTES;
          ARRAY_LONG.set(arrays[slab], at, slot * 2L);
        }
      }
      segments[slab] = Arena.global().allocate(SLAB_BYTES, PAGE_BYTES);
      segments[slab].copyFrom(MemorySegment.ofArray(arrays[slab]));
      addresses[slab] = segments[slab].address();
    }
  }

  @Benchmark
  public long offHeapByAddress() {
    int page = random.nextInt(SLABS * PAGES_PER_SLAB);
    long wanted = random.nextInt(SLOTS * 2);
    long start = addresses[page / PAGES_PER_SLAB] + page % PAGES_PER_SLAB * (long) PAGE_BYTES;
    int low = 0;
    int high = SLOTS - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Memory.getLong(start + (long) middle * SLOT_BYTES) < wanted) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    Memory.copyOut(start + SLOTS * SLOT_BYTES + (long) low * ROW_BYTES, row, 0, ROW_BYTES);
    return row[0];
  }

  @Benchmark
  public long offHeapBySegment() {
    int page = random.nextInt(SLABS * PAGES_PER_SLAB);
    long wanted = random.nextInt(SLOTS * 2);
    MemorySegment slab = segments[page / PAGES_PER_SLAB];
    long start = page % PAGES_PER_SLAB * (long) PAGE_BYTES;
    int low = 0;
    int high = SLOTS - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (slab.get(LONG, start + (long) middle * SLOT_BYTES) < wanted) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    long at = start + SLOTS * SLOT_BYTES + (long) low * ROW_BYTES;
    MemorySegment.copy(slab, ValueLayout.JAVA_BYTE, at, row, 0, ROW_BYTES);
    return row[0];
  }

  @Benchmark
  public long arrays() {
    int page = random.nextInt(SLABS * PAGES_PER_SLAB);
    long wanted = random.nextInt(SLOTS * 2);
    byte[] slab = arrays[page / PAGES_PER_SLAB];
    int start = page % PAGES_PER_SLAB * PAGE_BYTES;
    int low = 0;
    int high = SLOTS - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if ((long) ARRAY_LONG.get(slab, start + middle * SLOT_BYTES) < wanted) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    System.arraycopy(slab, start + SLOTS * SLOT_BYTES + low * ROW_BYTES, row, 0, ROW_BYTES);
    return row[0];
  }
}
