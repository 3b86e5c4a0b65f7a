package dev.coulomb.node.admin;

import dev.coulomb.node.admin.AdminRoutes.Answer;
import dev.coulomb.node.admin.AdminRoutes.Request;
import dev.coulomb.node.metrics.Metrics;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The admin HTTP server; bound when constructed. One event loop that does nothing else. */
public final class AdminServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);
  private static final int BODY_BYTES_MAX = 1 << 20;
  private static final int IDLE_SECONDS_MAX = 60;

  private final EventLoopGroup loop;
  private final Channel channel;

  /**
   * Binds.
   *
   * @param port 0 chooses a free one
   * @param token what changes must carry; empty: they come from loopback only
   */
  public AdminServer(
      String host, int port, NodeControl node, Metrics metrics, Supplier<Optional<String>> token)
      throws InterruptedException, IOException {
    AdminRoutes routes = new AdminRoutes(node, metrics, token);
    loop =
        new MultiThreadIoEventLoopGroup(
            1,
            Executors.newCachedThreadPool(Thread.ofPlatform().name("admin-", 0).daemon().factory()),
            NioIoHandler.newFactory());
    ServerBootstrap server =
        new ServerBootstrap()
            .group(loop)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel connection) {
                    connection
                        .pipeline()
                        .addLast(
                            new ReadTimeoutHandler(IDLE_SECONDS_MAX, TimeUnit.SECONDS),
                            new HttpServerCodec(),
                            new HttpObjectAggregator(BODY_BYTES_MAX),
                            new Requests(routes));
                  }
                });
    ChannelFuture bound = server.bind(host, port).await();
    if (!bound.isSuccess()) {
      loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
      String where = host + ":" + port;
      throw new IOException("cannot listen on " + where + ": " + bound.cause().getMessage());
    }
    channel = bound.channel();
  }

  public int port() {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  @Override
  public void close() {
    channel.close().awaitUninterruptibly();
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private static final class Requests extends SimpleChannelInboundHandler<FullHttpRequest> {
    private final AdminRoutes routes;

    Requests(AdminRoutes routes) {
      this.routes = routes;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
      boolean loopback =
          context.channel().remoteAddress() instanceof InetSocketAddress remote
              && remote.getAddress().isLoopbackAddress();
      Answer answer;
      try {
        answer =
            routes.answer(
                new Request(
                    request.method().name(),
                    new QueryStringDecoder(request.uri()).path(),
                    request.headers().get(HttpHeaderNames.AUTHORIZATION),
                    loopback,
                    ByteBufUtil.getBytes(request.content())));
      } catch (RuntimeException defect) {
        LOG.error("an admin request met a defect of the node", defect);
        answer = new Answer(500, "text/plain; charset=utf-8", "a defect of the node; see its log");
      }
      write(context, request, answer);
    }

    private static void write(
        ChannelHandlerContext context, FullHttpRequest request, Answer answer) {
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      boolean head = request.method().equals(HttpMethod.HEAD);
      FullHttpResponse response =
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1,
              HttpResponseStatus.valueOf(answer.status()),
              head ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body));
      response
          .headers()
          .set(HttpHeaderNames.CONTENT_TYPE, answer.contentType())
          .setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
      boolean keep = HttpUtil.isKeepAlive(request);
      HttpUtil.setKeepAlive(response, keep);
      var written = context.writeAndFlush(response);
      if (!keep) {
        written.addListener(ChannelFutureListener.CLOSE);
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      LOG.debug("an admin connection broke", cause);
      context.close();
    }
  }
}
