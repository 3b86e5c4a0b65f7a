package dev.coulomb.node.node;

import dev.coulomb.node.admin.AdminError;
import dev.coulomb.node.admin.NodeControl;
import dev.coulomb.node.admin.NodeStatus;
import dev.coulomb.node.admin.NodeStatus.Connections;
import dev.coulomb.node.admin.NodeStatus.Content;
import dev.coulomb.node.admin.NodeStatus.Memory;
import dev.coulomb.node.admin.NodeStatus.Safety;
import dev.coulomb.node.admin.NodeStatus.State;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What those who look after the node see of it and may ask of it, from its first moment on. */
final class Control implements NodeControl {
  private static final Logger LOG = LoggerFactory.getLogger(Control.class);
  private static final Safety SAFE = new Safety(true, "");
  private static final String NOT_STARTED = "the node has not started yet";

  private final NodeStatus.Identity identity;
  private final Settings settings;
  private final LiveSettings live;
  private final CountDownLatch stopAsked = new CountDownLatch(1);
  private final AtomicReference<@Nullable Engine> engine = new AtomicReference<>();
  private volatile Startup startup = new Startup("memory", 0, 2);

  Control(NodeStatus.Identity identity, Settings settings, LiveSettings live) {
    this.identity = identity;
    this.settings = settings;
    this.live = live;
  }

  // For the start and the stop.

  void starts(String phase, int done) {
    startup = new Startup(phase, done, startup.total());
  }

  void started(Engine made) {
    engine.set(made);
    LOG.info("node {} runs version {}", identity.name(), identity.version());
  }

  /** Asks the node to stop, whatever is lost. Any thread; the second time does nothing. */
  void askToStop() {
    stopAsked.countDown();
  }

  void awaitStopAsked() throws InterruptedException {
    stopAsked.await();
  }

  // For the admin server.

  @Override
  public NodeStatus status() {
    return new NodeStatus(identity, state(), content(), settings.byProperty(), safety());
  }

  @Override
  public Optional<Startup> starting() {
    return engine.get() == null ? Optional.of(startup) : Optional.empty();
  }

  @Override
  public Optional<String> notReady() {
    return switch (state()) {
      case STARTING -> Optional.of(NOT_STARTED);
      case STOPPING -> Optional.of("the node stops");
      case RUNNING, PAUSED -> Optional.empty();
    };
  }

  @Override
  public void pause(boolean paused) {
    running().data().transactions().pause(paused);
    LOG.info("the database is {}", paused ? "paused" : "resumed");
  }

  @Override
  public void change(Map<String, String> changes) {
    live.change(changes);
    LOG.info("settings changed: {}", changes);
  }

  @Override
  public void stop(boolean force) {
    Safety safety = safety();
    if (!safety.safe() && !force) {
      throw new AdminError(409, "unsafe", safety.reason(), "force");
    }
    askToStop();
  }

  private State state() {
    if (stopAsked.getCount() == 0) {
      return State.STOPPING;
    }
    Engine made = engine.get();
    if (made == null) {
      return State.STARTING;
    }
    return made.data().transactions().isPaused() ? State.PAUSED : State.RUNNING;
  }

  private Content content() {
    int partitions = settings.number(Setting.PARTITIONS);
    long limit = settings.bytes(Setting.DATA_MEMORY);
    Engine made = engine.get();
    if (made == null) {
      return new Content(
          partitions,
          0,
          0,
          0,
          new Memory(0, limit),
          new Connections(0, live.connectionsMax()),
          null);
    }
    Engine.Data data = made.data();
    return new Content(
        partitions,
        data.transactions().catalog().version(),
        data.tables(),
        data.rows(),
        new Memory(data.pool().usedBytes(), data.pool().limitBytes()),
        new Connections(made.sql().connections(), live.connectionsMax()),
        made.tls().map(tls -> tls.notAfter()).map(Instant::toString).orElse(null));
  }

  /** A stop is safe when nothing is there: rows and tables live in memory only. */
  private Safety safety() {
    Engine made = engine.get();
    int tables = made == null ? 0 : made.data().tables();
    return switch (tables) {
      case 0 -> SAFE;
      case 1 ->
          new Safety(false, "1 table lives in the memory of this node only and would be lost");
      default ->
          new Safety(
              false, tables + " tables live in the memory of this node only and would be lost");
    };
  }

  private Engine running() {
    Engine made = engine.get();
    if (made == null) {
      throw new AdminError(409, "starting", NOT_STARTED, null);
    }
    return made;
  }
}
