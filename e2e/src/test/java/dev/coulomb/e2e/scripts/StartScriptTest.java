package dev.coulomb.e2e.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.e2e.programs.Command;
import dev.coulomb.e2e.programs.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the distribution's start script finds Java, and what it asks of it. */
class StartScriptTest {
  private static final Path DISTRIBUTION = Project.ROOT.resolve("database-node/src/main/dist");

  @TempDir private Path temporary;

  /** With a space in its name, as people have them. */
  private Path folder;

  private Path home;
  private Path java25;

  @BeforeEach
  void installWithAJavaThatOnlySaysWhatItIsAsked() throws IOException {
    folder = Files.createDirectory(temporary.resolve("my programs"));
    home = Files.createDirectories(folder.resolve("coulomb-node"));
    Files.createDirectories(home.resolve("bin"));
    Files.createDirectories(home.resolve("lib"));
    Files.copy(DISTRIBUTION.resolve("bin/coulomb-node"), home.resolve("bin/coulomb-node"));
    java25 = java("25.0.3", "printf '%s\\n' \"$@\"");
  }

  @Test
  void handsItsOptionsOnAsTheyAre() {
    Command.Said said = start(Map.of("JAVA_HOME", java25.toString()), "--data", "a folder", "*");
    assertThat(said.status()).as(said.toString()).isZero();
    assertThat(said.out())
        .isEqualTo(
            """
            @HOME/lib/jvm.options
            -Djava.library.path=HOME/lib
            -jar
            HOME/lib/database-node.jar
            --data
            a folder
            *
            """
                .replace("HOME", home.toString()));
  }

  @Test
  void usesTheCacheOfClassesWhenThereIsOne() throws IOException {
    Files.createFile(home.resolve("lib/coulomb-node.aot"));
    assertThat(start(Map.of("JAVA_HOME", java25.toString())).out())
        .startsWith("-XX:AOTCache=" + home + "/lib/coulomb-node.aot\n");
  }

  @Test
  void prefersAnyJava25ToAnotherJavaInJavaHome() throws IOException {
    Path java21 = java("21.0.8", "echo too old");
    Map<String, String> both =
        Map.of("JAVA_HOME", java21.toString(), "JAVA_HOME_25", java25.toString());
    assertThat(start(both, "--help").out()).contains("database-node.jar").doesNotContain("too old");
  }

  @Test
  void isFoundThroughALink() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("node"), home.resolve("bin/coulomb-node"));
    Command.Said said =
        Command.of(link.toString()).with(Map.of("JAVA_HOME", java25.toString())).run();
    assertThat(said.out()).contains(home + "/lib/database-node.jar");
  }

  private Command.Said start(Map<String, String> environment, String... options) {
    return Command.of(home.resolve("bin/coulomb-node").toString())
        .and(options)
        .with(environment)
        .run();
  }

  private Path java(String version, String program) throws IOException {
    Path java = Files.createDirectories(folder.resolve("jdk " + version));
    Files.writeString(java.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    Path file = Files.createDirectories(java.resolve("bin")).resolve("java");
    Files.writeString(file, "#!/bin/sh\n" + program + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return java;
  }
}
