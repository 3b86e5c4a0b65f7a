package dev.coulomb.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.operator.kubernetes.Stage;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What goes wrong is told within seconds and mended when its cause goes. Every wait here gives up
 * after 30 seconds.
 */
class TroubleIT {

  private Stage stage;

  @BeforeEach
  void start() {
    stage = new Stage();
  }

  @AfterEach
  void stop() {
    stage.close();
  }

  @Test
  void anImageThatCannotBeHad() {
    stage.apply("demo", "spec: {image: \"registry.test/missing:1\"}");
    Condition ready = stage.awaitCondition("demo", "Ready", "False", "ImageNotAvailable");
    assertThat(ready.getMessage()).contains("registry.test/missing:1", "spec.imagePullSecrets");
    assertThat(stage.cluster("demo").getStatus().phase()).isEqualTo("Failed");
    stage.awaitEvent("demo", "Warning ImageNotAvailable:");
    stage.apply("demo", "spec: {}");
    stage.awaitCondition("demo", "Ready", "True", "Serving");
    stage.awaitEvent("demo", "Normal Replaced: demo-0 was replaced, it held nothing");
    stage.awaitEvent("demo", "Normal Recovered:");
  }

  @Test
  void aPodThatNoMachineTakes() {
    stage.apply("demo", "spec: {image: \"registry.test/huge:1\"}");
    Condition ready = stage.awaitCondition("demo", "Ready", "False", "Unschedulable");
    assertThat(ready.getMessage()).contains("3 Insufficient memory", "lower spec.resources");
    stage.apply("demo", "spec: {}");
    stage.awaitCondition("demo", "Ready", "True", "Serving");
  }

  @Test
  void aSecretThatIsNotThere() {
    stage.apply("demo", "spec: {access: {superuserSecretRef: {name: mine}}}");
    Condition degraded = stage.awaitCondition("demo", "Degraded", "True", "SecretNotUsable");
    assertThat(degraded.getMessage())
        .isEqualTo("the Secret mine of spec.access.superuserSecretRef does not exist; create it");
    assertThat(stage.objects("demo")).doesNotContain("Secret/demo-superuser", "StatefulSet/demo");
    secret("mine", Map.of("username", "ada"));
    stage.await(
        "the missing key is told",
        () ->
            stage
                .cluster("demo")
                .getStatus()
                .condition("Degraded")
                .orElseThrow()
                .getMessage()
                .endsWith("has no password"));
    secret("mine", Map.of("username", "ada", "password", "x"));
    stage.awaitCondition("demo", "Ready", "True", "Serving");
    assertThat(stage.cluster("demo").getStatus().superuserSecret()).isEqualTo("mine");
  }

  @Test
  void aSecretThatIsTakenAwayLeavesTheRunningDatabaseAlone() {
    secret("mine", Map.of("username", "ada", "password", "x"));
    stage.apply("demo", "spec: {access: {superuserSecretRef: {name: mine}}}");
    stage.awaitCondition("demo", "Ready", "True", "Serving");
    Pod before = Objects.requireNonNull(stage.pod("demo"));
    stage.client().secrets().inNamespace(stage.namespace()).withName("mine").delete();
    stage.awaitCondition("demo", "Degraded", "True", "SecretNotUsable");
    stage.awaitCondition("demo", "Ready", "True", "Serving");
    secret("mine", Map.of("username", "ada", "password", "x"));
    stage.awaitCondition("demo", "Degraded", "False", "AsWanted");
    assertThat(Objects.requireNonNull(stage.pod("demo")).getMetadata().getUid())
        .isEqualTo(before.getMetadata().getUid());
  }

