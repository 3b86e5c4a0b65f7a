package dev.coulomb.node.admin.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.coulomb.node.admin.backup.BackupStatus.Phase;
import dev.coulomb.node.admin.backup.BackupStatus.Snapshot;
import dev.coulomb.node.admin.backup.BackupStatus.State;
import dev.coulomb.node.admin.backup.BackupStatus.TableRows;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The golden files are the contract with the operator, which has the same ones. */
class BackupJsonTest {
  private static final String ID = "6f1c2d7e-3b0a-4c58-9a43-0d2f6f7f1a11";
  private static final long STARTED = 1_795_860_000_000_000L;

  @Test
  void aBackupThatRuns() throws IOException {
    BackupStatus status =
        new BackupStatus(
            ID, State.RUNNING, Phase.WRITING, 120_000, 336_776, 6 << 20, STARTED, 0, null, null);
    assertThat(BackupJson.encode(status)).hasToString(golden("running.json").toString());
  }

  @Test
  void aBackupThatIsComplete() throws IOException {
    Snapshot snapshot =
        new Snapshot(
            40 << 20,
            STARTED + 250_000,
            "0b9a3a52-6f0c-4f0e-8f57-0f5cbb1e7a22",
            32,
            336_776,
            17 << 20,
            "0.1.0",
            List.of(
                new TableRows("airlines", 16, "5d3c4a1f00b2e69788aa10c45e21f003"),
                new TableRows("flights", 336_760, "00b2e6975d3c4a1f5e21f00388aa10c4")));
    BackupStatus status =
        new BackupStatus(
            ID,
            State.COMPLETED,
            Phase.FINISHING,
            336_776,
            336_776,
            17 << 20,
            STARTED,
            STARTED + 4_000_000,
            snapshot,
            null);
    assertThat(BackupJson.encode(status)).hasToString(golden("completed.json").toString());
  }

  @Test
  void aBackupThatFailed() throws IOException {
    BackupStatus status =
        new BackupStatus(
            ID,
            State.FAILED,
            Phase.PREPARING,
            0,
            0,
            0,
            STARTED,
            STARTED + 1_000_000,
            null,
            new Failure(
                Failure.Reason.BUCKET_NOT_FOUND,
                "there is no bucket backups at https://objects.example:9000"));
    assertThat(BackupJson.encode(status)).hasToString(golden("failed.json").toString());
  }

  @Test
  void oldPiecesOfAnArchiveGo() throws IOException {
    assertThat(BackupJson.encode(trim(TrimStatus.State.RUNNING, 17, 1 << 20, null)))
        .hasToString(golden("trim-running.json").toString());
    assertThat(BackupJson.encode(trim(TrimStatus.State.COMPLETED, 2_880, 180 << 20, null)))
        .hasToString(golden("trim-completed.json").toString());
    Failure failure =
        new Failure(
            Failure.Reason.ACCESS_DENIED,
            "the keys may not delete pieces in bucket backups at https://objects.example:9000");
    assertThat(BackupJson.encode(trim(TrimStatus.State.FAILED, 17, 1 << 20, failure)))
        .hasToString(golden("trim-failed.json").toString());
  }

  private static TrimStatus trim(
      TrimStatus.State state, long deleted, long bytes, @Nullable Failure failure) {
    UUID history = UUID.fromString("0b9a3a52-6f0c-4f0e-8f57-0f5cbb1e7a22");
    return new TrimStatus(state, history, 40 << 20, deleted, bytes, failure);
  }

  static JsonNode golden(String file) throws IOException {
    String path = "/backup/" + file;
    try (InputStream in = BackupJsonTest.class.getResourceAsStream(path)) {
      return new ObjectMapper().readTree(Objects.requireNonNull(in, path));
    }
  }
}
