package dev.coulomb.operator.reconcile.backup;

import dev.coulomb.operator.backup.JobView;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Jobs in Kubernetes, one at a time. */
final class DeletionJobs {

  private static final String NAMESPACE_GOES = "NamespaceTerminating";

  /** What a container waits for in the ordinary course of things. */
  private static final List<String> ORDINARY = List.of("ContainerCreating", "PodInitializing");

  private final KubernetesClient client;
  private final String namespace;
  private final String name;

  DeletionJobs(KubernetesClient client, String namespace, String name) {
    this.client = client;
    this.namespace = namespace;
    this.name = name;
  }

  /** How the Job is. */
  JobView view() {
    @Nullable Job job = client.batch().v1().jobs().inNamespace(namespace).withName(name).get();
    if (job == null) {
      return new JobView.None();
    }
    if (job.getMetadata().getDeletionTimestamp() != null) {
      return new JobView.Leaving();
    }
    List<JobCondition> conditions =
        job.getStatus() == null || job.getStatus().getConditions() == null
            ? List.of()
            : job.getStatus().getConditions();
    if (isTrue(conditions, "Complete").isPresent()) {
      return new JobView.Succeeded();
    }
    Optional<JobCondition> failed = isTrue(conditions, "Failed");
    String detail = detail();
    return failed
        .<JobView>map(c ->
            new JobView.Failed(
                Instant.parse(c.getLastTransitionTime()),
                detail.isEmpty()
                    ? Objects.requireNonNullElse(c.getMessage(), "no reason given")
                    : detail))
        .orElseGet(() -> new JobView.Active(detail));
  }

  private static Optional<JobCondition> isTrue(List<JobCondition> conditions, String type) {
    return conditions.stream()
        .filter(c -> c.getType().equals(type) && c.getStatus().equals("True"))
        .findFirst();
  }

  /** What the newest pod says that failed or waits; empty when none does. */
  private String detail() {
    return client
        .pods()
        .inNamespace(namespace)
        .withLabel("batch.kubernetes.io/job-name", name)
        .list()
        .getItems()
        .stream()
        .sorted(
            Comparator.comparing((Pod pod) -> pod.getMetadata().getCreationTimestamp()).reversed())
        .flatMap(DeletionJobs::words)
        .findFirst()
        .orElse("");
  }

  private static Stream<String> words(Pod pod) {
    if (pod.getStatus() == null) {
      return Stream.empty();
    }
    Stream<String> unscheduled =
        pod.getStatus().getConditions().stream()
            .filter(c -> c.getType().equals("PodScheduled") && c.getStatus().equals("False"))
            .map(c -> Objects.requireNonNullElse(c.getMessage(), "no machine takes its pod"));
    return Stream.concat(
        unscheduled,
        pod.getStatus().getContainerStatuses().stream()
            .map(ContainerStatus::getState)
            .filter(Objects::nonNull)
            .flatMap(DeletionJobs::words));
  }

  private static Stream<String> words(ContainerState state) {
    if (state.getTerminated() != null && !Objects.equals(state.getTerminated().getExitCode(), 0)) {
      String message = state.getTerminated().getMessage();
      return Stream.of(
          message == null || message.isBlank()
              ? "its program ended with code " + state.getTerminated().getExitCode()
              : message.strip());
    }
    return state.getWaiting() == null
            || ORDINARY.contains(Objects.requireNonNullElse(state.getWaiting().getReason(), ""))
        ? Stream.empty()
        : Stream.of(state.getWaiting().getReason() + ": " + state.getWaiting().getMessage());
  }

  /** What came of making one. */
  sealed interface Made {

    /** It is there. */
    record Yes() implements Made {}

    /** The namespace is being deleted: nothing is ever made in it again. */
    record NamespaceGoes() implements Made {}

    /** Kubernetes would not have it. */
    record Refused(String message) implements Made {}
  }

  /** Makes the Job, if there is none. */
  Made create(Job job) {
    return attempt(() -> client.resource(job).create());
  }

  /** Whether it could be made, without making it. */
  Made probe(Job job) {
    return attempt(() -> client.resource(job).dryRun().create());
  }

  private static Made attempt(Runnable creation) {
    try {
      creation.run();
      return new Made.Yes();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return new Made.Yes();
      }
      if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN && e.getCode() != 422) {
        throw e;
      }
      boolean namespaceGoes =
          e.getStatus() != null
              && e.getStatus().getDetails() != null
              && e.getStatus().getDetails().getCauses() != null
              && e.getStatus().getDetails().getCauses().stream()
                  .map(StatusCause::getReason)
                  .anyMatch(NAMESPACE_GOES::equals);
      return namespaceGoes
          ? new Made.NamespaceGoes()
          : new Made.Refused(
              e.getStatus() == null
                  ? "no reason given"
                  : Objects.requireNonNullElse(e.getStatus().getMessage(), "no reason given"));
    }
  }

  /** Takes the Job and its pods away. */
  void delete() {
    client
        .batch()
        .v1()
        .jobs()
        .inNamespace(namespace)
        .withName(name)
        .withPropagationPolicy(DeletionPropagation.BACKGROUND)
        .delete();
  }
}
