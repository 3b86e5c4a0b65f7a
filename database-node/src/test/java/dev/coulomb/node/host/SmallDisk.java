package dev.coulomb.node.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A file system of a few megabytes in memory; a test that needs one is skipped without root. */
record SmallDisk(Path path) implements AutoCloseable {
  static SmallDisk mount(Path path, int bytes) throws IOException, InterruptedException {
    Files.createDirectories(path);
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=" + bytes, "tmpfs", path.toString()),
        "a file system can be mounted here");
    return new SmallDisk(path);
  }

  @Override
  public void close() throws IOException, InterruptedException {
    assertThat(run("umount", path.toString())).isTrue();
  }

  private static boolean run(String... command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException notHere) {
      return false;
    }
  }
}
