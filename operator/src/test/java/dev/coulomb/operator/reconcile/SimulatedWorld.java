package dev.coulomb.operator.reconcile;

import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.dependents.DatabaseStatefulSet;
import dev.coulomb.operator.kubernetes.FakeNodeAdmin;
import dev.coulomb.operator.naming.Annotations;
import dev.coulomb.operator.nodeadmin.Answer;
import dev.coulomb.operator.nodeadmin.NodeAddress;
import dev.coulomb.operator.nodeadmin.NodeAdmin;
import dev.coulomb.operator.observe.ContainerView;
import dev.coulomb.operator.observe.Observation;
import dev.coulomb.operator.observe.PodRef;
import dev.coulomb.operator.observe.PodView;
import dev.coulomb.operator.observe.StatefulSetView;
import dev.coulomb.operator.wanted.Checked;
import dev.coulomb.operator.wanted.Clusters;
import dev.coulomb.operator.wanted.SpecCheck;
import dev.coulomb.operator.wanted.Wanted;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
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

  /** The operator died. */
  static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private record Template(String image, String restartSettings, PodTemplateSpec full) {
    String revision() {
      return Integer.toHexString(full.hashCode());
    }
  }

  private static final class Pod {
    private final PodRef ref;
    private final String address;
    private final Template template;
    private ContainerView container = new ContainerView.NotYet();

    Pod(PodRef ref, String address, Template template) {
      this.ref = ref;
      this.address = address;
      this.template = template;
    }
  }

  private final SplittableRandom random;
  private final FakeNodeAdmin nodes = new FakeNodeAdmin();
  private final Map<String, Wanted> wishes = new HashMap<>();
  private final Map<String, Template> templates = new HashMap<>();
  private boolean deadly;
  private String spec = "{}";
  private @Nullable Template applied;
  private boolean takenUp;
  private @Nullable Pod pod;
  private int pods;

  SimulatedWorld(SplittableRandom random) {
    this.random = random;
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
    switch (random.nextInt(6)) {
      case 0 -> takenUp = applied != null;
      case 1 -> createPod();
      case 2, 3 -> kubelet();
      case 4 -> insert();
      default -> misfortune();
    }
  }

  private void createPod() {
    if (takenUp && applied != null && pod == null) {
      pods++;
      pod = new Pod(new PodRef("demo-0", "u-" + pods), "host-" + pods, applied);
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
      Map<String, String> settings = new TreeMap<>(wanted().settings().live());
      nodes.start(pod.address, pod.ref.name(), "0.1.0", settings);
      pod.container = new ContainerView.Running(false);
    }
  }

  private void insert() {
    if (pod != null && serving(pod)) {
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
        pod.container = new ContainerView.Ended(1, "Error");
      }
      case 1 -> nodes.silence(pod.address, true);
      default -> nodes.silence(pod.address, false);
    }
  }

  /** The world does its part without mishaps until nothing is left to do. */
  void calm() {
    takenUp = applied != null;
    createPod();
    kubelet();
    kubelet();
    if (pod != null && pod.container instanceof ContainerView.Running) {
      nodes.silence(pod.address, false);
    }
  }

  void forgetRows() {
    if (pod != null && serving(pod)) {
      nodes.insert(pod.address, -nodes.rows(pod.address));
    }
  }

  long rows() {
    return pod == null ? 0 : nodes.rows(pod.address);
  }

  boolean runsWhatIsWanted() {
    return pod != null
        && serving(pod)
        && pod.template.revision().equals(template().revision())
        && nodes.paused(pod.address) == wanted().paused();
  }

  Observation observe() {
    return new Observation(
        Instant.EPOCH,
        applied == null
            ? Optional.empty()
            : Optional.of(
                new StatefulSetView(
                    applied.revision().equals(template().revision()), takenUp, applied.revision())),
        pod == null ? List.of() : List.of(view(pod)),
        List.of());
  }

  private PodView view(Pod seen) {
    boolean running = seen.container instanceof ContainerView.Running;
    return new PodView(
        new PodView.Template(seen.template.image(), seen.template.restartSettings()),
        seen.ref,
        seen.template.revision(),
        new PodView.Life(Instant.EPOCH, Optional.empty(), serving(seen), seen.container),
        Optional.empty(),
        running
            ? Optional.of(nodes.status(new NodeAddress(seen.address, 1, "")))
            : Optional.empty());
  }

  private static boolean serving(Pod pod) {
    return pod.container instanceof ContainerView.Running(boolean started, boolean crashed)
        && started;
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
  public void applyStatefulSet() {
    mayDie();
    applied = template();
    takenUp = false;
    mayDie();
  }

  @Override
  public boolean deletePod(PodRef ref, Predicate<ContainerView> condition) {
    mayDie();
    if (pod == null || !pod.ref.equals(ref) || !condition.test(pod.container)) {
      return false;
    }
    if (nodes.rows(pod.address) > 0 && !wanted().spec().overrides().allowUnsafeRoll()) {
      throw new AssertionError(pod.ref + " was deleted with rows in it");
    }
    nodes.lose(pod.address);
    pod = null;
    mayDie();
    return true;
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
    return new NodeAdmin() {
      @Override
      public Answer status(NodeAddress node) {
        return nodes.status(node);
      }

      @Override
      public Answer pause(NodeAddress node) {
        return mortal(() -> nodes.pause(node));
      }

      @Override
      public Answer resume(NodeAddress node) {
        return mortal(() -> nodes.resume(node));
      }

      @Override
      public Answer changeSettings(NodeAddress node, SortedMap<String, String> settings) {
        return mortal(() -> nodes.changeSettings(node, settings));
      }

      @Override
      public Answer stop(NodeAddress node, boolean force) {
        if (force
            && !wanted().spec().overrides().allowUnsafeRoll()
            && nodes.rows(node.host()) > 0) {
          throw new AssertionError("stopped by force without the override");
        }
        return mortal(() -> stopAndRestart(node, force));
      }
    };
  }

  /** A process that ends is started again by the kubelet, empty, if its pod is still there. */
  private Answer stopAndRestart(NodeAddress node, boolean force) {
    Answer answer = nodes.stop(node, force);
    if (answer instanceof Answer.Stopping && pod != null && pod.address.equals(node.host())) {
      nodes.lose(pod.address);
      pod.container = new ContainerView.Ended(0, "Completed");
    }
    return answer;
  }

  private Answer mortal(java.util.function.Supplier<Answer> order) {
    mayDie();
    Answer answer = order.get();
    mayDie();
    return answer;
  }
}
