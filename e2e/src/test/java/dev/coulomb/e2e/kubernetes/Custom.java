package dev.coulomb.e2e.kubernetes;

import dev.coulomb.e2e.programs.Await;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A resource of one of our kinds as its owner sees it: spec, status, conditions, Events. */
class Custom {
  static final String CLUSTER = "CoulombCluster";
  static final String BACKUP = "CoulombBackup";
  static final String SCHEDULE = "CoulombBackupSchedule";
  static final String RESTORE = "CoulombRestore";

  /** All of ours; what refers to others comes first. */
  static final List<String> KINDS = List.of(SCHEDULE, RESTORE, BACKUP, CLUSTER);

  private final Scene scene;
  private final String kind;
  private final String name;

  Custom(Scene scene, String kind, String name) {
    this.scene = scene;
    this.kind = kind;
    this.name = name;
  }

  /** How the API server calls a kind of ours. */
  static ResourceDefinitionContext context(String kind) {
    return new ResourceDefinitionContext.Builder()
        .withGroup("coulomb.dev")
        .withVersion("v1alpha1")
        .withKind(kind)
        .withPlural(kind.toLowerCase(Locale.ROOT) + "s")
        .withNamespaced(true)
        .build();
  }

  /** A condition of the status. */
  record Condition(
      String type, String status, String reason, String message, long observedGeneration) {
    boolean is(boolean wanted) {
      return status.equals(wanted ? "True" : "False");
    }
  }

  final Scene scene() {
    return scene;
  }

  final String name() {
    return name;
  }

  final Resource<GenericKubernetesResource> resource() {
    return scene
        .client()
        .genericKubernetesResources(context(kind))
        .inNamespace(scene.namespace())
        .withName(name);
  }

  final GenericKubernetesResource get() {
    return resource().require();
  }

  /** Something in the status; null: it is not said. */
  final <T> @Nullable T status(Object... path) {
    Object[] whole = new Object[path.length + 1];
    whole[0] = "status";
    System.arraycopy(path, 0, whole, 1, path.length);
    return get().get(whole);
  }

  /** Merges JSON into the spec, as {@code kubectl patch --type=merge} does. */
  final void patchSpec(String json) {
    resource().patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":" + json + "}");
  }

  final void delete() {
    resource().delete();
  }

  /** Waits until it is gone. */
  final void awaitGone(Duration limit) {
    Await.until(kind + " " + name + " is gone", limit, () -> resource().get() == null);
  }

  final List<Condition> conditions() {
    GenericKubernetesResource now = get();
    List<Map<String, Object>> raw = now.get("status", "conditions");
    return raw == null ? List.of() : raw.stream().map(Custom::condition).toList();
  }

  /** Waits until a condition is so, at the generation that is applied now. */
  final Condition await(String type, boolean wanted, Duration limit) {
    return await(type, limit, condition -> condition.is(wanted));
  }

  final Condition await(String type, Duration limit, Predicate<Condition> wanted) {
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

  /** Waits for an Event about this resource. */
  final Event awaitEvent(String what, Duration limit, Predicate<Event> wanted) {
    return Await.until(what, limit, this::events, all -> all.stream().anyMatch(wanted)).stream()
        .filter(wanted)
        .findFirst()
        .orElseThrow();
  }

  final List<Event> events() {
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
        .filter(event -> kind.equals(event.getRegarding().getKind()))
        .filter(event -> name.equals(event.getRegarding().getName()))
        .toList();
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
