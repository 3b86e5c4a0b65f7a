package dev.coulomb.node.transaction;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.Index;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.durability.files.Manifest;
import dev.coulomb.node.durability.files.SnapshotCut;
import dev.coulomb.node.durability.files.SnapshotReader;
import dev.coulomb.node.durability.files.SnapshotStore;
import dev.coulomb.node.durability.files.SnapshotWriter;
import dev.coulomb.node.durability.files.Throttle;
import dev.coulomb.node.durability.files.Transfer;
import dev.coulomb.node.environment.Clock;
import dev.coulomb.node.execution.SessionInfo;
import dev.coulomb.node.host.SystemClock;
import dev.coulomb.node.partition.Moment;
import dev.coulomb.node.partition.OpenViews;
import dev.coulomb.node.partition.Partition;
import dev.coulomb.node.partition.Partitions;
import dev.coulomb.node.pgcatalog.PgCatalog;
import dev.coulomb.node.pgcatalog.SystemFunctions;
import dev.coulomb.node.plan.PreparedPlan;
import dev.coulomb.node.plan.stored.StoredCatalog;
import dev.coulomb.node.planner.Planner;
import dev.coulomb.node.procedure.JavaProcedures;
import dev.coulomb.node.replication.CountingLog;
import dev.coulomb.node.restore.SnapshotLoad;
import dev.coulomb.node.snapshot.ViewRows;
import dev.coulomb.node.storage.KeyRange;
import dev.coulomb.node.storage.PagePool;
import dev.coulomb.node.storage.RowCursor;
import dev.coulomb.node.types.CancelSignal;
import dev.coulomb.node.types.Outcome;
import dev.coulomb.node.types.PartitionHash;
import dev.coulomb.node.types.RowStream;
import dev.coulomb.node.types.SqlError;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A node's engine without its doors: planner, transactions, partitions and storage as the node puts
 * them together, on threads of its own. Any thread may use it; it must be closed.
 */
public final class TestEngine implements AutoCloseable {
  public static final String USER = "coulomb";
  public static final int PARTITIONS = 4;
  private static final int FETCH_ROWS = 100;
  private static final long DEADLINE_SECONDS = 60;

  private final PgCatalog virtual = new PgCatalog(USER);
  private final JavaProcedures java = new JavaProcedures();
  private final Planner planner =
      new Planner(
          virtual.tables().stream()
              .map(table -> new Planner.SystemTable(table.schema(), table.name(), table.columns()))
              .toList(),
          SystemFunctions.types(),
          java::statements);
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final ExecutorService readers = Executors.newFixedThreadPool(3);
  private final Clock clock = new SystemClock();
  private final PagePool pages;
  private final CountingLog log = new CountingLog(PARTITIONS + 1).keep();
  private final Partitions partitions;
  private final Transactions transactions;

  public TestEngine() {
    this(256L << 20, new TransactionLimits(16 << 20, 16 << 20));
  }

  /**
   * @param dataBytes memory for all tables; its pages are poisoned when they are freed
   */
  public TestEngine(long dataBytes, TransactionLimits limits) {
    pages = new PagePool(dataBytes, true);
    partitions = new Partitions(PARTITIONS, pages, workers).open(log);
    transactions = new Transactions(partitions, readers, virtual, limits, java, Catalog.EMPTY);
  }

  /** What another engine becomes when it is recovered from its log. */
  private TestEngine(CountingLog other) throws IOException {
    pages = new PagePool(256L << 20, true);
    partitions = new Partitions(PARTITIONS, pages, workers);
    Recovery recovery = new Recovery(partitions, workers);
    other.replay(recovery);
    transactions =
        new Transactions(
            partitions,
            readers,
            virtual,
            new TransactionLimits(16 << 20, 16 << 20),
            java,
            recovery.finish());
  }

  /** What a node of another number of partitions makes of a checkpoint. */
  private TestEngine(SnapshotReader checkpoint) throws IOException {
    pages = new PagePool(256L << 20, true);
    partitions = new Partitions(checkpoint.manifest().partitionCount(), pages, workers);
    Recovery recovery = new Recovery(partitions, workers);
    new SnapshotLoad(partitions, workers, 2).load(checkpoint, recovery, new Transfer());
    transactions =
        new Transactions(
            partitions.open(new CountingLog(partitions.count() + 1)),
            readers,
            virtual,
            new TransactionLimits(16 << 20, 16 << 20),
            java,
            recovery.finish());
  }

