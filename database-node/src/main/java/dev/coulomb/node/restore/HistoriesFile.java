package dev.coulomb.node.restore;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.coulomb.node.environment.Disk;
import dev.coulomb.node.environment.SmallFile;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The file that says which histories a data directory holds: {@code {"format": 1, "histories":
 * {…}}}, with the names of {@link Histories}. It is replaced in one step. One thread at a time.
 */
public final class HistoriesFile {
  static final String NAME = "histories.json";
  private static final String FRESH = "histories.new";
  private static final int FORMAT = 1;

  /** What the first history of a node has in the node's own directory. */
  private static final List<String> TOP = List.of("log", "checkpoints");

  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private final Disk directory;
  private final SmallFile file;
  private final UUID node;

  /**
   * @param directory the node's
   */
  public HistoriesFile(Disk directory, UUID node) {
    this.directory = directory;
    this.file = new SmallFile(directory, NAME, FRESH);
    this.node = node;
  }

  /** What the file says; without a file, that the node never was restored. */
  public Histories read() throws IOException {
    Optional<byte[]> bytes = file.read();
    if (bytes.isEmpty()) {
      return Histories.of(node);
    }
    try {
      JsonNode json = JSON.readTree(bytes.get());
      if (json.path("format").asInt() != FORMAT) {
        throw new IOException(
            "the data directory has a file of histories that this version does not know: " + NAME);
      }
      return JSON.treeToValue(json.path("histories"), Histories.class);
    } catch (JsonProcessingException damaged) {
      throw new IOException("the data directory has a damaged file of histories: " + NAME, damaged);
    }
  }

  /** Replaces the file; when this returns, it is durable. */
  public void write(Histories histories) throws IOException {
    byte[] bytes =
        JSON.writerWithDefaultPrettyPrinter()
            .writeValueAsBytes(
                JSON.createObjectNode()
                    .put("format", FORMAT)
                    .set("histories", JSON.valueToTree(histories)));
    file.replace(bytes);
  }

  /** Deletes what belongs to no history that is needed, and what a history was made of. */
  public void tidy(Histories histories) throws IOException {
    List<String> needed = histories.directories();
    String current = histories.current().directory();
    if (!current.equals(Histories.TOP) && !directory.directories().contains(current)) {
      throw new IOException(
          "the data are missing: bring back the directory %s, or restore a backup"
              .formatted(current));
    }
    directory(histories.current()).delete(Staging.SNAPSHOT);
    directory(histories.current()).delete(StagedArchive.DIRECTORY);
    for (String name : directory.directories()) {
      boolean ofTop = TOP.contains(name) && !needed.contains(Histories.TOP);
      boolean ofAnother = Histories.History.isDirectory(name) && !needed.contains(name);
      if (ofTop || ofAnother) {
        directory.delete(name);
      }
    }
    directory.force();
  }

  /** The directory of a history, made where it does not exist. */
  public Disk directory(Histories.History history) throws IOException {
    return history.directory().equals(Histories.TOP)
        ? directory
        : directory.directory(history.directory());
  }
}
