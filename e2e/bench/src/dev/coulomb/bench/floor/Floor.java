package dev.coulomb.bench.floor;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a server of PostgreSQL's protocol costs that does next to nothing: the statement {@code p}
 * puts a value into a hash map, every other one gets one. Nothing is checked.
 */
public final class Floor {
  private static final int PARTS = 8;
  private static final byte[] UPDATED = "UPDATE 1\0".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SELECTED = "SELECT 1\0".getBytes(StandardCharsets.US_ASCII);
  private static final List<Map<Long, byte[]>> ROWS = new ArrayList<>();

  private Floor() {}

  /** Port, rows. */
  public static void main(String[] args) throws Exception {
    for (int i = 0; i < PARTS; i++) {
      ROWS.add(new HashMap<>());
    }
    for (long key = 0; key < Long.parseLong(args[1]); key++) {
      part(key).put(key, new byte[100]);
    }
    new ServerBootstrap()
        .group(new MultiThreadIoEventLoopGroup(EpollIoHandler.newFactory()))
        .channel(EpollServerSocketChannel.class)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new Handler());
              }
            })
        .bind("127.0.0.1", Integer.parseInt(args[0]))
        .sync()
        .channel()
        .closeFuture()
        .sync();
  }

  private static Map<Long, byte[]> part(long key) {
    return ROWS.get((int) ((key * 0x9E3779B97F4A7C15L) >>> 61));
  }

  private static final class Handler extends ChannelInboundHandlerAdapter {
    private ByteBuf left;
    private boolean started;
    private long key;
    private byte[] value;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf in = (ByteBuf) message;
      if (left != null) {
        in = left.writeBytes(in);
        ((ByteBuf) message).release();
      }
      ByteBuf out = context.alloc().buffer(16 << 10);
      while (next(context, in, out)) {
        // All that came.
      }
      left = null;
      if (in.isReadable()) {
        left = context.alloc().buffer(64 << 10).writeBytes(in);
      }
      in.release();
      context.write(out);
    }

    private boolean next(ChannelHandlerContext context, ByteBuf in, ByteBuf out) {
      int start = in.readerIndex();
      int header = started ? 1 : 0;
      if (in.readableBytes() < header + 4) {
        return false;
      }
      int length = header + in.getInt(start + header);
      if (in.readableBytes() < length) {
        return false;
      }
      if (started) {
        message(context, in, start, out);
      } else {
        started = true;
        out.writeByte('R').writeInt(8).writeInt(0);
        out.writeByte('Z').writeInt(5).writeByte('I');
      }
      in.readerIndex(start + length);
      return true;
    }

    private void message(ChannelHandlerContext context, ByteBuf in, int start, ByteBuf out) {
      switch (in.getByte(start)) {
        case 'P' -> out.writeByte('1').writeInt(4);
        case 'B' -> bind(in, start + 5, out);
        case 'E' -> execute(out);
        case 'S' -> out.writeByte('Z').writeInt(5).writeByte('I');
        case 'X' -> context.close();
        default -> throw new IllegalStateException("message " + (char) in.getByte(start));
      }
    }

    private void bind(ByteBuf in, int start, ByteBuf out) {
      int at = in.indexOf(start, in.writerIndex(), (byte) 0) + 1;
      boolean put = in.getByte(at) == 'p';
      at = in.indexOf(at, in.writerIndex(), (byte) 0) + 1;
      at += 2 + 2 * in.getShort(at) + 2;
      key = in.getLong(at + 4);
      value = null;
      if (put) {
        at += 12;
        value = new byte[in.getInt(at)];
        in.getBytes(at + 4, value);
      }
      out.writeByte('2').writeInt(4);
    }

    private void execute(ByteBuf out) {
      Map<Long, byte[]> part = part(key);
      byte[] tag = UPDATED;
      synchronized (part) {
        if (value != null) {
          part.put(key, value);
        } else {
          tag = SELECTED;
          byte[] found = part.get(key);
          out.writeByte('D').writeInt(10 + found.length).writeShort(1);
          out.writeInt(found.length).writeBytes(found);
        }
      }
      out.writeByte('C').writeInt(4 + tag.length).writeBytes(tag);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      context.flush();
    }
  }
}
