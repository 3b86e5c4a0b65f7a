package dev.coulomb.e2e.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.coulomb.e2e.programs.Await;
import dev.coulomb.e2e.programs.NodeProcess;
import dev.coulomb.e2e.programs.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A node that begins with what it restores; the test starts it again where Kubernetes would. */
final class RestoredNode implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final List<String> OVER = List.of("Completed", "Failed");

  private final Path data;
  private final List<String> options;
  private NodeProcess node;

  /**
   * Starts one on an empty directory, which waits until it is told what to restore.
   *
   * @param id of the restore that it waits for
   * @param backups directory below which it may read
   */
  RestoredNode(String id, int partitions, Path backups) throws IOException {
    Path folder = Files.createDirectories(Project.TARGET.resolve("nodes").resolve("restored"));
    data = Files.createTempDirectory(folder, "data");
    options =
        List.of(
            "--trust-loopback",
            "--data-memory",
            "512MiB",
            "--partitions",
            String.valueOf(partitions),
            "--backup-directory",
            backups.toString(),
            "--bootstrap-restore",
            id);
    node = NodeProcess.startWaitingOn("restored", data, options);
  }

  /** Restores, and serves. */
  static RestoredNode of(Restoration what, int partitions, Path backups) throws IOException {
    RestoredNode restored = new RestoredNode(what.id(), partitions, backups);
    restored.run(what);
    return restored;
  }

  NodeProcess node() {
    return node;
  }

  NodeAdmin admin() {
    return new NodeAdmin(node);
  }

  /** Restores; gives what the node says of it at the end. */
  JsonNode run(Restoration what) {
    admin().restore(what);
    JsonNode status =
        Await.until(
            "the restore " + what.id() + " is over",
            LIMIT,
            this::restoration,
            one ->
                what.id().equals(one.path("id").asText())
                    && OVER.contains(one.path("state").asText()));
    assertThat(status.path("state").asText()).as("%s", status).isEqualTo("Completed");
    node.awaitReady();
    return status;
  }

  /** A node that had tables ends for it, and is started again. */
  private JsonNode restoration() {
    if (!node.isAlive()) {
      startAgain();
    }
    return admin().restoration();
  }

  /** Waits until the process ends by itself, and starts it again. */
  void startAgain() {
    assertThat(node.awaitEnd()).as("exit code of a node that starts again").isZero();
    node = NodeProcess.startOn("restored", data, options);
  }

  @Override
  public void close() {
    node.close();
  }
}
