package dev.coulomb.node.durability.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManifestTest {
  private static final Path GOLDEN = Path.of("src/test/resources/durability/manifest.json");
  private static final Manifest MANIFEST =
      new Manifest(
          Manifest.Kind.SNAPSHOT,
          null,
          Cuts.ORIGIN,
          1L << 60,
          5,
          1_795_000_000_000_000L,
          1,
          List.of(
              new Manifest.Partition(
                  0, 7, 100, 3, Manifest.StoredFile.of("partition-00000.rows", 1_000, 77)),
              new Manifest.Partition(
                  1, 7, 0, 0, Manifest.StoredFile.of("partition-00001.rows", 68, -1))),
          List.of(
              Manifest.TableRows.of(
                  new SnapshotCut.Table(16384, "pé\"ople", false), new RowSum(3, -2, 1))),
          Manifest.StoredFile.of("catalog", 11, 5),
          List.of(new Manifest.Jar("abcd", Manifest.StoredFile.of("jar-abcd", 5, 6))),
          null);

  @Test
  void isWhatItWasInEveryVersion() throws IOException {
    if (Boolean.getBoolean("accept")) {
      Files.write(GOLDEN, ManifestJson.encode(MANIFEST));
    }
    assertThat(decode(Files.readAllBytes(GOLDEN))).isEqualTo(MANIFEST);
    assertThat(new String(ManifestJson.encode(MANIFEST), UTF_8))
        .isEqualTo(Files.readString(GOLDEN));
  }

  @Test
  void everyChangedByteIsFound() {
    byte[] whole = ManifestJson.encode(MANIFEST);
    String text = new String(whole, UTF_8);
    int from = text.indexOf("\"snapshot\"");
    for (int i = from; i < whole.length - 3; i++) {
      byte[] bytes = whole.clone();
      bytes[i] ^= 1;
      assertThatThrownBy(() -> decode(bytes)).as("byte %d", i).isInstanceOf(IOException.class);
    }
  }

  @Test
  void everyTruncationIsFound() {
    byte[] whole = ManifestJson.encode(MANIFEST);
    for (int length = 0; length < whole.length - 3; length++) {
      byte[] bytes = java.util.Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> decode(bytes))
          .as("length %d", length)
          .isInstanceOf(DamagedFileException.class);
    }
  }

  @Test
  void aNewerFormatIsRefusedBeforeAnythingElseIsRead() {
    byte[] newer = "{\"format\": 2, \"snapshot\": \"of another kind\"}".getBytes(UTF_8);
    assertThatThrownBy(() -> decode(newer))
        .isInstanceOf(NewerFormatException.class)
        .hasMessageContaining("was written by a newer version");
  }

  private static Manifest decode(byte[] bytes) throws IOException {
    return ManifestJson.decode(Manifest.FILE, bytes);
  }
}
