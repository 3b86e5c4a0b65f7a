package dev.coulomb.node.node.command;

import dev.coulomb.node.admin.backup.Failure;
import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.durability.files.DiskStore;
import dev.coulomb.node.durability.files.Manifest;
import dev.coulomb.node.durability.files.SnapshotPlace;
import dev.coulomb.node.durability.files.SnapshotReader;
import dev.coulomb.node.durability.files.SnapshotStore;
import dev.coulomb.node.durability.files.Transfer;
import dev.coulomb.node.environment.Clock;
import dev.coulomb.node.host.LocalDisk;
import dev.coulomb.node.host.NamedThreads;
import dev.coulomb.node.node.backup.Failures;
import dev.coulomb.node.node.command.SnapshotOptions.Command;
import dev.coulomb.node.plan.stored.StoredCatalog;
import dev.coulomb.node.s3.S3Store;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import picocli.CommandLine.ParameterException;

/** Runs a command on a snapshot: what it found goes to one stream, what is wrong to the other. */
public final class SnapshotCommands {
  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int BAD_USAGE = 2;
  private static final int NOT_WHOLE = 4;

  private final PrintStream out;
  private final PrintStream err;
  private final Map<String, String> environment;
  private final Clock clock;

  /**
   * @param environment has the keys of object stores
   */
  public SnapshotCommands(
      PrintStream out, PrintStream err, Map<String, String> environment, Clock clock) {
    this.out = out;
    this.err = err;
    this.environment = environment;
    this.clock = clock;
  }

  /** Whether the first argument of the program is a command on snapshots. */
  public static boolean isOne(String... arguments) {
    return arguments.length > 0 && Command.of(arguments[0]).isPresent();
  }

  /** Runs it; gives the code to exit with. */
  public int run(String... arguments) {
    Command command = Command.of(arguments[0]).orElseThrow();
    SnapshotOptions options;
    try {
      String[] behind = Arrays.copyOfRange(arguments, 1, arguments.length);
      options = new SnapshotOptions(command, behind, environment);
      if (options.asksForHelp()) {
        out.print(options.help());
        return DONE;
      }
      return run(options);
    } catch (ParameterException bad) {
      return fail(BAD_USAGE, command, bad.getMessage() + "; --help says what there is");
    }
  }

  private int run(SnapshotOptions options) {
    if (isNothing(options)) {
      return DONE;
    }
    try (SnapshotStore store = open(options)) {
      return switch (options.command()) {
        case VERIFY -> verify(options, store);
        case EXPORT -> export(options, store);
        case DELETE -> delete(options, store);
      };
    } catch (ExportRefused refused) {
      return fail(FAILED, options.command(), refused.sentence());
    } catch (IOException failed) {
      Failure failure = Failures.of(failed, options.place());
      return fail(code(failure.reason()), options.command(), failure.message());
    }
  }

  /** To delete from a directory that is not there, nothing has to be done, nor made. */
  private boolean isNothing(SnapshotOptions options) {
    boolean nothing =
        options.command() == Command.DELETE
            && options.directory().filter(directory -> !Files.exists(directory)).isPresent();
    if (nothing) {
      out.println("there is no snapshot at " + options.place());
    }
    return nothing;
  }

  private static int code(Failure.Reason reason) {
    return switch (reason) {
      case SNAPSHOT_NOT_FOUND, SNAPSHOT_INCOMPLETE, SNAPSHOT_DAMAGED, SNAPSHOT_NEWER -> NOT_WHOLE;
      default -> FAILED;
    };
  }

  private static SnapshotStore open(SnapshotOptions options) throws IOException {
    Optional<Path> directory = options.directory();
    if (directory.isEmpty()) {
      return S3Store.open(options.s3());
    }
    return new DiskStore(
        options.command() == Command.DELETE
            ? LocalDisk.open(directory.get())
            : LocalDisk.readOnly(directory.get()));
  }

