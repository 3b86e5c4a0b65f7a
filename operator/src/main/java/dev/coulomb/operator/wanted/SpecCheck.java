package dev.coulomb.operator.wanted;

import dev.coulomb.operator.api.Archive;
import dev.coulomb.operator.api.BackupVolume;
import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.api.CoulombClusterSpec;
import dev.coulomb.operator.api.Destination;
import dev.coulomb.operator.naming.Names;
import dev.coulomb.operator.naming.Paths;
import dev.coulomb.operator.settings.EngineSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Checks a spec and completes it. The schema refuses most of this at {@code kubectl apply}; an
 * older schema may not.
 */
public final class SpecCheck {

  private static final Pattern NAME = Pattern.compile("[a-z]([-a-z0-9]{0,50}[a-z0-9])?");

  /** They are joined into one environment variable, where the JVM takes quotes as quotes. */
  private static final Pattern JVM_OPTION = Pattern.compile("-[^\"'\\n\\r\\t]*");

  private SpecCheck() {}

  public static Checked check(CoulombCluster cluster, OperatorDefaults defaults) {
    CoulombClusterSpec spec = cluster.getSpec();
    String name = cluster.getMetadata().getName();
    List<String> settings = EngineSettings.problems(spec.config());
    List<String> others = others(name, spec);
    others.addAll(StorageCheck.problems(cluster));
    if (!settings.isEmpty() || !others.isEmpty()) {
      return new Checked.Rejected(settings, others);
    }
    Sizing sizing =
        Sizing.of(
            Sizing.memoryLimit(spec.resources()).orElseThrow(), Sizing.cores(spec.resources()));
    EngineSettings complete =
        EngineSettings.of(spec.config(), durability(spec), backups(spec), sizing.dataBytes());
    long spareBytes = sizing.limitBytes() - sizing.heapBytes() - complete.dataMemoryBytes();
    if (spareBytes < sizing.limitBytes() / 8) {
      return new Checked.Rejected(
          List.of(
              "spec.config[memory.data] leaves too little of resources.limits.memory: heap and data together may take seven eighths of it, the heap takes "
                  + (sizing.heapBytes() >> 20)
                  + "Mi"),
          List.of());
    }
    return new Checked.Accepted(
        new Wanted(
            new Names(cluster.getMetadata().getNamespace(), name),
            spec,
            Image.version(spec, defaults),
            Image.of(spec, defaults),
            complete,
            sizing,
            defaults.operatorNamespace()));
  }

  private static EngineSettings.Durability durability(CoulombClusterSpec spec) {
    return new EngineSettings.Durability(
        spec.durability().mode().word(),
        spec.durability().intervalMillis(),
        spec.durability().checkpointMegabytes());
  }

  private static EngineSettings.Backups backups(CoulombClusterSpec spec) {
    Archive archive = spec.archive();
    return new EngineSettings.Backups(
        claim(spec).map(claim -> Paths.BACKUP),
        archive == null ? OptionalInt.empty() : OptionalInt.of(archive.intervalSeconds()));
  }

  private static Optional<String> claim(CoulombClusterSpec spec) {
    return Optional.ofNullable(spec.backup())
        .flatMap(backup -> Optional.ofNullable(backup.volumeClaim()))
        .map(BackupVolume.Claim::name);
  }

  private static List<String> archiveProblems(CoulombClusterSpec spec) {
    Archive archive = spec.archive();
    if (archive == null) {
      return List.of();
    }
    List<String> problems = new ArrayList<>();
    if (archive.intervalSeconds() < 1 || archive.intervalSeconds() > 3_600) {
      problems.add("spec.archive.intervalSeconds must be from 1 to 3600");
    }
    Destination.Volume volume = archive.destination().volume();
    if ((volume == null) == (archive.destination().s3() == null)) {
      problems.add("spec.archive.destination is exactly one of s3 and volume");
    } else if (volume != null && !claim(spec).equals(Optional.of(volume.claimName()))) {
      problems.add(
          "spec.archive.destination.volume.claimName must be the claim of spec.backup.volumeClaim");
    }
    return problems;
  }

  private static List<String> others(String name, CoulombClusterSpec spec) {
    List<String> problems = new ArrayList<>();
    if (!NAME.matcher(name).matches()) {
      problems.add(
          "metadata.name must be a DNS label of at most 52 characters that starts with a letter");
    }
    if (spec.nodes() != 1) {
      problems.add("spec.nodes must be 1: more nodes come with replication");
    }
    if (spec.kSafety() != 0) {
      problems.add("spec.kSafety must be 0: more copies come with replication");
    }
    if (spec.partitions() < 1 || spec.partitions() > 1024) {
      problems.add("spec.partitions must be from 1 to 1024");
    }
    if (Sizing.memoryLimit(spec.resources()).filter(b -> b >= Sizing.LIMIT_BYTES_MIN).isEmpty()) {
      problems.add("spec.resources.limits.memory must be at least 512Mi: the JVM needs that much");
    }
    if (spec.durability().intervalMillis() < 1 || spec.durability().intervalMillis() > 60_000) {
      problems.add("spec.durability.intervalMillis must be from 1 to 60000");
    }
    int checkpoint = spec.durability().checkpointMegabytes();
    if (checkpoint < 64 || checkpoint > 1_048_576) {
      problems.add("spec.durability.checkpointMegabytes must be from 64 to 1048576");
    }
    for (String option : spec.jvm().options()) {
      if (!JVM_OPTION.matcher(option).matches()) {
        problems.add(
            "spec.jvm.options: an option starts with '-' and has no quotes, tabs or line breaks");
      }
    }
    problems.addAll(archiveProblems(spec));
    problems.addAll(containerNameProblems(spec.podTemplate()));
    return problems;
  }

  private static List<String> containerNameProblems(
      Map<String, ? extends @org.jspecify.annotations.Nullable Object> podTemplate) {
    List<String> problems = new ArrayList<>();
    podTemplate.keySet().stream()
        .filter(key -> !key.equals("metadata") && !key.equals("spec"))
        .sorted()
        .forEach(key ->
            problems.add(
                "spec.podTemplate has metadata and spec, as a pod template does; take out " + key));
    return problems;
  }
}
