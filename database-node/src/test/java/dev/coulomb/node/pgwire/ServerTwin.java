package dev.coulomb.node.pgwire;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.Column;
import dev.coulomb.node.catalog.SchemaChange;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.execution.SessionInfo;
import dev.coulomb.node.execution.VirtualTables;
import dev.coulomb.node.host.SystemClock;
import dev.coulomb.node.partition.Partitions;
import dev.coulomb.node.plan.Access;
import dev.coulomb.node.plan.CopyFormat;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Operator;
import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.plan.PreparedPlan;
import dev.coulomb.node.plan.Routing;
import dev.coulomb.node.replication.CountingLog;
import dev.coulomb.node.session.CancelKeys;
import dev.coulomb.node.session.Commitment;
import dev.coulomb.node.session.SessionServices;
import dev.coulomb.node.session.activity.Statements;
import dev.coulomb.node.storage.PagePool;
import dev.coulomb.node.transaction.TransactionLimits;
import dev.coulomb.node.transaction.Transactions;
import dev.coulomb.node.types.SqlType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Real partitions and transactions behind a planner that knows a few texts. There is a table {@code
 * t (a integer primary key, b text)}, partitioned by {@code a}.
 */
final class ServerTwin {
  static final String USER = "coulomb";
  static final String PASSWORD = "pencil";
  private static final int PARTITIONS = 4;

  final CountingLog log = new CountingLog(PARTITIONS + 1);
  final Commitment commitment =
      new Commitment() {
        @Override
        public long executed() {
          return log.appended();
        }

        @Override
        public long committed() {
          return log.committed();
        }

        @Override
        public void whenCommitted(long place, Runnable then) {
          log.whenCommitted(place, then);
        }
      };
  final PlanningTwin planning = new PlanningTwin();
  final CancelKeys cancelKeys = new CancelKeys();
  final Partitions partitions;
  final Transactions transactions;
  final SessionServices sessions;
  Duration statementTimeout = Duration.ZERO;

  /**
   * @param workers runs everything that does not run on an event loop
   */
  ServerTwin(Executor workers) {
    partitions = new Partitions(PARTITIONS, new PagePool(64 << 20, true), workers).open(log);
    transactions =
        new Transactions(
            partitions, workers, new NoVirtualTables(), new TransactionLimits(1 << 20, 1 << 20));
    sessions =
        new SessionServices(
            planning,
            transactions,
            workers,
            new SystemClock(),
            () -> statementTimeout,
            cancelKeys,
            new Statements(() -> Long.MAX_VALUE));
    teach();
  }

  /** Frozen views that somebody still holds. */
  int openViews() {
    return partitions.everything().stream()
        .mapToInt(partition -> partition.store().openViews())
        .sum();
  }

  static Authentication byPassword() {
    return new Authentication(USER, () -> Optional.of(PASSWORD), false);
  }

  static Authentication byTrust() {
    return new Authentication(USER, Optional::empty, true);
  }

  private void teach() {
    planning.teach("CREATE TABLE t", catalog -> createTable(catalog, "t"));
    planning.teach("CREATE TABLE u", catalog -> createTable(catalog, "u"));
    planning.teach("INSERT INTO t", this::insert);
    planning.teach("SELECT * FROM t", this::select);
    planning.teach("SELECT * FROM t WHERE a = $1", this::selectOne);
    planning.teach("COPY t FROM STDIN", catalog -> copyFrom(catalog, CopyFormat.TEXT));
    planning.teach("COPY t FROM STDIN CSV", catalog -> copyFrom(catalog, CopyFormat.CSV));
    planning.teach("COPY t TO STDOUT", catalog -> copyTo(catalog, CopyFormat.TEXT));
    planning.teach("COPY t TO STDOUT CSV", catalog -> copyTo(catalog, CopyFormat.CSV));
    planning.teach("SELECT 1", catalog -> PlanningTwin.numbers(catalog, 1));
    planning.teach("SELECT 5", catalog -> PlanningTwin.numbers(catalog, 5));
    planning.teach("SELECT many", catalog -> PlanningTwin.numbers(catalog, 200_000));
    planning.teach(
        "SELECT defect",
        catalog -> {
          throw new IllegalStateException("a planner with a defect");
        });
  }

  private static PreparedPlan createTable(Catalog catalog, String name) {
    return PlanningTwin.plan(
        catalog,
        new Plan.ChangeSchema(
            new SchemaChange.CreateTable(
                name,
                false,
                List.of(
                    new Column("a", SqlType.INTEGER, false), new Column("b", SqlType.TEXT, true)),
                List.of(0),
                0,
                List.of())),
        "CREATE TABLE",
        List.of());
  }

  private static Table table(Catalog catalog) {
    return catalog.table("t");
  }

  private PreparedPlan insert(Catalog catalog) {
    List<SqlType> types = List.of(SqlType.INTEGER, SqlType.TEXT);
    Operator row =
        new Operator.Values(
            List.of(
                List.of(
                    new Expression.Parameter(0, SqlType.INTEGER),
                    new Expression.Parameter(1, SqlType.TEXT))),
            types);
    return new PreparedPlan(
        new Plan.Insert(table(catalog), row, null, null, List.of()),
        catalog.version(),
        types,
        List.of(),
        "INSERT 0");
  }

  private PreparedPlan select(Catalog catalog) {
    return PlanningTwin.plan(
        catalog,
        scan(catalog),
        "SELECT",
        List.of(PlanningTwin.column("a", SqlType.INTEGER), PlanningTwin.column("b", SqlType.TEXT)));
  }

  private PreparedPlan selectOne(Catalog catalog) {
    Expression key = new Expression.Parameter(0, SqlType.INTEGER);
    Access access = new Access.Keys(Access.PRIMARY_KEY, List.of(List.of(key)));
    Operator row = new Operator.Scan(table(catalog), List.of(0, 1), access, List.of());
    return new PreparedPlan(
        new Plan.Query(row, new Routing.OnePartition(key), true),
        catalog.version(),
        List.of(SqlType.INTEGER),
        List.of(PlanningTwin.column("a", SqlType.INTEGER), PlanningTwin.column("b", SqlType.TEXT)),
        "SELECT");
  }

  private static Plan.Query scan(Catalog catalog) {
    Operator rows =
        new Operator.Scan(table(catalog), List.of(0, 1), new Access.Full(false), List.of());
    return new Plan.Query(new Operator.Gather(rows, List.of()), new Routing.AllPartitions(), false);
  }

  private static PreparedPlan copyFrom(Catalog catalog, CopyFormat format) {
    return PlanningTwin.plan(
        catalog,
        new Plan.CopyFrom(table(catalog), List.of(0, 1), List.of(), format),
        "COPY",
        List.of());
  }

  private static PreparedPlan copyTo(Catalog catalog, CopyFormat format) {
    return PlanningTwin.plan(
        catalog,
        new Plan.CopyTo(scan(catalog), format),
        "COPY",
        List.of(PlanningTwin.column("a", SqlType.INTEGER), PlanningTwin.column("b", SqlType.TEXT)));
  }

  /** There is no system catalog here. */
  private static final class NoVirtualTables implements VirtualTables {
    @Override
    public Iterable<@Nullable Object[]> rows(
        String schema, String table, Catalog catalog, SessionInfo session) {
      throw new IllegalStateException("there are no virtual tables");
    }

    @Override
    public @Nullable Object call(
        String function, @Nullable Object[] arguments, Catalog catalog, SessionInfo session) {
      throw new IllegalStateException("there are no system functions");
    }
  }
}
