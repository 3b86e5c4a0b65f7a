package dev.coulomb.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server of ours or of others, in a process of its own on loopback. */
abstract class Peer implements AutoCloseable {
  final String name;
  final Path directory;
  final int port = freePort();
  private Process process;

  Peer(String name, Path directory) {
    this.name = name;
    this.directory = directory;
  }

  /** The command that starts it in the foreground. */
  abstract List<String> command() throws Exception;

  /** What is set in its environment. */
  Map<String, String> environment() {
    return Map.of();
  }

  abstract boolean can(Work work);

  /** Makes table kv when {@code from} is 0, and puts rows of these keys into it. */
  abstract void fill(int from, int to) throws Exception;

  /** Makes and fills the table of facts; after the memory that kv takes was looked at. */
  abstract void fillFacts() throws Exception;

  /** Makes the tables and the procedure of the voters. */
  abstract void fillVoter() throws Exception;

  /** A new connection. */
  abstract Session connect() throws Exception;

  /** Bytes that the rows of table kv take by the server's own account, 0 when it gives none. */
  long ownAccountOfKv() throws Exception {
    return 0;
  }

  void start() throws Exception {
    Files.createDirectories(directory);
    ProcessBuilder builder =
        new ProcessBuilder(new ArrayList<>(command()))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(new File(directory + "/log"));
    builder.environment().putAll(environment());
    process = builder.start();
    awaitPort();
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  private void awaitPort() throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (true) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
        return;
      } catch (IOException notYet) {
        if (!process.isAlive() || System.nanoTime() > end) {
          throw new IOException(name + " does not start: " + Files.readString(directory.resolve("log")));
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
  }

  @Override
  public void close() throws Exception {
    if (process == null) {
      return;
    }
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
