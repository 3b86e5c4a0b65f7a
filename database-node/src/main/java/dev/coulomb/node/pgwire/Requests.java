package dev.coulomb.node.pgwire;

import dev.coulomb.node.session.Replies.ResultFormats;
import dev.coulomb.node.session.Session;
import dev.coulomb.node.types.Outcome;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import dev.coulomb.node.types.TextFormat;
import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A session's messages, once it is open. Confined to its event loop. */
final class Requests {
  private final Session session;
  private final WireReplies replies;
  private final ChannelHandlerContext context;

  /**
   * What runs when the request under way is over: for its connection also when it became a copy,
   * whose data are the messages that follow; the last of them then waits for the request's end.
   */
  private @Nullable Runnable resume;

  Requests(Session session, WireReplies replies, ChannelHandlerContext context) {
    this.session = session;
    this.replies = replies;
    this.context = context;
    replies.onCopyIn(this::requestDone);
  }

  /** True while a statement runs whose data are the messages that follow. */
  boolean isCopying() {
    return session.isCopying();
  }

  private void requestDone() {
    Runnable waiting = resume;
    if (waiting != null) {
      resume = null;
      waiting.run();
    }
  }

  /**
   * Handles one message; {@code then} runs once it has been dealt with.
   *
   * @param alone of an {@code Execute}: it is the only one before the next {@code Sync}
   */
  void handle(FrontendMessage message, boolean alone, Runnable then) {
    session.busy();
    if (session.failed() && !endsSkipping(message)) {
      then.run();
      return;
    }
    if (session.isCopying() && !belongsToCopy(message)) {
      if (!isIgnoredByCopy(message)) {
        session.copyBroken(
            new SqlError(
                SqlState.PROTOCOL_VIOLATION, "unexpected message type during COPY from stdin"));
      }
      then.run();
      return;
    }
    try {
      dispatch(message, alone, then);
    } catch (SqlError error) {
      session.fail(error);
      then.run();
    }
  }

  private static boolean belongsToCopy(FrontendMessage message) {
    return message instanceof FrontendMessage.CopyData
        || message instanceof FrontendMessage.CopyDone
        || message instanceof FrontendMessage.CopyFail
        || message instanceof FrontendMessage.Terminate;
  }

  /** Clients that do not know yet that their statement is a copy send these after it. */
  private static boolean isIgnoredByCopy(FrontendMessage message) {
    return message instanceof FrontendMessage.Sync || message instanceof FrontendMessage.Flush;
  }

  private static boolean endsSkipping(FrontendMessage message) {
    return message instanceof FrontendMessage.Sync || message instanceof FrontendMessage.Terminate;
  }

  private void dispatch(FrontendMessage message, boolean alone, Runnable then) {
    switch (message) {
      case FrontendMessage.Query(String sql) -> {
        resume = then;
        session.query(sql, this::requestDone);
      }
      case FrontendMessage.Parse parse -> parse(parse, then);
      case FrontendMessage.Sync() -> session.sync(then);
      case FrontendMessage.Execute(String portal, int maxRows) -> {
        resume = then;
        session.execute(portal, Math.max(0, maxRows), alone, this::requestDone);
      }
      case FrontendMessage.CopyData(byte[] bytes) -> {
        session.copyData(bytes);
        then.run();
      }
      case FrontendMessage.CopyDone() -> endCopy(session::copyDone, then);
      case FrontendMessage.CopyFail(String reason) -> endCopy(() -> session.copyFail(reason), then);
      default -> {
        atOnce(message);
        then.run();
      }
    }
  }

  private void endCopy(Runnable end, Runnable then) {
    if (!session.isCopying()) {
      // The copy failed before the client had sent all of it, and has heard of that.
      then.run();
      return;
    }
    resume = then;
    end.run();
  }

  private void parse(FrontendMessage.Parse parse, Runnable then) {
    List<@Nullable SqlType> declared = new ArrayList<>();
    parse.parameterOids().forEach(oid -> declared.add(Oids.type(oid)));
    session.parse(parse.statement(), parse.sql(), declared, then);
  }

  private void atOnce(FrontendMessage message) {
    switch (message) {
      case FrontendMessage.Bind bind -> bind(bind);
      case FrontendMessage.DescribeStatement(String name) -> session.describeStatement(name);
      case FrontendMessage.DescribePortal(String name) -> session.describePortal(name);
      case FrontendMessage.CloseStatement(String name) -> session.closeStatement(name);
      case FrontendMessage.ClosePortal(String name) -> session.closePortal(name);
      case FrontendMessage.Flush() -> replies.flush();
      case FrontendMessage.Terminate() -> context.close();
      case FrontendMessage.Malformed(SqlError error) -> throw error;
      default ->
          throw new SqlError(
              SqlState.PROTOCOL_VIOLATION, "this message does not come after authentication");
    }
  }

  private void bind(FrontendMessage.Bind bind) {
    replies.restsOn(Outcome.NOTHING);
    List<SqlType> types = session.parameterTypes(bind.statement());
    if (types.size() != bind.parameters().size()) {
      throw new SqlError(
              SqlState.PROTOCOL_VIOLATION, "the statement has another number of parameters")
          .with("given", bind.parameters().size())
          .with("needed", types.size());
    }
    @Nullable Object[] values = new Object[types.size()];
    for (int i = 0; i < values.length; i++) {
      byte[] bytes = bind.parameters().get(i);
      if (bytes != null) {
        values[i] =
            isBinary(bind.parameterFormats(), i)
                ? BinaryFormat.read(types.get(i), bytes)
                : TextFormat.parse(types.get(i), MessageReader.utf8(bytes), session.zone());
      }
    }
    session.bind(bind.portal(), bind.statement(), values, results(bind.resultFormats()));
  }

  private static ResultFormats results(List<Integer> formats) {
    return switch (formats.size()) {
      case 0 -> ResultFormats.TEXT;
      case 1 -> formats.getFirst() == 1 ? ResultFormats.BINARY : ResultFormats.TEXT;
      default -> new ResultFormats(formats.stream().map(format -> format == 1).toList());
    };
  }

  private static boolean isBinary(List<Integer> formats, int i) {
    return switch (formats.size()) {
      case 0 -> false;
      case 1 -> formats.getFirst() == 1;
      default -> i < formats.size() && formats.get(i) == 1;
    };
  }
}
