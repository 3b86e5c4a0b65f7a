package dev.coulomb.operator.kubernetes;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * kube-apiserver, etcd and kube-controller-manager on loopback, with our definitions installed.
 * Started once for all tests of a JVM and stopped with it. The controllers make pods of
 * StatefulSets and Jobs, collect garbage and keep claims while they are used; nobody schedules or
 * runs the pods, or makes volumes: {@link FakeKubelet} does.
 */
public final class TestKubernetes {

  /** What the API server was asked, as far as audit-policy.yaml says; one JSON object a line. */
  public static final Path AUDIT_LOG = Path.of("target/audit.log");

  private static final AtomicInteger NAMESPACES = new AtomicInteger();
  private static @Nullable TestKubernetes running;

  private final String kubeconfig;
  private final Path programs;
  private final KubernetesClient client;

  private TestKubernetes(String kubeconfig, Path programs) {
    this.kubeconfig = kubeconfig;
    this.programs = programs;
    this.client =
        new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(kubeconfig)).build();
  }

  /** The one of this JVM. */
  public static synchronized TestKubernetes shared() {
    if (running == null) {
      running = start();
    }
    return running;
  }

  /** As an administrator. */
  public KubernetesClient client() {
    return client;
  }

  public String kubeconfig() {
    return kubeconfig;
  }

  public Config config() {
    return Config.fromKubeconfig(kubeconfig);
  }

  /** A program, for example {@code helm} or {@code kubectl}. */
  public Path program(String name) {
    return programs.resolve(name);
  }

  /** A namespace of its own. */
  public String newNamespace(String prefix) {
    String name = prefix + "-" + NAMESPACES.incrementAndGet();
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
    return name;
  }

  private static TestKubernetes start() {
    try {
      Path programs = programs();
      Files.createDirectories(Path.of("target"));
      Files.deleteIfExists(AUDIT_LOG);
      KubeAPIServer server =
          new KubeAPIServer(
              KubeAPIServerConfigBuilder.anAPIServerConfig()
                  .withTestDir(programs.resolve("..").normalize().toString())
                  .withApiServerVersion(version(programs))
                  .withOfflineMode(true)
                  .withUpdateKubeConfig(false)
                  .withApiServerFlag(
                      "--audit-policy-file",
                      Path.of("src/test/resources/audit-policy.yaml").toAbsolutePath().toString())
                  .withApiServerFlag("--audit-log-path", AUDIT_LOG.toAbsolutePath().toString())
                  .build());
      server.start();
      Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
      TestKubernetes kubernetes = new TestKubernetes(server.getKubeConfigYaml(), programs);
      kubernetes.installDefinitions();
      kubernetes.startControllers(Path.of("target/controller-manager.log"));
      return kubernetes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The directory of the programs; compiled from source when they are not there yet. */
  private static Path programs() throws IOException {
    String given = System.getProperty("coulomb.programs");
    if (given != null && !given.isEmpty()) {
      return Path.of(given);
    }
    Process script =
        new ProcessBuilder("../e2e/kind/programs")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (script.waitFor() != 0) {
        throw new IllegalStateException("e2e/kind/programs failed; it says why above");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return Path.of(output.strip());
  }

  private static String version(Path programs) throws IOException {
    try (Stream<Path> versions = Files.list(programs.resolveSibling("k8s"))) {
      String directory =
          versions.map(p -> p.getFileName().toString()).sorted().reduce((a, b) -> b).orElseThrow();
      return directory.substring(0, directory.indexOf('-'));
    }
  }

  /**
   * Before the controllers: their garbage collector takes long to notice a kind that comes later.
   */
  private void installDefinitions() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("../crds"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yml")).toList()) {
        try (var yaml = Files.newInputStream(file)) {
          CustomResourceDefinition definition =
              client.apiextensions().v1().customResourceDefinitions().load(yaml).item();
          client.resource(definition).serverSideApply();
          client
              .resource(definition)
              .waitUntilCondition(TestKubernetes::established, 30, TimeUnit.SECONDS);
        }
      }
    }
  }

  private static boolean established(@Nullable CustomResourceDefinition definition) {
    return definition != null
        && definition.getStatus() != null
        && definition.getStatus().getConditions() != null
        && definition.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Established") && c.getStatus().equals("True"));
  }

  private void startControllers(Path log) throws IOException {
    Path file = Files.createTempFile("coulomb-test", ".kubeconfig");
    file.toFile().deleteOnExit();
    Files.writeString(file, kubeconfig);
    Process process =
        new ProcessBuilder(
                List.of(
                    programs.resolve("kube-controller-manager").toString(),
                    "--kubeconfig=" + file,
                    "--controllers=statefulset-controller,garbage-collector-controller,persistentvolumeclaim-protection-controller,job-controller,serviceaccount-controller",
                    "--leader-elect=false",
                    "--bind-address=127.0.0.1",
                    "--secure-port=0",
                    "--kube-api-qps=200",
                    "--kube-api-burst=200"))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
  }
}
