package dev.coulomb.operator.wanted;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.operator.api.CoulombCluster;
import dev.coulomb.operator.api.CoulombClusterStatus;
import dev.coulomb.operator.api.CoulombClusterStatus.Refused;
import dev.coulomb.operator.api.CoulombClusterStatus.StorageStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecCheckTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                            | registry.test/coulomb-node:0.1.0 | 0.1.0
          {version: "0.2.0"}                            | registry.test/coulomb-node:0.2.0 | 0.2.0
          {image: "other.test:5000/db:7"}               | other.test:5000/db:7             | 7
          {image: "other.test:5000/db"}                 | other.test:5000/db               | other.test:5000/db
          {image: "db:1@sha256:00", version: "0.3.0"}   | db:1@sha256:00                   | 0.3.0
          """)
  void theImageFollowsFromTheSpec(String spec, String image, String version) {
    Wanted wanted = Clusters.wanted("spec: " + spec);
    assertThat(wanted.image()).isEqualTo(image);
    assertThat(wanted.version()).isEqualTo(version);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          512Mi | 1 | 192  | 256   | -XX:+UseSerialGC
          2Gi   | 1 | 512  | 1024  | -XX:+UseSerialGC
          2Gi   | 2 | 512  | 1024  | -XX:+UseG1GC
          3Gi   | 4 | 768  | 1536  | -XX:+UseG1GC
          4Gi   | 1 | 1024 | 2048  | -XX:+UseSerialGC
          4Gi   | 2 | 1024 | 2048  | -XX:+UseZGC
          64Gi  | 8 | 8192 | 32768 | -XX:+UseZGC
          """)
  void memoryIsSharedOutByItsLimit(
      String limit, String cores, long heapMebibytes, long dataMebibytes, String collector) {
    Sizing sizing =
        Clusters.wanted(
                "spec: {resources: {requests: {cpu: %s}, limits: {memory: %s}}}"
                    .formatted(cores, limit))
            .sizing();
    assertThat(sizing.heapBytes() >> 20).isEqualTo(heapMebibytes);
    assertThat(sizing.dataBytes() >> 20).isEqualTo(dataMebibytes);
    assertThat(sizing.collector()).isEqualTo(collector);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {nodes: 3}                               | spec.nodes must be 1
          {kSafety: 1}                             | spec.kSafety must be 0
          {partitions: 0}                          | spec.partitions must be from 1 to 1024
          {storage: {size: 512Mi}}                 | spec.storage.size must be a quantity of at least 1Gi
          {storage: {size: much}}                  | spec.storage.size must be a quantity of at least 1Gi
          {durability: {intervalMillis: 0}}        | spec.durability.intervalMillis must be from 1 to 60000
          {durability: {checkpointMegabytes: 63}}  | spec.durability.checkpointMegabytes must be from 64 to 1048576
          {resources: {limits: {memory: 100Mi}}}   | at least 512Mi
          {resources: {limits: {memory: lots}}}    | at least 512Mi
          {resources: {limits: {cpu: "1"}}}        | at least 512Mi
          {jvm: {options: [Main]}}                 | an option starts with '-'
          {jvm: {options: ["-Da=it's"]}}           | has no quotes, tabs or line breaks
          {podTemplate: {containers: []}}          | spec.podTemplate has metadata and spec
          """)
  void theSchemasRulesHoldAlsoWithoutTheSchema(String spec, String sentence) {
    assertThat(rejected("demo", spec).others()).singleElement().asString().contains(sentence);
  }

  @Test
  void namesThatCannotBeCarriedAreRejected() {
    assertThat(rejected("a".repeat(53), "{}").others()).singleElement().asString().contains("52");
    assertThat(rejected("x.y", "{}").others()).hasSize(1);
  }

  @Test
  void settingsAreJudgedTogether() {
    assertThat(rejected("demo", "{config: {a: b, memory.data: x}}").settings()).hasSize(2);
  }

  @Test
  void dataAndHeapLeaveRoomForTheJvm() {
    assertThat(rejected("demo", "{config: {memory.data: 1500MiB}}").settings())
        .singleElement()
        .asString()
        .contains("memory.data", "the heap takes 512Mi");
    assertThat(
            Clusters.wanted("spec: {config: {memory.data: 1200MiB}}").settings().dataMemoryBytes())
        .isEqualTo(1200L << 20);
  }

  @Test
  void aSpecThatIsAbsentIsTheDefault() {
    assertThat(Clusters.wanted("").spec()).isEqualTo(Clusters.wanted("spec: {}").spec());
    assertThat(Clusters.wanted("").superuserSecret()).isEqualTo("demo-superuser");
    assertThat(Clusters.wanted("spec: {access: {superuserSecretRef: {name: x}}}").superuserSecret())
        .isEqualTo("x");
  }

  @Test
  void anAcceptedSpecComesBackAsItWas() {
    CoulombCluster cluster =
        Clusters.cluster(
            "spec: {partitions: 8, config: {b: '2', a: '1'}, resources: {limits: {memory: 3Gi}}, podTemplate: {spec: {hostname: null}}}");
    String text = AcceptedSpec.text(cluster.getSpec());
    assertThat(text).contains("{\"a\":\"1\",\"b\":\"2\"}").contains("\"hostname\":null");
    CoulombCluster later = Clusters.cluster("spec: {nodes: 7}");
    assertThat(AcceptedSpec.of(later)).isEmpty();
    later.setStatus(accepted(text, null));
    assertThat(AcceptedSpec.of(later).orElseThrow().getSpec()).isEqualTo(cluster.getSpec());
    assertThat(AcceptedSpec.text(AcceptedSpec.of(later).orElseThrow().getSpec())).isEqualTo(text);
  }

  private static CoulombClusterStatus accepted(String text, @Nullable StorageStatus storage) {
    return new CoulombClusterStatus(
        null, null, null, null, null, null, null, text, storage, null, null, null, List.of(),
        List.of());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {size: 20Gi}                            | false |
          {size: 20480Mi}                         | false |
          {size: 30Gi, reclaimPolicy: Delete}     | false |
          {size: 19Gi}                            | false | spec.storage.size cannot shrink from 20Gi
          {}                                      | false | spec.storage.size cannot shrink from 20Gi
          {size: 19Gi}                            | true  |
          {size: 9Gi}                             | true  | spec.storage.size cannot shrink from 20Gi
          {size: 20Gi, storageClassName: fast}    | false | spec.storage.storageClassName cannot be changed from ""
          """)
  void aVolumeOnlyGrowsUnlessItsGrowthWasRefused(
      String storage, boolean refused, @Nullable String sentence) {
    CoulombCluster cluster = Clusters.cluster("spec: {storage: %s}".formatted(storage));
    CoulombCluster before = Clusters.cluster("spec: {storage: {size: 20Gi}}");
    cluster.setStatus(
        accepted(
            AcceptedSpec.text(before.getSpec()),
            new StorageStatus(
                "10Gi", "10Gi", null, refused ? new Refused("20Gi", "2026-11-28", "no") : null)));
    assertThat(StorageCheck.problems(cluster))
        .hasSize(sentence == null ? 0 : 1)
        .allMatch(problem -> problem.startsWith(sentence));
  }

  @Test
  void whatTheSpecSaysOfDurabilityAreSettingsOfTheNode() {
    Wanted wanted =
        Clusters.wanted(
            "spec: {durability: {mode: Interval, intervalMillis: 1500, checkpointMegabytes: 2048}}");
    assertThat(wanted.settings().restart()).containsEntry("durability", "interval");
    assertThat(wanted.settings().live())
        .containsEntry("durability.interval", "1500ms")
        .containsEntry("checkpoint.log-size", "2048MiB");
    assertThat(wanted.settings().restartArguments()).containsSequence("--durability", "interval");
  }

  private static Checked.Rejected rejected(String name, String spec) {
    return switch (SpecCheck.check(Clusters.named(name, "spec: " + spec), Clusters.DEFAULTS)) {
      case Checked.Rejected rejected -> rejected;
      case Checked.Accepted accepted ->
          throw new AssertionError(List.of("accepted", accepted).toString());
    };
  }
}
