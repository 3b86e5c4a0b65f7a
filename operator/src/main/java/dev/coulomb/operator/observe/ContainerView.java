package dev.coulomb.operator.observe;

/** The database container of a pod. */
public sealed interface ContainerView {

  /** Kubernetes says nothing of it yet: the pod waits for a machine, or for its volumes. */
  record NotYet() implements ContainerView {}

  /**
   * The process runs.
   *
   * @param started whether the start-up probe has passed since this process began; before that it
   *     has never served
   * @param crashed whether the process before this one ended with an error
   */
  record Running(boolean started, boolean crashed) implements ContainerView {

    /** The first process of its pod. */
    public Running(boolean started) {
      this(started, false);
    }
  }

  /** No process runs; Kubernetes says why and may try again. */
  record Waiting(String reason, String message) implements ContainerView {}

  /** The process ended. */
  record Ended(int exitCode, String reason) implements ContainerView {}
}
