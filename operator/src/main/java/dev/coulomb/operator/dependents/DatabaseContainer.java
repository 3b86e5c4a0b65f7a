package dev.coulomb.operator.dependents;

import dev.coulomb.operator.naming.Names;
import dev.coulomb.operator.naming.Paths;
import dev.coulomb.operator.naming.Ports;
import dev.coulomb.operator.naming.SecretKeys;
import dev.coulomb.operator.wanted.Sizing;
import dev.coulomb.operator.wanted.Wanted;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The container that runs the database. */
final class DatabaseContainer {

  static final String TMP_VOLUME = "tmp";
  static final String CONFIG_VOLUME = "config";
  static final String SUPERUSER_VOLUME = "superuser";
  static final String ADMIN_VOLUME = "admin";
  static final String TLS_VOLUME = "tls";

  private static final String SUPERUSER_NAME = "COULOMB_SUPERUSER";

  /** Long enough for the Service to forget the pod before it stops taking connections. */
  private static final long PRE_STOP_SECONDS = 2;

  /**
   * A day of looks, one a second: a node that recovers much data takes its time, and a kubelet that
   * ended it would only make it begin anew. Whether it comes further is what the operator watches.
   */
  private static final int STARTUP_FAILURES = 86_400;

  private static final Pattern COLLECTOR = Pattern.compile("-XX:\\+Use\\w+GC");

  private DatabaseContainer() {}

  static Container of(Wanted wanted) {
    return new ContainerBuilder()
        .withName(Names.CONTAINER)
        .withImage(wanted.image())
        .withImagePullPolicy(wanted.spec().imagePullPolicy().name())
        .withArgs(arguments(wanted))
        .withEnv(environment(wanted))
        .addNewPort()
        .withName(Ports.SQL_NAME)
        .withContainerPort(Ports.SQL)
        .withProtocol("TCP")
        .endPort()
        .addNewPort()
        .withName(Ports.ADMIN_NAME)
        .withContainerPort(Ports.ADMIN)
        .withProtocol("TCP")
        .endPort()
        .withResources(resources(wanted))
        .withVolumeMounts(mounts(wanted))
        .withStartupProbe(probe("/startupz", 1, STARTUP_FAILURES))
        .withReadinessProbe(probe("/readyz", 2, 2))
        .withLivenessProbe(probe("/livez", 10, 6))
        .withNewLifecycle()
        .withNewPreStop()
        .withNewSleep(PRE_STOP_SECONDS)
        .endPreStop()
        .endLifecycle()
        .withSecurityContext(securityContext())
        .build();
  }

  /** Of every container that runs the node's image. */
  static SecurityContext securityContext() {
    return new SecurityContextBuilder()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .build();
  }

  /** Whatever needs a restart is here, and so belongs to the pod. */
  private static List<String> arguments(Wanted wanted) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--config",
                Paths.CONFIG + "/" + Paths.CONFIG_FILE,
                "--superuser",
                "$(" + SUPERUSER_NAME + ")"));
    wanted.settings().restartArguments().forEach(arguments::add);
    if (wanted.tlsSecret().isPresent()) {
      arguments.addAll(
          List.of(
              "--tls-certificate",
              Paths.TLS + "/" + SecretKeys.CERTIFICATE,
              "--tls-key",
              Paths.TLS + "/" + SecretKeys.PRIVATE_KEY));
    }
    return arguments;
  }

  private static List<EnvVar> environment(Wanted wanted) {
    return List.of(
        new EnvVarBuilder().withName("JDK_JAVA_OPTIONS").withValue(javaOptions(wanted)).build(),
        new EnvVarBuilder()
            .withName(SUPERUSER_NAME)
            .withNewValueFrom()
            .withNewSecretKeyRef(SecretKeys.USERNAME, wanted.superuserSecret(), false)
            .endValueFrom()
            .build());
  }

  /**
   * The operator's options, then the user's: the last one wins in a JVM. Of collectors it takes one
   * only, so the user's is the only one.
   */
  private static String javaOptions(Wanted wanted) {
    Sizing sizing = wanted.sizing();
    long heapMebibytes = sizing.heapBytes() >> 20;
    Stream<String> own =
        Stream.of(
            sizing.collector(),
            "-Xms" + heapMebibytes + "m",
            "-Xmx" + heapMebibytes + "m",
            "-XX:MaxDirectMemorySize=" + ((wanted.settings().dataMemoryBytes() >> 20) + 64) + "m",
            "-XX:+ExitOnOutOfMemoryError");
    List<String> given = wanted.spec().jvm().options();
    boolean collector = given.stream().anyMatch(option -> COLLECTOR.matcher(option).matches());
    return Stream.concat(own.skip(collector ? 1 : 0), given.stream())
        .map(option -> option.indexOf(' ') >= 0 ? '"' + option + '"' : option)
        .collect(Collectors.joining(" "));
  }

  private static ResourceRequirements resources(Wanted wanted) {
    return new ResourceRequirementsBuilder()
        .withRequests(wanted.spec().resources().requests())
        .withLimits(wanted.spec().resources().limits())
        .build();
  }

  private static List<VolumeMount> mounts(Wanted wanted) {
    List<VolumeMount> mounts =
        new ArrayList<>(
            List.of(
                mount(Names.DATA_VOLUME, Paths.DATA, false),
                mount(TMP_VOLUME, Paths.TMP, false),
                mount(CONFIG_VOLUME, Paths.CONFIG, true),
                mount(SUPERUSER_VOLUME, Paths.SUPERUSER, true),
                mount(ADMIN_VOLUME, Paths.ADMIN, true)));
    if (wanted.backupClaim().isPresent()) {
      mounts.add(mount(Names.BACKUP_VOLUME, Paths.BACKUP, false));
    }
    if (wanted.tlsSecret().isPresent()) {
      mounts.add(mount(TLS_VOLUME, Paths.TLS, true));
    }
    return mounts;
  }

  private static VolumeMount mount(String volume, String path, boolean readOnly) {
    VolumeMountBuilder mount = new VolumeMountBuilder().withName(volume).withMountPath(path);
    return readOnly ? mount.withReadOnly(true).build() : mount.build();
  }

  private static Probe probe(String path, int periodSeconds, int failures) {
    return new ProbeBuilder()
        .withNewHttpGet()
        .withPath(path)
        .withNewPort(Ports.ADMIN_NAME)
        .endHttpGet()
        .withPeriodSeconds(periodSeconds)
        .withTimeoutSeconds(5)
        .withFailureThreshold(failures)
        .build();
  }
}
