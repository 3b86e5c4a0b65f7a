package dev.coulomb.node.pgwire;

import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the bodies of messages; what is wrong in one becomes {@link FrontendMessage.Malformed}. */
final class MessageReader {
  private static final int SSL = 80_877_103;
  private static final int GSS = 80_877_104;
  private static final int CANCEL = 80_877_102;

  private MessageReader() {}

  /** A packet before the start-up, from its code on; throws {@link SqlError}. */
  static FrontendMessage startup(ByteBuf body) {
    int code = body.readInt();
    switch (code) {
      case SSL:
        return new FrontendMessage.SslRequest();
      case GSS:
        return new FrontendMessage.GssRequest();
      case CANCEL:
        if (body.readableBytes() != 8) {
          throw violation("a cancel request has a number and a secret");
        }
        return new FrontendMessage.CancelRequest(body.readInt(), body.readInt());
      default:
        return new FrontendMessage.Startup(code >>> 16, code & 0xFFFF, parameters(body));
    }
  }

  static FrontendMessage message(byte kind, ByteBuf body) {
    try {
      FrontendMessage message = read(kind, body);
      if (body.isReadable()) {
        throw violation("a message is longer than what it holds");
      }
      return message;
    } catch (SqlError error) {
      return new FrontendMessage.Malformed(error);
    } catch (IndexOutOfBoundsException tooShort) {
      return new FrontendMessage.Malformed(
          violation("a message is shorter than what it should hold"));
    }
  }

  private static FrontendMessage read(byte kind, ByteBuf body) {
    return switch (kind) {
      case 'Q' -> new FrontendMessage.Query(string(body));
      case 'P' -> new FrontendMessage.Parse(string(body), string(body), ints(body));
      case 'B' -> bind(body);
      case 'D' ->
          describes(body)
              ? new FrontendMessage.DescribeStatement(string(body))
              : new FrontendMessage.DescribePortal(string(body));
      case 'E' -> new FrontendMessage.Execute(string(body), body.readInt());
      case 'C' ->
          describes(body)
              ? new FrontendMessage.CloseStatement(string(body))
              : new FrontendMessage.ClosePortal(string(body));
      case 'S' -> new FrontendMessage.Sync();
      case 'H' -> new FrontendMessage.Flush();
      case 'p' -> new FrontendMessage.Password(rest(body));
      case 'd' -> new FrontendMessage.CopyData(rest(body));
      case 'c' -> new FrontendMessage.CopyDone();
      case 'f' -> new FrontendMessage.CopyFail(string(body));
      case 'X' -> new FrontendMessage.Terminate();
      default -> {
        body.skipBytes(body.readableBytes());
        throw violation("the kind of a message is not known").with("kind", (char) (kind & 0xFF));
      }
    };
  }

  private static FrontendMessage bind(ByteBuf body) {
    String portal = string(body);
    String statement = string(body);
    List<Integer> formats = formats(body);
    int count = body.readUnsignedShort();
    List<byte @Nullable []> parameters = new ArrayList<>(Math.min(count, 1_000));
    for (int i = 0; i < count; i++) {
      int length = body.readInt();
      if (length < -1 || length > body.readableBytes()) {
        throw violation("the length of a parameter is wrong");
      }
      parameters.add(length == -1 ? null : ByteBufUtil.getBytes(body.readSlice(length)));
    }
    return new FrontendMessage.Bind(portal, statement, formats, parameters, formats(body));
  }

  /** True for a statement, false for a portal. */
  private static boolean describes(ByteBuf body) {
    byte what = body.readByte();
    return switch (what) {
      case 'S' -> true;
      case 'P' -> false;
      default -> throw violation("it is neither a statement nor a portal");
    };
  }

  private static List<Integer> formats(ByteBuf body) {
    int count = body.readUnsignedShort();
    List<Integer> formats = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int format = body.readUnsignedShort();
      if (format > 1) {
        throw violation("the format of a value is neither text nor binary");
      }
      formats.add(format);
    }
    return formats;
  }

  private static List<Integer> ints(ByteBuf body) {
    int count = body.readUnsignedShort();
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      numbers.add(body.readInt());
    }
    return numbers;
  }

  private static Map<String, String> parameters(ByteBuf body) {
    Map<String, String> parameters = new LinkedHashMap<>();
    while (body.isReadable()) {
      String name = string(body);
      if (name.isEmpty()) {
        break;
      }
      parameters.put(name, string(body));
    }
    return parameters;
  }

  private static byte[] rest(ByteBuf body) {
    return ByteBufUtil.getBytes(body.readSlice(body.readableBytes()));
  }

  private static String string(ByteBuf body) {
    int length = body.bytesBefore((byte) 0);
    if (length < 0) {
      throw violation("a text has no end");
    }
    String text = utf8(ByteBufUtil.getBytes(body.readSlice(length)));
    body.skipBytes(1);
    return text;
  }

  /** Text of bytes; 22021 when they are not UTF-8. */
  static String utf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes))
          .toString();
    } catch (CharacterCodingException notUtf8) {
      throw new SqlError(SqlState.CHARACTER_NOT_IN_REPERTOIRE, "a text is not valid UTF-8");
    }
  }

  private static SqlError violation(String sentence) {
    return new SqlError(SqlState.PROTOCOL_VIOLATION, sentence);
  }
}
