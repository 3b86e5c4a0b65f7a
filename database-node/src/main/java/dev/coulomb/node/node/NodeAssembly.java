package dev.coulomb.node.node;

import com.sun.management.OperatingSystemMXBean;
import dev.coulomb.node.admin.AdminServer;
import dev.coulomb.node.admin.NodeStatus;
import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.durability.files.Manifest;
import dev.coulomb.node.durability.files.SnapshotWriter;
import dev.coulomb.node.durability.files.Throttle;
import dev.coulomb.node.durability.files.Transfer;
import dev.coulomb.node.durability.log.Durability;
import dev.coulomb.node.durability.log.LogConfig;
import dev.coulomb.node.durability.log.NodeLog;
import dev.coulomb.node.environment.Clock;
import dev.coulomb.node.host.DataDirectory;
import dev.coulomb.node.host.LogWriter;
import dev.coulomb.node.host.NamedThreads;
import dev.coulomb.node.host.SystemClock;
import dev.coulomb.node.metrics.Metrics;
import dev.coulomb.node.node.Setting.BadSetting;
import dev.coulomb.node.node.archive.Archiver;
import dev.coulomb.node.node.backup.Backups;
import dev.coulomb.node.node.backup.Destinations;
import dev.coulomb.node.node.backup.LiveCuts;
import dev.coulomb.node.node.bootstrap.FirstSchema;
import dev.coulomb.node.node.restore.Checksums;
import dev.coulomb.node.node.restore.Restores;
import dev.coulomb.node.partition.Partitions;
import dev.coulomb.node.pgcatalog.PgCatalog;
import dev.coulomb.node.pgcatalog.SystemFunctions;
import dev.coulomb.node.pgwire.Authentication;
import dev.coulomb.node.pgwire.PgWireServer;
import dev.coulomb.node.pgwire.TlsFiles;
import dev.coulomb.node.pgwire.WireConfig;
import dev.coulomb.node.planner.Planner;
import dev.coulomb.node.procedure.JavaProcedures;
import dev.coulomb.node.replication.LocalLog;
import dev.coulomb.node.restore.Histories;
import dev.coulomb.node.restore.HistoriesFile;
import dev.coulomb.node.restore.Staging;
import dev.coulomb.node.session.CancelKeys;
import dev.coulomb.node.session.SessionServices;
import dev.coulomb.node.session.SystemPlanning;
import dev.coulomb.node.session.TextPlanning;
import dev.coulomb.node.session.activity.Statements;
import dev.coulomb.node.session.script.Script;
import dev.coulomb.node.storage.PagePool;
import dev.coulomb.node.transaction.Transactions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Constructs a node: every part once, each with what it needs, in one place. */
final class NodeAssembly {
  private static final Logger LOG = LoggerFactory.getLogger(NodeAssembly.class);
  private static final String DATABASE = "coulomb";
  private static final int PLANNER_THREADS_MAX = 2;
  private static final long COPY_STAGE_BYTES_MIN = 64L << 20;
  private static final int COPY_STAGE_HEAP_DIVISOR = 4;
  private static final int VIEW_MEMORY_DIVISOR = 8;
  private static final int BACKUP_THREADS = 2;
  private static final long LOOK_MILLIS = 250;
  private static final long TELL_SECONDS = 5;

  private final Settings settings;
  private final NodeViews views;
  private final PgCatalog virtual;
  private final JavaProcedures java = new JavaProcedures();
  private final Planner planner;
  private final Clock clock = new SystemClock();
  private final int cores = Runtime.getRuntime().availableProcessors();
  private final List<ExecutorService> pools = new ArrayList<>();

