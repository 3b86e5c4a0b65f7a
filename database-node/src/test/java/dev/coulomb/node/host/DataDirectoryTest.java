package dev.coulomb.node.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  @TempDir private Path folder;

  @Test
  void isMadeWhereItDoesNotExistAndKeepsItsIdentity() throws IOException {
    Path data = folder.resolve("a/b");
    UUID first;
    try (DataDirectory directory = DataDirectory.open(data, 32)) {
      first = directory.nodeId();
    }
    try (DataDirectory again = DataDirectory.open(data, 32)) {
      assertThat(again.nodeId()).isEqualTo(first);
    }
    try (DataDirectory other = DataDirectory.open(folder.resolve("c"), 32)) {
      assertThat(other.nodeId()).isNotEqualTo(first);
    }
  }

  @Test
  void isOfOneNodeAtATime() throws IOException {
    try (DataDirectory holder = DataDirectory.open(folder, 32)) {
      assertThatThrownBy(() -> DataDirectory.open(folder, 32).close())
          .isInstanceOf(IOException.class)
          .hasMessage("the data directory is in use by another node: " + folder);
      assertThat(holder.nodeId()).isNotNull();
    }
    try (DataDirectory next = DataDirectory.open(folder, 32)) {
      assertThat(next.nodeId()).isNotNull();
    }
  }

  @Test
  void ofAnotherFormatIsRefusedAndLeftAlone() throws IOException {
    String future = "format=3\nid=" + new UUID(1, 2) + "\n";
    Path file = Files.writeString(folder.resolve("node"), future);
    assertThatThrownBy(() -> DataDirectory.open(folder, 32).close())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a format that this version does not know");
    assertThat(file).hasContent(future);
  }

  @Test
  void ofAnotherNumberOfPartitionsIsRefused() throws IOException {
    DataDirectory.open(folder, 32).close();
    assertThatThrownBy(() -> DataDirectory.open(folder, 16).close())
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(
            "the data directory has 32 partitions, not 16: their number cannot change");
    DataDirectory.open(folder, 32).close();
  }

  @Test
  void ofAVersionThatKeptNoDataIsTakenOver() throws IOException {
    UUID id = new UUID(1, 2);
    Files.writeString(folder.resolve("node"), "format=1\nid=" + id + "\n");
    try (DataDirectory directory = DataDirectory.open(folder, 8)) {
      assertThat(directory.nodeId()).isEqualTo(id);
    }
    assertThatThrownBy(() -> DataDirectory.open(folder, 16).close())
        .hasMessageContaining("8 partitions, not 16");
  }

  @Test
  void withADamagedIdentityIsRefused() throws IOException {
    Files.writeString(folder.resolve("node"), "format=1\nid=who\n");
    assertThatThrownBy(() -> DataDirectory.open(folder, 32).close())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a damaged identity");
  }

  @Test
  void thatIsRefusedIsNotLocked() throws IOException {
    Path file = Files.writeString(folder.resolve("node"), "format=2\n");
    assertThatThrownBy(() -> DataDirectory.open(folder, 32).close())
        .isInstanceOf(IOException.class);
    Files.delete(file);
    try (DataDirectory repaired = DataDirectory.open(folder, 32)) {
      assertThat(repaired.nodeId()).isNotNull();
    }
  }
}
