package dev.coulomb.node.admin.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.coulomb.node.admin.AdminError;
import dev.coulomb.node.admin.backup.BackupStatus.TableRows;
import dev.coulomb.node.admin.backup.Destination;
import dev.coulomb.node.admin.backup.Failure;
import dev.coulomb.node.admin.restore.RestoreRequest.Until;
import dev.coulomb.node.admin.restore.RestoreStatus.Phase;
import dev.coulomb.node.admin.restore.RestoreStatus.Progress;
import dev.coulomb.node.admin.restore.RestoreStatus.Result;
import dev.coulomb.node.admin.restore.RestoreStatus.State;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The golden files are the contract with the operator, which has the same ones. */
class RestoreJsonTest {
  private static final String ID = "6f1c2d7e-3b0a-4c58-9a43-0d2f6f7f1a11";
  private static final long STARTED = 1_795_860_000_000_000L;
  private static final List<TableRows> TABLES =
      List.of(
          new TableRows("airlines", 16, "5d3c4a1f00b2e69788aa10c45e21f003"),
          new TableRows("flights", 336_760, "00b2e6975d3c4a1f5e21f00388aa10c4"));

  @Test
  void aRestoreThatRuns() throws IOException {
    Progress progress = new Progress(Phase.FETCHING, 0, 0, 6 << 20, 17 << 20);
    RestoreStatus status =
        new RestoreStatus(ID, State.RUNNING, true, false, progress, STARTED, 0, null, null);
    assertThat(RestoreJson.encode(status)).hasToString(golden("running.json").toString());
  }

  @Test
  void aRestoreThatIsComplete() throws IOException {
    RestoreStatus status =
        new RestoreStatus(
            ID,
            State.COMPLETED,
            true,
            true,
            new Progress(Phase.FINISHED, 336_776, 336_776, 0, 0),
            STARTED,
            STARTED + 4_000_000,
            new Result(40 << 20, STARTED - 250_000, 336_776, TABLES),
            null);
    assertThat(RestoreJson.encode(status)).hasToString(golden("completed.json").toString());
  }

  @Test
  void aRestoreThatFailed() throws IOException {
    RestoreStatus status =
        new RestoreStatus(
            ID,
            State.FAILED,
            false,
            false,
            new Progress(Phase.CHECKING, 0, 0, 0, 0),
            STARTED,
            STARTED + 1_000_000,
            null,
            new Failure(
                Failure.Reason.CLUSTER_NOT_EMPTY,
                "the node holds tables; a restore in place keeps them until it is confirmed"));
    assertThat(RestoreJson.encode(status)).hasToString(golden("failed.json").toString());
  }

  @Test
  void checksums() throws IOException {
    ChecksumsStatus status =
        new ChecksumsStatus(
            ID, ChecksumsStatus.State.COMPLETED, 336_776, 336_776, 40 << 20, STARTED, TABLES, null);
    assertThat(RestoreJson.encode(status)).hasToString(golden("checksums.json").toString());
  }

  @Test
  void aRequest() throws IOException {
    RestoreRequest request = RestoreJson.decode(golden("request.json"));
    assertThat(request)
        .isEqualTo(
            new RestoreRequest(
                ID,
                new Destination.Directory("/backup/demo/nightly-20261128"),
                new Destination.Directory("/backup/demo/archive"),
                new Until.Time(STARTED),
                true));
  }

  @Test
  void whatIsLeftOutIsTheWholeSnapshotIntoANodeWithoutTables() throws IOException {
    ObjectNode request = (ObjectNode) golden("request.json");
    request.remove(List.of("archive", "until", "inPlace"));
    assertThat(RestoreJson.decode(request))
        .isEqualTo(
            new RestoreRequest(
                ID,
                new Destination.Directory("/backup/demo/nightly-20261128"),
                null,
                new Until.End(),
                false));
  }

  @Test
  void whatIsWrongIsNamed() throws IOException {
    ObjectNode both = (ObjectNode) golden("request.json");
    both.withObject("/until").put("position", 5);
    assertThat(refused(both)).isEqualTo("until");
    ObjectNode withoutArchive = (ObjectNode) golden("request.json");
    withoutArchive.remove("archive");
    assertThat(refused(withoutArchive)).isEqualTo("archive");
    ObjectNode badId = (ObjectNode) golden("request.json");
    badId.put("id", "../etc");
    assertThat(refused(badId)).isEqualTo("id");
    ObjectNode withoutSource = (ObjectNode) golden("request.json");
    withoutSource.remove("source");
    assertThat(refused(withoutSource)).isEqualTo("source");
  }

  private static @Nullable String refused(JsonNode request) {
    return catchThrowableOfType(AdminError.class, () -> RestoreJson.decode(request)).field();
  }

  private static JsonNode golden(String file) throws IOException {
    String path = "/restore/" + file;
    try (InputStream in = RestoreJsonTest.class.getResourceAsStream(path)) {
      return new ObjectMapper().readTree(Objects.requireNonNull(in, path));
    }
  }
}
