package dev.coulomb.e2e.scripts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.coulomb.e2e.programs.Command;
import dev.coulomb.e2e.programs.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the scripts of e2e say, above all when something is missing. */
class ScriptsTest {
  private static final Path KIND = Project.E2E.resolve("kind");
  @TempDir private Path folder;

  static Stream<Path> scripts() throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.walk(Project.E2E, 3)) {
      files = found.filter(Files::isRegularFile).filter(ScriptsTest::isBash).toList();
    }
    assertThat(files).hasSizeGreaterThan(8);
    return files.stream();
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void isBashThatParses(Path script) {
    assertThat(Command.of("bash", "-n", script.toString()).run().err()).isEmpty();
    assertThat(script).isExecutable();
  }

  @Test
  void aProgramThatNobodyKnowsIsSaid() {
    Command.Said said = script("programs", "kube-nothing").run();
    assertThat(said.status()).isEqualTo(1);
    assertThat(said.err())
        .contains("there is no program 'kube-nothing'")
        .contains("Known: kube-apiserver");
    assertThat(said.out()).isEmpty();
  }

  @Test
  void aMissingGoIsSaidWithWhatToInstall() {
    Command.Said said = script("programs", "kind").with(Map.of("PATH", "/usr/bin:/bin")).run();
    assumeTrue(!Files.isExecutable(Path.of("/usr/bin/go")), "Go is where every program is");
    assertThat(said.status()).isEqualTo(1);
    assertThat(said.err())
        .contains("cannot go on: Go is missing")
        .contains("Install Go 1.21 or newer");
  }

  @Test
  void programsThatAreThereAreOnlyNamed() throws IOException {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Path compiled = Files.createDirectories(folder.resolve("compiled"));
    String sum =
        Command.of(
                "bash",
                "-c",
                "cat e2e/kind/programs e2e/kind/modules/cluster/go.* | sha256sum | cut -c1-16")
            .output();
    for (String program : List.of("etcd", "kubectl")) {
      executable(bin.resolve(program), "");
      Files.writeString(compiled.resolve(program), sum);
    }
    Command.Said said =
        script("programs", "etcd", "kubectl").with(Map.of("PATH", "/usr/bin:/bin")).run();
    assertThat(said.status()).isZero();
    assertThat(said.out()).isEqualTo(bin + "\n");
    assertThat(folder.resolve("k8s")).isDirectoryContaining("glob:**-linux-amd64");
  }

  @Test
  void aStepThatFailsShowsWhyAndStopsTheScript() {
    Command.Said said =
        bash(
            "source e2e/kind/settings.sh; f() { echo the reason; false; echo not reached; }; step 'Doing it' f; echo not reached either");
    assertThat(said.status()).isEqualTo(1);
    assertThat(said.err())
        .contains("Doing it ...")
        .contains("the reason")
        .containsPattern("Doing it: FAILED with status 1 after \\d s");
    assertThat(said.out() + said.err()).doesNotContain("not reached");
  }

  @Test
  void aStepSaysHowLongItTook() {
    Command.Said said = bash("source e2e/kind/settings.sh; step 'Doing it' echo quiet; echo done");
    assertThat(said.err()).containsPattern("Doing it: \\d s").doesNotContain("quiet");
    assertThat(said.out()).isEqualTo("done\n");
    assertThat(folder.resolve("logs/doing-it.log")).hasContent("quiet\n");
  }

  @Test
  void runcIsAskedForNothingThatTheHostLacks() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/jq")), "jq comes with the engine");
    executable(folder.resolve("runc"), "echo \"$@\"");
    Path bundle = Files.createDirectories(folder.resolve("bundle"));
    Files.writeString(
        bundle.resolve("config.json"),
        """
        {"process": {"args": ["init"], "rlimits": [{"type": "RLIMIT_NOFILE"}],
          "capabilities": {"bounding": ["CAP_KILL", "CAP_SYS_RESOURCE"], "effective": ["CAP_SYS_RESOURCE"]}}}
        """);
    Command.Said said =
        Command.of(
                KIND.resolve("node/runc-within-bounds").toString(),
                "create",
                "--bundle",
                bundle.toString(),
                "name")
            .with(Map.of("PATH", folder + ":/usr/bin:/bin"))
            .run();
    assertThat(said.out()).isEqualTo("create --bundle " + bundle + " name\n");
    assertThat(Files.readString(bundle.resolve("config.json")))
        .contains("CAP_KILL", "init")
        .doesNotContain("CAP_SYS_RESOURCE", "rlimits");
  }

  @Test
  void theDemoExplainsItself() {
    Command.Said said =
        Command.of(Project.E2E.resolve("demo").toString(), "--help")
            .with(Map.of("COULOMB_KIND_CACHE", folder.toString()))
            .run();
    assertThat(said.status()).isZero();
    assertThat(said.out()).contains("e2e/demo --down");
    assertThat(
            Command.of(Project.E2E.resolve("demo").toString(), "--nonsense")
                .with(Map.of("COULOMB_KIND_CACHE", folder.toString()))
                .run()
                .status())
        .isNotZero();
  }

  private Command script(String name, String... words) {
    return Command.of(KIND.resolve(name).toString())
        .and(words)
        .with(Map.of("COULOMB_KIND_CACHE", folder.toString()));
  }

  private Command.Said bash(String text) {
    return Command.of("bash", "-c", text)
        .with(Map.of("COULOMB_KIND_CACHE", folder.toString()))
        .run();
  }

  private static void executable(Path file, String text) throws IOException {
    Files.writeString(file, "#!/bin/bash\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static boolean isBash(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return !file.toString().contains("/target/")
          && lines.findFirst().orElse("").equals("#!/bin/bash");
    } catch (IOException | java.io.UncheckedIOException e) {
      return false; // no text
    }
  }
}
