package dev.coulomb.node.pgwire;

import dev.coulomb.node.invariant.Invariant;
import dev.coulomb.node.session.CancelKeys;
import dev.coulomb.node.session.Session;
import dev.coulomb.node.session.activity.Activity.Client;
import dev.coulomb.node.types.Outcome;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection: encryption, start-up, authentication, then its session's requests, one at a time
 * in the order they came. While one runs, what follows waits; when much waits, the socket is not
 * read. Confined to its event loop.
 */
final class Connection extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
  private static final int QUEUED_MAX = 256;
  private static final int QUEUED_BYTES_MAX = 1 << 20;
  private static final int LAST_WORD_SECONDS_MAX = 5;
  private static final int AUTHENTICATION_SECONDS_MAX = 30;

  private final WireServices services;
  private final ArrayDeque<FrontendMessage> queue = new ArrayDeque<>();
  private @Nullable WireReplies replies;
  private @Nullable Runnable ended;
  private @Nullable Login login;
  private @Nullable Session session;
  private @Nullable Requests requests;
  private @Nullable Future<?> deadline;
  private int queuedBytes;
  private boolean admitted;
  private boolean busy;
  private boolean alone;
  private @Nullable SqlError lastWord;
  private boolean draining;
  private boolean closing;

  Connection(WireServices services) {
    this.services = services;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    WireReplies made =
        new WireReplies(context, services.commitment(), services.releases(context.executor()));
    made.onTermination(reason -> fatal(context, reason));
    made.onRelease(() -> writable(context));
    replies = made;
    ended = () -> ended(context);
    deadline =
        context
            .executor()
            .schedule((Runnable) context::close, AUTHENTICATION_SECONDS_MAX, TimeUnit.SECONDS);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (deadline != null) {
      deadline.cancel(false);
    }
    if (session != null) {
      session.close();
      session = null;
    }
    closing = true;
    requests = null;
    queue.clear();
    replies().close();
    if (admitted) {
      admitted = false;
      services.connections().left(this);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    writable(context);
  }

  /** Answers may be written again: what waited for that goes on. */
  private void writable(ChannelHandlerContext context) {
    replies().writable();
    drain(context);
    if (!busy) {
      replies().flush();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object decoded) {
    FrontendMessage message = (FrontendMessage) decoded;
    if (closing) {
      return;
    }
    if (requests != null) {
      queue.add(message);
      queuedBytes += message.weight();
      if (queue.size() >= QUEUED_MAX || queuedBytes >= QUEUED_BYTES_MAX) {
        context.channel().config().setAutoRead(false);
      }
      drain(context);
      return;
    }
    try {
      begin(context, message);
    } catch (SqlError error) {
      fatal(context, error);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (!busy) {
      replies().flush();
    }
  }

  /** Runs what waits, until something goes on elsewhere or the client does not read answers. */
  private void drain(ChannelHandlerContext context) {
    if (draining) {
      return;
    }
    draining = true;
    try {
      FrontendMessage next = next(context);
      while (next != null) {
        busy = true;
        handle(context, next);
        next = next(context);
      }
    } finally {
      draining = false;
    }
    if (busy) {
      replies().flushIfDue();
    }
  }

  private @Nullable FrontendMessage next(ChannelHandlerContext context) {
    if (busy || requests == null || !replies().isWritable()) {
      return null;
    }
    if (queue.peek() instanceof FrontendMessage.Execute) {
      Following following = queue.size() < QUEUED_MAX ? Following.of(queue) : Following.MORE;
      if (following == Following.UNKNOWN && queuedBytes < QUEUED_BYTES_MAX) {
        return null;
      }
      alone = following == Following.SYNC;
    }
    FrontendMessage next = queue.poll();
    if (next != null) {
      queuedBytes -= next.weight();
      boolean few = queue.size() < QUEUED_MAX / 2 && queuedBytes < QUEUED_BYTES_MAX / 2;
      if (few && !context.channel().config().isAutoRead()) {
        context.channel().config().setAutoRead(true);
      }
    }
    return next;
  }

  private void handle(ChannelHandlerContext context, FrontendMessage message) {
    Requests handler = requests;
    if (handler == null) {
      return;
    }
    try {
      replies().restsOn(Outcome.ALL_SO_FAR);
      handler.handle(
          message, alone, Invariant.present(ended, "a handler is added before it reads"));
    } catch (RuntimeException | Error defect) {
      LOG.error("a message met a defect of the node", defect);
      fatal(
          context,
          new SqlError(SqlState.INTERNAL_ERROR, "a defect of the node; its log says more"));
    }
  }

  /** The message that ran is done. Called once for each, maybe from within its handling. */
  private void ended(ChannelHandlerContext context) {
    busy = false;
    SqlError reason = lastWord;
    if (reason != null && !isCopying()) {
      fatal(context, reason);
    } else if (!draining) {
      drain(context);
      if (!busy) {
        replies().flush();
      }
    }
  }

  // Before there is a session.

  private void begin(ChannelHandlerContext context, FrontendMessage message) {
    switch (message) {
      case FrontendMessage.SslRequest() -> encrypt(context);
      case FrontendMessage.GssRequest() ->
          context.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {'N'}));
      case FrontendMessage.CancelRequest(int number, int secret) -> {
        services
            .cancelKeys()
            .cancel(
                number,
                secret,
                new SqlError(SqlState.QUERY_CANCELED, "canceling statement due to user request"));
        context.close();
      }
      case FrontendMessage.Startup startup -> {
        admit();
        Login begun = new Login(services.authentication(), replies(), startup, loopback(context));
        login = begun;
        if (begun.isDone()) {
          open(context, begun);
        }
      }
      case FrontendMessage.Password(byte[] body) -> {
        Login begun = login;
        if (begun == null) {
          throw violation();
        }
        begun.step(body);
        if (begun.isDone()) {
          open(context, begun);
        }
      }
      case FrontendMessage.Terminate() -> context.close();
      case FrontendMessage.Malformed(SqlError error) -> throw error;
      case FrontendMessage.Query query -> throw violation();
      case FrontendMessage.Parse parse -> throw violation();
      case FrontendMessage.Bind bind -> throw violation();
      case FrontendMessage.DescribeStatement describe -> throw violation();
      case FrontendMessage.DescribePortal describe -> throw violation();
      case FrontendMessage.Execute execute -> throw violation();
      case FrontendMessage.CloseStatement close -> throw violation();
      case FrontendMessage.ClosePortal close -> throw violation();
      case FrontendMessage.Sync sync -> throw violation();
      case FrontendMessage.Flush flush -> throw violation();
      case FrontendMessage.CopyData data -> throw violation();
      case FrontendMessage.CopyDone done -> throw violation();
      case FrontendMessage.CopyFail fail -> throw violation();
    }
    replies().flush();
  }

  private void encrypt(ChannelHandlerContext context) {
    Optional<SslContext> tls = services.tls().get();
    boolean already = context.pipeline().get(SslHandler.class) != null;
    byte answer = (byte) (tls.isPresent() && !already ? 'S' : 'N');
    context.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {answer}));
    if (answer == 'S') {
      context.pipeline().addFirst(tls.orElseThrow().newHandler(context.alloc()));
    }
  }

  private void admit() {
    services.connections().admit(this);
    admitted = true;
  }

  private void open(ChannelHandlerContext context, Login done) {
    if (deadline != null) {
      deadline.cancel(false);
    }
    Session opened =
        new Session(services.sessions(), client(context, done), replies(), context.executor());
    session = opened;
    done.settings().forEach(opened::start);
    replies().write(MessageWriter::authenticationOk);
    opened.reportParameters();
    CancelKeys.Key key = opened.key();
    replies().write(out -> MessageWriter.backendKey(out, key.number(), key.secret()));
    replies().readyForQuery('I');
    requests = new Requests(opened, replies(), context);
    context.pipeline().get(FrameDecoder.class).authenticated();
    context.channel().closeFuture().addListener(gone -> opened.close());
  }

  private static Client client(ChannelHandlerContext context, Login done) {
    return context.channel().remoteAddress() instanceof InetSocketAddress remote
        ? new Client(done.user(), remote.getAddress().getHostAddress(), remote.getPort())
        : new Client(done.user(), "", 0);
  }

  private static boolean loopback(ChannelHandlerContext context) {
    return context.channel().remoteAddress() instanceof InetSocketAddress remote
        && remote.getAddress().isLoopbackAddress();
  }

  // Ends.

  /** Ends the connection with a last word to the client. Any thread. */
  void terminate(SqlError reason) {
    WireReplies last = replies;
    if (last != null) {
      last.onLoop(context -> fatal(context, reason));
    }
  }

  /** Ends the connection with a last word, after the statement that runs. Any thread. */
  void terminateWhenIdle(SqlError reason) {
    WireReplies last = replies;
    if (last != null) {
      last.onLoop(context -> {
        if (busy || isCopying()) {
          lastWord = reason;
        } else {
          fatal(context, reason);
        }
      });
    }
  }

  private boolean isCopying() {
    Requests handler = requests;
    return handler != null && handler.isCopying();
  }

  private void fatal(ChannelHandlerContext context, SqlError error) {
    if (closing) {
      return;
    }
    closing = true;
    if (session != null) {
      session.cancel(error);
    }
    requests = null;
    queue.clear();
    replies().write(out -> MessageWriter.error(out, 'E', "FATAL", error));
    replies().finish();
    Future<?> giveUp =
        context
            .executor()
            .schedule((Runnable) context::close, LAST_WORD_SECONDS_MAX, TimeUnit.SECONDS);
    context.channel().closeFuture().addListener(gone -> giveUp.cancel(false));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    Throwable root =
        cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
    if (root instanceof SqlError error) {
      fatal(context, error);
    } else {
      LOG.debug("a connection broke", cause);
      replies().close();
      context.close();
    }
  }

  private WireReplies replies() {
    WireReplies made = replies;
    if (made == null) {
      throw new IllegalStateException("a handler is added before it reads");
    }
    return made;
  }

  private static SqlError violation() {
    return new SqlError(
        SqlState.PROTOCOL_VIOLATION, "this message does not come before authentication");
  }
}
