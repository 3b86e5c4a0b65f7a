package dev.coulomb.operator.dependents;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.coulomb.operator.metrics.OperatorMetrics;
import dev.coulomb.operator.wanted.Clusters;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Every expression of the dashboard and of the alerts, held to the metrics there are: names,
 * labels, what is a counter, and the unit of the panel.
 */
class MonitoringTest {

  private static final Path CHART = Path.of("../charts/coulomb-operator");
  private static final Path NODE_METRICS =
      Path.of("../database-node/src/test/resources/metrics.txt");

  private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z][a-z_]*)(?:\\{(.*)})? ");
  private static final Pattern LABEL = Pattern.compile("(\\w+)\\s*(?:=~|!=|=)\"");
  private static final Pattern METRIC =
      Pattern.compile("\\b((?:coulomb|jvm|process)_[a-z_]+|up)\\b(?:\\{([^}]*)})?");
  private static final Pattern BY = Pattern.compile("\\bby \\(([^)]*)\\)");
  private static final Pattern LEGEND = Pattern.compile("\\{\\{(\\w+)}}");

  /** Labels that Prometheus gives to whatever it collects. */
  private static final Set<String> OF_THE_TARGET = Set.of("namespace", "pod", "job");

  private final Map<String, Set<String>> labelsByMetric = new HashMap<>();

  @BeforeEach
  void knowAllMetrics() throws IOException {
    labelsByMetric.put("up", Set.of());
    for (String line : Files.readAllLines(NODE_METRICS)) {
      int brace = line.indexOf('{');
      labelsByMetric.put(
          line.substring(0, brace),
          Set.of(line.substring(brace + 1, line.length() - 1).split(",")));
    }
    OperatorMetrics operator = new OperatorMetrics();
    operator.cluster("n", "c", new OperatorMetrics.ClusterNumbers(true, true, 1, 1, 1));
    operator.lastBackup("n", "c", 1, 1, 1);
    operator.backupHealthy("n", "c", true);
    operator.archiveHealthy("n", "c", true);
    operator.backup("Completed");
    operator.schedule(
        new ResourceID("s", "n"),
        "c",
        Optional.of(Instant.EPOCH),
        Optional.of(new OperatorMetrics.DrillNumbers(true, 1, 1, Instant.EPOCH)));
    operator.step("s", "o");
    operator.refusal("r");
    operator.reconciliationSucceeded(new ConfigMap(), Map.of());
    SAMPLE
        .matcher(operator.text())
        .results()
        .forEach(m -> labelsByMetric.put(m.group(1), labels(m.group(2) == null ? "" : m.group(2))));
  }

  @Test
  void everyPanelAsksForWhatThereIs() throws IOException {
    JsonNode panels = dashboard().path("panels");
    Set<Integer> ids = new HashSet<>();
    assertThat(panels.size()).isGreaterThan(10);
    for (JsonNode panel : panels) {
      String title = panel.path("title").asText();
      assertThat(ids.add(panel.path("id").asInt())).as(title).isTrue();
      assertThat(panel.path("targets").isEmpty()).as(title).isFalse();
      for (JsonNode target : panel.path("targets")) {
        String expression = target.path("expr").asText();
        Set<String> left = mistakes(title, expression);
        LEGEND
            .matcher(target.path("legendFormat").asText())
            .results()
            .forEach(m -> assertThat(left).as("legend of " + title).contains(m.group(1)));
        assertThat(panel.at("/fieldConfig/defaults/unit").asText())
            .as("unit of " + title + ": " + expression)
            .isEqualTo(unit(expression));
      }
    }
  }

  @Test
  void theVariablesAskForWhatThereIs() throws IOException {
    List<String> names = new ArrayList<>();
    for (JsonNode variable : dashboard().at("/templating/list")) {
      Matcher metric = METRIC.matcher(variable.path("query").asText());
      while (metric.find()) {
        names.add(metric.group(1));
      }
    }
    assertThat(names).isNotEmpty().allSatisfy(n -> assertThat(labelsByMetric).containsKey(n));
  }

  @Test
  void everyAlertAsksForWhatThereIs() throws IOException {
    Stream<String> ofTheChart =
        Files.readAllLines(CHART.resolve("templates/prometheusrule.yaml")).stream()
            .filter(line -> line.strip().startsWith("expr: "))
            .map(line -> line.strip().substring(6).replaceAll("\\{\\{.*?}}", "\"x\""));
    Stream<String> ofACluster =
        PrometheusRuleDependent.desired(Clusters.wanted("spec: {}")).getSpec().groups().stream()
            .flatMap(group -> group.rules().stream())
            .map(PrometheusRule.Alert::expr);
    List<String> expressions = Stream.concat(ofTheChart, ofACluster).toList();
    assertThat(expressions).hasSize(9);
    expressions.forEach(e -> mistakes("alert", e));
  }

  /** Else the namespace of a cluster's numbers is the operator's, and no alert is ever raised. */
  @Test
  void theOperatorsOwnLabelsAreKept() throws IOException {
    assertThat(labelsByMetric.get("coulomb_operator_cluster_ready"))
        .containsExactlyInAnyOrder("namespace", "cluster");
    assertThat(Files.readString(CHART.resolve("templates/servicemonitor.yaml")))
        .contains("    honorLabels: true");
  }

  /** Fails for a mistake; gives the labels that the result has. */
  private Set<String> mistakes(String where, String expression) {
    Set<String> left = new HashSet<>();
    Matcher metric = METRIC.matcher(expression);
    while (metric.find()) {
      String name = metric.group(1);
      assertThat(labelsByMetric).as(where + ": " + expression).containsKey(name);
      Set<String> known = new HashSet<>(labelsByMetric.getOrDefault(name, Set.of()));
      known.addAll(OF_THE_TARGET);
      if (metric.group(2) != null) {
        assertThat(known).as(where + ": " + expression).containsAll(labels(metric.group(2)));
      }
      boolean counter = name.matches(".*_(total|sum|count|bucket)");
      boolean overTime = expression.substring(0, metric.start()).matches(".*(rate|increase)\\($");
      assertThat(overTime).as(where + ": " + expression).isEqualTo(counter);
      left.addAll(known);
    }
    assertThat(left).as(where + ": " + expression).isNotEmpty();
    Matcher by = BY.matcher(expression);
    if (by.find()) {
      assertThat(left).as(where + ": " + expression).containsAll(List.of(by.group(1).split(",")));
      return Set.of(by.group(1).split(","));
    }
    return expression.startsWith("sum") ? Set.of() : left;
  }

  private static String unit(String expression) {
    if (expression.contains("histogram_quantile(") && expression.contains("_seconds_")) {
      return "s";
    }
    if (expression.contains("rate(")) {
      return expression.contains("_seconds_sum") ? "percentunit" : "ops";
    }
    if (expression.startsWith("time() - ") && expression.contains("_timestamp_seconds")) {
      return "s";
    }
    return expression.contains("_bytes") ? "bytes" : "short";
  }

  private static Set<String> labels(String text) {
    Set<String> labels = new HashSet<>();
    LABEL.matcher(text).results().forEach(m -> labels.add(m.group(1)));
    return labels;
  }

  private static JsonNode dashboard() throws IOException {
    return new ObjectMapper().readTree(CHART.resolve("dashboards/coulomb.json").toFile());
  }
}
