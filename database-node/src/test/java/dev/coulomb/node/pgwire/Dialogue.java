package dev.coulomb.node.pgwire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client without a socket: writes PostgreSQL's messages and reads the answers as short texts, for
 * example {@code T n}, {@code D 1}, {@code C SELECT 1}, {@code E ERROR 42601}, {@code Z I}. Its
 * buffers are counted, so that a test can tell that none was lost.
 */
final class Dialogue implements AutoCloseable {
  private static final int PROTOCOL = 3 << 16;

  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
  final EmbeddedChannel channel;
  private final Valve valve = new Valve();
  private final ByteBuf answered = allocator.buffer();
  int keyNumber;
  int keySecret;
  private ByteBuf message = allocator.buffer();

  Dialogue(ServerTwin server, Authentication authentication) {
    this(server, authentication, new Connections(() -> 100), 1 << 20);
  }

  Dialogue(
      ServerTwin server, Authentication authentication, Connections connections, int statementMax) {
    channel =
        new EmbeddedChannel() {
          @Override
          protected SocketAddress remoteAddress0() {
            return new InetSocketAddress("127.0.0.1", 1);
          }
        };
    channel.config().setAllocator(allocator);
    channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(16 << 10, 32 << 10));
    WireServices services =
        new WireServices(
            server.sessions, authentication, Optional::empty, connections, server.commitment);
    channel.pipeline().addLast(valve);
    channel.pipeline().addLast(new FrameDecoder(() -> statementMax), new Connection(services));
  }

  /** One that is connected without a password. */
  static Dialogue open(ServerTwin server) {
    Dialogue dialogue = new Dialogue(server, ServerTwin.byTrust());
    dialogue.startup(Map.of("user", ServerTwin.USER)).answers();
    return dialogue;
  }

  /** From now on the server's bytes stay on its side. */
  Dialogue stopReading() {
    valve.open = false;
    return this;
  }

  Dialogue readAgain() {
    valve.open = true;
    channel.flush();
    channel.runPendingTasks();
    return this;
  }

  /** Holds back what is flushed while it is not open. */
  private static final class Valve extends ChannelOutboundHandlerAdapter {
    private boolean open = true;

    @Override
    public void flush(ChannelHandlerContext context) {
      if (open) {
        context.flush();
      }
    }
  }

  // What the client says.

  Dialogue startup(Map<String, String> parameters) {
    return startup(PROTOCOL, parameters);
  }

  Dialogue startup(int version, Map<String, String> parameters) {
    return packet(out -> {
      out.writeInt(version);
      new LinkedHashMap<>(parameters)
          .forEach((name, value) -> {
            text(out, name);
            text(out, value);
          });
      out.writeByte(0);
    });
  }

  /** A packet of the start-up: without a kind. */
  Dialogue packet(Consumer<ByteBuf> body) {
    int start = message.writerIndex();
    message.writeInt(0);
    body.accept(message);
    message.setInt(start, message.writerIndex() - start);
    return send();
  }

  Dialogue say(char kind, Consumer<ByteBuf> body) {
    message.writeByte(kind);
    int start = message.writerIndex();
    message.writeInt(0);
    body.accept(message);
    message.setInt(start, message.writerIndex() - start);
    return this;
  }

  Dialogue query(String sql) {
    return say('Q', out -> text(out, sql)).send();
  }

  Dialogue parse(String name, String sql, int... oids) {
    return say(
        'P',
        out -> {
          text(out, name);
          text(out, sql);
          out.writeShort(oids.length);
          for (int oid : oids) {
            out.writeInt(oid);
          }
        });
  }

  /** Binds texts. */
  Dialogue bind(String portal, String statement, @Nullable String... values) {
    List<byte @Nullable []> bytes = new ArrayList<>();
    for (String value : values) {
      bytes.add(value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }
    return bind(portal, statement, 0, bytes, 0);
  }

  Dialogue bind(
      String portal,
      String statement,
      int format,
      List<byte @Nullable []> values,
      int resultFormat) {
    return say(
        'B',
        out -> {
          text(out, portal);
          text(out, statement);
          out.writeShort(1).writeShort(format).writeShort(values.size());
          for (byte[] value : values) {
            out.writeInt(value == null ? -1 : value.length);
            if (value != null) {
              out.writeBytes(value);
            }
          }
          out.writeShort(1).writeShort(resultFormat);
        });
  }

  Dialogue describe(char what, String name) {
    return say('D', out -> text(out.writeByte(what), name));
  }

  Dialogue close(char what, String name) {
    return say('C', out -> text(out.writeByte(what), name));
  }

  Dialogue execute(String portal, int maxRows) {
    return say(
        'E',
        out -> {
          text(out, portal);
          out.writeInt(maxRows);
        });
  }

  Dialogue sync() {
    return say('S', out -> {}).send();
  }

  Dialogue copyData(String data) {
    return say('d', out -> out.writeBytes(data.getBytes(StandardCharsets.UTF_8)));
  }

  Dialogue copyDone() {
    return say('c', out -> {}).send();
  }

  /** Sends what was said, and lets the server do all it can. */
  Dialogue send() {
    ByteBuf now = message;
    message = allocator.buffer();
    raw(now);
    return this;
  }

  void raw(ByteBuf bytes) {
    channel.writeInbound(bytes);
    channel.runPendingTasks();
  }

  static void text(ByteBuf out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.UTF_8)).writeByte(0);
  }

  // What the server says.

  /** All answers since the last call. */
  List<String> answers() {
    channel.runPendingTasks();
    for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
      answered.writeBytes(out);
      out.release();
      channel.runPendingTasks();
    }
    List<String> answers = new ArrayList<>();
    while (answered.isReadable()) {
      char kind = (char) answered.readByte();
      ByteBuf body = answered.readSlice(answered.readInt() - 4);
      answers.add((kind + " " + answer(kind, body)).strip());
    }
    answered.clear();
    return answers;
  }

  private String answer(char kind, ByteBuf body) {
    return switch (kind) {
      case 'T' -> rowDescription(body);
      case 'D' -> dataRow(body);
      case 'C', 'd' -> string(body);
      case 'E', 'N' -> error(body);
      case 'S' -> string(body) + "=" + string(body);
      case 'Z' -> String.valueOf((char) body.readByte());
      case 'R' -> String.valueOf(body.readInt());
      case 't' -> {
        List<String> oids = new ArrayList<>();
        for (int left = body.readShort(); left > 0; left--) {
          oids.add(String.valueOf(body.readInt()));
        }
        yield String.join(",", oids);
      }
      case 'v' -> body.readInt() + " " + body.readInt();
      case 'K' -> {
        keyNumber = body.readInt();
        keySecret = body.readInt();
        yield "";
      }
      default -> "";
    };
  }

  private static String rowDescription(ByteBuf body) {
    List<String> columns = new ArrayList<>();
    for (int left = body.readShort(); left > 0; left--) {
      String name = string(body);
      body.skipBytes(6);
      int oid = body.readInt();
      body.skipBytes(6);
      columns.add(name + ":" + oid + (body.readShort() == 1 ? "b" : ""));
    }
    return String.join(",", columns);
  }

  private static String dataRow(ByteBuf body) {
    List<String> values = new ArrayList<>();
    for (int left = body.readShort(); left > 0; left--) {
      int length = body.readInt();
      values.add(length < 0 ? "null" : body.readSlice(length).toString(StandardCharsets.UTF_8));
    }
    return String.join(",", values);
  }

  private static String error(ByteBuf body) {
    Map<Character, String> fields = new LinkedHashMap<>();
    for (byte code = body.readByte(); code != 0; code = body.readByte()) {
      fields.put((char) code, string(body));
    }
    String position = fields.containsKey('P') ? " at " + fields.get('P') : "";
    return fields.get('V') + " " + fields.get('C') + position;
  }

  private static String string(ByteBuf body) {
    int end = body.bytesBefore((byte) 0);
    String text =
        body.readSlice(end < 0 ? body.readableBytes() : end).toString(StandardCharsets.UTF_8);
    body.skipBytes(end < 0 ? 0 : 1);
    return text;
  }

  /** Bytes of buffers that nobody gave back; the client is gone after that. */
  long leakedBytes() {
    close();
    return allocator.metric().usedHeapMemory() + allocator.metric().usedDirectMemory();
  }

  @Override
  public void close() {
    channel.finishAndReleaseAll();
    channel.runPendingTasks();
    if (answered.refCnt() > 0) {
      answered.release();
      message.release();
    }
  }
}
