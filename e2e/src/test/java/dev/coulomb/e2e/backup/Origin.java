package dev.coulomb.e2e.backup;

import dev.coulomb.e2e.load.Counted;
import dev.coulomb.e2e.load.CountedWorks.Appender;
import dev.coulomb.e2e.load.CountedWorks.Counter;
import dev.coulomb.e2e.load.CountedWorks.Replicated;
import dev.coulomb.e2e.load.CountedWorks.Transfer;
import dev.coulomb.e2e.load.CountedWorks.Voter;
import dev.coulomb.e2e.load.Load;
import dev.coulomb.e2e.programs.NodeProcess;
import dev.coulomb.e2e.programs.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The database that is saved: rows of every type, and clients that know what they were told. */
final class Origin implements AutoCloseable {
  private static final int BATCHES = 20;
  private static final int ROWS_IN_BATCH = 10_000;

  private final String name;
  private final Path data;
  private final List<String> options;
  private final List<Counted> works;
  private final Load load;
  private NodeProcess node;

  /**
   * Starts it, with what the clients work on.
   *
   * @param name of its folder
   * @param options of the node, on its data directory
   * @param works whose pieces are counted
   */
  Origin(String name, List<String> options, List<? extends Counted> works)
      throws IOException, SQLException {
    this.name = name;
    this.options = options;
    this.works = List.copyOf(works);
    this.load = new Load(works);
    Path folder = Files.createDirectories(Project.TARGET.resolve("nodes").resolve(name));
    data = Files.createTempDirectory(folder, "data");
    node = NodeProcess.startOn(name, data, options);
    load.prepare(node::connect);
  }

  /** Clients of every kind. */
  static List<Counted> works(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Counted> works = new ArrayList<>();
    for (int client = 0; client < 3; client++) {
      works.add(new Counter(client));
      works.add(new Appender(client));
      works.add(new Transfer(client, random.split()));
      works.add(new Voter(client));
    }
    works.add(new Replicated(0));
    return works;
  }

  NodeProcess node() {
    return node;
  }

  NodeAdmin admin() {
    return new NodeAdmin(node);
  }

  /** Nobody works on it now, unless it was begun. */
  Load load() {
    return load;
  }

  /** Kills it, and starts it again on its data. */
  void dieAndComeBack() {
    node.kill();
    comeBack();
  }

  /** Starts it again on its data. */
  void comeBack() {
    node = NodeProcess.startOn(name, data, options);
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = node.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** What each work has been told of so far. */
  List<Long> acknowledged() {
    return works.stream().map(Counted::acknowledged).toList();
  }

  /** What each work finds in another database, which is whole as a work sees it. */
  List<Long> found(NodeProcess restored) throws SQLException {
    List<Long> found = new ArrayList<>();
    try (Connection connection = restored.connect()) {
      for (Counted work : works) {
        found.add(work.found(connection));
      }
    }
    return found;
  }

  @Override
  public void close() {
    load.close();
    node.close();
  }

  /** Puts rows of every type. */
  void fill() throws SQLException {
    try (Connection connection = node.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE TABLE goods (
            id bigint PRIMARY KEY, name text NOT NULL, weight numeric(12, 3), seen timestamptz,
            born date, at time, span interval, code uuid, raw bytea, ratio double precision,
            few smallint, flag boolean, note varchar(40), fixed char(5), doc jsonb, plain json,
            moment timestamp, share real)
          PARTITION BY HASH (id)\
          """);
      statement.execute("CREATE INDEX goods_name ON goods (name)");
      statement.execute("CREATE TABLE loose (word text, n integer) PARTITION BY HASH (n)");
      statement.execute("CREATE SEQUENCE tickets");
      for (int batch = 0; batch < BATCHES; batch++) {
        int first = batch * ROWS_IN_BATCH + 1;
        int last = first + ROWS_IN_BATCH - 1;
        statement.execute(GOODS.formatted(first, last));
        statement.execute(
            "INSERT INTO loose SELECT 'word ' || n %% 7, n FROM generate_series(%d, %d) AS s(n)"
                .formatted(first, first + 99));
      }
      statement.execute("SELECT nextval('tickets')");
    }
  }

  private static final String GOODS =
      """
      INSERT INTO goods SELECT n, 'name ' || n, n / 7.0, timestamptz '2024-02-29 12:00:00+00' + n * interval '1 minute',
        date '2000-01-01' + n %% 9000, time '00:00' + n * interval '1 second', n * interval '1 hour',
        gen_random_uuid(), ('x' || n)::bytea, sqrt(n), n %% 100, n %% 3 = 0,
        CASE WHEN n %% 5 = 0 THEN NULL ELSE repeat('x', n %% 40) END, 'c' || n %% 10,
        ('{"n": ' || n || '}')::jsonb, ('{"n": ' || n || '}')::json, timestamp '1999-12-31 23:59:59' - n * interval '1 day', n
      FROM generate_series(%d, %d) AS s(n)\
      """;
}
