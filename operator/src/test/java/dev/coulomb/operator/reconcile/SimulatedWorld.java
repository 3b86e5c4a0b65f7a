package dev.coulomb.operator.reconcile;

import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.api.CoulombClusterStatus;
import dev.coulomb.operator.dependents.DatabaseStatefulSet;
import dev.coulomb.operator.kubernetes.FakeNodeAdmin;
import dev.coulomb.operator.naming.Annotations;
import dev.coulomb.operator.nodeadmin.Answer;
import dev.coulomb.operator.nodeadmin.ExitCodes;
import dev.coulomb.operator.nodeadmin.NodeAddress;
import dev.coulomb.operator.nodeadmin.NodeAdmin;
import dev.coulomb.operator.observe.ContainerView;
import dev.coulomb.operator.observe.Observation;
import dev.coulomb.operator.observe.PodRef;
import dev.coulomb.operator.observe.PodView;
import dev.coulomb.operator.observe.StatefulSetView;
import dev.coulomb.operator.observe.VolumeView;
import dev.coulomb.operator.reconcile.SimulatedObjects.Claim;
import dev.coulomb.operator.reconcile.SimulatedObjects.Pod;
import dev.coulomb.operator.reconcile.SimulatedObjects.Set;
import dev.coulomb.operator.reconcile.SimulatedObjects.Template;
import dev.coulomb.operator.rollout.Outcome;
import dev.coulomb.operator.rollout.Step;
import dev.coulomb.operator.status.Findings;
import dev.coulomb.operator.status.StatusReport;
import dev.coulomb.operator.wanted.Checked;
import dev.coulomb.operator.wanted.Clusters;
import dev.coulomb.operator.wanted.SpecCheck;
import dev.coulomb.operator.wanted.Wanted;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Kubernetes and a database, simulated in one thread by one seed. Every call the operator makes may
 * be its last: it dies right before or right after the deed. What it must never do is checked here,
 * where it would happen.
 */
final class SimulatedWorld implements Workloads {

  /** Kubernetes refused something. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** The operator died. */
  static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private final SplittableRandom random;
  private final FakeNodeAdmin nodes = new FakeNodeAdmin();
  private final Map<String, Wanted> wishes = new HashMap<>();
  private final Map<String, Template> templates = new HashMap<>();
  private boolean deadly;
  private String spec = "{}";
  private @Nullable Set applied;
  private boolean takenUp;
  private @Nullable Pod pod;
  private @Nullable Claim claim;
  private int pods;
  private int volumes;
  private boolean growthAllowed = true;
  private boolean logWithoutVolume;
  private Instant now = Instant.EPOCH;
  private CoulombClusterStatus status = CoulombClusterStatus.UNKNOWN;
  private Optional<String> expectedNode = Optional.empty();

  SimulatedWorld(SplittableRandom random) {
    this.random = random;
  }

  /**
   * There is a cluster already, of an operator that knew of no volumes.
   *
   * @param log whether its nodes keep a log nevertheless, which goes with their pod
   */
  void older(boolean log) {
    Template template = template();
    PodTemplateSpec older =
        new PodTemplateSpecBuilder(template.full()).withNewMetadata().endMetadata().build();
    applied = new Set(new Template(template.image(), "older", older), 1, 0);
    logWithoutVolume = log;
  }

  /** From now on the operator may die at any call, or no longer. */
  void deadly(boolean deadly) {
    this.deadly = deadly;
  }

  void spec(String spec) {
    this.spec = spec;
  }

  Wanted wanted() {
    return wishes.computeIfAbsent(spec, unused -> checked());
  }

  private Wanted checked() {
    return switch (SpecCheck.check(cluster(), Clusters.DEFAULTS)) {
      case Checked.Accepted(Wanted wanted) -> wanted;
      case Checked.Rejected rejected -> throw new AssertionError(rejected);
    };
  }

