package dev.coulomb.node.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  @TempDir private Path folder;

  @Test
  void isMadeWhereItDoesNotExistAndKeepsItsIdentity() throws IOException {
    Path data = folder.resolve("a/b");
    UUID first;
    try (DataDirectory directory = DataDirectory.open(data, 32, Optional.empty())) {
      first = directory.nodeId();
    }
    try (DataDirectory again = DataDirectory.open(data, 32, Optional.empty())) {
      assertThat(again.nodeId()).isEqualTo(first);
    }
    try (DataDirectory other = DataDirectory.open(folder.resolve("c"), 32, Optional.empty())) {
      assertThat(other.nodeId()).isNotEqualTo(first);
    }
  }

  @Test
  void isOfOneNodeAtATime() throws IOException {
    try (DataDirectory holder = DataDirectory.open(folder, 32, Optional.empty())) {
      assertThatThrownBy(() -> DataDirectory.open(folder, 32, Optional.empty()).close())
          .isInstanceOf(IOException.class)
          .hasMessage("the data directory is in use by another node: " + folder);
      assertThat(holder.nodeId()).isNotNull();
    }
    try (DataDirectory next = DataDirectory.open(folder, 32, Optional.empty())) {
      assertThat(next.nodeId()).isNotNull();
    }
  }

  @Test
  void ofAnotherFormatIsRefusedAndLeftAlone() throws IOException {
    String future = "format=3\nid=" + new UUID(1, 2) + "\n";
    Path file = Files.writeString(folder.resolve("node"), future);
    assertThatThrownBy(() -> DataDirectory.open(folder, 32, Optional.empty()).close())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a format that this version does not know");
    assertThat(file).hasContent(future);
  }

  @Test
  void ofAnotherNumberOfPartitionsIsRefused() throws IOException {
    DataDirectory.open(folder, 32, Optional.empty()).close();
    assertThatThrownBy(() -> DataDirectory.open(folder, 16, Optional.empty()).close())
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(
            "the data directory has 32 partitions, not 16: their number cannot change");
    DataDirectory.open(folder, 32, Optional.empty()).close();
  }

  @Test
  void ofAVersionThatKeptNoDataIsTakenOver() throws IOException {
    UUID id = new UUID(1, 2);
    Files.writeString(folder.resolve("node"), "format=1\nid=" + id + "\n");
    try (DataDirectory directory = DataDirectory.open(folder, 8, Optional.empty())) {
      assertThat(directory.nodeId()).isEqualTo(id);
    }
    assertThatThrownBy(() -> DataDirectory.open(folder, 16, Optional.empty()).close())
        .hasMessageContaining("8 partitions, not 16");
  }

  @Test
  void isMadeForNobodyWhoExpectsDataInIt() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Optional<UUID> expected = Optional.of(new UUID(1, 2));
    assertThatThrownBy(() -> DataDirectory.open(empty, 32, expected).close())
        .isInstanceOf(DataDirectory.AnotherNode.class)
        .hasMessageStartingWith("the data directory is empty, and the data of node");
    assertThat(empty).isEmptyDirectory();
  }

  @Test
  void ofAnotherNodeThanTheExpectedIsRefusedAndLeftAlone() throws IOException {
    UUID id;
    try (DataDirectory directory = DataDirectory.open(folder, 32, Optional.empty())) {
      id = directory.nodeId();
    }
    assertThatThrownBy(() -> DataDirectory.open(folder, 32, Optional.of(new UUID(1, 2))).close())
        .isInstanceOf(DataDirectory.AnotherNode.class)
        .hasMessageContaining("belongs to node " + id);
    try (DataDirectory again = DataDirectory.open(folder, 32, Optional.of(id))) {
      assertThat(again.nodeId()).isEqualTo(id);
    }
  }

  @Test
  void withADamagedIdentityIsRefused() throws IOException {
    Files.writeString(folder.resolve("node"), "format=1\nid=who\n");
    assertThatThrownBy(() -> DataDirectory.open(folder, 32, Optional.empty()).close())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a damaged identity");
  }

  @Test
  void thatIsRefusedIsNotLocked() throws IOException {
    Path file = Files.writeString(folder.resolve("node"), "format=2\n");
    assertThatThrownBy(() -> DataDirectory.open(folder, 32, Optional.empty()).close())
        .isInstanceOf(IOException.class);
    Files.delete(file);
    try (DataDirectory repaired = DataDirectory.open(folder, 32, Optional.empty())) {
      assertThat(repaired.nodeId()).isNotNull();
    }
  }
}
