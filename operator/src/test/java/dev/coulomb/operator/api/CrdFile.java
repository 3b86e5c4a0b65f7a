package dev.coulomb.operator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import dev.coulomb.operator.api.backup.CoulombBackup;
import dev.coulomb.operator.api.backup.CoulombBackupSchedule;
import dev.coulomb.operator.api.restore.CoulombRestore;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Makes the definition of a kind from its classes, and adds what the generator cannot say. */
enum CrdFile {
  CLUSTER(
      CoulombCluster.class,
      "A Coulomb database: a partitioned, in-memory SQL database that speaks PostgreSQL's protocol. Applying one makes it run; deleting it removes it and everything that was made for it.",
      "What should run. Every field has a default."),
  BACKUP(
      CoulombBackup.class,
      "One snapshot of a CoulombCluster: all rows of all tables as they are at one moment, written while the database goes on. Applying one makes it; it is made once.",
      "Which cluster is saved, and where to. Only deletionPolicy can be changed."),
  BACKUP_SCHEDULE(
      CoulombBackupSchedule.class,
      "Makes a CoulombBackup at the times of a schedule, and deletes those that are too many or too old. The last good one is never deleted.",
      "When backups are made, of what, and how long they are kept."),
  RESTORE(
      CoulombRestore.class,
      "One restore of a snapshot into a running CoulombCluster, whose data is replaced. What was before is kept until row counts and checksums agree, or longer if that is wanted. A new cluster from a snapshot is spec.bootstrap.restore of a CoulombCluster.",
      "What is restored, and into which cluster. Only confirmation and abort can be changed.");

  private static final String HEADING =
      "# Generated from the classes of operator/src/main/java/dev/coulomb/operator/api by CrdTest; -Daccept=true writes it anew.\n";