  private CoulombCluster cluster() {
    return Clusters.cluster("spec: " + spec);
  }

  /** Something happens that is not the operator's doing. */
  void happen() {
    now = now.plusSeconds(5);
    switch (random.nextInt(7)) {
      case 0 -> takenUp = applied != null;
      case 1 -> statefulSetController();
      case 2, 3 -> kubelet();
      case 4 -> insert();
      case 5 -> misfortuneOfVolumes();
      default -> misfortune();
    }
  }

  private void statefulSetController() {
    if (!takenUp || applied == null) {
      return;
    }
    if (applied.replicas() == 0 && pod != null) {
      takeAway(pod);
    } else if (applied.replicas() == 1 && pod == null) {
      if (applied.claimBytes() > 0 && claim == null) {
        volumes++;
        claim = new Claim("v-" + volumes, applied.claimBytes());
      }
      pods++;
      pod =
          new Pod(
              new PodRef("demo-0", "u-" + pods),
              "host-" + pods,
              applied.template(),
              applied.claimBytes() > 0 ? claim : null);
    }
  }

  /** A pod goes: its process, and a claim that was deleted. */
  private void takeAway(Pod gone) {
    nodes.lose(gone.address);
    pod = null;
    if (claim != null && claim.going) {
      nodes.loseVolume(claim.volume);
      claim = null;
    }
  }

  private void kubelet() {
    if (pod == null) {
      return;
    }
    if (pod.template.image().contains("missing")) {
      pod.container = new ContainerView.Waiting("ImagePullBackOff", "");
    } else if (pod.container instanceof ContainerView.Running(boolean started, boolean crashed)
        && started) {
      return;
    } else if (pod.container instanceof ContainerView.Running) {
      pod.container = new ContainerView.Running(true);
    } else {
      startProcess(pod);
    }
  }

  private void startProcess(Pod starting) {
    Map<String, String> settings = new TreeMap<>(wanted().settings().live());
    if (starting.claim != null || logWithoutVolume) {
      settings.put("durability", "sync");
    }
    boolean runs = true;
    if (starting.claim == null) {
      nodes.start(starting.address, starting.ref.name(), "0.1.0", settings);
    } else {
      runs =
          nodes.start(
              starting.address,
              starting.ref.name(),
              "0.1.0",
              settings,
              starting.claim.volume,
              expectedNode.orElse(null));
    }
    if (runs) {
      starting.container = new ContainerView.Running(false);
    } else {
      SimulatedObjects.ended(starting, ExitCodes.ANOTHER_VOLUME);
    }
  }

  private void insert() {
    if (pod != null && SimulatedObjects.serving(pod) && !nodes.paused(pod.address)) {
      nodes.insert(pod.address, random.nextInt(1, 100));
    }
  }

  /**
   * The process crashes (which loses its memory, and is not the operator's fault), or falls silent,
   * or speaks again.
   */
  private void misfortune() {
    if (pod == null || !(pod.container instanceof ContainerView.Running)) {
      return;
    }
    switch (random.nextInt(3)) {
      case 0 -> {
        nodes.lose(pod.address);
        SimulatedObjects.ended(pod, 1);
      }
      case 1 -> nodes.silence(pod.address, true);
      default -> nodes.silence(pod.address, false);
    }
  }

  /** A storage class changes its mind; seldom somebody deletes a claim. */
  private void misfortuneOfVolumes() {
    growthAllowed = random.nextBoolean();
    if (claim != null && random.nextInt(8) == 0) {
      claim.going = true;
      if (pod == null) {
        nodes.loseVolume(claim.volume);
        claim = null;
      }
    }
  }

  /** The world does its part without mishaps until nothing is left to do. */
  void calm() {
    now = now.plusSeconds(601);
    growthAllowed = true;
    takenUp = applied != null;
    statefulSetController();
    kubelet();
    kubelet();
    if (pod != null && pod.container instanceof ContainerView.Running) {
      nodes.silence(pod.address, false);
    }
  }

