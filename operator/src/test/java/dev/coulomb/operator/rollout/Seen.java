package dev.coulomb.operator.rollout;

import dev.coulomb.operator.api.CoulombClusterStatus;
import dev.coulomb.operator.api.CoulombClusterStatus.Refused;
import dev.coulomb.operator.api.CoulombClusterStatus.StorageStatus;
import dev.coulomb.operator.nodeadmin.Answer;
import dev.coulomb.operator.nodeadmin.NodeStatus;
import dev.coulomb.operator.observe.ContainerView;
import dev.coulomb.operator.observe.Observation;
import dev.coulomb.operator.observe.PodRef;
import dev.coulomb.operator.observe.PodView;
import dev.coulomb.operator.observe.Prerequisite;
import dev.coulomb.operator.observe.StatefulSetView;
import dev.coulomb.operator.observe.VolumeView;
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

  /** Identity of the node. */
  public static final String NODE = "node-1";

  private static final long GIB = 1L << 30;

  private static final EngineSettings SETTINGS =
      EngineSettings.of(
          Map.of(),
          new EngineSettings.Durability("sync", 200, 1_024),
          EngineSettings.Backups.NONE,
          GIB);

  private boolean hasStatefulSet = true;
  private boolean asWanted = true;
  private StatefulSetView.Seen life = StatefulSetView.Seen.TAKEN_UP;
  private StatefulSetView.Claims claims = StatefulSetView.Claims.AS_WANTED;
  private int replicas = 1;
  private boolean persistent = true;
  private Optional<Integer> lastExit = Optional.empty();
  private VolumeView.State volume = present(VolumeView.Condition.BOUND, 10, false);
  private boolean durable = true;
  private boolean logFull;
  private long tables;
  private String node = NODE;
  private NodeStatus.@org.jspecify.annotations.Nullable Startup startup;
  private CoulombClusterStatus before = CoulombClusterStatus.UNKNOWN;
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
    hasStatefulSet = false;
    return noPod();
  }

  /** The StatefulSet is gone, and its pods are not. */
  public Seen orphaned() {
    hasStatefulSet = false;
    return this;
  }

  public Seen statefulSet(boolean wanted, boolean takenUp) {
    asWanted = wanted;
    life = takenUp ? StatefulSetView.Seen.TAKEN_UP : StatefulSetView.Seen.NEW;
    return this;
  }

  public Seen statefulSetGoes() {
    life = StatefulSetView.Seen.DELETING;
    return this;
  }

  /** As an operator made it that knew of no volumes. */
  public Seen withoutVolume() {
    claims = StatefulSetView.Claims.NONE;
    persistent = false;
    durable = false;
    volume = new VolumeView.Missing();
    asWanted = false;
    return this;
  }

  public Seen claimsOfAnotherSize() {
    claims = StatefulSetView.Claims.OTHER;
    return this;
  }

  public Seen replicas(int number) {
    replicas = number;
    return this;
  }

  public Seen volume(VolumeView.State state) {
    volume = state;
    return this;
  }

  /** A claim of so many GiB. */
  public static VolumeView.Present present(
      VolumeView.Condition condition, long gibibytes, boolean goesWithCluster) {
    return new VolumeView.Present(
        "7", condition, gibibytes * GIB, gibibytes * GIB, goesWithCluster);
  }

  /** The status from before. */
  public Seen before(CoulombClusterStatus status) {
    before = status;
    return this;
  }

  /** The status knows whose data is on the volume. */
  public Seen hadData() {
    return before(known(null));
  }

  /** Kubernetes refused a growth at that time. */
  public Seen refused(String size, Instant at) {
    return before(known(new Refused(size, at.toString(), "no growth")));
  }

  private static CoulombClusterStatus known(
      CoulombClusterStatus.@org.jspecify.annotations.Nullable Refused refused) {
    return new CoulombClusterStatus(
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        new StorageStatus("10Gi", "10Gi", NODE, refused),
        null,
        null,
        null,
        List.of(),
        List.of());
  }

  /** The process before ended with that code. */
  public Seen exited(int code) {
    lastExit = Optional.of(code);
    return this;
  }

  /** The node keeps a log, and so many tables. */
  public Seen durable(long number) {
    durable = true;
    tables = number;
    return this;
  }

  /** Another node answers than before. */
  public Seen node(String id) {
    node = id;
    return this;
  }

  /** The node starts, and has come so far. */
  public Seen starts(String phase, long done, long total) {
    startup = new NodeStatus.Startup(phase, done, total);
    return container(new ContainerView.Running(false)).state(NodeStatus.State.STARTING);
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
    return unschedulable("0/3 nodes are available.");
  }

  public Seen unschedulable(String why) {
    schedulingProblem = Optional.of(why);
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

  public Seen logFull() {
    logFull = true;
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
        before,
        hasStatefulSet
            ? Optional.of(new StatefulSetView(life, asWanted, claims, replicas, "r2"))
            : Optional.empty(),
        pod ? List.of(pod()) : List.of(),
        List.of(new VolumeView("data-demo-0", volume)),
        List.of(new Prerequisite(Prerequisite.Kind.SECRET, secret, secretProblem)));
  }

  private PodView pod() {
    boolean asked = container instanceof ContainerView.Running;
    Optional<Answer> answer =
        silent
            ? Optional.of(new Answer.Silent("connection refused"))
            : Optional.of(new Answer.Told(status()));
    return new PodView(
        new PodView.Template(image, SETTINGS.restartDigest(), persistent),
        new PodRef("demo-0", "u-0"),
        revision,
        new PodView.Life(createdAt, endsAt, ready, container, lastExit),
        schedulingProblem,
        asked ? answer : Optional.empty());
  }

  private NodeStatus status() {
    Map<String, String> effective = new TreeMap<>(settings);
    if (durable) {
      effective.put("durability", "sync");
    }
    return new NodeStatus(
        new NodeStatus.Node(node, incarnation, "demo-0", "0.1.0"),
        state,
        new NodeStatus.Partitions(32, 32, 32, 32),
        new NodeStatus.Data(tables),
        new NodeStatus.Memory(5 << 20, 1 << 30),
        effective,
        startup,
        tls,
        null,
        new NodeStatus.Log(logFull),
        stop);
  }
}
