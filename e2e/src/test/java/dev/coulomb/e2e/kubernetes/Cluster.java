package dev.coulomb.e2e.kubernetes;

import dev.coulomb.e2e.programs.Await;
import dev.coulomb.e2e.programs.Command;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/** A CoulombCluster as its owner sees it: spec, conditions, Events, and the objects it has. */
final class Cluster extends Custom {
  /** A small machine starts several JVMs at once. */
  static final Duration TO_START = Duration.ofMinutes(3);

  /** What the operator promises for saying what is wrong. */
  static final Duration TO_NOTICE = Duration.ofSeconds(30);

  Cluster(Scene scene, String name) {
    super(scene, CLUSTER, name);
  }

  Cluster awaitReady() {
    await("Ready", true, TO_START);
    return this;
  }

  /** Waits until a pod of another identity is there. */
  Cluster awaitAnotherPod(String uid) {
    Await.until(
        "another pod",
        TO_START,
        () -> podIfAny().filter(now -> !now.getMetadata().getUid().equals(uid)).isPresent());
    return this;
  }

  /** Waits until SQL is answered: what the status says may be from before. */
  Cluster awaitAnswer() {
    Await.until("an answer", TO_START, () -> say("SELECT 1").status() == 0);
    return this;
  }

  Pod pod() {
    return scene()
        .client()
        .pods()
        .inNamespace(scene().namespace())
        .withName(name() + "-0")
        .require();
  }

  Optional<Pod> podIfAny() {
    return Optional.ofNullable(
        scene().client().pods().inNamespace(scene().namespace()).withName(name() + "-0").get());
  }

  /** How often the process of the pod was started again. */
  int restarts() {
    return pod().getStatus().getContainerStatuses().getFirst().getRestartCount();
  }

  String podUid() {
    return pod().getMetadata().getUid();
  }

  String password() {
    Secret secret =
        scene()
            .client()
            .secrets()
            .inNamespace(scene().namespace())
            .withName(name() + "-superuser")
            .require();
    return new String(
        Base64.getDecoder().decode(secret.getData().get("password")), StandardCharsets.UTF_8);
  }

  /** A way in from outside. */
  Door open() {
    return new Door(scene(), name() + "-0", password());
  }

  /** A statement by psql, from outside; an error fails the test. */
  String ask(String sql) {
    try (Door door = open()) {
      return door.psql().ask(sql);
    }
  }

  /** A statement by psql, from outside. */
  Command.Said say(String sql) {
    try (Door door = open()) {
      return door.psql().say(sql);
    }
  }
}
