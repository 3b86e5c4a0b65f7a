package dev.coulomb.node.node;

import static dev.coulomb.node.pgcatalog.LiveView.row;

import dev.coulomb.node.catalog.Index;
import dev.coulomb.node.catalog.Procedure;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.partition.Partition;
import dev.coulomb.node.pgcatalog.Backends;
import dev.coulomb.node.pgcatalog.LiveView;
import dev.coulomb.node.session.SessionServices;
import dev.coulomb.node.session.activity.Activity;
import dev.coulomb.node.session.activity.StatementFigures;
import dev.coulomb.node.storage.PagePool;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The system views {@code coulomb_…}: what the node does now. They are known to the planner before
 * there is anything to show; until then they are empty.
 */
final class NodeViews implements Backends {
  private static final String DATABASE = "coulomb";

  private final Settings settings;
  private volatile @Nullable Shown shown;

  NodeViews(Settings settings) {
    this.settings = settings;
  }

  private record Shown(Engine.Data data, LiveSettings live, SessionServices sessions) {}

  /** From now on there is something to show. */
  void show(Engine.Data data, LiveSettings live, SessionServices sessions) {
    shown = new Shown(data, live, sessions);
  }

  List<LiveView> all() {
    return List.of(
        view(
            "coulomb_partitions",
            "partition:4 replicated:b row_count:8 bytes:8 view_bytes:8 queue:4 position:8",
            NodeViews::partitions),
        view(
            "coulomb_tables",
            "table_name partition_column row_count:8 row_bytes:8 index_bytes:8 bytes:8 partition_rows_min:8 partition_rows_max:8",
            NodeViews::tables),
        view("coulomb_indexes", "index_name table_name is_unique:b bytes:8", NodeViews::indexes),
        view(
            "coulomb_statements",
            "query calls:8 errors:8 row_count:8 total_ms:d mean_ms:d p50_ms:d p95_ms:d p99_ms:d max_ms:d",
            NodeViews::statements),
        view(
            "coulomb_procedures",
            "procedure_name language partition_parameter calls:8 errors:8 row_count:8 total_ms:d mean_ms:d p50_ms:d p95_ms:d p99_ms:d max_ms:d",
            NodeViews::procedures),
        view(
            "coulomb_sessions",
            "pid:4 user_name application_name client_address client_port:4 state query query_start:t session_start:t statements:8",
            NodeViews::sessions),
        view("coulomb_memory", "area bytes:8 limit_bytes:8", NodeViews::memory),
        new LiveView(
            "coulomb_settings", "name value default_value live:b description", this::settings),
        view(
            "pg_stat_activity",
            "datid:8 datname pid:4 usesysid:8 usename application_name client_addr client_port:4 backend_start:t query_start:t state query backend_type",
            NodeViews::activity));
  }

  private LiveView view(
      String name, String columns, Function<Shown, List<@Nullable Object[]>> rows) {
    return new LiveView(
        name,
        columns,
        () -> {
          Shown now = shown;
          return now == null ? List.of() : rows.apply(now);
        });
  }

  @Override
  public boolean cancel(int number) {
    Shown now = shown;
    return now != null
        && now.sessions
            .cancelKeys()
            .cancel(
                number,
                new SqlError(SqlState.QUERY_CANCELED, "canceling statement due to user request"));
  }

  @Override
  public boolean terminate(int number) {
    Shown now = shown;
    return now != null
        && now.sessions
            .cancelKeys()
            .terminate(
                number,
                new SqlError(
                    SqlState.ADMIN_SHUTDOWN,
                    "terminating connection due to administrator command"));
  }

