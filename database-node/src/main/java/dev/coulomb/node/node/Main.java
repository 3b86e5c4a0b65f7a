package dev.coulomb.node.node;

import dev.coulomb.node.host.DataDirectory;
import dev.coulomb.node.host.SystemClock;
import dev.coulomb.node.node.Setting.BadSetting;
import dev.coulomb.node.node.command.SnapshotCommands;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ParameterException;

/**
 * The program. Ends with 0 after a graceful stop, 1 when it cannot start, 2 for bad usage, 3 when
 * the data directory is not that of the expected node, 4 when a snapshot that a command reads is
 * not whole.
 */
public final class Main {
  private static final Logger LOG = LoggerFactory.getLogger(Main.class);
  private static final int STOPPED = 0;
  private static final int FAILED = 1;
  private static final int BAD_USAGE = 2;
  private static final int ANOTHER_NODE = 3;

  private final PrintStream out;
  private final PrintStream err;

  Main(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  public static void main(String[] arguments) {
    System.exit(new Main(System.out, System.err).run(arguments));
  }

  /** Runs a node until it is stopped, or a command; gives the code to exit with. */
  int run(String... arguments) {
    if (SnapshotCommands.isOne(arguments)) {
      Logs.start("text", "warn");
      return new SnapshotCommands(out, err, System.getenv(), new SystemClock()).run(arguments);
    }
    try {
      Options options = new Options(arguments);
      if (options.asksForHelp()) {
        out.print(options.help());
        return STOPPED;
      }
      if (options.asksForVersion()) {
        out.println("coulomb-node " + Version.CURRENT);
        return STOPPED;
      }
      return run(options);
    } catch (ParameterException | BadSetting bad) {
      return fail(BAD_USAGE, oneLine(bad) + "; --help says what there is");
    }
  }

  private int run(Options options) {
    Map<Setting, String> given;
    try {
      given = options.settings();
    } catch (IOException notReadable) {
      return fail(BAD_USAGE, "cannot read the configuration: " + oneLine(notReadable));
    }
    if (options.isRehearsal()) {
      Rehearsal.settings().forEach(given::put);
    }
    Settings settings = new Settings(given);
    Logs.start(settings.get(Setting.LOG_FORMAT), settings.get(Setting.LOG_LEVEL));
    NodeAssembly assembly = new NodeAssembly(settings);
    try {
      Node node = assembly.start();
      if (options.isRehearsal()) {
        new Rehearsal(node.engine()).run();
        node.stop();
      } else {
        serve(node);
      }
      return codeOf(node);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return fail(FAILED, "interrupted");
    } catch (RestoredStart.Stopped stopped) {
      LOG.info("{}", stopped.getMessage());
      return STOPPED;
    } catch (DataDirectory.AnotherNode refused) {
      return fail(ANOTHER_NODE, "cannot start: " + oneLine(refused));
    } catch (Exception cause) {
      LOG.debug("cannot start", cause);
      return fail(FAILED, "cannot start: " + oneLine(cause));
    }
  }

  /**
   * The code to exit with when a node has stopped: when its log broke meanwhile, what was answered
   * without waiting for the disk may be lost.
   */
  static int codeOf(Node node) {
    return node.control().failure().isPresent() ? FAILED : STOPPED;
  }

  /** Serves until somebody asks the node to stop: over HTTP, or by a signal. */
  private static void serve(Node node) throws InterruptedException, IOException {
    CountDownLatch stopped = new CountDownLatch(1);
    Thread onSignal = new Thread(() -> stopBySignal(node, stopped), "stop");
    Runtime.getRuntime().addShutdownHook(onSignal);
    node.control().awaitStopAsked();
    if (node.control().failure().isPresent()) {
      // Nothing that a graceful stop does could be promised.
      Runtime.getRuntime().halt(FAILED);
    }
    LOG.info("stops");
    try {
      node.stop();
      LOG.info("has stopped");
    } finally {
      // A signal waits for this, also when the stop failed.
      stopped.countDown();
    }
  }

  /** Runs when the JVM ends: after a stop, or because a signal says so. */
  private static void stopBySignal(Node node, CountDownLatch stopped) {
    if (stopped.getCount() == 0) {
      return;
    }
    node.control().askToStop();
    try {
      stopped.await();
      // A signal would make the JVM exit with another code, but a stop that was graceful is none.
      Runtime.getRuntime().halt(codeOf(node));
    } catch (InterruptedException endsNow) {
      Thread.currentThread().interrupt();
    }
  }

  private int fail(int code, String sentence) {
    err.println("coulomb-node: " + sentence);
    return code;
  }

  private static String oneLine(Throwable cause) {
    String message = cause.getMessage();
    String words = message == null ? cause.getClass().getSimpleName() : message.strip();
    String line = words.lines().findFirst().orElse(words);
    // The message of a file that is not there is its name only.
    return cause instanceof java.nio.file.NoSuchFileException ? "no such file: " + line : line;
  }
}
