package dev.coulomb.e2e.images;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.e2e.programs.Command;
import dev.coulomb.e2e.programs.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The images: small, without a shell, without privileges, and they run on a read-only root. */
class ImagesIT {
  private static final long IMAGE_BYTES_MAX = 250_000_000;
  private static final String USER = "10001:10001";
  private static final String OWNER = "10001/10001";

  @TempDir private static Path folder;
  private static ImageArchive node;
  private static ImageArchive operator;
  private static Path nodeTree;
  private static Path operatorTree;

  @BeforeAll
  static void openBoth() throws IOException {
    node =
        ImageArchive.open(
            "database-node/target/coulomb-node-image.tar",
            Files.createDirectory(folder.resolve("node")));
    operator =
        ImageArchive.open(
            "operator/target/coulomb-operator-image.tar",
            Files.createDirectory(folder.resolve("operator")));
    nodeTree = node.unpacked();
    operatorTree = operator.unpacked();
  }

  static Stream<ImageArchive> both() {
    return Stream.of(node, operator);
  }

  @ParameterizedTest
  @MethodSource("both")
  void isSmallAlsoWhenUnpacked(ImageArchive image) {
    assertThat(image.files().stream().mapToLong(ImageFile::bytes).sum())
        .isBetween(IMAGE_BYTES_MAX / 10, IMAGE_BYTES_MAX);
  }

  @ParameterizedTest
  @MethodSource("both")
  void startsJavaAsAnUnprivilegedUser(ImageArchive image) {
    assertThat(image.user()).isEqualTo(USER);
    assertThat(image.entrypoint()).startsWith("java");
  }

  @ParameterizedTest
  @MethodSource("both")
  void holdsNothingThatHelpsAnIntruder(ImageArchive image) {
    assertThat(image.files())
        .noneMatch(file -> List.of("sh", "bash", "dash", "busybox").contains(file.name()))
        .noneMatch(ImageFile::changesUser);
    assertThat(image.files().stream().filter(ImageFile::isWritableByAll))
        .extracting(ImageFile::path)
        .containsExactly("tmp/");
  }

  @ParameterizedTest
  @MethodSource("both")
  void itsUserOwnsTheDataAndHomeFoldersOnly(ImageArchive image) {
    assertThat(image.files().stream().filter(file -> !file.owner().equals("0/0")))
        .allMatch(file -> file.owner().equals(OWNER))
        .extracting(ImageFile::path)
        .containsExactlyInAnyOrder("data/", "home/coulomb/");
  }

  @Test
  void areNamedAndOpenedAsTheChartExpects() {
    assertThat(node.tags()).containsExactly("localhost/coulomb/coulomb-node:0.1.0");
    assertThat(node.ports()).containsExactlyInAnyOrder("5432/tcp", "8080/tcp");
    assertThat(node.volumes()).containsExactly("/data");
    assertThat(operator.tags()).containsExactly("localhost/coulomb/coulomb-operator:0.1.0");
    assertThat(operator.ports()).containsExactly("8080/tcp");
  }

  @Test
  void areBuiltTheSameWayByDockerfiles() throws IOException {
    assertDockerfile("database-node/Dockerfile", "5432 8080", node);
    assertDockerfile("operator/Dockerfile", "8080", operator);
    assertThat(Files.readString(Project.ROOT.resolve("operator/Dockerfile")))
        .contains("ENTRYPOINT [\"" + String.join("\", \"", operator.entrypoint()) + "\"]");
  }

  @Test
  void theRuntimeKnowsUtf8() {
    for (Path tree : List.of(nodeTree, operatorTree)) {
      Command.Said said =
          contained(tree, node, List.of(), "java", "-XshowSettings:properties", "-version");
      assertThat(said.status()).as(said.toString()).isZero();
      assertThat(said.err()).contains("sun.jnu.encoding = UTF-8", "user.name = coulomb");
    }
  }

  // In AOT mode `on` the JVM does not start when the cache was made for another one.

  @Test
  void aNodeLivesOnAReadOnlyRootAndItsCacheOfClassesFits() {
    Command.Said said =
        contained(
            nodeTree,
            node,
            List.of("JDK_JAVA_OPTIONS=-XX:AOTMode=on"),
            words(node.entrypoint(), "--rehearse", "--data", "/data/node"));
    assertThat(said.status()).as(said.toString()).isZero();
  }

  @Test
  void theOperatorStartsOnAReadOnlyRootWithItsCacheAndFailsOnlyForWantOfKubernetes() {
    Command.Said said =
        contained(
            operatorTree,
            operator,
            List.of(
                "JDK_JAVA_OPTIONS=-XX:AOTMode=on",
                "KUBERNETES_MASTER=http://127.0.0.1:1",
                "KUBERNETES_REQUEST_RETRY_BACKOFFLIMIT=0",
                "QUARKUS_HTTP_PORT=0"),
            words(operator.entrypoint()));
    assertThat(said.status()).as(said.toString()).isEqualTo(1);
    assertThat(said.out() + said.err())
        .contains("Starting operator", "Connection refused: /127.0.0.1:1")
        .doesNotContain("UnsatisfiedLinkError", "NoClassDefFoundError", "Read-only file system");
  }

  private static void assertDockerfile(String file, String ports, ImageArchive image)
      throws IOException {
    List<String> lines = Files.readAllLines(Project.ROOT.resolve(file));
    assertThat(lines).contains("USER " + image.user(), "EXPOSE " + ports);
    assertThat(image.ports()).hasSize(ports.split(" ", -1).length);
  }

  private static Command.Said contained(
      Path tree, ImageArchive image, List<String> variables, String... program) {
    List<String> words = new ArrayList<>();
    words.add(tree.toString());
    words.add(image.user());
    words.addAll(image.environment());
    words.addAll(variables);
    words.add("--");
    words.addAll(List.of(program));
    return Command.of(Project.E2E.resolve("images/contained").toString())
        .and(words.toArray(String[]::new))
        .within(Duration.ofMinutes(1))
        .run();
  }

  private static String[] words(List<String> first, String... more) {
    return Stream.concat(first.stream(), Stream.of(more)).toArray(String[]::new);
  }
}
