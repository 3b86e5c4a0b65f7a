package dev.coulomb.node.node;

import dev.coulomb.node.admin.AdminError;
import dev.coulomb.node.admin.NodeControl;
import dev.coulomb.node.admin.NodeStatus;
import dev.coulomb.node.admin.NodeStatus.Connections;
import dev.coulomb.node.admin.NodeStatus.Content;
import dev.coulomb.node.admin.NodeStatus.Memory;
import dev.coulomb.node.admin.NodeStatus.Safety;
import dev.coulomb.node.admin.NodeStatus.State;
import dev.coulomb.node.admin.backup.ArchiveControl;
import dev.coulomb.node.admin.backup.ArchiveStatus;
import dev.coulomb.node.admin.backup.BackupControl;
import dev.coulomb.node.admin.bootstrap.SchemaControl;
import dev.coulomb.node.admin.restore.ChecksumsControl;
import dev.coulomb.node.admin.restore.RestoreControl;
import dev.coulomb.node.durability.files.Transfer;
import dev.coulomb.node.environment.Clock;
import dev.coulomb.node.node.restore.Restores;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What those who look after the node see of it and may ask of it, from its first moment on. */
final class Control implements NodeControl, Restores.Running {
  private static final Logger LOG = LoggerFactory.getLogger(Control.class);
  private static final Safety SAFE = new Safety(true, "");
  private static final String NOT_STARTED = "the node has not started yet";

  private final NodeStatus.Identity identity;
  private final Settings settings;
  private final LiveSettings live;
  private final CountDownLatch stopAsked = new CountDownLatch(1);
  private final AtomicReference<@Nullable Engine> engine = new AtomicReference<>();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final AtomicReference<@Nullable Restores> restores = new AtomicReference<>();
  private final Waiting waiting = new Waiting();
  private final Clock clock;
  private volatile StartPhase startup;

  Control(NodeStatus.Identity identity, Settings settings, LiveSettings live, Clock clock) {
    this.clock = clock;
    this.startup = new StartPhase("memory", new Transfer(), clock);
    this.identity = identity;
    this.settings = settings;
    this.live = live;
  }

  // For the start and the stop.

  /** The start does something else; the transfer tells how far that is. */
  void starts(String phase, Transfer transfer) {
    startup = new StartPhase(phase, transfer, clock);
  }

  /** Says in the log how far the start is. */
  void tellOfStart() {
    starting()
        .ifPresent(now ->
            LOG.info(
                "starts: {}, {} %, {} rows, {} s left",
                now.phase(),
                now.percent(),
                now.rows(),
                now.secondsLeft() < 0 ? "?" : now.secondsLeft()));
  }

  /** There is somebody to ask for a restore, from now on. */
  void restoredBy(Restores made) {
    restores.set(made);
  }

  /** Where the start waits for a restore. */
  Waiting waiting() {
    return waiting;
  }

  void started(Engine made) {
    engine.set(made);
    LOG.info("node {} runs version {}", identity.name(), identity.version());
  }

  /** Asks the node to stop, whatever is lost. Any thread; the second time does nothing. */
  void askToStop() {
    stopAsked.countDown();
    waiting.end();
  }

  /** The log is broken: what was promised cannot be kept, so the process has to end. Any thread. */
  void broken(Throwable cause) {
    failure.compareAndSet(null, cause);
    LOG.error("the log cannot be written; the node ends", cause);
    askToStop();
  }

  /** Why the node has to end at once; empty: it may end in order. */
  Optional<Throwable> failure() {
    return Optional.ofNullable(failure.get());
  }

  /** Somebody has asked it to stop. */
  boolean isStopping() {
    return stopAsked.getCount() == 0;
  }

  void awaitStopAsked() throws InterruptedException {
    stopAsked.await();
  }

  // For the admin server.

  @Override
  public NodeStatus status() {
    return new NodeStatus(
        identity, state(), content(), settings.byProperty(), safety(), checkpointed(), archived());
  }

  @Override
  public Optional<Startup> starting() {
    boolean starts = engine.get() == null && !waiting.waits();
    return starts ? Optional.of(startup.now()) : Optional.empty();
  }

  @Override
  public Optional<String> notReady() {
    return switch (state()) {
      case STARTING -> Optional.of(NOT_STARTED);
      case WAITING -> Optional.of("the node waits for its restore");
      case STOPPING -> Optional.of("the node stops");
      case RUNNING, PAUSED -> awaitsSchema();
    };
  }

  /** Those who come through a Service find the schema that was to be there first. */
  private Optional<String> awaitsSchema() {
    Engine made = engine.get();
    boolean awaited = Boolean.parseBoolean(settings.get(Setting.BOOTSTRAP_SCHEMA));
    return awaited && made != null && made.schema().isAwaited()
        ? Optional.of("the node waits for its first schema")
        : Optional.empty();
  }

  @Override
  public SchemaControl firstSchema() {
    return running().schema();
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

  @Override
  public void checkpoint() {
    running().data().kept().checkpointer().begin();
  }

  @Override
  public BackupControl backups() {
    return running().data().kept().backups();
  }

  @Override
  public ArchiveControl archive() {
    return running().data().kept().archiver();
  }

  @Override
  public RestoreControl restores() {
    Restores made = restores.get();
    if (made == null) {
      throw new AdminError(409, "starting", NOT_STARTED, null);
    }
    return made;
  }

  @Override
  public ChecksumsControl checksums() {
    return running().checksums();
  }

  // For restores.

  @Override
  public void check() {
    if (!waiting.waits()) {
      running();
    }
    if (stopAsked.getCount() == 0) {
      throw new AdminError(409, "stopping", "the node stops", null);
    }
  }

  @Override
  public boolean holdsTables() throws IOException {
    Engine made = engine.get();
    return made == null ? waiting.holdsData() : made.data().tables() > 0;
  }

  @Override
  public void hold(boolean held) {
    Engine made = engine.get();
    if (made != null) {
      made.data().transactions().pause(held);
    }
  }

  @Override
  public void beginsAnew() {
    if (engine.get() == null) {
      waiting.end();
    } else {
      askToStop();
    }
  }

  private @Nullable ArchiveStatus archived() {
    Engine made = engine.get();
    return made == null ? null : made.data().kept().archiver().status();
  }

  private NodeStatus.@Nullable Checkpoint checkpointed() {
    Engine made = engine.get();
    return made == null ? null : made.data().kept().checkpointer().status();
  }

  private State state() {
    if (stopAsked.getCount() == 0) {
      return State.STOPPING;
    }
    Engine made = engine.get();
    if (made == null) {
      return waiting.waits() ? State.WAITING : State.STARTING;
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

  /** What was acknowledged is on the disk, or will be when the stop has ended. */
  private Safety safety() {
    return failure()
        .map(cause -> new Safety(false, "the log cannot be written: " + cause.getMessage()))
        .orElse(SAFE);
  }

  private Engine running() {
    Engine made = engine.get();
    if (made == null) {
      throw new AdminError(409, "starting", NOT_STARTED, null);
    }
    return made;
  }
}
