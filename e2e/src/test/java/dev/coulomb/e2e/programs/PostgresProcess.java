package dev.coulomb.e2e.programs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A PostgreSQL of its own, in a temporary directory and on a free port of the loopback interface:
 * the judge of our answers. It does not run as root, so root becomes the user postgres for it.
 */
public final class PostgresProcess implements AutoCloseable {
  private static final Path INSTALLED = Path.of("/usr/lib/postgresql");
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final Path programs;
  private final Path folder;
  private final int port;

  private PostgresProcess(Path programs, Path folder, int port) {
    this.programs = programs;
    this.folder = folder;
    this.port = port;
  }

  /** Starts the one that is installed as Debian's packages do; empty when there is none. */
  public static Optional<PostgresProcess> start() {
    return programs().map(PostgresProcess::start);
  }

  /** Address for pgjdbc; the user is {@link #user}, without a password. */
  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  public String user() {
    return "coulomb";
  }

  @Override
  public void close() {
    run(words("pg_ctl", "-D", folder + "/data", "-m", "immediate", "-w", "stop"));
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }

  private static Optional<Path> programs() {
    if (!Files.isDirectory(INSTALLED)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(INSTALLED)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .max(Comparator.naturalOrder());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look into " + INSTALLED, e);
    }
  }

  private static PostgresProcess start(Path programs) {
    try {
      Path folder = Files.createTempDirectory("coulomb-postgresql");
      if (root()) {
        run(List.of("chown", "postgres", folder.toString()));
      }
      PostgresProcess postgres = new PostgresProcess(programs, folder, FreePort.find());
      String data = folder + "/data";
      run(
          postgres.words(
              "initdb",
              "-D",
              data,
              "-U",
              postgres.user(),
              "-A",
              "trust",
              "-E",
              "UTF8",
              "--lc-collate=C",
              "--lc-ctype=C.UTF-8",
              "--no-sync"));
      String options =
          "-p "
              + postgres.port
              + " -h 127.0.0.1 -k "
              + folder
              + " -c fsync=off -c full_page_writes=off -c statement_timeout=20s -c timezone=UTC"
              + " -c jit=off";
      run(
          postgres.words(
              "pg_ctl", "-D", data, "-l", folder + "/log", "-w", "-o", options, "start"));
      return postgres;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start PostgreSQL", e);
    }
  }

  private List<String> words(String program, String... options) {
    List<String> words = new ArrayList<>();
    if (root()) {
      words.addAll(List.of("runuser", "-u", "postgres", "--"));
    }
    words.add(programs.resolve(program).toString());
    words.addAll(List.of(options));
    return words;
  }

  private static void run(List<String> words) {
    Command.of(words.toArray(String[]::new)).in(Path.of("/")).within(LIMIT).output();
  }

  private static boolean root() {
    return "root".equals(System.getProperty("user.name"));
  }
}
