package dev.coulomb.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** PostgreSQL as it is installed, with a cluster of its own that never waits for a disk. */
final class PostgresPeer extends SqlPeer {
  private final Path binaries;
  private final boolean durable;

  /**
   * @param durable commits wait for the disk; else nothing is kept
   */
  PostgresPeer(Path directory, Path binaries, boolean durable) {
    super(durable ? "PostgreSQL, sync" : "PostgreSQL", directory);
    this.binaries = binaries;
    this.durable = durable;
  }

  private String table() {
    return durable ? "TABLE " : "UNLOGGED TABLE ";
  }

  /** Where PostgreSQL's programs are, the newest version first. */
  static Optional<Path> installed() throws IOException {
    Path versions = Path.of("/usr/lib/postgresql");
    if (!Files.isDirectory(versions)) {
      return Optional.empty();
    }
    try (Stream<Path> all = Files.list(versions)) {
      return all.map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("postgres")))
          .max(Path::compareTo);
    }
  }

  /** PostgreSQL does not run as root. */
  private List<String> asUser(String program, String... arguments) {
    List<String> command = new ArrayList<>();
    if ("root".equals(System.getProperty("user.name"))) {
      command.addAll(List.of("setpriv", "--reuid", "postgres", "--regid", "postgres", "--clear-groups"));
    }
    command.add(binaries.resolve(program).toString());
    command.addAll(List.of(arguments));
    return command;
  }

  @Override
  List<String> command() throws Exception {
    Path data = directory.resolve("data");
    Files.createDirectories(data);
    if ("root".equals(System.getProperty("user.name"))) {
      run(List.of("chown", "-R", "postgres", data.toString()));
      run(List.of("chmod", "a+x", directory.toString(), directory.getParent().toString()));
    }
    run(asUser("initdb", "-D", data.toString(), "-U", "bench", "-A", "trust", "-E", "UTF8", "--locale=C"));
    Files.writeString(
        data.resolve("postgresql.auto.conf"),
        """
        listen_addresses = '127.0.0.1'
        port = %1$d
        unix_socket_directories = ''
        max_connections = 1200
        shared_buffers = 1GB
        max_wal_size = 8GB
        jit = off
        fsync = %2$s
        synchronous_commit = %2$s
        full_page_writes = %2$s
        """.formatted(port, durable ? "on" : "off"));
    return asUser("postgres", "-D", data.toString());
  }

  private void run(List<String> command) throws Exception {
    Path log = directory.resolve("init.log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (process.waitFor() != 0) {
      throw new IOException(command + " failed, see " + log);
    }
  }

  @Override
  String user() {
    return "bench";
  }

  @Override
  String database() {
    return "postgres";
  }

  @Override
  String tableOfKv(String table) {
    return "CREATE " + table() + table + " (k bigint PRIMARY KEY, v varchar(100))";
  }

  @Override
  List<String> voter() {
    return List.of(
        "CREATE " + table() + "contestants (number integer PRIMARY KEY, name text)",
        "CREATE " + table() + "areas (code integer PRIMARY KEY, state text)",
        "CREATE " + table() + "votes (phone bigint, n bigint, state text, contestant integer,"
            + " PRIMARY KEY (phone, n))",
        """
        CREATE FUNCTION vote(who bigint, choice integer) RETURNS integer LANGUAGE plpgsql AS $$
          DECLARE sofar bigint; home text;
          BEGIN
            PERFORM 1 FROM contestants WHERE number = choice;
            IF NOT FOUND THEN RETURN 0; END IF;
            SELECT count(*) INTO sofar FROM votes WHERE phone = who;
            SELECT state INTO home FROM areas WHERE code = who / 10000000;
            IF sofar >= 2 OR home IS NULL THEN RETURN 0; END IF;
            INSERT INTO votes VALUES (who, sofar, home, choice) ON CONFLICT DO NOTHING;
            RETURN 1;
          END
        $$
        """);
  }

  @Override
  String vote() {
    return "SELECT vote($1, $2)";
  }

  @Override
  int rowsOfVote() {
    return 1;
  }

  @Override
  String tableOfFacts() {
    return "CREATE " + table() + "facts (id bigint PRIMARY KEY, grp integer, x bigint)";
  }

  @Override
  void fillFacts() throws Exception {
    super.fillFacts();
    try (WireSession session = connect()) {
      session.sql("VACUUM ANALYZE");
    }
  }

  @Override
  long ownAccountOfKv() throws Exception {
    try (WireSession session = connect()) {
      return session.number("SELECT pg_total_relation_size('kv')");
    }
  }
}
