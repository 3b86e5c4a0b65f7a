package dev.coulomb.node.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.coulomb.node.admin.NodeStatus.Checkpoint;
import dev.coulomb.node.admin.NodeStatus.Connections;
import dev.coulomb.node.admin.NodeStatus.Content;
import dev.coulomb.node.admin.NodeStatus.Identity;
import dev.coulomb.node.admin.NodeStatus.Memory;
import dev.coulomb.node.admin.NodeStatus.Safety;
import dev.coulomb.node.admin.NodeStatus.State;
import dev.coulomb.node.admin.backup.ArchiveStatus;
import dev.coulomb.node.admin.backup.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The golden files are the contract with the operator, which has the same ones. */
class StatusJsonTest {
  private static final String STARTED = "2026-11-23T10:00:00Z";
  private static final String ID = "6f1c2d7e-3b0a-4c58-9a43-0d2f6f7f1a11";
  private static final String INCARNATION = "0b9a3a52-6f0c-4f0e-8f57-0f5cbb1e7a22";

  @Test
  void aNodeThatRuns() throws IOException {
    NodeStatus status =
        new NodeStatus(
            new Identity(ID, INCARNATION, "demo-0", "0.1.0", STARTED, "demo"),
            State.RUNNING,
            new Content(
                32,
                7,
                4,
                336_776,
                new Memory(1_048_576, 1_073_741_824),
                new Connections(3, 1_000),
                null),
            settings("running.json"),
            new Safety(false, "4 tables live in the memory of this node only and would be lost"),
            new Checkpoint(false, 41_943_040, 1_795_860_000_250_000L, 0, false),
            new ArchiveStatus(true, 41_900_000, 1_795_860_000_200_000L, 43_040, null));
    assertThat(StatusJson.status(status, Optional.empty()))
        .hasToString(golden("running.json").toString());
  }

  @Test
  void aNodeThatReadsItsDataBack() throws IOException {
    NodeStatus status =
        new NodeStatus(
            new Identity(ID, INCARNATION, "demo-0", "0.1.0", STARTED, "demo"),
            State.STARTING,
            new Content(32, 0, 0, 0, new Memory(0, 1_073_741_824), new Connections(0, 1_000), null),
            settings("starting.json"),
            new Safety(true, ""),
            null,
            null);
    NodeControl.Startup startup = new NodeControl.Startup("log", 120, 480, 55, 9);
    assertThat(StatusJson.status(status, Optional.of(startup)))
        .hasToString(golden("starting.json").toString());
  }

  @Test
  void aNodeThatIsPausedAndHasACertificate() throws IOException {
    NodeStatus status =
        new NodeStatus(
            new Identity(ID, INCARNATION, "secure-0", "0.1.0", STARTED, "secure"),
            State.PAUSED,
            new Content(
                8,
                0,
                0,
                0,
                new Memory(0, 536_870_912),
                new Connections(0, 200),
                "2027-01-01T00:00:00Z"),
            settings("paused-with-tls.json"),
            new Safety(true, ""),
            new Checkpoint(true, 0, 0, 2, true),
            new ArchiveStatus(
                true,
                0,
                0,
                512,
                new Failure(Failure.Reason.UNREACHABLE, "nobody answers at http://objects")));
    assertThat(StatusJson.status(status, Optional.empty()))
        .hasToString(golden("paused-with-tls.json").toString());
  }

  private static SortedMap<String, String> settings(String file) throws IOException {
    SortedMap<String, String> settings = new TreeMap<>();
    golden(file)
        .path("settings")
        .properties()
        .forEach(entry -> settings.put(entry.getKey(), entry.getValue().asText()));
    return settings;
  }

  private static JsonNode golden(String file) throws IOException {
    String path = "/node-status/" + file;
    try (InputStream in = StatusJsonTest.class.getResourceAsStream(path)) {
      return new ObjectMapper().readTree(Objects.requireNonNull(in, path));
    }
  }
}
