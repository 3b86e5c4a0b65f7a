package dev.coulomb.node.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.node.host.DataDirectory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people see of the program when it does not run: help, usage errors, failed starts. */
class MainTest {
  @TempDir private Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void helpNamesEveryOption() {
    assertThat(run("--help")).isZero();
    for (Setting setting : Setting.values()) {
      assertThat(text(out)).contains(setting.option());
    }
    assertThat(text(out)).contains("--config").contains("--version").doesNotContain("--rehearse");
  }

  @Test
  void versionIsOneLine() {
    assertThat(run("--version")).isZero();
    assertThat(text(out)).matches("coulomb-node \\S+\n");
  }

  @Test
  void badUsageIsOneLineAnd2() {
    usage("Unknown option: '--warp'", "--warp");
    usage("sql.port: must be a number: x", "--data", "d", "--sql-port", "x");
    usage("data: must be given: --data", "--trust-loopback");
    usage("superuser.password-file: must be given", "--data", folder.toString());
    usage("no such file: ", "--config", folder.resolve("none").toString());
  }

  @Test
  void aBadFileOfPropertiesIsOneLineAnd2() throws IOException {
    Path file = Files.writeString(folder.resolve("p"), "sql.port=x\n");
    usage("sql.port: must be a number: x", "--config", file.toString(), "--data", "d");
  }

  @Test
  void theCommandLineOverrulesTheFile() throws IOException {
    Path file = Files.writeString(folder.resolve("p"), "sql.port=x\n");
    usage(
        "superuser.password-file: must be given",
        "--config",
        file.toString(),
        "--sql-port",
        "0",
        "--data",
        folder.toString());
  }

  @Test
  void aFailedStartIsOneLineAnd1() throws IOException {
    Path data = folder.resolve("data");
    try (DataDirectory other = DataDirectory.open(data, 32, Optional.empty())) {
      failed("cannot start: the data directory is in use by another node: " + data, data);
      assertThat(other.nodeId()).isNotNull();
    }
  }

  @Test
  void aPortThatIsTakenIsSaidAndTheDirectoryIsFreeAgain() throws IOException {
    Path data = folder.resolve("data");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      String said = "cannot start: cannot listen on 127.0.0.1:" + port;
      failed(said, data, "--sql-port", port, "--admin-port", "0");
      failed(said, data, "--sql-port", "0", "--admin-port", port);
    }
    DataDirectory.open(data, 32, Optional.empty()).close();
  }

  @Test
  void aDirectoryThatIsNotTheExpectedNodesIsOneLineAnd3() throws IOException {
    Path data = folder.resolve("data");
    String expected = new UUID(1, 2).toString();
    failed(3, "cannot start: the data directory is empty", data, "--expected-node-id", expected);
    assertThat(data).doesNotExist();
    DataDirectory.open(data, 32, Optional.empty()).close();
    failed(3, "cannot start: the data directory belongs to", data, "--expected-node-id", expected);
  }

  @Test
  void aRehearsalRunsStatementsAndStops() {
    assertThat(run("--rehearse", "--data", folder.resolve("data").toString())).isZero();
    assertThat(text(err)).isEmpty();
  }

  private void usage(String sentence, String... arguments) {
    assertThat(run(arguments)).as(sentence).isEqualTo(2);
    assertThat(text(err))
        .startsWith("coulomb-node: ")
        .contains(sentence)
        .endsWith("\n")
        .hasLineCount(1);
    err.reset();
  }

  private void failed(String sentence, Path data, String... more) {
    failed(1, sentence, data, more);
  }

  private void failed(int code, String sentence, Path data, String... more) {
    String[] arguments = new String[more.length + 3];
    arguments[0] = "--data";
    arguments[1] = data.toString();
    arguments[2] = "--trust-loopback";
    System.arraycopy(more, 0, arguments, 3, more.length);
    assertThat(run(arguments)).as(sentence).isEqualTo(code);
    assertThat(text(err)).startsWith("coulomb-node: " + sentence).endsWith("\n").hasLineCount(1);
    err.reset();
  }

  private int run(String... arguments) {
    return new Main(stream(out), stream(err)).run(arguments);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