  /** Completes the settings by what depends on the machine; throws {@link BadSetting}. */
  NodeAssembly(Settings settings) {
    this.settings = settings;
    this.views = new NodeViews(settings);
    this.virtual = new PgCatalog(settings.get(Setting.SUPERUSER), views, views.all());
    this.planner = planner(virtual, java);
    settings.get(Setting.DATA);
    if (settings.find(Setting.PASSWORD_FILE).isEmpty() && !trustsLoopback()) {
      throw new BadSetting(
          Setting.PASSWORD_FILE.property(),
          "must be given, or "
              + Setting.TRUST_LOOPBACK.option()
              + " to do without on this machine");
    }
    if (settings.find(Setting.NODE_NAME).isEmpty()) {
      settings.put(Setting.NODE_NAME, hostName());
    }
    if (settings.find(Setting.DATA_MEMORY).isEmpty()) {
      settings.put(Setting.DATA_MEMORY, (machineBytes() / 2 >> 20) + "MiB");
    }
    if (settings.find(Setting.VIEW_MEMORY).isEmpty()) {
      long bytes = settings.bytes(Setting.DATA_MEMORY) / VIEW_MEMORY_DIVISOR;
      settings.put(Setting.VIEW_MEMORY, (bytes >> 20) + "MiB");
    }
  }

  /** Starts it; a start that fails leaves nothing open. */
  Node start() throws IOException, InterruptedException {
    int partitions = settings.number(Setting.PARTITIONS);
    DataDirectory directory =
        DataDirectory.open(
            settings.path(Setting.DATA).orElseThrow(),
            partitions,
            settings.find(Setting.EXPECTED_ID).map(UUID::fromString));
    try {
      return start(directory);
    } catch (Exception failed) {
      pools.forEach(ExecutorService::shutdownNow);
      directory.close();
      throw failed;
    }
  }

  /** The admin server comes first, so that the start can be watched. */
  private Node start(DataDirectory directory) throws IOException, InterruptedException {
    KeptSettings kept = KeptSettings.open(directory.disk(), settings);
    LiveSettings live = new LiveSettings(settings, kept, copyStageBytes());
    Control control = new Control(identity(directory), settings, live, clock);
    RestoredStart restored = new RestoredStart(directory, settings, clock, control);
    Restores restores = restores(directory, restored.file(), control);
    control.restoredBy(restores);
    Metrics metrics = new Metrics();
    NodeMetrics named = new NodeMetrics(metrics);
    named.registerStart(control);
    AdminServer admin =
        new AdminServer(
            settings.get(Setting.ADMIN_HOST),
            settings.number(Setting.ADMIN_PORT),
            control,
            metrics,
            secret(Setting.TOKEN_FILE));
    try (ScheduledExecutorService told = tellOfStart(control)) {
      settings.put(Setting.ADMIN_PORT, Integer.toString(admin.port()));
      PagePool pages = new PagePool(settings.bytes(Setting.DATA_MEMORY), false);
      ExecutorService workers = pool("partition", cores);
      Histories histories = restored.histories(pages, workers, cores, restores);
      StoredData stored =
          new StoredData(restored.file().directory(histories.current()), histories.current().id());
      Engine engine = engine(stored, pages, workers, origin(directory, histories), control, live);
      named.register(engine, control, live);
      control.started(engine);
      LOG.info(
          "serves SQL on {}:{} and HTTP on {}:{}",
          settings.get(Setting.SQL_HOST),
          engine.sql().port(),
          settings.get(Setting.ADMIN_HOST),
          admin.port());
      return new Node(directory, admin, engine, control);
    } catch (Exception failed) {
      admin.close();
      throw failed;
    }
  }

  /** As long as the start lasts. */
  private static ScheduledExecutorService tellOfStart(Control control) {
    ScheduledExecutorService told =
        Executors.newSingleThreadScheduledExecutor(new NamedThreads("start"));
    told.scheduleWithFixedDelay(control::tellOfStart, TELL_SECONDS, TELL_SECONDS, TimeUnit.SECONDS);
    return told;
  }

  private Restores restores(DataDirectory directory, HistoriesFile file, Control control)
      throws IOException {
    Staging staging =
        new Staging(
            file,
            directory.disk(),
            pool("restore-files", cores),
            cores,
            settings.number(Setting.PARTITIONS),
            settings.bytes(Setting.DATA_MEMORY));
    return new Restores(file, staging, destinations(), control, pool("restore", 1), clock);
  }