  @Test
  void aSettingThatDoesNotExistTouchesNothing() {
    stage.apply("demo", "spec: {}");
    stage.awaitCondition("demo", "Ready", "True", "Serving");
    String config = stage.statefulSet("demo").getMetadata().getResourceVersion();
    stage.apply(
        "demo",
        "spec: {version: \"9.9.9\", config: {memory.wrok: 1GiB, sql.max-connections: many}}");
    Condition applied = stage.awaitCondition("demo", "ConfigApplied", "False", "SettingNotUsable");
    assertThat(applied.getMessage())
        .contains("spec.config[memory.wrok] is not a setting of this version", "memory.work")
        .contains(
            "spec.config[sql.max-connections]: \"many\" is not a whole number from 1 to 1000000")
        .contains("runs on with the settings it had");
    stage.awaitCondition("demo", "Ready", "True", "Serving");
    assertThat(stage.statefulSet("demo").getMetadata().getResourceVersion()).isEqualTo(config);
    stage.apply("demo", "spec: {config: {memory.work: 1GiB}}");
    stage.awaitCondition("demo", "ConfigApplied", "True", "Applied");
    stage.awaitCondition("demo", "Degraded", "False", "AsWanted");
  }

  @Test
  void aPodTemplateThatKubernetesRefuses() {
    stage.apply("demo", "spec: {}");
    stage.awaitCondition("demo", "Ready", "True", "Serving");
    stage.apply("demo", "spec: {podTemplate: {spec: {dnsPolicy: Sometimes}}}");
    Condition degraded = stage.awaitCondition("demo", "Degraded", "True", "StatefulSetNotApplied");
    assertThat(degraded.getMessage()).contains("dnsPolicy");
    stage.awaitCondition("demo", "Ready", "True", "Serving");
    stage.apply(
        "demo",
        "spec: {config: {memory.work: 1GiB}, podTemplate: {spec: {containers: 7, dnsPolice: None}}}");
    degraded = stage.awaitCondition("demo", "Degraded", "True", "SpecNotUsable");
    assertThat(degraded.getMessage()).startsWith("spec.podTemplate.spec.");
    assertThat(stage.nodes().setting(stage.node("demo"), "memory.work"))
        .as("nothing of a spec is carried out that cannot be carried out as a whole")
        .isEqualTo("64MiB");
    stage.apply("demo", "spec: {podTemplate: {metadata: {labels: {team: orders}}}}");
    stage.awaitCondition("demo", "Degraded", "False", "AsWanted");
    stage.await(
        "a pod with the label",
        () -> {
          Pod pod = stage.pod("demo");
          return pod != null && "orders".equals(pod.getMetadata().getLabels().get("team"));
        });
  }

  @Test
  void whileASpecCannotBeCarriedOutTheOneBeforeIsHeld() {
    stage.apply("demo", "spec: {config: {sql.max-connections: \"77\"}}");
    stage.awaitCondition("demo", "Ready", "True", "Serving");
    stage.apply("demo", "spec: {config: {memory.wrok: 1GiB}, service: {type: NodePort}}");
    stage.awaitCondition("demo", "ConfigApplied", "False", "SettingNotUsable");
    stage.stopOperator();
    stage.startOperator();
    var services = stage.client().services().inNamespace(stage.namespace());
    services.withName("demo").delete();
    stage.client().apps().statefulSets().inNamespace(stage.namespace()).withName("demo").delete();
    stage.await(
        "both are back",
        () -> stage.objects("demo").containsAll(List.of("Service/demo", "StatefulSet/demo")));
    stage.awaitCondition("demo", "Ready", "True", "Serving");
    stage.awaitCondition("demo", "Degraded", "True", "SpecNotUsable");
    assertThat(services.withName("demo").require().getSpec().getType()).isEqualTo("ClusterIP");
    assertThat(stage.nodes().setting(stage.node("demo"), "sql.max-connections")).isEqualTo("77");
  }

  @Test
  void anObjectThatKubernetesRefusesHoldsUpNothingElse() {
    stage.apply("demo", "spec: {service: {annotations: {\"no key!\": x}}}");
    Condition degraded = stage.awaitCondition("demo", "Degraded", "True", "ObjectNotApplied");
    assertThat(degraded.getMessage()).startsWith("client-service: ").contains("no key!");
    stage.await("the pod runs all the same", () -> stage.pod("demo") != null);
    stage.apply("demo", "spec: {}");
    stage.awaitCondition("demo", "Ready", "True", "Serving");
  }

