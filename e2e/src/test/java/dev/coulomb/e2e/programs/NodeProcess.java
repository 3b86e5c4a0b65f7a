package dev.coulomb.e2e.programs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A database node as people start it: the program of the distribution, on free ports of the
 * loopback interface.
 */
public final class NodeProcess implements AutoCloseable {
  /** The distribution's, or the one that {@code -Dnode.program} names. */
  private static final Path PROGRAM =
      Project.ROOT.resolve(
          System.getProperty("node.program", "database-node/target/coulomb-node/bin/coulomb-node"));

  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Process process;
  private final Path log;
  private final int sqlPort;
  private final int adminPort;

  private NodeProcess(Process process, Path log, int sqlPort, int adminPort) {
    this.process = process;
    this.log = log;
    this.sqlPort = sqlPort;
    this.adminPort = adminPort;
  }

  /**
   * Starts a node with an empty data directory and waits until it is ready.
   *
   * @param name of its folder below target, where its log stays
   * @param options further options of the program
   */
  public static NodeProcess start(String name, String... options) {
    try {
      Path folder = Files.createDirectories(Project.TARGET.resolve("nodes").resolve(name));
      return startOn(name, Files.createTempDirectory(folder, "data"), List.of(options));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start the node " + name, e);
    }
  }

  /** As {@link #start}, on a data directory that is there; the log of the node goes on. */
  public static NodeProcess startOn(String name, Path data, List<String> options) {
    return startOn(name, data, options, "/readyz");
  }

  /** As {@link #startOn}, but it needs only to have come up: it may wait for what to restore. */
  public static NodeProcess startWaitingOn(String name, Path data, List<String> options) {
    return startOn(name, data, options, "/startupz");
  }

  /** The program with these arguments: what it does besides being a node. */
  public static Command program(String... words) {
    return Command.of(PROGRAM.toString()).and(words);
  }

  private static NodeProcess startOn(String name, Path data, List<String> options, String probe) {
    if (!Files.isExecutable(PROGRAM)) {
      throw new IllegalStateException(
          PROGRAM + " is missing: build it with ./mvnw -pl database-node package");
    }
    try {
      Path folder = Files.createDirectories(Project.TARGET.resolve("nodes").resolve(name));
      int sqlPort = FreePort.find();
      int adminPort = FreePort.find();
      List<String> words = new ArrayList<>(List.of(PROGRAM.toString()));
      words.addAll(List.of("--data", data.toString()));
      words.addAll(List.of("--sql-port", String.valueOf(sqlPort)));
      words.addAll(List.of("--admin-port", String.valueOf(adminPort)));
      words.addAll(options);
      Path log = folder.resolve("node.log");
      Process process =
          new ProcessBuilder(words)
              .redirectErrorStream(true)
              .redirectOutput(Redirect.appendTo(log.toFile()))
              .start();
      NodeProcess node = new NodeProcess(process, log, sqlPort, adminPort);
      node.await(probe);
      return node;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start the node " + name, e);
    }
  }

  public int sqlPort() {
    return sqlPort;
  }

  /** Address for pgjdbc. */
  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + sqlPort + "/coulomb";
  }

  /** A session of its user, which needs no password from here where it trusts loopback. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl(), "coulomb", "");
  }

  /** Answer of the admin interface. */
  public HttpResponse<String> get(String path) throws IOException {
    return send("GET", path, "");
  }

  /** Answer of the admin interface to a request with a body. */
  public HttpResponse<String> send(String method, String path, String body) throws IOException {
    URI uri = URI.create("http://127.0.0.1:" + adminPort + path);
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .method(method, BodyPublishers.ofString(body))
            .timeout(ANSWER_LIMIT)
            .build();
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Asks it to end, as a supervisor does, and gives its exit code. */
  public int stop() {
    process.destroy();
    return awaitEnd();
  }

  /** Waits until it has ended by itself, and gives its exit code. */
  public int awaitEnd() {
    try {
      if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the node did not end within " + STOP_LIMIT + "; its log: " + log);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    return process.exitValue();
  }

  /** Kills it, as nobody can see coming (SIGKILL), and waits until it is gone. */
  public void kill() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      stop();
    }
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Waits until it serves. */
  public void awaitReady() {
    try {
      await("/readyz");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + log, e);
    }
  }

  /** What it said so far. */
  public String log() throws IOException {
    return Files.readString(log);
  }

  private void await(String probe) throws IOException {
    try {
      Await.until(
          "the node answers " + probe,
          START_LIMIT,
          () -> !process.isAlive() || get(probe).statusCode() == 200);
    } catch (AssertionError e) {
      process.destroyForcibly();
      throw new AssertionError(e.getMessage() + "; its log:\n" + Files.readString(log), e);
    }
    if (!process.isAlive()) {
      throw new AssertionError(
          "the node ended with " + process.exitValue() + ":\n" + Files.readString(log));
    }
  }
}
