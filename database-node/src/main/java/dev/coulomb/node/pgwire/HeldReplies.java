package dev.coulomb.node.pgwire;

import dev.coulomb.node.session.Commitment;
import dev.coulomb.node.types.Outcome;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Bytes on their way to a client, in their order: they wait until what they rest on is committed.
 * Confined to the connection's event loop.
 */
final class HeldReplies {
  private final ChannelHandlerContext context;
  private final Commitment commitment;
  private final LoopReleases releases;
  private final Runnable release = this::release;
  private final ArrayDeque<Held> waiting = new ArrayDeque<>();
  private @Nullable Runnable onRelease;
  private int bytes;
  private boolean closes;

  HeldReplies(ChannelHandlerContext context, Commitment commitment, LoopReleases releases) {
    this.context = context;
    this.commitment = commitment;
    this.releases = releases;
  }

  private record Held(ByteBuf bytes, long needed) {}

  /** Runs whenever bytes went out that had to wait. */
  void onRelease(Runnable then) {
    onRelease = then;
  }

  /** Bytes that wait. */
  int bytes() {
    return bytes;
  }

  /**
   * Sends bytes, at once when that is possible.
   *
   * @param needed the place in the log that has to be committed before
   */
  void send(ByteBuf out, long needed) {
    long place = needed == Outcome.ALL_SO_FAR ? commitment.executed() : needed;
    if (waiting.isEmpty() && commitment.committed() >= place) {
      context.writeAndFlush(out, context.voidPromise());
      return;
    }
    bytes += out.readableBytes();
    waiting.add(new Held(out, place));
    if (waiting.size() == 1) {
      releases.await(place, release);
    }
  }

  /** What the first of those that wait rests on is committed. */
  private void release() {
    if (waiting.isEmpty()) {
      return;
    }
    long place = commitment.committed();
    for (Held next = waiting.peek();
        next != null && next.needed() <= place;
        next = waiting.peek()) {
      waiting.remove();
      bytes -= next.bytes().readableBytes();
      context.write(next.bytes(), context.voidPromise());
    }
    context.flush();
    Held next = waiting.peek();
    if (next != null) {
      releases.await(next.needed(), release);
    } else if (closes) {
      disconnect();
      return;
    }
    Runnable then = onRelease;
    if (then != null) {
      then.run();
    }
  }

  /** Closes the connection when all has gone out. */
  void finish() {
    closes = true;
    if (waiting.isEmpty()) {
      disconnect();
    }
  }

  private void disconnect() {
    context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  /** The connection is gone, and with it what waits. */
  void close() {
    waiting.forEach(held -> held.bytes().release());
    waiting.clear();
    bytes = 0;
  }
}
