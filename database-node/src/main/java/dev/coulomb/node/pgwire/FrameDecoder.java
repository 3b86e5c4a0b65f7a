package dev.coulomb.node.pgwire;

import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * Cuts messages from the stream. Before the start-up: length u32 (of itself and what follows), code
 * u32, body. After it: kind u8, length u32 (of itself and the body), body. A length that cannot be
 * ends the connection, because nothing after it can be understood.
 */
final class FrameDecoder extends ByteToMessageDecoder {
  private static final int STARTUP_BYTES_MAX = 10_000;
  private static final int LENGTH_BYTES = 4;
  private static final int HEADER_BYTES = 1 + LENGTH_BYTES;

  /** What a frame may hold before its sender has said who it is: steps of an authentication. */
  private static final int STRANGER_BYTES_MAX = 64 << 10;

  /** What a frame of other kinds than a statement may hold, whatever the limit of statements is. */
  private static final int BODY_BYTES_MIN = 64 << 20;

  private static final int MESSAGES_AT_ONCE = 64;

  private final IntSupplier statementBytesMax;
  private boolean started;
  private boolean authenticated;
  private int skip;
  private boolean broken;

  /**
   * @param statementBytesMax longest statement; a longer one is skipped and refused with 54000
   */
  FrameDecoder(IntSupplier statementBytesMax) {
    this.statementBytesMax = statementBytesMax;
    setCumulator(MERGE_CUMULATOR);
  }

  /** From now on messages may be long. */
  void authenticated() {
    authenticated = true;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (broken) {
      in.skipBytes(in.readableBytes());
      return;
    }
    if (skip > 0) {
      int now = Math.min(skip, in.readableBytes());
      in.skipBytes(now);
      skip -= now;
      return;
    }
    if (!started) {
      startup(in, out);
    } else if (!authenticated) {
      // One at a time: it may be the one that makes the next welcome.
      message(in, out);
    } else {
      messages(in, out);
    }
  }

  /** All that have come whole, so that what is around a message is done once for many. */
  private void messages(ByteBuf in, List<Object> out) {
    int left;
    do {
      left = in.readableBytes();
      message(in, out);
    } while (skip == 0 && in.readableBytes() < left && out.size() < MESSAGES_AT_ONCE);
  }

  private void startup(ByteBuf in, List<Object> out) {
    if (in.readableBytes() < 2 * LENGTH_BYTES) {
      return;
    }
    int length = in.getInt(in.readerIndex());
    if (length < 2 * LENGTH_BYTES || length > STARTUP_BYTES_MAX) {
      throw violation("the length of a start-up packet is wrong");
    }
    if (in.readableBytes() < length) {
      return;
    }
    MessageBody body = body(in.skipBytes(LENGTH_BYTES), length - LENGTH_BYTES);
    FrontendMessage message;
    try {
      message = MessageReader.startup(body);
    } catch (SqlError error) {
      broken = true;
      throw error;
    }
    started = message instanceof FrontendMessage.Startup;
    boolean asks =
        message instanceof FrontendMessage.SslRequest
            || message instanceof FrontendMessage.GssRequest;
    if (asks && in.isReadable()) {
      // Somebody on the way could have put it there, to be taken for what comes encrypted.
      throw violation("data came before the answer about encryption");
    }
    out.add(message);
  }

  private void message(ByteBuf in, List<Object> out) {
    if (in.readableBytes() < HEADER_BYTES) {
      return;
    }
    byte kind = in.getByte(in.readerIndex());
    int length = in.getInt(in.readerIndex() + 1);
    if (length < LENGTH_BYTES) {
      throw violation("the length of a message is wrong");
    }
    int body = length - LENGTH_BYTES;
    if (!authenticated && body > STRANGER_BYTES_MAX) {
      throw violation("a message is too long before authentication");
    }
    int limit = statementBytesMax.getAsInt();
    boolean statement = kind == 'Q' || kind == 'P';
    if (body > (statement ? limit + 1_024L : Math.max(limit, BODY_BYTES_MIN))) {
      in.skipBytes(HEADER_BYTES);
      skip = body;
      SqlError error =
          new SqlError(SqlState.PROGRAM_LIMIT_EXCEEDED, "a message is too long")
              .with("bytes", body)
              .with("limit", limit);
      out.add(new FrontendMessage.Malformed(error));
      if (kind == 'Q') {
        out.add(new FrontendMessage.Sync());
      }
      return;
    }
    if (in.readableBytes() < HEADER_BYTES + body) {
      return;
    }
    in.skipBytes(HEADER_BYTES);
    out.add(MessageReader.message(kind, body(in, body)));
  }

  private static MessageBody body(ByteBuf in, int bytes) {
    byte[] body = new byte[bytes];
    in.readBytes(body);
    return new MessageBody(body);
  }

  /** What follows cannot be understood and is thrown away. */
  private SqlError violation(String sentence) {
    broken = true;
    return new SqlError(SqlState.PROTOCOL_VIOLATION, sentence);
  }
}
