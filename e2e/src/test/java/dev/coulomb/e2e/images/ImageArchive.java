package dev.coulomb.e2e.images;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.coulomb.e2e.programs.Command;
import dev.coulomb.e2e.programs.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An image in the form of {@code docker save}, as the build leaves it, opened in a folder. */
final class ImageArchive {
  private final String name;
  private final Path folder;
  private final JsonNode manifest;
  private final JsonNode config;

  private ImageArchive(String name, Path folder, JsonNode manifest, JsonNode config) {
    this.name = name;
    this.folder = folder;
    this.manifest = manifest;
    this.config = config;
  }

  /**
   * Opens an archive.
   *
   * @param archive path in the checkout
   * @param folder an empty one of its own
   */
  static ImageArchive open(String archive, Path folder) throws IOException {
    Path file = Project.ROOT.resolve(archive);
    if (!Files.isRegularFile(file)) {
      throw new IllegalStateException(
          file + " is missing: build it with ./mvnw -DskipTests package");
    }
    tar("-xf", file.toString(), "-C", folder.toString());
    ObjectMapper json = new ObjectMapper();
    JsonNode manifest = json.readTree(folder.resolve("manifest.json").toFile()).get(0);
    JsonNode config = json.readTree(folder.resolve(manifest.get("Config").asText()).toFile());
    return new ImageArchive(file.getFileName().toString(), folder, manifest, config.path("config"));
  }

  List<String> tags() {
    return texts(manifest.path("RepoTags"));
  }

  String user() {
    return config.path("User").asText();
  }

  List<String> entrypoint() {
    return texts(config.path("Entrypoint"));
  }

  List<String> environment() {
    return texts(config.path("Env"));
  }

  List<String> ports() {
    return names(config.path("ExposedPorts"));
  }

  List<String> volumes() {
    return names(config.path("Volumes"));
  }

  /** What a container sees: of files that several layers bring, the last. */
  List<ImageFile> files() {
    Map<String, ImageFile> files = new LinkedHashMap<>();
    for (Path layer : layers()) {
      tar("--numeric-owner", "-tvf", layer.toString())
          .lines()
          .map(ImageFile::listed)
          .forEach(file -> files.put(file.path(), file));
    }
    return List.copyOf(files.values());
  }

  /** Unpacks the layers over each other, owners and all, and gives the tree. */
  Path unpacked() throws IOException {
    Path tree = Files.createDirectory(folder.resolve("tree"));
    for (Path layer : layers()) {
      tar("--numeric-owner", "-xpf", layer.toString(), "-C", tree.toString());
    }
    return tree;
  }

  @Override
  public String toString() {
    return name;
  }

  private List<Path> layers() {
    return texts(manifest.path("Layers")).stream().map(folder::resolve).toList();
  }

  private static String tar(String... words) {
    return Command.of("tar", "--warning=no-unknown-keyword").and(words).output();
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