  private static final ObjectMapper YAML =
      new ObjectMapper(
          new YAMLFactory()
              .disable(YAMLGenerator.Feature.SPLIT_LINES)
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
              .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS));

  private final Class<? extends CustomResource<?, ?>> kind;
  private final String description;
  private final String specDescription;

  CrdFile(Class<? extends CustomResource<?, ?>> kind, String description, String specDescription) {
    this.kind = kind;
    this.description = description;
    this.specDescription = specDescription;
  }

  /** Name of its file, the same at every place. */
  String fileName() {
    return HasMetadata.getFullResourceName(kind) + "-v1.yml";
  }

  /** The file that is committed. */
  Path committed() {
    return Path.of("../crds").resolve(fileName());
  }

  String generated(Path scratch) {
    new CRDGenerator()
        .customResourceClasses(kind)
        .forCRDVersions("v1")
        .withParallelGenerationEnabled(false)
        .inOutputDir(scratch.toFile())
        .generate();
    try {
      JsonNode crd = YAML.readTree(Files.readString(scratch.resolve(fileName())));
      complete((ObjectNode) crd);
      return HEADING + YAML.writeValueAsString(crd);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode read(String yaml) throws IOException {
    return YAML.readTree(yaml);
  }

  private void complete(ObjectNode crd) {
    ((ObjectNode) crd.path("metadata"))
        .putObject("labels")
        .put("app.kubernetes.io/name", "coulomb")
        .put("app.kubernetes.io/part-of", "coulomb");
    ObjectNode schema = (ObjectNode) crd.at("/spec/versions/0/schema/openAPIV3Schema");
    orderColumns((ArrayNode) crd.at("/spec/versions/0/additionalPrinterColumns"));
    describe(schema, description);
    schema.findParents("x-kubernetes-validations").forEach(CrdFile::eachRuleOnce);
    ObjectNode properties = (ObjectNode) schema.path("properties");
    describe((ObjectNode) properties.path("spec"), specDescription);
    describe(
        (ObjectNode) properties.path("status"),
        "What the operator last saw. Written by the operator.");
    conditions((ObjectNode) properties.at("/status/properties/conditions"));
    switch (this) {
      case CLUSTER -> completeCluster(properties);
      case BACKUP, BACKUP_SCHEDULE, RESTORE -> schema.putArray("required").add("spec");
    }
    KubernetesWords.describe("", schema);
  }

  private static void completeCluster(ObjectNode properties) {
    // The schema's default makes absent the same as empty, so that the defaults inside are filled
    // in and shown.
    ((ObjectNode) properties.path("spec")).putObject("default");
    ObjectNode spec = (ObjectNode) properties.at("/spec/properties");
    for (String section :
        List.of(
            "service", "update", "monitoring", "network", "overrides", "storage", "durability")) {
      ((ObjectNode) spec.path(section)).putObject("default");
    }
    ObjectNode resources = (ObjectNode) spec.path("resources");
    ObjectNode standard = resources.putObject("default");
    standard.putObject("requests").put("cpu", "1").put("memory", "2Gi");
    standard.putObject("limits").put("memory", "2Gi");
    ((ObjectNode) spec.at("/storage/properties/size")).put("default", "10Gi");
    // The generator takes an empty text for no default; without one a change from it is no change.
    ((ObjectNode) spec.at("/storage/properties/storageClassName")).put("default", "");
    podTemplate((ObjectNode) spec.path("podTemplate"));
    listMap((ObjectNode) spec.path("imagePullSecrets"), "name");
    listMap((ObjectNode) properties.at("/status/properties/nodes"), "name");
    // A bound on the length keeps the rules on the options within the API server's cost limit.
    ((ObjectNode) spec.at("/jvm/properties/options/items")).put("maxLength", 1_024);
  }

  /** The generator sees a record's component twice, as field and as method, and so its rules. */
  private static void eachRuleOnce(JsonNode schema) {
    ArrayNode rules = (ArrayNode) schema.path("x-kubernetes-validations");
    Set<JsonNode> distinct = new LinkedHashSet<>();
    rules.forEach(distinct::add);
    rules.removeAll();
    rules.addAll(distinct);
  }

  /** The generator sorts columns by path; people read them in the order they were written. */
  private void orderColumns(ArrayNode columns) {
    Map<String, JsonNode> byName = new HashMap<>();
    columns.forEach(column -> byName.put(column.path("name").asText(), column));
    columns.removeAll();
    for (AdditionalPrinterColumn column :
        kind.getAnnotationsByType(AdditionalPrinterColumn.class)) {
      columns.add(Objects.requireNonNull(byName.get(column.name())));
    }
  }

  /** Two known fields whose insides only Kubernetes can judge. */
  private static void podTemplate(ObjectNode template) {
    template.remove(List.of("additionalProperties", "x-kubernetes-preserve-unknown-fields"));
    ObjectNode fields = template.putObject("properties");
    describe(
        fields
            .putObject("metadata")
            .put("type", "object")
            .put("x-kubernetes-preserve-unknown-fields", true),
        "Labels and annotations to add to the pods.");
    describe(
        fields
            .putObject("spec")
            .put("type", "object")
            .put("x-kubernetes-preserve-unknown-fields", true),
        "A partial pod spec.");
  }

  /** As meta/v1 defines conditions. */
  private static void conditions(ObjectNode conditions) {
    listMap(conditions, "type");
    ObjectNode items = (ObjectNode) conditions.path("items");
    ObjectNode fields = (ObjectNode) items.path("properties");
    ((ObjectNode) fields.path("lastTransitionTime")).put("format", "date-time");
    ((ObjectNode) fields.path("observedGeneration")).put("format", "int64").put("minimum", 0);
    ((ObjectNode) fields.path("status")).putArray("enum").add("True").add("False").add("Unknown");
    ((ObjectNode) fields.path("reason")).put("maxLength", 1024).put("minLength", 1);
    ((ObjectNode) fields.path("message")).put("maxLength", 32_768);
    ((ObjectNode) fields.path("type")).put("maxLength", 316);
    var required = items.putArray("required");
    List.of("lastTransitionTime", "message", "reason", "status", "type").forEach(required::add);
  }

  private static void listMap(ObjectNode list, String key) {
    list.put("x-kubernetes-list-type", "map");
    list.putArray("x-kubernetes-list-map-keys").add(key);
    ObjectNode items = (ObjectNode) list.path("items");
    if (!items.has("required")) {
      items.putArray("required").add(key);
    }
  }

  private static void describe(ObjectNode schema, String description) {
    schema.put("description", description);
  }
}