  void forgetRows() {
    if (pod != null && SimulatedObjects.serving(pod)) {
      nodes.insert(pod.address, -nodes.rows(pod.address));
    }
  }

  long rows() {
    return pod == null ? 0 : nodes.rows(pod.address);
  }

  /** Rows on the volume, whether a node runs or not. */
  long rowsOnVolume() {
    return claim == null ? 0 : nodes.rowsOn(claim.volume);
  }

  /** Somebody deleted the claim while its pod was on its way out: no operator can help that. */
  boolean isLostAlready() {
    return claim != null && claim.going && applied != null && applied.replicas() == 0;
  }

  boolean isStopped() {
    return pod == null && applied != null && applied.replicas() == 0;
  }

  boolean runsWhatIsWanted() {
    return pod != null
        && SimulatedObjects.serving(pod)
        && claim != null
        && claim.bytes >= wanted().storageBytes()
        && claim.owned == wanted().volumesGoWithCluster()
        && pod.template.revision().equals(template().revision())
        && nodes.paused(pod.address) == wanted().paused();
  }

  /** What was seen some moments ago, but for what is read anew each time. */
  Observation withVolumesOfNow(Observation seen) {
    return new Observation(
        now,
        status,
        seen.statefulSet(),
        seen.pods(),
        List.of(new VolumeView("data-demo-0", SimulatedObjects.view(claim))),
        List.of());
  }

  Observation observe() {
    return new Observation(
        now,
        status,
        Optional.ofNullable(applied).map(this::view),
        pod == null ? List.of() : List.of(view(pod)),
        List.of(new VolumeView("data-demo-0", SimulatedObjects.view(claim))),
        List.of());
  }

  private StatefulSetView view(Set set) {
    return new StatefulSetView(
        takenUp ? StatefulSetView.Seen.TAKEN_UP : StatefulSetView.Seen.NEW,
        set.template().revision().equals(template().revision())
            && set.replicas() == wanted().replicas(),
        claims(set),
        set.replicas(),
        set.template().revision());
  }

  private StatefulSetView.Claims claims(Set set) {
    if (set.claimBytes() == 0) {
      return StatefulSetView.Claims.NONE;
    }
    return set.claimBytes() == wanted().storageBytes()
        ? StatefulSetView.Claims.AS_WANTED
        : StatefulSetView.Claims.OTHER;
  }

  /** The operator writes its objects: what it knows goes into the node's file. */
  void writeObjects() {
    expectedNode = status.nodeId().filter(id -> !wanted().spec().overrides().allowEmptyStart());
  }

  /** The operator reports. */
  void report(Observation seen, Step step, Outcome outcome) {
    CoulombCluster cluster = cluster();
    cluster.setStatus(status);
    Findings found = SimulatedObjects.findings(cluster, wanted(), seen, step, outcome);
    status = StatusReport.of(found).status();
  }

  private PodView view(Pod seen) {
    boolean running = seen.container instanceof ContainerView.Running;
    return new PodView(
        new PodView.Template(
            seen.template.image(), seen.template.restartSettings(), seen.claim != null),
        seen.ref,
        seen.template.revision(),
        new PodView.Life(
            Instant.EPOCH,
            Optional.empty(),
            SimulatedObjects.serving(seen),
            seen.container,
            seen.lastExit),
        Optional.empty(),
        running
            ? Optional.of(nodes.status(new NodeAddress(seen.address, 1, "")))
            : Optional.empty());
  }

  private Template template() {
    return templates.computeIfAbsent(spec, unused -> made());
  }

  private Template made() {
    StatefulSet desired = DatabaseStatefulSet.desired(wanted(), cluster());
    PodTemplateSpec template = desired.getSpec().getTemplate();
    return new Template(
        template.getSpec().getContainers().get(0).getImage(),
        template.getMetadata().getAnnotations().getOrDefault(Annotations.RESTART_SETTINGS, ""),
        template);
  }