  /** An engine with the rows of a checkpoint; it takes transactions. */
  public static TestEngine of(SnapshotReader checkpoint) throws IOException {
    return new TestEngine(checkpoint);
  }

  /** Writes a snapshot of what is now. */
  public Manifest snapshot(SnapshotStore store, UUID history) throws IOException {
    CompletableFuture<Moment> moment = new CompletableFuture<>();
    transactions.freeze(moment::complete);
    Moment frozen = moment.join();
    StoredCatalog.Image image = StoredCatalog.encode(frozen.catalog());
    SnapshotCut cut =
        new SnapshotCut(
            Manifest.Kind.SNAPSHOT,
            "test",
            new Manifest.Origin("demo", new UUID(0, 1), history, "0.1.0"),
            frozen.place(),
            frozen.catalog().version(),
            clock.micros(),
            partitions.count(),
            List.copyOf(ViewRows.of(frozen.views(), frozen.catalog().tables())),
            ViewRows.describe(frozen.catalog().tables()),
            image.json(),
            List.copyOf(image.jars().values()));
    Throttle throttle = new Throttle(() -> 0, clock, nanos -> {});
    return new SnapshotWriter(workers, 2, throttle).write(cut, store, new Transfer());
  }

  /** Its threads, to work side by side. */
  public ExecutorService workers() {
    return workers;
  }

  /** The same again, from nothing but its log. */
  public TestEngine recovered() throws IOException {
    return new TestEngine(log);
  }

