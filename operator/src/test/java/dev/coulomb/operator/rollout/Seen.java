package dev.coulomb.operator.rollout;

import dev.coulomb.operator.nodeadmin.Answer;
import dev.coulomb.operator.nodeadmin.NodeStatus;
import dev.coulomb.operator.observe.ContainerView;
import dev.coulomb.operator.observe.Observation;
import dev.coulomb.operator.observe.PodRef;
import dev.coulomb.operator.observe.PodView;
import dev.coulomb.operator.observe.SecretView;
import dev.coulomb.operator.observe.StatefulSetView;
import dev.coulomb.operator.settings.EngineSettings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Observations for tests: a settled cluster, and what differs from it. */
public final class Seen {

  public static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  public static final String IMAGE = "registry.test/coulomb-node:0.1.0";

  private static final EngineSettings SETTINGS = EngineSettings.of(Map.of(), 1L << 30);

  private Optional<StatefulSetView> statefulSet =
      Optional.of(new StatefulSetView(true, true, "r2"));
  private String secret = "s";
  private Optional<String> secretProblem = Optional.empty();
  private boolean pod = true;
  private String revision = "r2";
  private String image = IMAGE;
  private Optional<Instant> endsAt = Optional.empty();
  private boolean ready = true;
  private ContainerView container = new ContainerView.Running(true);
  private Optional<String> schedulingProblem = Optional.empty();
  private NodeStatus.State state = NodeStatus.State.RUNNING;
  private NodeStatus.Stop stop = new NodeStatus.Stop(true, null);
  private NodeStatus.@org.jspecify.annotations.Nullable Tls tls;
  private boolean silent;
  private String incarnation = "incarnation";
  private final Map<String, String> settings = new TreeMap<>(SETTINGS.live());
  private Instant createdAt = NOW.minusSeconds(30);

  public static Seen settled() {
    return new Seen();
  }

  public Seen noStatefulSet() {
    statefulSet = Optional.empty();
    return noPod();
  }

  public Seen statefulSet(boolean asWanted, boolean takenUp) {
    statefulSet = Optional.of(new StatefulSetView(asWanted, takenUp, "r2"));
    return this;
  }

  public Seen noPod() {
    pod = false;
    return this;
  }

  public Seen oldRevision() {
    revision = "r1";
    return this;
  }

  public Seen image(String other) {
    image = other;
    return this;
  }

  public Seen deleting() {
    return deletingUntil(NOW.plusSeconds(45));
  }

  public Seen deletingUntil(Instant end) {
    endsAt = Optional.of(end);
    ready = false;
    return this;
  }

  public Seen container(ContainerView other) {
    container = other;
    ready = false;
    return this;
  }

  public Seen waiting(String reason) {
    return container(new ContainerView.Waiting(reason, "says Kubernetes"));
  }

  public Seen unschedulable() {
    schedulingProblem = Optional.of("0/3 nodes are available.");
    return container(new ContainerView.NotYet());
  }

  public Seen notReady() {
    ready = false;
    return this;
  }

  public Seen state(NodeStatus.State other) {
    state = other;
    return this;
  }

  public Seen holdsData() {
    stop = new NodeStatus.Stop(false, "4 tables would be lost");
    return this;
  }

  public Seen silent() {
    silent = true;
    return this;
  }

  public Seen incarnation(String other) {
    incarnation = other;
    return this;
  }

  public Seen effective(String name, String value) {
    settings.put(name, value);
    return this;
  }

  public Seen secretProblem(String problem) {
    secretProblem = Optional.of(problem);
    return this;
  }

  public Seen secretProblem(String name, String problem) {
    secret = name;
    return secretProblem(problem);
  }

  public Seen certificateUntil(Instant end) {
    tls = new NodeStatus.Tls(end);
    return this;
  }

  public Seen createdSecondsAgo(long seconds) {
    createdAt = NOW.minusSeconds(seconds);
    return this;
  }

  public Observation observation() {
    return new Observation(
        NOW,
        statefulSet,
        pod ? List.of(pod()) : List.of(),
        List.of(new SecretView(secret, secretProblem)));
  }

  private PodView pod() {
    boolean asked = container instanceof ContainerView.Running;
    Optional<Answer> answer =
        silent
            ? Optional.of(new Answer.Silent("connection refused"))
            : Optional.of(new Answer.Told(status()));
    return new PodView(
        new PodView.Template(image, SETTINGS.restartDigest()),
        new PodRef("demo-0", "u-0"),
        revision,
        new PodView.Life(createdAt, endsAt, ready, container),
        schedulingProblem,
        asked ? answer : Optional.empty());
  }

  private NodeStatus status() {
    return new NodeStatus(
        new NodeStatus.Node("id", incarnation, "demo-0", "0.1.0"),
        state,
        new NodeStatus.Partitions(32, 32, 32, 32),
        new NodeStatus.Memory(5 << 20, 1 << 30),
        settings,
        tls,
        stop);
  }
}