  @Override
  public boolean applyStatefulSet() {
    mayDie();
    if (applied == null && pod != null && pod.claim == null) {
      return false;
    }
    if (applied != null && applied.claimBytes() == 0) {
      throw new AssertionError("claims were applied to a StatefulSet that has none");
    }
    if (wanted().replicas() == 0 && pod != null) {
      mustBearTheLossOf(pod, "scaled away");
    }
    applied =
        new Set(
            template(),
            wanted().replicas(),
            applied == null ? wanted().storageBytes() : applied.claimBytes());
    takenUp = false;
    mayDie();
    return true;
  }

  @Override
  public boolean orphanStatefulSet() {
    mayDie();
    boolean there = applied != null && claims(applied) != StatefulSetView.Claims.AS_WANTED;
    if (there) {
      applied = null;
    }
    mayDie();
    return there;
  }

  @Override
  public boolean expandVolume(String name, String resourceVersion, String size) {
    mayDie();
    if (claim == null || claim.going || !claim.volume.equals(resourceVersion)) {
      return false;
    }
    if (!growthAllowed) {
      throw new Refused();
    }
    if (claim.bytes > wanted().storageBytes()) {
      throw new AssertionError("a volume shrinks");
    }
    claim.bytes = wanted().storageBytes();
    mayDie();
    return true;
  }

  @Override
  public boolean setReclaim(String name, String resourceVersion, boolean goesWithCluster) {
    mayDie();
    if (claim == null || !claim.volume.equals(resourceVersion)) {
      return false;
    }
    claim.owned = goesWithCluster;
    mayDie();
    return true;
  }

  @Override
  public boolean deletePod(PodRef ref, Predicate<PodView.Life> condition) {
    mayDie();
    if (pod == null || !pod.ref.equals(ref) || !condition.test(view(pod).life())) {
      return false;
    }
    mustBearTheLossOf(pod, "deleted");
    takeAway(pod);
    mayDie();
    return true;
  }

  /** What is on a volume that stays is no loss. */
  private void mustBearTheLossOf(Pod going, String how) {
    boolean stays = going.claim != null && !going.claim.going;
    if (!stays && nodes.rows(going.address) > 0 && !wanted().spec().overrides().allowUnsafeRoll()) {
      throw new AssertionError(going.ref + " was " + how + " with rows in it");
    }
  }

  @Override
  public Optional<NodeAddress> address(PodRef ref) {
    return pod != null && pod.ref.equals(ref) && pod.container instanceof ContainerView.Running
        ? Optional.of(new NodeAddress(pod.address, 1, ""))
        : Optional.empty();
  }

  private void mayDie() {
    if (deadly && random.nextInt(4) == 0) {
      throw new Killed();
    }
  }

  /** The nodes as the operator reaches them. */
  NodeAdmin nodesOfTheOperator() {
    return new MortalNodes(this);
  }

  FakeNodeAdmin nodes() {
    return nodes;
  }

  /** A process that ends is started again by the kubelet, empty, if its pod is still there. */
  Answer stopAndRestart(NodeAddress node, boolean force) {
    if (force && !wanted().spec().overrides().allowUnsafeRoll() && nodes.rows(node.host()) > 0) {
      throw new AssertionError("stopped by force without the override");
    }
    long rows = nodes.rows(node.host());
    Answer answer = nodes.stop(node, force);
    if (answer instanceof Answer.Stopping && pod != null && pod.address.equals(node.host())) {
      if (!force && pod.claim == null && rows > 0) {
        throw new AssertionError("stopped, with rows that go with the pod");
      }
      nodes.lose(pod.address);
      SimulatedObjects.ended(pod, 0);
    }
    return answer;
  }

  Answer mortal(java.util.function.Supplier<Answer> order) {
    mayDie();
    Answer answer = order.get();
    mayDie();
    return answer;
  }
}
