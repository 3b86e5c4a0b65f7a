package dev.coulomb.operator.dependents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrategicOverlayTest {

  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  private static final String TEMPLATE =
      """
      metadata: {labels: {a: "1"}}
      spec:
        nodeSelector: {disk: ssd}
        tolerations: [{key: x, operator: Exists}]
        containers:
        - name: database
          image: one
          args: [a, b]
          env: [{name: A, value: "1"}, {name: B, value: "2"}]
          ports: [{containerPort: 5432, name: sql}]
          volumeMounts: [{mountPath: /data, name: data}]
        volumes: [{name: data, emptyDir: {}}]
      """;

  @Test
  void mapsAreMergedAndNullRemoves() {
    assertThat(over("metadata: {labels: {b: \"2\"}}\nspec: {nodeSelector: null}"))
        .isEqualTo(
            template(
                TEMPLATE
                    .replace("{a: \"1\"}", "{a: \"1\", b: \"2\"}")
                    .replace("  nodeSelector: {disk: ssd}\n", "")));
  }

  @Test
  void listsWithAKeyAreMergedByIt() {
    PodTemplateSpec merged =
        over(
            """
            spec:
              containers:
              - name: database
                env: [{name: B, value: "9"}, {name: C, value: "3"}]
                ports: [{containerPort: 5432, hostPort: 1}]
                volumeMounts: [{mountPath: /more, name: more}]
              - {name: sidecar, image: two}
              volumes: [{name: more, emptyDir: {medium: Memory}}]
            """);
    assertThat(YAML.asYaml(merged))
        .isEqualTo(
            YAML.asYaml(
                template(
                    """
                    metadata: {labels: {a: "1"}}
                    spec:
                      nodeSelector: {disk: ssd}
                      tolerations: [{key: x, operator: Exists}]
                      containers:
                      - name: database
                        image: one
                        args: [a, b]
                        env: [{name: A, value: "1"}, {name: B, value: "9"}, {name: C, value: "3"}]
                        ports: [{containerPort: 5432, name: sql, hostPort: 1}]
                        volumeMounts: [{mountPath: /data, name: data}, {mountPath: /more, name: more}]
                      - {name: sidecar, image: two}
                      volumes: [{name: data, emptyDir: {}}, {name: more, emptyDir: {medium: Memory}}]
                    """)));
  }

  @Test
  void otherListsAreReplaced() {
    PodTemplateSpec merged =
        over("spec: {tolerations: [{key: y}], containers: [{name: database, args: [c]}]}");
    assertThat(merged.getSpec().getTolerations()).extracting("key").containsExactly("y");
    assertThat(merged.getSpec().getContainers().get(0).getArgs()).containsExactly("c");
  }

  @Test
  void anEmptyOverlayChangesNothing() {
    assertThat(over("{}")).isEqualTo(template(TEMPLATE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          spec: {containers: 7}        | spec.podTemplate.spec.containers has a value that does not fit there
          spec: {dnsPolice: None}      | spec.podTemplate.spec.dnsPolice is not a field of a pod template; take it out or correct its name
          spec: {containers: [{name: database, livenessProbe: {httpGet: {prot: 1}}}]} | spec.podTemplate.spec.containers[0].livenessProbe.httpGet.prot is not a field of a pod template; take it out or correct its name
          metadata: {lables: {a: b}}   | spec.podTemplate.metadata.lables is not a field of a pod template; take it out or correct its name
          """)
  void whatIsNoPodTemplateIsAnErrorThatSaysWhere(String overlay, String sentence) {
    assertThatThrownBy(() -> over(overlay))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(sentence);
  }

  private static PodTemplateSpec over(String overlay) {
    @SuppressWarnings("unchecked")
    Map<String, @Nullable Object> map = YAML.unmarshal(overlay, Map.class);
    return StrategicOverlay.over(template(TEMPLATE), map);
  }

  private static PodTemplateSpec template(String yaml) {
    return YAML.unmarshal(yaml, PodTemplateSpec.class);
  }
}
