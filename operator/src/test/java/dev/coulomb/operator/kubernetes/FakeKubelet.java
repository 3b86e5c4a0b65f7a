package dev.coulomb.operator.kubernetes;

import dev.coulomb.operator.naming.Names;
import dev.coulomb.operator.nodeadmin.ExitCodes;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Plays the kubelet of one namespace: a pod runs a database at once, unless its image is one that
 * cannot be had. A claim has a volume at once, as large as it asks for; what is on it is known by
 * the claim's uid.
 */
public final class FakeKubelet implements AutoCloseable {

  /** An image with this word in it cannot be pulled. */
  public static final String MISSING = "missing";

  /** A pod with this image finds no machine. */
  public static final String HUGE = "huge";

  private static final AtomicInteger ADDRESSES = new AtomicInteger();

  private final KubernetesClient client;
  private final FakeNodeAdmin nodes;
  private final SharedIndexInformer<Pod> pods;
  private final SharedIndexInformer<PersistentVolumeClaim> claims;
  private final Map<String, String> addressByUid = new ConcurrentHashMap<>();
  private final Map<String, FakeNodeServer> servers = new ConcurrentHashMap<>();
  private final boolean overHttp;
  private final Set<String> handled = ConcurrentHashMap.newKeySet();
  private final ExecutorService worker = Executors.newSingleThreadExecutor();

  /** Nodes that are reached by calls of this JVM. */
  public FakeKubelet(KubernetesClient client, String namespace, FakeNodeAdmin nodes) {
    this(client, namespace, nodes, false);
  }

  /**
   * A kubelet.
   *
   * @param overHttp whether the nodes are reached by HTTP too, at loopback addresses
   */
  public FakeKubelet(
      KubernetesClient client, String namespace, FakeNodeAdmin nodes, boolean overHttp) {
    this.overHttp = overHttp;
    this.client = client;
    this.nodes = nodes;
    this.claims =
        client
            .persistentVolumeClaims()
            .inNamespace(namespace)
            .inform(
                new ResourceEventHandler<>() {
                  @Override
                  public void onAdd(PersistentVolumeClaim claim) {
                    worker.execute(() -> provide(claim));
                  }

                  @Override
                  public void onUpdate(PersistentVolumeClaim before, PersistentVolumeClaim claim) {
                    worker.execute(() -> provide(claim));
                  }

                  @Override
                  public void onDelete(PersistentVolumeClaim claim, boolean unknown) {
                    nodes.loseVolume(claim.getMetadata().getUid());
                  }
                });
    this.pods =
        client
            .pods()
            .inNamespace(namespace)
            .inform(
                new ResourceEventHandler<>() {
                  @Override
                  public void onAdd(Pod pod) {
                    worker.execute(() -> run(pod));
                  }

                  @Override
                  public void onUpdate(Pod before, Pod pod) {}

                  @Override
                  public void onDelete(Pod pod, boolean unknown) {
                    @Nullable String address = addressByUid.remove(pod.getMetadata().getUid());
                    if (address != null) {
                      nodes.lose(address);
                      @Nullable FakeNodeServer server = servers.remove(address);
                      if (server != null) {
                        server.close();
                      }
                    }
                  }
                });
  }

  /** The address of the node in a pod; nothing while there is no such pod that runs. */
  public @Nullable String address(@Nullable Pod pod) {
    return pod == null ? null : addressByUid.get(pod.getMetadata().getUid());
  }

  @Override
  public void close() {
    pods.stop();
    claims.stop();
    worker.shutdownNow();
    servers.values().forEach(FakeNodeServer::close);
  }

  private void run(Pod pod) {
    if (!handled.add(pod.getMetadata().getUid())) {
      return;
    }
    String image = pod.getSpec().getContainers().get(0).getImage();
    try {
      if (pod.getSpec().getContainers().get(0).getName().equals("delete-snapshot")) {
        patch(pod, deletesSnapshot(pod));
      } else if (image.contains(HUGE)) {
        patch(pod, unschedulable(pod));
      } else if (image.contains(MISSING)) {
        patch(pod, waiting(pod, "ImagePullBackOff", "Back-off pulling image " + image));
      } else {
        start(pod, image);
      }
    } catch (KubernetesClientException e) {
      if (e.getCode() != java.net.HttpURLConnection.HTTP_NOT_FOUND) {
        throw e;
      }
    }
  }

  /** The program that a Job runs: it deletes at once what its arguments name. */
  private Pod deletesSnapshot(Pod pod) {
    String place = pod.getSpec().getContainers().get(0).getArgs().get(1);
    @Nullable String trouble = nodes.backups().delete(place);
    return new PodBuilder(pod)
        .withNewStatus()
        .withPhase(trouble == null ? "Succeeded" : "Failed")
        .addNewContainerStatus()
        .withName("delete-snapshot")
        .withImage(pod.getSpec().getContainers().get(0).getImage())
        .withImageID("fake")
        .withReady(false)
        .withRestartCount(0)
        .withNewState()
        .withNewTerminated()
        .withExitCode(trouble == null ? 0 : 1)
        .withMessage(trouble)
        .endTerminated()
        .endState()
        .endContainerStatus()
        .endStatus()
        .build();
  }

