package dev.coulomb.e2e.kubernetes;

import dev.coulomb.e2e.programs.Await;
import dev.coulomb.e2e.programs.Command;
import dev.coulomb.e2e.programs.Project;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The kind cluster with the operator in it: brought up when it is not, images loaded, installed by
 * its charts. One for all tests of a run; what a run before left is removed first, what this run
 * made stays until the next. A demo in the same cluster is left alone.
 */
final class Kind {
  static final String OPERATOR_NAMESPACE = "coulomb-e2e";
  static final String RELEASE = "coulomb-operator";
  static final String NODE_IMAGE = "localhost/coulomb/coulomb-node";
  static final String VERSION = "0.1.0";

  /** The operator may look into these only; each test class has its own. */
  static final List<String> WATCHED =
      List.of(
          "e2e-cluster",
          "e2e-restart",
          "e2e-storage",
          "e2e-backup",
          "e2e-restore",
          "e2e-machine",
          "e2e-trouble",
          "e2e-tls",
          "e2e-operator",
          "e2e-deletion");

  private static final Path SCRIPTS = Project.E2E.resolve("kind");
  private static final Path CHARTS = Project.ROOT.resolve("charts");
  private static final String RESTRICTED = "pod-security.kubernetes.io/enforce";
  private static @Nullable Kind instance;

  private final Map<String, String> environment;
  private final KubernetesClient client;

  private Kind() {
    Evidence.clear();
    script("up").within(Duration.ofMinutes(30)).output();
    environment = new LinkedHashMap<>();
    script("environment")
        .output()
        .lines()
        .map(line -> line.split("=", 2))
        .forEach(pair -> environment.put(pair[0], pair[1]));
    Path kubeconfig = Path.of(environment.get("KUBECONFIG"));
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
            .build();
    load();
    define();
    removeWhatIsLeft();
    install();
  }

  static synchronized Kind get() {
    if (instance == null) {
      instance = new Kind();
    }
    return instance;
  }

  KubernetesClient client() {
    return client;
  }

  /** A program that reaches the cluster: kubectl, helm, docker. */
  Command command(String... words) {
    return Command.of(words).with(environment);
  }

  /** Gives an image that is on every worker a second name. */
  void tag(String image, String alias) {
    String workers =
        command(
                "docker",
                "ps",
                "--filter",
                "label=io.x-k8s.kind.role=worker",
                "--format",
                "{{.Names}}")
            .output();
    for (String worker : workers.lines().toList()) {
      command(
              "docker", "exec", worker, "ctr", "-n", "k8s.io", "images", "tag", "--force", image,
              alias)
          .output();
    }
  }

  /** SIGKILL for the database in a pod, which no kubelet and no operator asked for. */
  void killProcessOf(Pod pod) {
    String script =
        "for process in $(pidof java); do"
            + " if grep -q /pods/%s/ /proc/$process/mountinfo; then kill -9 $process; fi; done"
                .formatted(pod.getMetadata().getUid());
    on(pod.getSpec().getNodeName(), script);
  }

  /** Name of the operator's pod that works, while the others wait. */
  String leader() {
    return client
        .leases()
        .inNamespace(OPERATOR_NAMESPACE)
        .withName(RELEASE)
        .require()
        .getSpec()
        .getHolderIdentity();
  }

  /** SIGKILL for the operator's pod that works. */
  void killLeader() {
    command("kubectl", "-n", OPERATOR_NAMESPACE, "delete", "pod", leader())
        .and("--grace-period=0", "--force")
        .output();
  }

  /** Runs a script on a machine of the cluster, as its root. */
  String on(String machine, String script) {
    return command("docker", "exec", machine, "bash", "-c", script).output();
  }

  /** SIGKILL for everything on a machine of the cluster, which is then started again. */
  void powerCycle(String machine) {
    script("power-cycle").and(machine).within(Duration.ofMinutes(5)).output();
  }

  /** Installs the operator, or changes its values. */
  void helm(String... more) {
    command("helm", "upgrade", "--install", RELEASE, CHARTS.resolve("coulomb-operator").toString())
        .and("--namespace", OPERATOR_NAMESPACE, "--wait", "--timeout", "3m")
        .and("--set", "image.repository=localhost/coulomb/coulomb-operator")
        .and("--set", "nodeImage.repository=" + NODE_IMAGE)
        .and("--set", "watchNamespaces={" + String.join(",", WATCHED) + "}")
        .and(more)
        .within(Duration.ofMinutes(4))
        .output();
  }

  /** They belong to everybody in the cluster: where the demo puts them too. */
  private void define() {
    command(
            "helm",
            "upgrade",
            "--install",
            "coulomb-crds",
            CHARTS.resolve("coulomb-crds").toString())
        .and("--namespace", "coulomb", "--create-namespace", "--wait")
        .output();
  }

  private void install() {
    WATCHED.forEach(this::makeNamespace);
    makeNamespace(OPERATOR_NAMESPACE);
    helm();
  }

  /** Puts an image onto the workers: the archive that a script builds and prints. */
  void load(Path builder) {
    String archive = Command.of(builder.toString()).within(Duration.ofMinutes(15)).output();
    script("load").and(archive.strip()).within(Duration.ofMinutes(5)).output();
  }

  private void load() {
    script("load")
        .and(Project.ROOT.resolve("database-node/target/coulomb-node-image.tar").toString())
        .and(Project.ROOT.resolve("operator/target/coulomb-operator-image.tar").toString())
        .within(Duration.ofMinutes(5))
        .output();
  }

  private void removeWhatIsLeft() {
    // The resources first, while their operator is there.
    Custom.KINDS.forEach(kind -> WATCHED.forEach(namespace -> remove(kind, namespace)));
    command("helm", "uninstall", RELEASE, "--namespace", OPERATOR_NAMESPACE, "--wait").run();
    List<String> ours = Stream.concat(WATCHED.stream(), Stream.of(OPERATOR_NAMESPACE)).toList();
    ours.forEach(namespace -> client.namespaces().withName(namespace).delete());
    ours.forEach(namespace ->
        client
            .namespaces()
            .withName(namespace)
            .waitUntilCondition(Objects::isNull, 2, TimeUnit.MINUTES));
  }

  private void remove(String kind, String namespace) {
    var resources = client.genericKubernetesResources(Custom.context(kind)).inNamespace(namespace);
    resources.delete();
    Await.until(
        "every " + kind + " of " + namespace + " is gone",
        Duration.ofMinutes(2),
        () -> resources.list().getItems().isEmpty());
  }

  private void makeNamespace(String name) {
    client
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels(RESTRICTED, "restricted")
                .endMetadata()
                .build())
        .serverSideApply();
  }

  private static Command script(String name) {
    return Command.of(SCRIPTS.resolve(name).toString());
  }
}
