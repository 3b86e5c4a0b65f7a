package dev.coulomb.node.pgwire;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a client says, decoded from a frame. */
sealed interface FrontendMessage {
  /** What a short message takes. */
  int MESSAGE_BYTES = 64;

  /** May the connection be encrypted? */
  record SslRequest() implements FrontendMessage {}

  /** May it be encrypted by Kerberos? */
  record GssRequest() implements FrontendMessage {}

  /** End the statement of another session. */
  record CancelRequest(int number, int secret) implements FrontendMessage {}

  /** Who the client is and what it wishes. */
  record Startup(int major, int minor, Map<String, String> parameters) implements FrontendMessage {}

  /** A password, or a step of SASL; which one the state says. */
  record Password(byte[] body) implements FrontendMessage {
    @Override
    public int weight() {
      return MESSAGE_BYTES + body.length;
    }
  }

  record Query(String sql) implements FrontendMessage {
    @Override
    public int weight() {
      return MESSAGE_BYTES + 2 * sql.length();
    }
  }

  record Parse(String statement, String sql, List<Integer> parameterOids)
      implements FrontendMessage {
    @Override
    public int weight() {
      return MESSAGE_BYTES + 2 * sql.length() + 16 * parameterOids.size();
    }
  }

  /**
   * Formats: 0 text, 1 binary; none: all text, one: for all.
   *
   * @param parameters bytes of each, null for null
   */
  record Bind(
      String portal,
      String statement,
      List<Integer> parameterFormats,
      List<byte @Nullable []> parameters,
      List<Integer> resultFormats)
      implements FrontendMessage {
    @Override
    public int weight() {
      int bytes = MESSAGE_BYTES;
      for (byte[] parameter : parameters) {
        bytes += 16 + (parameter == null ? 0 : parameter.length);
      }
      return bytes;
    }
  }

  record DescribeStatement(String name) implements FrontendMessage {}

  record DescribePortal(String name) implements FrontendMessage {}

  record Execute(String portal, int maxRows) implements FrontendMessage {}

  record CloseStatement(String name) implements FrontendMessage {}

  record ClosePortal(String name) implements FrontendMessage {}

  record Sync() implements FrontendMessage {}

  record Flush() implements FrontendMessage {}

  record CopyData(byte[] bytes) implements FrontendMessage {
    @Override
    public int weight() {
      return MESSAGE_BYTES + bytes.length;
    }
  }

  record CopyDone() implements FrontendMessage {}

  record CopyFail(String message) implements FrontendMessage {
    @Override
    public int weight() {
      return MESSAGE_BYTES + 2 * message.length();
    }
  }

  record Terminate() implements FrontendMessage {}

  /** About how much memory it holds while it waits, in bytes. */
  default int weight() {
    return MESSAGE_BYTES;
  }

  /** The frame was understood, what it holds was not; the session answers with the error. */
  record Malformed(dev.coulomb.node.types.SqlError error) implements FrontendMessage {}
}