  /** Gives a claim a volume of the size that it asks for. */
  private void provide(PersistentVolumeClaim seen) {
    Quantity size =
        Objects.requireNonNull(seen.getSpec().getResources().getRequests().get("storage"));
    boolean provided =
        seen.getStatus() != null
            && "Bound".equals(seen.getStatus().getPhase())
            && size.equals(seen.getStatus().getCapacity().get("storage"));
    if (provided) {
      return;
    }
    try {
      client
          .resource(seen)
          .editStatus(claim ->
              new PersistentVolumeClaimBuilder(claim)
                  .withNewStatus()
                  .withPhase("Bound")
                  .addToCapacity("storage", size)
                  .endStatus()
                  .build());
    } catch (KubernetesClientException e) {
      if (e.getCode() != java.net.HttpURLConnection.HTTP_NOT_FOUND) {
        throw e;
      }
    }
  }

  /** The volume of a pod; nothing when its data goes with it. */
  private @Nullable String volume(Pod pod) {
    return pod.getSpec().getVolumes().stream()
        .filter(v -> v.getName().equals(Names.DATA_VOLUME) && v.getPersistentVolumeClaim() != null)
        .map(v -> v.getPersistentVolumeClaim().getClaimName())
        .map(name ->
            client
                .persistentVolumeClaims()
                .inNamespace(pod.getMetadata().getNamespace())
                .withName(name)
                .require()
                .getMetadata()
                .getUid())
        .findFirst()
        .orElse(null);
  }

  private void start(Pod pod, String image) {
    int number = ADDRESSES.incrementAndGet();
    String address = (overHttp ? "127.200." : "10.255.") + number / 250 + "." + (number % 250 + 1);
    String version = image.substring(image.lastIndexOf(':') + 1);
    Map<String, String> settings = settings(pod);
    @Nullable String volume = volume(pod);
    if (volume == null) {
      nodes.start(address, pod.getMetadata().getName(), version, settings);
    } else if (!nodes.start(
        address,
        pod.getMetadata().getName(),
        version,
        settings,
        volume,
        settings.get("node.expected-id"))) {
      patch(pod, ended(pod, ExitCodes.ANOTHER_VOLUME));
      return;
    }
    addressByUid.put(pod.getMetadata().getUid(), address);
    if (overHttp) {
      servers.put(address, new FakeNodeServer(nodes, address));
    }
    patch(pod, running(pod, address));
  }

  /** A node reads its property file when it starts. */
  private Map<String, String> settings(Pod pod) {
    String name =
        pod.getSpec().getVolumes().stream()
            .filter(v -> v.getConfigMap() != null)
            .findFirst()
            .orElseThrow()
            .getConfigMap()
            .getName();
    ConfigMap file =
        client.configMaps().inNamespace(pod.getMetadata().getNamespace()).withName(name).get();
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(file.getData().get("coulomb.properties")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> settings = new TreeMap<>();
    properties.stringPropertyNames().forEach(n -> settings.put(n, properties.getProperty(n)));
    List<String> arguments = pod.getSpec().getContainers().get(0).getArgs();
    for (var option :
        Map.of("--durability", "durability", "--archive-enabled", "archive.enabled").entrySet()) {
      int at = arguments.indexOf(option.getKey());
      if (at >= 0) {
        settings.put(option.getValue(), arguments.get(at + 1));
      }
    }
    return settings;
  }

  private void patch(Pod pod, Pod wanted) {
    client.resource(pod).editStatus(now -> wanted);
  }

  private static Pod running(Pod pod, String address) {
    return new PodBuilder(pod)
        .withNewStatus()
        .withPhase("Running")
        .withPodIP(address)
        .addNewCondition()
        .withType("PodScheduled")
        .withStatus("True")
        .endCondition()
        .addNewCondition()
        .withType("Ready")
        .withStatus("True")
        .endCondition()
        .addNewContainerStatus()
        .withName(Names.CONTAINER)
        .withImage(pod.getSpec().getContainers().get(0).getImage())
        .withImageID("fake")
        .withReady(true)
        .withStarted(true)
        .withRestartCount(0)
        .withState(
            new ContainerStateBuilder()
                .withNewRunning()
                .withStartedAt(Instant.now().toString())
                .endRunning()
                .build())
        .endContainerStatus()
        .endStatus()
        .build();
  }

  private static Pod ended(Pod pod, int code) {
    Pod waiting = waiting(pod, "CrashLoopBackOff", "back-off restarting failed container");
    return new PodBuilder(waiting)
        .editStatus()
        .editFirstContainerStatus()
        .withRestartCount(1)
        .withNewLastState()
        .withNewTerminated()
        .withExitCode(code)
        .endTerminated()
        .endLastState()
        .endContainerStatus()
        .endStatus()
        .build();
  }

  private static Pod waiting(Pod pod, String reason, String message) {
    return new PodBuilder(pod)
        .withNewStatus()
        .withPhase("Pending")
        .addNewContainerStatus()
        .withName(Names.CONTAINER)
        .withImage(pod.getSpec().getContainers().get(0).getImage())
        .withImageID("")
        .withReady(false)
        .withStarted(false)
        .withRestartCount(0)
        .withState(
            new ContainerStateBuilder()
                .withNewWaiting()
                .withReason(reason)
                .withMessage(message)
                .endWaiting()
                .build())
        .endContainerStatus()
        .endStatus()
        .build();
  }

  private static Pod unschedulable(Pod pod) {
    return new PodBuilder(pod)
        .withNewStatus()
        .withPhase("Pending")
        .addNewCondition()
        .withType("PodScheduled")
        .withStatus("False")
        .withReason("Unschedulable")
        .withMessage("0/3 nodes are available: 3 Insufficient memory.")
        .endCondition()
        .endStatus()
        .build();
  }
}
