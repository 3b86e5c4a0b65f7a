package dev.coulomb.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CrdTest {

  @TempDir private Path scratch;

  @ParameterizedTest
  @EnumSource
  void theCommittedDefinitionIsWhatTheClassesSay(CrdFile file) throws IOException {
    String generated = file.generated(scratch);
    if (Boolean.parseBoolean(System.getProperty("accept"))) {
      Files.writeString(file.committed(), generated);
    }
    assertThat(Files.readString(file.committed()))
        .as("run again with -Daccept=true and commit crds/")
        .isEqualTo(generated);
  }

  @ParameterizedTest
  @EnumSource
  void theChartOfDefinitionsHasTheSameFile(CrdFile file) throws IOException {
    Path ofTheChart = Path.of("../charts/coulomb-crds/files").resolve(file.fileName());
    assertThat(ofTheChart).isSymbolicLink();
    assertThat(ofTheChart.toRealPath()).isEqualTo(file.committed().toRealPath());
  }

  @Test
  void everyDefinitionHasItsClasses() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("../crds"))) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              Stream.of(CrdFile.values()).map(CrdFile::fileName).toList());
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyFieldIsDescribed(CrdFile file) throws IOException {
    JsonNode schema =
        CrdFile.read(file.generated(scratch)).at("/spec/versions/0/schema/openAPIV3Schema");
    List<String> silent = new ArrayList<>();
    undescribed("spec", schema.at("/properties/spec"), silent);
    undescribed("status", schema.at("/properties/status"), silent);
    assertThat(silent).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void everyRuleHasASentence(CrdFile file) throws IOException {
    JsonNode crd = CrdFile.read(file.generated(scratch));
    List<JsonNode> rules = new ArrayList<>();
    crd.findValues("x-kubernetes-validations").forEach(list -> list.forEach(rules::add));
    assertThat(rules)
        .hasSizeGreaterThanOrEqualTo(file == CrdFile.CLUSTER ? 6 : 4)
        .allSatisfy(rule ->
            assertThat(rule.path("message").asText())
                .as(rule.path("rule").asText())
                .hasSizeGreaterThan(30));
  }

  @Test
  void columnsScaleAndNamesAreThoseOfTheDesign() throws IOException {
    JsonNode crd = CrdFile.read(CrdFile.CLUSTER.generated(scratch));
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

  @Test
  void columnsOfBackupsAndSchedulesAreInTheOrderOfPeople() throws IOException {
    assertThat(columns(CrdFile.BACKUP))
        .containsExactly(
            "Cluster", "Phase", "Progress", "Rows", "Size", "Seconds", "Why", "Location", "Age");
    assertThat(columns(CrdFile.BACKUP_SCHEDULE))
        .containsExactly(
            "Cluster", "Schedule", "Suspend", "Last", "Kept", "Healthy", "Verified", "Next", "Age");
  }

  private List<String> columns(CrdFile file) throws IOException {
    return CrdFile.read(file.generated(scratch))
        .at("/spec/versions/0/additionalPrinterColumns")
        .findValuesAsText("name");
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
