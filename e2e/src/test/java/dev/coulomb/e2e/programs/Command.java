package dev.coulomb.e2e.programs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program to run to its end, with what it may need around it.
 *
 * @param words program and arguments
 * @param folder working directory
 * @param environment added to our own
 * @param input given on standard input
 * @param limit the program is killed after this
 */
public record Command(
    List<String> words,
    Path folder,
    Map<String, String> environment,
    String input,
    Duration limit) {

  /** What a program said and how it ended. */
  public record Said(int status, String out, String err) {
    @Override
    public String toString() {
      return "status " + status + "\n--- stdout\n" + out + "\n--- stderr\n" + err;
    }
  }

  public static Command of(String... words) {
    return new Command(List.of(words), Project.ROOT, Map.of(), "", Duration.ofMinutes(2));
  }

  public Command and(String... more) {
    List<String> all = new ArrayList<>(words);
    all.addAll(List.of(more));
    return new Command(all, folder, environment, input, limit);
  }

  public Command in(Path where) {
    return new Command(words, where, environment, input, limit);
  }

  public Command with(Map<String, String> variables) {
    Map<String, String> all = new LinkedHashMap<>(environment);
    all.putAll(variables);
    return new Command(words, folder, all, input, limit);
  }

  public Command reading(String text) {
    return new Command(words, folder, environment, text, limit);
  }

  public Command within(Duration time) {
    return new Command(words, folder, environment, input, time);
  }

  /** Runs it; the status is the caller's to judge. */
  public Said run() {
    try {
      Path out = Files.createTempFile("command", ".out");
      Path err = Files.createTempFile("command", ".err");
      try {
        return run(out, err);
      } finally {
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + words, e);
    }
  }

  /** Runs it and gives its standard output; any status but 0 is an error that shows all it said. */
  public String output() {
    Said said = run();
    if (said.status() != 0) {
      throw new IllegalStateException(String.join(" ", words) + ": " + said);
    }
    return said.out();
  }

  private Said run(Path out, Path err) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(found())
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    try (var stdin = process.outputWriter()) {
      stdin.write(input);
    } catch (IOException e) {
      // It ended without reading all: its status says why.
    }
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new IllegalStateException(
            words + " did not end within " + limit + ": " + said(-1, out, err));
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while running " + words, e);
    }
    return said(process.exitValue(), out, err);
  }

  /** A process is looked for on our PATH, not on the one it is given: so it is looked up here. */
  private List<String> found() {
    String path = environment.get("PATH");
    if (path == null || words.getFirst().contains("/")) {
      return words;
    }
    List<String> all = new ArrayList<>(words);
    for (String directory : path.split(":", -1)) {
      Path program = Path.of(directory, words.getFirst());
      if (Files.isExecutable(program)) {
        all.set(0, program.toString());
        break;
      }
    }
    return all;
  }

  private static Said said(int status, Path out, Path err) throws IOException {
    return new Said(status, Files.readString(out), Files.readString(err));
  }
}