  private Destinations destinations() {
    return new Destinations(settings.path(Setting.BACKUP_DIRECTORY));
  }

  private Manifest.Origin origin(DataDirectory directory, Histories histories) {
    return new Manifest.Origin(
        settings.get(Setting.CLUSTER_NAME),
        directory.nodeId(),
        histories.current().id(),
        Version.CURRENT);
  }

  private Engine engine(
      StoredData stored,
      PagePool pages,
      ExecutorService workers,
      Manifest.Origin origin,
      Control control,
      LiveSettings live)
      throws IOException, InterruptedException {
    Partitions partitions = new Partitions(settings.number(Setting.PARTITIONS), pages, workers);
    pages.recovers(true);
    Catalog catalog = stored.recover(partitions, workers, cores, control::starts);
    pages.recovers(false);
    LocalLog records =
        new LocalLog(
            stored.open(logConfig(origin.history()), clock, control::broken),
            clock,
            stored.lastMicros());
    Transactions transactions =
        new Transactions(
            partitions.open(records), pool("query", cores), virtual, live.limits(), java, catalog);
    Kept kept = kept(origin, stored, records, partitions, transactions, live);
    try {
      look(partitions, kept, live);
      return engine(new Engine.Data(pages, kept, partitions, transactions), control, live);
    } catch (Exception failed) {
      kept.close();
      throw failed;
    }
  }

  private LogConfig logConfig(UUID history) {
    Durability mode = Durability.valueOf(settings.get(Setting.DURABILITY).toUpperCase(Locale.ROOT));
    return new LogConfig(history, mode);
  }

  private Engine engine(Engine.Data data, Control control, LiveSettings live)
      throws IOException, InterruptedException {
    control.starts("SQL server", new Transfer());
    Optional<TlsFiles> tls = tls();
    SessionServices sessions =
        new SessionServices(
            new SystemPlanning(
                new TextPlanning(planner),
                settings.get(Setting.SUPERUSER),
                DATABASE,
                settings.number(Setting.PARTITIONS)),
            data.transactions(),
            pool("planner", Math.min(cores, PLANNER_THREADS_MAX)),
            clock,
            live::statementTimeout,
            new CancelKeys(),
            new Statements(live::slowNanos));
    views.show(data, live, sessions);
    WireConfig config =
        new WireConfig(
            settings.get(Setting.SQL_HOST),
            settings.number(Setting.SQL_PORT),
            live::connectionsMax,
            live::statementBytesMax,
            tls);
    Authentication authentication =
        new Authentication(
            settings.get(Setting.SUPERUSER), secret(Setting.PASSWORD_FILE), trustsLoopback());
    LogCommitment commitment = new LogCommitment(data.kept().records());
    PgWireServer sql =
        new PgWireServer(
            config, sessions, authentication, commitment, new NamedThreads("sql"), cores);
    settings.put(Setting.SQL_PORT, Integer.toString(sql.port()));
    FirstSchema schema = firstSchema(sessions, commitment);
    Checksums checksums = new Checksums(data.transactions(), clock, pool("checksums", cores));
    return new Engine(
        data, planner, sessions.statements(), sql, tls, schema, checksums, List.copyOf(pools));
  }

  private FirstSchema firstSchema(SessionServices sessions, LogCommitment commitment) {
    ScheduledExecutorService loop =
        Executors.newSingleThreadScheduledExecutor(new NamedThreads("first-schema"));
    pools.add(loop);
    return new FirstSchema(
        new Script(sessions, commitment, loop),
        settings.get(Setting.SUPERUSER),
        sessions.transactions()::catalog);
  }

  private Kept kept(
      Manifest.Origin origin,
      StoredData stored,
      LocalLog records,
      Partitions partitions,
      Transactions transactions,
      LiveSettings live)
      throws IOException {
    ExecutorService checkpoints = pool("checkpoint", 1);
    LiveCuts cuts = new LiveCuts(transactions, stored.log(), origin, clock);
    // Before anything of the log is let go.
    Archiver archiver = archiver(stored.log(), origin.history(), live);
    Checkpointer checkpointer =
        new Checkpointer(
            stored, cuts, live::checkpointRate, checkpoints, clock, live::checkpointLogBytes);
    stored.log().interval(live.durabilityIntervalNanos());
    LogWriter writer = new LogWriter(stored.log(), new NamedThreads("log"));
    Backups backups = backups(cuts, partitions, live);
    return new Kept(stored.log(), records, writer, checkpointer, checkpoints, backups, archiver);
  }