  /** Empty, when it was said what is missing. */
  private Optional<SnapshotReader> reader(SnapshotOptions options, SnapshotStore store)
      throws IOException {
    switch (SnapshotPlace.look(store)) {
      case COMPLETE -> {
        return Optional.of(SnapshotReader.open(store));
      }
      case INCOMPLETE ->
          fail(
              NOT_WHOLE,
              options.command(),
              "the snapshot at " + options.place() + " is incomplete: it has no manifest");
      case NOTHING ->
          fail(NOT_WHOLE, options.command(), "there is no snapshot at " + options.place());
    }
    return Optional.empty();
  }

  private int verify(SnapshotOptions options, SnapshotStore store) throws IOException {
    Optional<SnapshotReader> found = reader(options, store);
    if (found.isEmpty()) {
      return NOT_WHOLE;
    }
    SnapshotReader reader = found.get();
    describe(options.place(), reader.manifest());
    long began = clock.nanos();
    catalog(reader);
    int threads = Runtime.getRuntime().availableProcessors();
    try (ExecutorService pool = Executors.newFixedThreadPool(threads, new NamedThreads("verify"))) {
      reader.verify(pool, threads, new Transfer());
    }
    long millis = (clock.nanos() - began) / 1_000_000;
    out.println(
        "the snapshot is whole: %d rows in %d bytes, read in %d.%03d s"
            .formatted(
                reader.manifest().rowCount(),
                reader.manifest().byteCount(),
                millis / 1_000,
                millis % 1_000));
    return DONE;
  }

  private void describe(String place, Manifest manifest) {
    Instant cut = Instant.EPOCH.plus(manifest.timeMicros(), ChronoUnit.MICROS);
    line("snapshot", place);
    line("backup", String.valueOf(manifest.id()));
    line("cluster", manifest.origin().cluster());
    line("cut at", cut.toString());
    line("history", manifest.origin().history().toString());
    line("position", Long.toString(manifest.lsn()));
    line("partitions", Integer.toString(manifest.partitionCount()));
    line("written by", manifest.origin().version());
    for (Manifest.TableRows table : manifest.tables()) {
      String kind = table.derived() ? "view " : "table ";
      line(kind + table.name(), table.rows() + " rows, sum " + table.sum());
    }
  }

  private void line(String name, String value) {
    out.println("%-24s %s".formatted(name, value));
  }

  /** Makes the schema again of its bytes, which proves that this version can. */
  private static Catalog catalog(SnapshotReader reader) throws IOException {
    Map<String, byte[]> jars = new HashMap<>();
    for (Manifest.Jar jar : reader.manifest().jars()) {
      jars.put(jar.digest(), reader.jar(jar));
    }
    return StoredCatalog.decode(reader.catalog(), jars::get);
  }

  private int export(SnapshotOptions options, SnapshotStore store) throws IOException {
    Optional<SnapshotReader> found = reader(options, store);
    if (found.isEmpty()) {
      return NOT_WHOLE;
    }
    CsvExport export = new CsvExport(options.to(), catalog(found.get()), options.tables());
    export.write(found.get());
    export.rows().forEach((table, rows) -> line("table " + table, rows + " rows"));
    out.println("the tables and schema.sql are in " + options.to());
    return DONE;
  }

  private int delete(SnapshotOptions options, SnapshotStore store) throws IOException {
    int files = SnapshotPlace.delete(store);
    Optional<Path> directory = options.directory();
    if (directory.isPresent()) {
      try {
        Files.deleteIfExists(directory.get());
      } catch (DirectoryNotEmptyException others) {
        out.println("the directory has other files, and stays");
      }
    }
    out.println(
        files == 0
            ? "there is no snapshot at " + options.place()
            : "the snapshot at %s is deleted: %d files".formatted(options.place(), files));
    return DONE;
  }

  private int fail(int code, Command command, String sentence) {
    err.println("coulomb-node " + command.word() + ": " + sentence);
    return code;
  }
}
