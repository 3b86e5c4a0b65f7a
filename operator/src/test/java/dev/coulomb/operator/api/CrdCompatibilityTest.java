package dev.coulomb.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a user wrote for a released version must go on to be accepted and to mean the same. The
 * released definitions lie in src/test/resources/crds, one file a release; a file there is never
 * changed.
 */
class CrdCompatibilityTest {

  private static final Path RELEASED = Path.of("src/test/resources/crds");

  @TempDir private Path scratch;

  @Test
  void everyReleasedDefinitionIsStillUnderstood() throws IOException {
    JsonNode now = spec(CrdFile.CLUSTER.generated(scratch));
    try (var files = Files.list(RELEASED)) {
      List<Path> released = files.toList();
      assertThat(released).isNotEmpty();
      for (Path file : released) {
        List<String> broken = new ArrayList<>();
        compare("spec", spec(Files.readString(file)), now, broken);
        assertThat(broken).as(file.toString()).isEmpty();
      }
    }
  }

  @Test
  void whatWouldBreakUsersIsNoticed() throws IOException {
    JsonNode before = spec(CrdFile.CLUSTER.generated(scratch));
    assertThat(broken(before, "/properties", fields -> fields.remove("jvm")))
        .containsExactly("spec.jvm is gone");
    assertThat(broken(before, "/properties/partitions", f -> f.put("type", "string")))
        .containsExactly("spec.partitions: type was integer, is string");
    assertThat(broken(before, "/properties/partitions", f -> f.put("default", 64)))
        .containsExactly("spec.partitions: default was 32, is 64");
    assertThat(broken(before, "/properties/partitions", f -> f.put("maximum", 64)))
        .containsExactly("spec.partitions: maximum was 1024.0, is 64");
    assertThat(broken(before, "/properties/state", f -> f.putArray("enum").add("Running")))
        .containsExactly("spec.state no longer takes [\"Paused\", \"Stopped\"]");
    assertThat(broken(before, "/properties/jvm", f -> f.putArray("required").add("options")))
        .containsExactly("spec.jvm: options is required now");
    assertThat(broken(before, "/properties/service/properties", f -> f.putObject("more")))
        .as("a new optional field breaks nobody")
        .isEmpty();
  }

  private static List<String> broken(
      JsonNode before, String at, java.util.function.Consumer<ObjectNode> change) {
    JsonNode after = before.deepCopy();
    change.accept((ObjectNode) after.at(at));
    List<String> broken = new ArrayList<>();
    compare("spec", before, after, broken);
    return broken;
  }

  private static JsonNode spec(String yaml) throws IOException {
    return CrdFile.read(yaml).at("/spec/versions/0/schema/openAPIV3Schema/properties/spec");
  }

  private static void compare(String path, JsonNode before, JsonNode after, List<String> broken) {
    for (String word :
        List.of(
            "type",
            "default",
            "pattern",
            "minimum",
            "maximum",
            "maxLength",
            "maxItems",
            "maxProperties")) {
      // A limit may be lifted, and a default added where there was none is one more default.
      boolean lifted = !word.equals("type") && !word.equals("default") && !after.has(word);
      if (before.has(word) && !lifted && !before.path(word).equals(after.path(word))) {
        broken.add(
            path
                + ": "
                + word
                + " was "
                + before.path(word).asText()
                + ", is "
                + after.path(word).asText());
      }
    }
    Set<String> words = texts(before.path("enum"));
    words.removeAll(texts(after.path("enum")));
    if (!words.isEmpty() && after.has("enum")) {
      broken.add(path + " no longer takes " + words.stream().map(w -> '"' + w + '"').toList());
    }
    Set<String> required = texts(after.path("required"));
    required.removeAll(texts(before.path("required")));
    required.forEach(field -> broken.add(path + ": " + field + " is required now"));
    before
        .path("properties")
        .properties()
        .forEach(field -> {
          String below = path + "." + field.getKey();
          JsonNode now = after.path("properties").path(field.getKey());
          if (now.isMissingNode()) {
            broken.add(below + " is gone");
          } else {
            compare(below, field.getValue(), now, broken);
          }
        });
    for (String inside : List.of("items", "additionalProperties")) {
      if (before.path(inside).isObject()) {
        compare(path + "[]", before.path(inside), after.path(inside), broken);
      }
    }
  }

  private static Set<String> texts(JsonNode list) {
    Set<String> texts = new TreeSet<>();
    list.forEach(word -> texts.add(word.asText()));
    return texts;
  }
}
