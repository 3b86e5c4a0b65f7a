package dev.coulomb.node.pgwire;

import dev.coulomb.node.session.Commitment;
import dev.coulomb.node.session.SessionServices;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** The SQL server: binds when constructed, serves until closed. */
public final class PgWireServer implements AutoCloseable {
  private static final WriteBufferWaterMark WRITE_BYTES =
      new WriteBufferWaterMark(128 << 10, 512 << 10);

  private final EventLoopGroup loops;
  private final Channel channel;
  private final Connections connections;

  /**
   * Binds.
   *
   * @param commitment says when answers may go out
   * @param threads makes the threads of the event loops
   * @param loopCount how many of them
   */
  public PgWireServer(
      WireConfig config,
      SessionServices sessions,
      Authentication authentication,
      Commitment commitment,
      ThreadFactory threads,
      int loopCount)
      throws InterruptedException, IOException {
    connections = new Connections(config.connectionsMax());
    WireServices services =
        new WireServices(
            sessions,
            authentication,
            () -> config.tls().map(TlsFiles::context),
            connections,
            commitment);
    IoHandlerFactory io =
        Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    Class<? extends ServerChannel> kind =
        Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    loops = new MultiThreadIoEventLoopGroup(loopCount, threads, io);
    ServerBootstrap server =
        new ServerBootstrap()
            .group(loops)
            .channel(kind)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITE_BYTES)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel connection) {
                    connection
                        .pipeline()
                        .addLast(
                            new FrameDecoder(config.statementBytesMax()), new Connection(services));
                  }
                });
    ChannelFuture bound = server.bind(config.host(), config.port()).await();
    if (!bound.isSuccess()) {
      loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
      String where = config.host() + ":" + config.port();
      throw new IOException("cannot listen on " + where + ": " + bound.cause().getMessage());
    }
    channel = bound.channel();
  }

  public int port() {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  /** Clients that are connected. */
  public int connections() {
    return connections.count();
  }

  /** Clients that were turned away because there were too many. */
  public long refusedConnections() {
    return connections.refused();
  }

  /** New clients are told 57P03 from now on; those that are connected stay. */
  public void stopAccepting() {
    connections.stopAccepting();
  }

  /** Tells all clients 57P01 and closes their connections. */
  public void terminateSessions() {
    connections.terminate(shutdown());
  }

  /**
   * Tells clients 57P01 and closes their connections when what they run has ended; comes back when
   * all are gone, or the time is over.
   */
  public void drain(Duration most) throws InterruptedException {
    connections.drain(shutdown(), most);
  }

  private static SqlError shutdown() {
    return new SqlError(
        SqlState.ADMIN_SHUTDOWN, "terminating connection due to administrator command");
  }

  @Override
  public void close() {
    channel.close().awaitUninterruptibly();
    loops.shutdownGracefully(100, 2_000, TimeUnit.MILLISECONDS).awaitUninterruptibly();
  }
}
