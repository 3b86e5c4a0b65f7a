package dev.coulomb.e2e.programs;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The real psql, as user {@code coulomb} on the database {@code coulomb}.
 *
 * @param command psql with where it connects to
 */
public record Psql(Command command) {
  public static Psql to(String host, int port) {
    if (Command.of("sh", "-c", "command -v psql").run().status() != 0) {
      throw new IllegalStateException(
          "psql is missing; install it: apt-get install postgresql-client");
    }
    return new Psql(
        Command.of(
                "psql",
                "-X",
                "-h",
                host,
                "-p",
                String.valueOf(port),
                "-U",
                "coulomb",
                "-d",
                "coulomb")
            .with(Map.of("PGCONNECT_TIMEOUT", "10", "LC_ALL", "C.UTF-8", "PGTZ", "UTC"))
            .within(Duration.ofMinutes(3)));
  }

  public Psql password(String password) {
    return new Psql(command.with(Map.of("PGPASSWORD", password)));
  }

  /** As libpq calls them: disable, require, verify-full. */
  public Psql sslMode(String mode, Path... rootCertificate) {
    Map<String, String> variables = new LinkedHashMap<>(Map.of("PGSSLMODE", mode));
    for (Path path : rootCertificate) {
      variables.put("PGSSLROOTCERT", path.toString());
    }
    return new Psql(command.with(variables));
  }

  public Psql in(Path folder) {
    return new Psql(command.in(folder));
  }

  /** One {@code -c}; an error is the caller's to judge. */
  public Command.Said say(String sql) {
    return command.and("-c", sql).run();
  }

  /** One {@code -c}, without headings and alignment; an error fails the test. */
  public String ask(String sql) {
    return command.and("-v", "ON_ERROR_STOP=1", "-At", "-c", sql).output().strip();
  }

  /** One {@code -c} as people see it; an error fails the test. */
  public String show(String sql) {
    return command.and("-v", "ON_ERROR_STOP=1", "-c", sql).output();
  }

  /** A file, with its backslash commands; an error fails the test. */
  public String file(Path file) {
    return command.and("-v", "ON_ERROR_STOP=1", "-q", "-f", file.toString()).output();
  }

  /** As if typed: goes on after errors, in one session. */
  public Command.Said type(String text) {
    return command.reading(text).run();
  }
}