  /** Bytes of all rows and of all entries of indexes, by table, index and partition. */
  public Map<String, List<String>> content() {
    CompletableFuture<Map<String, List<String>>> content = new CompletableFuture<>();
    partitions.submit(
        partitions.everything(),
        () -> {
          Map<String, List<String>> all = new TreeMap<>();
          for (Table table : transactions.catalog().tables()) {
            for (Partition partition : partitions.everything()) {
              if (table.isReplicated() == (partition == partitions.replicated())) {
                content(table, partition, all);
              }
            }
          }
          content.complete(all);
        });
    return content.orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS).join();
  }

  /** Rows of partitioned tables that are not where the hash of their column says. */
  public List<String> misplaced() {
    CompletableFuture<List<String>> found = new CompletableFuture<>();
    partitions.submit(
        partitions.everything(),
        () -> {
          List<String> rows = new ArrayList<>();
          for (Table table : transactions.catalog().tables()) {
            for (Partition partition : partitions.all()) {
              if (!table.isReplicated() && table.derivation() == null) {
                misplaced(table, partition, rows);
              }
            }
          }
          found.complete(rows);
        });
    return found.orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS).join();
  }

  private void misplaced(Table table, Partition partition, List<String> into) {
    RowCursor rows = partition.store().scan(table, null, KeyRange.ALL, false);
    while (rows.next()) {
      Object value = rows.row().get(table.partitionColumn());
      if (PartitionHash.partition(value, partitions.count()) != partition.number()) {
        into.add(table.name() + " in " + partition.number() + ": " + value);
      }
    }
  }

  private static void content(Table table, Partition partition, Map<String, List<String>> into) {
    HexFormat hex = HexFormat.of();
    List<@Nullable Index> ways = new ArrayList<>(table.indexes());
    ways.add(null);
    for (Index index : ways) {
      List<String> found = new ArrayList<>();
      RowCursor rows = partition.store().scan(table, index, KeyRange.ALL, false);
      while (rows.next()) {
        found.add(hex.formatHex(rows.key()) + " " + Arrays.deepToString(rows.row().toArray()));
      }
      String way = index == null ? "" : " by " + index.name();
      into.put(table.name() + way + " in " + partition.number(), found);
    }
  }

  public Planner planner() {
    return planner;
  }

  public Transactions transactions() {
    return transactions;
  }

  public Clock clock() {
    return clock;
  }

  Partitions partitions() {
    return partitions;
  }

  CountingLog log() {
    return log;
  }

  PagePool pages() {
    return pages;
  }

  /** Frozen views that somebody still holds; the newest of the replicated tables always is. */
  int openViews() {
    CompletableFuture<Integer> views = new CompletableFuture<>();
    partitions.submit(
        partitions.everything(),
        () ->
            views.complete(
                partitions.everything().stream()
                    .map(Partition::store)
                    .mapToInt(store -> store.openViews())
                    .sum()));
    return views.orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS).join();
  }

  /** Holds a partition, from when this returns until the latch is at zero. */
  public void standStill(int partition, CountDownLatch until) {
    CountDownLatch held = new CountDownLatch(1);
    partitions.submit(
        partitions.get(partition),
        () -> {
          held.countDown();
          await(until);
        },
        false);
    await(held);
  }

  /** What the node does a few times in a second: pages of closed views are taken back. */
  void sweep() {
    partitions.sweep(clock.nanos(), new OpenViews.Limits(0, Long.MAX_VALUE));
  }

  /** Waits until all tokens are given back: outcomes are told before that. */
  void awaitIdle() {
    while (partitions.everything().stream().anyMatch(partition -> partition.pending() > 0)) {
      Thread.onSpinWait();
    }
  }

  /** Work that waits or runs in a partition. */
  public int pending(int partition) {
    return partitions.get(partition).pending();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  PreparedPlan plan(String sql) {
    Catalog catalog = transactions.catalog();
    PreparedPlan known = planner.cached(sql, catalog, List.of());
    return known != null ? known : planner.plan(planner.parse(sql).getFirst(), catalog, List.of());
  }

  /** A call with these values as {@code $1 …}. */
  Call call(PreparedPlan plan, CancelSignal cancel, @Nullable Object... parameters) {
    long now = clock.micros();
    return new Call(
        plan,
        parameters,
        new SessionInfo(USER, USER, ZoneOffset.UTC, now, new SplittableRandom(now)),
        cancel);
  }

  /** Begins it; whoever waits for the outcome learns it. */
  CompletableFuture<Outcome> begin(Call call) {
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    transactions.execute(call, outcome::complete);
    return outcome.orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  /** Runs a statement to its end and gives its rows; throws what it was refused with. */
  List<List<@Nullable Object>> rows(String sql, @Nullable Object... parameters) {
    while (true) {
      Outcome outcome = begin(call(plan(sql), new CancelSignal(), parameters)).join();
      switch (outcome) {
        case Outcome.Rows(RowStream stream, long changed, long restsOn) -> {
          return all(stream);
        }
        case Outcome.Changed(long rows) -> {
          return List.of(List.of(rows));
        }
        case Outcome.Done() -> {
          return List.of();
        }
        case Outcome.Refused(SqlError error) -> throw error;
        case Outcome.Stale() -> {
          // Planned again, as a session does.
        }
      }
    }
  }

  /** Runs statements one after another, each to its end. */
  void run(String... statements) {
    for (String sql : statements) {
      rows(sql);
    }
  }

  /** As {@link #run}, for tests of other packages. */
  public void sql(String... statements) {
    run(statements);
  }

  /** As {@link #value}, for tests of other packages. */
  public @Nullable Object one(String sql) {
    return value(sql);
  }

  /** The only value of the only row. */
  @Nullable Object value(String sql, @Nullable Object... parameters) {
    return rows(sql, parameters).getFirst().getFirst();
  }

  /** All that a stream has; throws what it failed with. */
  static List<List<@Nullable Object>> all(RowStream stream) {
    List<List<@Nullable Object>> all = new ArrayList<>();
    boolean last = false;
    while (!last) {
      last = fetch(stream, FETCH_ROWS, all);
    }
    return all;
  }

  /** The next rows; true: there are no more. */
  static boolean fetch(RowStream stream, int max, List<List<@Nullable Object>> to) {
    CompletableFuture<Boolean> fetched = new CompletableFuture<>();
    stream.fetch(
        max,
        new RowStream.Receiver() {
          @Override
          public void rows(List<@Nullable Object[]> rows, boolean last) {
            rows.forEach(row -> to.add(Arrays.asList(row)));
            fetched.complete(last);
          }

          @Override
          public void failed(SqlError error) {
            fetched.completeExceptionally(error);
          }
        });
    try {
      return fetched.orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS).join();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof SqlError error ? error : failed;
    }
  }

  @Override
  public void close() {
    try {
      openViews(); // Whoever holds all tokens comes after what was begun before.
    } finally {
      workers.shutdownNow();
      readers.shutdownNow();
    }
  }
}
