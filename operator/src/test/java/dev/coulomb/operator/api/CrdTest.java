package dev.coulomb.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrdTest {

  @TempDir private Path scratch;

  @Test
  void theCommittedDefinitionIsWhatTheClassesSay() throws IOException {
    String generated = CrdFile.generated(scratch);
    if (Boolean.parseBoolean(System.getProperty("accept"))) {
      Files.writeString(CrdFile.COMMITTED, generated);
    }
    assertThat(Files.readString(CrdFile.COMMITTED))
        .as("run again with -Daccept=true and commit crds/")
        .isEqualTo(generated);
  }

  @Test
  void everyFieldIsDescribed() throws IOException {
    JsonNode schema =
        CrdFile.read(CrdFile.generated(scratch)).at("/spec/versions/0/schema/openAPIV3Schema");
    List<String> silent = new ArrayList<>();
    undescribed("spec", schema.at("/properties/spec"), silent);
    undescribed("status", schema.at("/properties/status"), silent);
    assertThat(silent).isEmpty();
  }

  @Test
  void everyRuleHasASentence() throws IOException {
    JsonNode crd = CrdFile.read(CrdFile.generated(scratch));
    List<JsonNode> rules = new ArrayList<>();
    crd.findValues("x-kubernetes-validations").forEach(list -> list.forEach(rules::add));
    assertThat(rules)
        .hasSizeGreaterThanOrEqualTo(6)
        .allSatisfy(rule ->
            assertThat(rule.path("message").asText())
                .as(rule.path("rule").asText())
                .hasSizeGreaterThan(30));
  }

  @Test
  void columnsScaleAndNamesAreThoseOfTheDesign() throws IOException {
    JsonNode crd = CrdFile.read(CrdFile.generated(scratch));
    JsonNode version = crd.at("/spec/versions/0");
    assertThat(version.path("additionalPrinterColumns").findValuesAsText("name"))
        .containsExactly("Nodes", "Ready", "K", "Version", "Phase", "Safe", "Age");
    assertThat(version.at("/subresources/scale").toString())
        .isEqualTo(
            "{\"labelSelectorPath\":\".status.selector\",\"specReplicasPath\":\".spec.nodes\",\"statusReplicasPath\":\".status.readyNodes\"}");
    assertThat(crd.at("/spec/names").toString())
        .contains("\"categories\":[\"all\",\"coulomb\"]", "\"shortNames\":[\"coulomb\"]");
    assertThat(crd.at("/spec/scope").asText()).isEqualTo("Namespaced");
  }

  private static void undescribed(String path, JsonNode schema, List<String> silent) {
    if (schema.path("description").asText("").length() < 15) {
      silent.add(path);
    }
    schema
        .path("properties")
        .properties()
        .forEach(field -> undescribed(path + "." + field.getKey(), field.getValue(), silent));
    schema
        .path("items")
        .path("properties")
        .properties()
        .forEach(field -> undescribed(path + "[]." + field.getKey(), field.getValue(), silent));
  }
}
