package dev.coulomb.e2e.kubernetes;

import dev.coulomb.e2e.programs.Command;
import dev.coulomb.e2e.programs.Project;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a failed test leaves: logs, Events and descriptions of everything, below {@code
 * e2e/target/failures}.
 */
final class Evidence {
  private static final String KINDS =
      "coulombclusters,coulombbackups,coulombbackupschedules,coulombrestores,jobs,statefulsets,deployments,pods,services,endpointslices,configmaps,serviceaccounts,networkpolicies,persistentvolumeclaims,leases";

  private final Kind kind;
  private final List<String> namespaces;

  private static final Path FOLDER = Project.TARGET.resolve("failures");

  Evidence(Kind kind, String namespace) {
    this.kind = kind;
    this.namespaces = List.of(namespace, Kind.OPERATOR_NAMESPACE);
  }

  /** Takes away what an earlier run left. */
  static void clear() {
    if (!Files.isDirectory(FOLDER)) {
      return;
    }
    try (Stream<Path> files = Files.walk(FOLDER)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void leave(String test, Throwable failure) {
    try {
      Path folder = Files.createDirectories(FOLDER.resolve(test));
      StringWriter trace = new StringWriter();
      failure.printStackTrace(new PrintWriter(trace));
      Files.writeString(folder.resolve("failure.txt"), trace.toString());
      write(folder.resolve("nodes.txt"), "describe", "nodes");
      write(folder.resolve("pods-everywhere.txt"), "get", "pods", "-A", "-o", "wide");
      for (String namespace : namespaces) {
        Path below = Files.createDirectories(folder.resolve(namespace));
        write(
            below.resolve("events.txt"),
            "-n",
            namespace,
            "get",
            "events",
            "--sort-by=.lastTimestamp",
            "-o",
            "wide");
        write(below.resolve("describe.txt"), "-n", namespace, "describe", KINDS);
        write(below.resolve("objects.yaml"), "-n", namespace, "get", KINDS, "-o", "yaml");
        logs(namespace, below);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void logs(String namespace, Path folder) throws IOException {
    for (Pod pod : kind.client().pods().inNamespace(namespace).list().getItems()) {
      for (ContainerStatus status : pod.getStatus().getContainerStatuses()) {
        String name = pod.getMetadata().getName();
        String container = status.getName();
        write(
            folder.resolve(name + "." + container + ".log"),
            "-n",
            namespace,
            "logs",
            name,
            "-c",
            container);
        if (status.getRestartCount() > 0) {
          write(
              folder.resolve(name + "." + container + ".previous.log"),
              "-n",
              namespace,
              "logs",
              name,
              "-c",
              container,
              "--previous");
        }
      }
    }
  }

  private void write(Path file, String... words) throws IOException {
    Command.Said said = kind.command("kubectl").and(words).run();
    Files.writeString(file, said.status() == 0 ? said.out() : said.toString());
  }
}