  private static List<@Nullable Object[]> partitions(Shown shown) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    Partition replicated = shown.data.partitions().replicated();
    for (Partition one : shown.data.partitions().everything()) {
      Partition.Published published = one.published();
      long bytes =
          published.tables().values().stream()
              .mapToLong(table ->
                  table.rowBytes()
                      + table.indexBytes().values().stream().mapToLong(Long::longValue).sum())
              .sum();
      rows.add(
          row(
              (long) one.number(),
              one == replicated,
              one.rows(),
              bytes,
              one.viewBytes(),
              (long) one.pending(),
              published.position()));
    }
    return rows;
  }

  private static List<@Nullable Object[]> tables(Shown shown) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (TableSums sums : TableSums.of(shown.data)) {
      Table table = sums.table();
      rows.add(
          row(
              table.name(),
              partitionColumn(table),
              sums.rows(),
              sums.rowBytes(),
              sums.indexBytes(),
              sums.rowBytes() + sums.indexBytes(),
              sums.rowsMin(),
              sums.rowsMax()));
    }
    return rows;
  }

  /** The groups of a materialized view are where the rows are that they are of. */
  private static @Nullable String partitionColumn(Table table) {
    return table.isReplicated() || table.derivation() != null
        ? null
        : table.column(table.partitionColumn()).name();
  }

  private static List<@Nullable Object[]> indexes(Shown shown) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (TableSums sums : TableSums.of(shown.data)) {
      for (Index index : sums.table().indexes()) {
        rows.add(
            row(
                index.name(),
                sums.table().name(),
                index.unique(),
                sums.indexes().getOrDefault(index.id(), 0L)));
      }
    }
    return rows;
  }

  private static List<@Nullable Object[]> statements(Shown shown) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (StatementFigures one : shown.sessions.statements().all()) {
      rows.add(with(one, one.text()));
    }
    return rows;
  }

  private static List<@Nullable Object[]> procedures(Shown shown) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Procedure procedure : shown.data.transactions().catalog().procedures().all()) {
      String partition =
          procedure.isOfOnePartition()
              ? procedure.parameters().get(procedure.partitionParameter()).name()
              : null;
      rows.add(
          with(
              shown.sessions.statements().ofProcedure(procedure.name()),
              procedure.name(),
              procedure.body() instanceof Procedure.Body.Java ? "java" : "sql",
              partition));
    }
    return rows;
  }

  /** What something is, and then its figures. */
  private static @Nullable Object[] with(StatementFigures one, @Nullable Object... what) {
    long calls = one.calls();
    @Nullable Object[] figures =
        row(
            calls,
            one.errors(),
            one.rows(),
            one.totalMillis(),
            calls == 0 ? 0.0 : one.totalMillis() / calls,
            one.millis(0.5),
            one.millis(0.95),
            one.millis(0.99),
            one.maxMillis());
    @Nullable Object[] row = Arrays.copyOf(what, what.length + figures.length);
    System.arraycopy(figures, 0, row, what.length, figures.length);
    return row;
  }

  private static List<@Nullable Object[]> sessions(Shown shown) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    shown
        .sessions
        .cancelKeys()
        .activities()
        .forEach((number, one) ->
            rows.add(
                row(
                    (long) number,
                    one.client().user(),
                    one.application(),
                    one.client().address(),
                    (long) one.client().port(),
                    one.state().words(),
                    one.text(),
                    began(one),
                    one.openedMicros(),
                    one.statements())));
    return rows;
  }

  private static List<@Nullable Object[]> activity(Shown shown) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    shown
        .sessions
        .cancelKeys()
        .activities()
        .forEach((number, one) ->
            rows.add(
                row(
                    1L,
                    DATABASE,
                    (long) number,
                    10L,
                    one.client().user(),
                    one.application(),
                    one.client().address(),
                    (long) one.client().port(),
                    one.openedMicros(),
                    began(one),
                    one.state().words(),
                    one.text(),
                    "client backend")));
    return rows;
  }

  private static @Nullable Long began(Activity one) {
    return one.beganMicros() == 0 ? null : one.beganMicros();
  }

  private static List<@Nullable Object[]> memory(Shown shown) {
    PagePool pool = shown.data.pool();
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    long direct =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum();
    return List.of(
        row("data", pool.usedBytes(), pool.limitBytes()),
        row("reserve", Math.max(0, pool.usedBytes() - pool.limitBytes()), pool.reservedBytes()),
        row("views", shown.data.partitions().viewBytes(), shown.live.views().bytesMax()),
        row("transactions", pool.transactionBytes(), null),
        row("heap", heap.getUsed(), heap.getMax()),
        row("buffers", direct, null));
  }

  private List<@Nullable Object[]> settings() {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Setting setting : Setting.values()) {
      rows.add(
          row(
              setting.property(),
              settings.find(setting).orElse(null),
              setting.defaultValue().orElse(null),
              setting.isLive(),
              setting.help()));
    }
    return rows;
  }
}
