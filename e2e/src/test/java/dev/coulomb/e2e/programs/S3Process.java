package dev.coulomb.e2e.programs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A server of S3 that checks signatures, on a free port of the loopback interface: Versity's
 * gateway, compiled from Go modules by {@code e2e/kind/programs}. Buckets are directories, objects
 * are files in them.
 */
public final class S3Process implements AutoCloseable {
  public static final String REGION = "us-east-1";
  public static final String ACCESS_KEY_ID = "coulomb";
  public static final String SECRET_ACCESS_KEY = "known to the tests only";
  private static final Duration COMPILE_LIMIT = Duration.ofMinutes(15);
  private static final Duration START_LIMIT = Duration.ofSeconds(30);

  private final Process process;
  private final URI endpoint;
  private final Path root;

  private S3Process(Process process, URI endpoint, Path root) {
    this.process = process;
    this.endpoint = endpoint;
    this.root = root;
  }

  /**
   * Starts one without any bucket and waits until it listens.
   *
   * @param name of its folder below target, where its log and its objects stay
   */
  public static S3Process start(String name) {
    return start(name, null);
  }

  /**
   * As {@link #start(String)}, by TLS when there is a certificate.
   *
   * @param identity vouches for 127.0.0.1
   */
  public static S3Process start(String name, @Nullable SelfSigned identity) {
    try {
      Path folder = Files.createDirectories(Project.TARGET.resolve("s3").resolve(name));
      Path root = Files.createTempDirectory(folder, "objects");
      int port = FreePort.find();
      List<String> words = new ArrayList<>(List.of(program().toString()));
      words.addAll(List.of("--port", "127.0.0.1:" + port, "--region", REGION, "--quiet"));
      if (identity != null) {
        Path certificate = Files.writeString(folder.resolve("tls.crt"), identity.certificate());
        Path key = Files.writeString(folder.resolve("tls.key"), identity.key());
        words.addAll(List.of("--cert", certificate.toString(), "--key", key.toString()));
      }
      words.addAll(List.of("posix", root.toString()));
      ProcessBuilder builder =
          new ProcessBuilder(words)
              .redirectErrorStream(true)
              .redirectOutput(Redirect.appendTo(folder.resolve("s3.log").toFile()));
      builder
          .environment()
          .putAll(Map.of("ROOT_ACCESS_KEY", ACCESS_KEY_ID, "ROOT_SECRET_KEY", SECRET_ACCESS_KEY));
      String scheme = identity == null ? "http" : "https";
      URI endpoint = URI.create(scheme + "://127.0.0.1:" + port);
      S3Process server = new S3Process(builder.start(), endpoint, root);
      Await.until("the S3 server listens", START_LIMIT, server::listens);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start the S3 server " + name, e);
    }
  }

  public URI endpoint() {
    return endpoint;
  }

  /** The directory of a bucket, which is made when there is none: what lies in it are objects. */
  public Path bucket(String name) {
    try {
      return Files.createDirectories(root.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make the bucket " + name, e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean listens() throws IOException {
    if (!process.isAlive()) {
      throw new IllegalStateException("it ended with " + process.exitValue());
    }
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), endpoint.getPort()), 1_000);
      return true;
    }
  }

  private static Path program() {
    String directory =
        Command.of(Project.E2E.resolve("kind/programs").toString(), "versitygw")
            .within(COMPILE_LIMIT)
            .output()
            .strip();
    return Path.of(directory).resolve("versitygw");
  }
}