  private Archiver archiver(NodeLog log, UUID history, LiveSettings live) throws IOException {
    boolean enabled = Boolean.parseBoolean(settings.get(Setting.ARCHIVE_ENABLED));
    return new Archiver(
        new Archiver.Mode(enabled, history),
        log,
        destinations(),
        pool("archive", 1),
        clock,
        live::archiveIntervalNanos);
  }

  private Backups backups(LiveCuts cuts, Partitions partitions, LiveSettings live) {
    ExecutorService threads = pool("backup", BACKUP_THREADS);
    Throttle throttle = new Throttle(live::backupRate, clock, LockSupport::parkNanos);
    return new Backups(
        cuts,
        partitions.views(),
        new SnapshotWriter(threads, BACKUP_THREADS, throttle),
        destinations(),
        threads,
        clock);
  }

  /** Looks after frozen views that are held for too long, and after the length of the log. */
  private void look(Partitions partitions, Kept kept, LiveSettings live) {
    ScheduledExecutorService keeper =
        Executors.newSingleThreadScheduledExecutor(new NamedThreads("keeper"));
    pools.add(keeper);
    Runnable look =
        () -> {
          try {
            partitions.sweep(clock.nanos(), live.views());
            kept.log().interval(live.durabilityIntervalNanos());
            kept.checkpointer().look();
            kept.archiver().look();
          } catch (RuntimeException defect) {
            LOG.error("looking after views and the log met a defect of the node", defect);
          }
        };
    keeper.scheduleWithFixedDelay(look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static Planner planner(PgCatalog virtual, JavaProcedures java) {
    List<Planner.SystemTable> tables =
        virtual.tables().stream()
            .map(table -> new Planner.SystemTable(table.schema(), table.name(), table.columns()))
            .toList();
    return new Planner(tables, SystemFunctions.types(), java::statements);
  }

  private ExecutorService pool(String name, int threads) {
    ExecutorService pool = Executors.newFixedThreadPool(threads, new NamedThreads(name));
    pools.add(pool);
    return pool;
  }

  private Optional<TlsFiles> tls() throws IOException {
    return settings.find(Setting.TLS_CERTIFICATE).isEmpty()
        ? Optional.empty()
        : Optional.of(
            new TlsFiles(
                settings.path(Setting.TLS_CERTIFICATE).orElseThrow(),
                settings.path(Setting.TLS_KEY).orElseThrow()));
  }

  private Supplier<Optional<String>> secret(Setting file) throws IOException {
    if (settings.find(file).isEmpty()) {
      return Optional::empty;
    }
    WatchedFile watched = new WatchedFile(settings.path(file).orElseThrow());
    return watched::content;
  }

  private NodeStatus.Identity identity(DataDirectory directory) {
    Instant now = Instant.EPOCH.plus(clock.micros(), ChronoUnit.MICROS);
    return new NodeStatus.Identity(
        directory.nodeId().toString(),
        UUID.randomUUID().toString(),
        settings.get(Setting.NODE_NAME),
        Version.CURRENT,
        now.truncatedTo(ChronoUnit.SECONDS).toString(),
        settings.get(Setting.CLUSTER_NAME));
  }

  private boolean trustsLoopback() {
    return Boolean.parseBoolean(settings.get(Setting.TRUST_LOOPBACK));
  }

  private static long copyStageBytes() {
    return Math.max(
        COPY_STAGE_BYTES_MIN, Runtime.getRuntime().maxMemory() / COPY_STAGE_HEAP_DIVISOR);
  }

  /** What the container may use, or without one the machine has. */
  private static long machineBytes() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return "localhost";
    }
  }
}
