package dev.coulomb.node.pgwire;

import dev.coulomb.node.plan.PreparedPlan.OutputColumn;
import dev.coulomb.node.session.Replies.ResultFormats;
import dev.coulomb.node.types.SqlType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What it takes to write one row of two integers, a text and a timestamp as a message. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class RowsBenchmark {
  private static final List<OutputColumn> COLUMNS =
      List.of(
          new OutputColumn("a", SqlType.INTEGER, 0, 0),
          new OutputColumn("b", SqlType.BIGINT, 0, 0),
          new OutputColumn("c", SqlType.TEXT, 0, 0),
          new OutputColumn("d", SqlType.TIMESTAMP, 0, 0));

  @Param({"false", "true"})
  boolean binary;

  private final ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(1_024);
  private final @Nullable Object[] row = {2_013L, 336_776L, "New York", 1_357_017_300_000_000L};

  @Benchmark
  public int row() {
    out.clear();
    ResultFormats formats = binary ? new ResultFormats(List.of(true)) : ResultFormats.TEXT;
    MessageWriter.dataRow(out, COLUMNS, formats, ZoneOffset.UTC, row);
    return out.writerIndex();
  }

  @TearDown
  public void release() {
    out.release();
  }
}
