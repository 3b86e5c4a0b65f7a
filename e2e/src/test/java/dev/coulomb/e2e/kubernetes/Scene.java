package dev.coulomb.e2e.kubernetes;

import dev.coulomb.e2e.programs.Command;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Where a test class plays: a namespace of its own in the kind cluster. Whatever fails leaves the
 * evidence in target.
 */
final class Scene
    implements BeforeAllCallback,
        AfterAllCallback,
        TestExecutionExceptionHandler,
        LifecycleMethodExecutionExceptionHandler {
  private final String namespace;
  private @Nullable Kind kind;

  Scene(String namespace) {
    if (!Kind.WATCHED.contains(namespace)) {
      throw new IllegalArgumentException("the operator does not watch " + namespace);
    }
    this.namespace = namespace;
  }

  String namespace() {
    return namespace;
  }

  Kind kind() {
    return Objects.requireNonNull(kind, "before the first test");
  }

  KubernetesClient client() {
    return kind().client();
  }

  Command kubectl(String... words) {
    return kind().command("kubectl", "--namespace", namespace).and(words);
  }

  /** Applies a CoulombCluster; what follows is asked of the handle. */
  Cluster apply(String name, String spec) {
    apply(Custom.CLUSTER, name, spec);
    return new Cluster(this, name);
  }

  /** Applies a resource of one of our kinds. */
  Custom apply(String kind, String name, String spec) {
    String yaml =
        "apiVersion: coulomb.dev/v1alpha1\nkind: "
            + kind
            + "\nmetadata: {name: "
            + name
            + "}\nspec:\n"
            + spec.indent(2);
    GenericKubernetesResource resource =
        Serialization.unmarshal(yaml, GenericKubernetesResource.class);
    client().resource(resource).inNamespace(namespace).forceConflicts().serverSideApply();
    return new Custom(this, kind, name);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    kind = Kind.get();
  }

  /** The machine is small: databases of tests that are over go. */
  @Override
  public void afterAll(ExtensionContext context) {
    if (kind != null) {
      Custom.KINDS.forEach(of ->
          client().genericKubernetesResources(Custom.context(of)).inNamespace(namespace).delete());
    }
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    leaveEvidence(context, failure);
    throw failure;
  }

  @Override
  public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    leaveEvidence(context, failure);
    throw failure;
  }

  @Override
  public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    leaveEvidence(context, failure);
    throw failure;
  }

  @Override
  public void handleAfterEachMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    leaveEvidence(context, failure);
    throw failure;
  }

  @Override
  public void handleAfterAllMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    leaveEvidence(context, failure);
    throw failure;
  }

  private void leaveEvidence(ExtensionContext context, Throwable failure) {
    if (kind == null) {
      return;
    }
    String name =
        context.getRequiredTestClass().getSimpleName()
            + context.getTestMethod().map(method -> "." + method.getName()).orElse("");
    try {
      new Evidence(kind, namespace).leave(name, failure);
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }
}