  @Test
  void aPodThatIsDeletedComesBack() {
    stage.apply("demo", "spec: {}");
    stage.awaitCondition("demo", "Ready", "True", "Serving");
    String uid = Objects.requireNonNull(stage.pod("demo")).getMetadata().getUid();
    stage.client().pods().inNamespace(stage.namespace()).withName("demo-0").delete();
    stage.await(
        "another pod serves",
        () -> {
          Pod pod = stage.pod("demo");
          return pod != null
              && !pod.getMetadata().getUid().equals(uid)
              && "Running".equals(stage.cluster("demo").getStatus().phase());
        });
  }

  @Test
  void whatSomebodyElseMadeIsLeftAlone() {
    secret("demo-superuser", Map.of("username", "ada", "password", "hers"));
    Service other =
        stage
            .client()
            .resource(
                new ServiceBuilder()
                    .withNewMetadata()
                    .withName("demo")
                    .withNamespace(stage.namespace())
                    .endMetadata()
                    .withNewSpec()
                    .addToSelector("app", "shop")
                    .addNewPort()
                    .withPort(80)
                    .endPort()
                    .endSpec()
                    .build())
            .create();
    stage.apply("demo", "spec: {}");
    Condition degraded = stage.awaitCondition("demo", "Degraded", "True", "ObjectNotApplied");
    assertThat(degraded.getMessage())
        .contains("the Service demo exists and was not made for this cluster")
        .contains("the Secret demo-superuser exists and was not made for this cluster");
    stage.awaitCondition("demo", "Ready", "True", "Serving");
    assertThat(stage.client().resource(other).require()).isEqualTo(other);
    assertThat(password()).isEqualTo("hers");
    stage.client().resource(other).delete();
    stage.client().secrets().inNamespace(stage.namespace()).withName("demo-superuser").delete();
    stage.awaitCondition("demo", "Degraded", "False", "AsWanted");
    assertThat(stage.objects("demo")).contains("Service/demo", "Secret/demo-superuser");
  }

  @Test
  void thePasswordOutlivesAMistake() {
    stage.apply("demo", "spec: {}");
    stage.awaitCondition("demo", "Ready", "True", "Serving");
    String password = password();
    // A Secret that is not there, by a slip of the pen.
    stage.apply("demo", "spec: {access: {superuserSecretRef: {name: mien}}}");
    stage.awaitCondition("demo", "Degraded", "True", "SecretNotUsable");
    assertThat(password()).isEqualTo(password);
    // The name of our own.
    stage.apply("demo", "spec: {access: {superuserSecretRef: {name: demo-superuser}}}");
    stage.awaitCondition("demo", "Degraded", "False", "AsWanted");
    assertThat(password()).isEqualTo(password);
    stage.apply("demo", "spec: {}");
    stage.awaitCondition("demo", "Progressing", "False", "Settled");
    // The label by which the operator finds it.
    var secret = stage.client().secrets().inNamespace(stage.namespace()).withName("demo-superuser");
    secret.edit(s -> {
      s.getMetadata().getLabels().remove("app.kubernetes.io/managed-by");
      return s;
    });
    stage.await(
        "the label",
        () ->
            stage.objects("demo").contains("Secret/demo-superuser")
                && secret
                    .require()
                    .getMetadata()
                    .getLabels()
                    .containsKey("app.kubernetes.io/managed-by"));
    assertThat(password()).isEqualTo(password);
  }

  private String password() {
    String encoded =
        stage
            .client()
            .secrets()
            .inNamespace(stage.namespace())
            .withName("demo-superuser")
            .require()
            .getData()
            .getOrDefault("password", "");
    return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
  }

  private void secret(String name, Map<String, String> entries) {
    stage
        .client()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(stage.namespace())
                .endMetadata()
                .withStringData(entries)
                .build())
        .fieldManager("user")
        .serverSideApply();
  }
}
