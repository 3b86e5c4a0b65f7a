package dev.coulomb.e2e.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.e2e.programs.Command;
import dev.coulomb.e2e.programs.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What can be applied without Helm is what Helm would apply; {@code -Daccept} writes it anew. */
class ManifestsIT {
  private static final Path MANIFEST = Project.ROOT.resolve("manifests/coulomb-operator.yaml");
  private static final Path CHARTS = Project.ROOT.resolve("charts");
  private static final String HEADER =
      """
      # The operator in namespace coulomb-system, for those who do not use Helm: its definitions, its rights, its two copies.
      #   kubectl apply --server-side -f manifests/coulomb-operator.yaml
      # Made from the charts; a test compares.
      apiVersion: v1
      kind: Namespace
      metadata:
        name: coulomb-system
        labels:
          pod-security.kubernetes.io/enforce: restricted
      """;

  private static String helm = "";

  @BeforeAll
  static void findHelm() {
    String out =
        Command.of(Project.E2E.resolve("kind/programs").toString())
            .within(Duration.ofMinutes(15))
            .output()
            .strip();
    helm = Arrays.asList(out.split("\n")).getLast() + "/helm";
  }

  @Test
  void theFileToApplyIsWhatTheChartsMake() throws IOException {
    String made =
        HEADER
            + template("coulomb-crds")
            + template("coulomb-operator", "--set", "watchNamespaces={*}");
    if (Boolean.parseBoolean(System.getProperty("accept"))) {
      Files.writeString(MANIFEST, made);
    }
    assertThat(MANIFEST).content().isEqualTo(made);
  }

  @Test
  void everyPartOfTheChartCanBeAskedFor() {
    String all =
        template(
            "coulomb-operator",
            "--set",
            "metrics.serviceMonitor.enabled=true,metrics.prometheusRule.enabled=true,"
                + "metrics.dashboards.enabled=true,watchNamespaces={a,b}");
    assertThat(all)
        .contains("kind: ServiceMonitor", "kind: PrometheusRule", "coulomb.json", "namespace: a");
    assertThat(all).doesNotContain("kind: ClusterRole");
  }

  @Test
  void aStarAmongNamesIsAllNamespaces() {
    assertThat(template("coulomb-operator", "--set", "watchNamespaces={a,*}"))
        .contains("name: COULOMB_WATCH_NAMESPACES, value: \"*\"}", "kind: ClusterRole");
  }

  @Test
  void valuesThatCannotBeAreRefused() {
    List<String> words =
        List.of(helm, "template", "x", CHARTS.resolve("coulomb-operator").toString(), "--set");
    for (String wrong : List.of("replicas=0", "replica=2", "log.level=loud")) {
      assertThat(Command.of(words.toArray(String[]::new)).and(wrong).run().status()).isNotZero();
    }
  }

  private static String template(String chart, String... more) {
    return Command.of(
            helm,
            "template",
            chart,
            CHARTS.resolve(chart).toString(),
            "--namespace",
            "coulomb-system",
            "--kube-version",
            "1.36.3")
        .and(more)
        .output();
  }
}
