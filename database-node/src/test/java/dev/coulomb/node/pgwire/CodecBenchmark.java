package dev.coulomb.node.pgwire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the messages of one prepared statement take: Bind of a number and of 100 characters, Execute
 * and Sync to be read, and what answers an update to be written.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class CodecBenchmark {
  /** As many as a pipelining client sends at once. */
  private static final int STATEMENTS = 16;

  private final ByteBuf in = PooledByteBufAllocator.DEFAULT.directBuffer(8 << 10);
  private final ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(8 << 10);
  private final EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(() -> 1 << 20));

  public CodecBenchmark() {
    channel.writeInbound(
        PooledByteBufAllocator.DEFAULT.buffer().writeInt(9).writeInt(3 << 16).writeByte(0));
    channel.releaseInbound();
    for (int i = 0; i < STATEMENTS; i++) {
      bind(i);
      in.writeByte('E').writeInt(9).writeByte(0).writeInt(0);
      in.writeByte('S').writeInt(4);
    }
  }

  private void bind(long key) {
    int start = in.writeByte('B').writerIndex();
    in.writeInt(0).writeByte(0).writeBytes("put\0".getBytes(StandardCharsets.US_ASCII));
    in.writeShort(1).writeShort(1).writeShort(2);
    in.writeInt(8).writeLong(key);
    in.writeInt(100).writeBytes("x".repeat(100).getBytes(StandardCharsets.US_ASCII));
    in.writeShort(1).writeShort(1);
    in.setInt(start, in.writerIndex() - start);
  }

  @Benchmark
  @OperationsPerInvocation(STATEMENTS)
  public int read() {
    channel.writeInbound(in.retainedDuplicate());
    int weight = 0;
    for (FrontendMessage next = channel.readInbound(); next != null; next = channel.readInbound()) {
      weight += next.weight();
    }
    return weight;
  }

  @Benchmark
  @OperationsPerInvocation(STATEMENTS)
  public int write() {
    out.clear();
    for (int i = 0; i < STATEMENTS; i++) {
      MessageWriter.empty(out, '2');
      MessageWriter.text(out, 'C', "UPDATE 1");
      MessageWriter.readyForQuery(out, 'I');
    }
    return out.writerIndex();
  }

  @TearDown
  public void release() {
    channel.finishAndReleaseAll();
    in.release();
    out.release();
  }
}
