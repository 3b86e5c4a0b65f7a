package dev.coulomb.e2e.kubernetes;

import dev.coulomb.e2e.programs.Await;
import dev.coulomb.e2e.programs.Command;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** A CoulombCluster as its owner sees it: spec, conditions, Events, and the objects it has. */
final class Cluster {
  static final ResourceDefinitionContext CONTEXT =
      new ResourceDefinitionContext.Builder()
          .withGroup("coulomb.dev")
          .withVersion("v1alpha1")
          .withKind("CoulombCluster")
          .withPlural("coulombclusters")
          .withNamespaced(true)
          .build();

  /** A small machine starts several JVMs at once. */
  static final Duration TO_START = Duration.ofMinutes(3);

  /** What the operator promises for saying what is wrong. */
  static final Duration TO_NOTICE = Duration.ofSeconds(30);

  private final Scene scene;
  private final String name;

  Cluster(Scene scene, String name) {
    this.scene = scene;
    this.name = name;
  }

  /** A condition of the status. */
  record Condition(
      String type, String status, String reason, String message, long observedGeneration) {
    boolean is(boolean wanted) {
      return status.equals(wanted ? "True" : "False");
    }
  }

  String name() {
    return name;
  }

  Resource<GenericKubernetesResource> resource() {
    return scene
        .client()
        .genericKubernetesResources(CONTEXT)
        .inNamespace(scene.namespace())
        .withName(name);
  }

  GenericKubernetesResource get() {
    return resource().require();
  }

  /** Merges JSON into the spec, as {@code kubectl patch --type=merge} does. */
  void patchSpec(String json) {
    resource().patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":" + json + "}");
  }

  void delete() {
    resource().delete();
  }

  List<Condition> conditions() {
    GenericKubernetesResource now = get();
    List<Map<String, Object>> raw = now.get("status", "conditions");
    return raw == null ? List.of() : raw.stream().map(Cluster::condition).toList();
  }

  /** Waits until a condition is so, at the generation that is applied now. */
  Condition await(String type, boolean wanted, Duration limit) {
    return await(type, limit, condition -> condition.is(wanted));
  }

  Condition await(String type, Duration limit, Predicate<Condition> wanted) {
    long generation = get().getMetadata().getGeneration();
    return Await.until(
            "condition " + type + " of " + name,
            limit,
            this::conditions,
            all -> all.stream().anyMatch(one -> holds(one, type, generation, wanted)))
        .stream()
        .filter(one -> one.type().equals(type))
        .findFirst()
        .orElseThrow();
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

  /** Waits for an Event about this cluster. */
  Event awaitEvent(String what, Duration limit, Predicate<Event> wanted) {
    return Await.until(what, limit, this::events, all -> all.stream().anyMatch(wanted)).stream()
        .filter(wanted)
        .findFirst()
        .orElseThrow();
  }

  List<Event> events() {
    return scene
        .client()
        .events()
        .v1()
        .events()
        .inNamespace(scene.namespace())
        .list()
        .getItems()
        .stream()
        .filter(event -> event.getRegarding() != null)
        .filter(event -> "CoulombCluster".equals(event.getRegarding().getKind()))
        .filter(event -> name.equals(event.getRegarding().getName()))
        .toList();
  }

  Pod pod() {
    return scene.client().pods().inNamespace(scene.namespace()).withName(name + "-0").require();
  }

  Optional<Pod> podIfAny() {
    return Optional.ofNullable(
        scene.client().pods().inNamespace(scene.namespace()).withName(name + "-0").get());
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
        scene
            .client()
            .secrets()
            .inNamespace(scene.namespace())
            .withName(name + "-superuser")
            .require();
    return new String(
        Base64.getDecoder().decode(secret.getData().get("password")), StandardCharsets.UTF_8);
  }

  /** A way in from outside. */
  Door open() {
    return new Door(scene, name + "-0", password());
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

  private static boolean holds(
      Condition one, String type, long generation, Predicate<Condition> wanted) {
    return one.type().equals(type) && one.observedGeneration() >= generation && wanted.test(one);
  }

  private static Condition condition(Map<String, Object> raw) {
    Object generation = raw.get("observedGeneration");
    return new Condition(
        String.valueOf(raw.get("type")),
        String.valueOf(raw.get("status")),
        String.valueOf(raw.get("reason")),
        String.valueOf(raw.get("message")),
        generation instanceof Number number ? number.longValue() : 0);
  }
}
