package dev.coulomb.operator.packaged;

import dev.coulomb.operator.kubernetes.TestKubernetes;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** The operator's chart, rendered. */
final class Chart {

  private static final String RELEASE = "coulomb-operator";

  private final List<HasMetadata> objects;

  private Chart(List<HasMetadata> objects) {
    this.objects = objects;
  }

  static Chart rendered(TestKubernetes kubernetes, String namespace, String... values) {
    List<String> command =
        new ArrayList<>(
            List.of(
                kubernetes.program("helm").toString(),
                "template",
                RELEASE,
                "../charts/coulomb-operator",
                "--namespace",
                namespace));
    Arrays.stream(values).forEach(value -> command.addAll(List.of("--set", value)));
    try {
      Process helm =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      byte[] yaml = helm.getInputStream().readAllBytes();
      if (helm.waitFor() != 0) {
        throw new IllegalStateException("helm template failed; it says why above");
      }
      return new Chart(kubernetes.client().load(new ByteArrayInputStream(yaml)).items());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Its accounts, roles and bindings. */
  List<HasMetadata> rights() {
    return objects.stream()
        .filter(o ->
            o instanceof ServiceAccount
                || o instanceof Role
                || o instanceof RoleBinding
                || o instanceof ClusterRole
                || o instanceof ClusterRoleBinding)
        .toList();
  }

  String serviceAccount() {
    return objects.stream()
        .filter(ServiceAccount.class::isInstance)
        .findFirst()
        .orElseThrow()
        .getMetadata()
        .getName();
  }

  /** Everything its roles allow, as {@code NAMESPACE GROUP/RESOURCE VERB}. */
  SortedSet<String> allowed() {
    SortedSet<String> allowed = new TreeSet<>();
    for (HasMetadata object : objects) {
      if (object instanceof Role role) {
        role.getRules().forEach(rule -> add(allowed, role.getMetadata().getNamespace(), rule));
      }
    }
    return allowed;
  }

  private static void add(SortedSet<String> allowed, String namespace, PolicyRule rule) {
    for (String group : rule.getApiGroups()) {
      for (String resource : rule.getResources()) {
        rule.getVerbs()
            .forEach(verb -> allowed.add(namespace + " " + group + "/" + resource + " " + verb));
      }
    }
  }
}
