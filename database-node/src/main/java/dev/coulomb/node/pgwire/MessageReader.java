package dev.coulomb.node.pgwire;

import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
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
  private static final char REPLACED = '\uFFFD';
  private static final int SSL = 80_877_103;
  private static final int GSS = 80_877_104;
  private static final int CANCEL = 80_877_102;

  private static final FrontendMessage SYNC = new FrontendMessage.Sync();
  private static final List<Integer> TEXT = List.of(0);
  private static final List<Integer> BINARY = List.of(1);

  private MessageReader() {}

  /** A packet before the start-up, from its code on; throws {@link SqlError}. */
  static FrontendMessage startup(MessageBody body) {
    int code = body.readInt();
    switch (code) {
      case SSL:
        return new FrontendMessage.SslRequest();
      case GSS:
        return new FrontendMessage.GssRequest();
      case CANCEL:
        if (body.readable() != 8) {
          throw violation("a cancel request has a number and a secret");
        }
        return new FrontendMessage.CancelRequest(body.readInt(), body.readInt());
      default:
        return new FrontendMessage.Startup(code >>> 16, code & 0xFFFF, parameters(body));
    }
  }

  static FrontendMessage message(byte kind, MessageBody body) {
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

  private static FrontendMessage read(byte kind, MessageBody body) {
    return switch (kind) {
      case 'Q' -> new FrontendMessage.Query(body.readText());
      case 'P' -> new FrontendMessage.Parse(body.readText(), body.readText(), ints(body));
      case 'B' -> bind(body);
      case 'D' ->
          describes(body)
              ? new FrontendMessage.DescribeStatement(body.readText())
              : new FrontendMessage.DescribePortal(body.readText());
      case 'E' -> new FrontendMessage.Execute(body.readText(), body.readInt());
      case 'C' ->
          describes(body)
              ? new FrontendMessage.CloseStatement(body.readText())
              : new FrontendMessage.ClosePortal(body.readText());
      case 'S' -> SYNC;
      case 'H' -> new FrontendMessage.Flush();
      case 'p' -> new FrontendMessage.Password(body.readRest());
      case 'd' -> new FrontendMessage.CopyData(body.readRest());
      case 'c' -> new FrontendMessage.CopyDone();
      case 'f' -> new FrontendMessage.CopyFail(body.readText());
      case 'X' -> new FrontendMessage.Terminate();
      default -> {
        body.readRest();
        throw violation("the kind of a message is not known").with("kind", (char) (kind & 0xFF));
      }
    };
  }

  private static FrontendMessage bind(MessageBody body) {
    String portal = body.readText();
    String statement = body.readText();
    List<Integer> formats = formats(body);
    int count = body.readUnsignedShort();
    List<byte @Nullable []> parameters = new ArrayList<>(Math.min(count, 1_000));
    for (int i = 0; i < count; i++) {
      int length = body.readInt();
      if (length < -1 || length > body.readable()) {
        throw violation("the length of a parameter is wrong");
      }
      parameters.add(length == -1 ? null : body.readBytes(length));
    }
    return new FrontendMessage.Bind(portal, statement, formats, parameters, formats(body));
  }

  /** True for a statement, false for a portal. */
  private static boolean describes(MessageBody body) {
    byte what = body.readByte();
    return switch (what) {
      case 'S' -> true;
      case 'P' -> false;
      default -> throw violation("it is neither a statement nor a portal");
    };
  }

  private static List<Integer> formats(MessageBody body) {
    int count = body.readUnsignedShort();
    if (count == 0) {
      return List.of();
    }
    if (count == 1) {
      return format(body) == 0 ? TEXT : BINARY;
    }
    List<Integer> formats = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      formats.add(format(body));
    }
    return formats;
  }

  private static int format(MessageBody body) {
    int format = body.readUnsignedShort();
    if (format > 1) {
      throw violation("the format of a value is neither text nor binary");
    }
    return format;
  }

  private static List<Integer> ints(MessageBody body) {
    int count = body.readUnsignedShort();
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      numbers.add(body.readInt());
    }
    return numbers;
  }

  private static Map<String, String> parameters(MessageBody body) {
    Map<String, String> parameters = new LinkedHashMap<>();
    while (body.isReadable()) {
      String name = body.readText();
      if (name.isEmpty()) {
        break;
      }
      parameters.put(name, body.readText());
    }
    return parameters;
  }

  /** Text of bytes; 22021 when they are not UTF-8. */
  static String utf8(byte[] bytes) {
    return utf8(bytes, 0, bytes.length);
  }

  /** Text of some of the bytes; 22021 when they are not UTF-8. */
  static String utf8(byte[] bytes, int from, int length) {
    // What is not UTF-8 becomes this mark; so does the mark itself.
    String text = new String(bytes, from, length, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACED) >= 0) {
      checkUtf8(ByteBuffer.wrap(bytes, from, length));
    }
    return text;
  }

  private static void checkUtf8(ByteBuffer bytes) {
    try {
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(bytes);
    } catch (CharacterCodingException notUtf8) {
      throw new SqlError(SqlState.CHARACTER_NOT_IN_REPERTOIRE, "a text is not valid UTF-8");
    }
  }

  private static SqlError violation(String sentence) {
    return new SqlError(SqlState.PROTOCOL_VIOLATION, sentence);
  }
}
