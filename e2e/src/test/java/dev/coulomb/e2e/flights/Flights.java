package dev.coulomb.e2e.flights;

import dev.coulomb.e2e.programs.Command;
import dev.coulomb.e2e.programs.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The files of {@code e2e/flights}: tables, data, questions. */
public final class Flights {
  public static final Path FOLDER = Project.E2E.resolve("flights");
  public static final Path SCHEMA = FOLDER.resolve("schema.sql");
  public static final Path LOAD = FOLDER.resolve("load.sql");

  /** A materialized view and a procedure in Java, whose jar is {@link #JAR}. */
  public static final Path KEPT = FOLDER.resolve("kept.sql");

  public static final Path JAR =
      Project.ROOT.resolve("database-node/procedure-example/target/procedure-example-0.1.0.jar");
  public static final List<String> TABLES =
      List.of("airlines", "airports", "planes", "weather", "flights");
  public static final int ROWS = 336_776;

  private Flights() {}

  /** A question of the folder, by the name of its file. */
  public record Question(String name, String sql) {
    /** True where the order of the answer's rows is asked for. */
    boolean isOrdered() {
      return sql.contains("ORDER BY");
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** Folder of the CSV files; fetches them the first time. */
  public static Path data() {
    Path prepare = FOLDER.resolve("prepare");
    return Path.of(Command.of(prepare.toString()).within(Duration.ofMinutes(5)).output().strip());
  }

  /** Statements of the schema, one by one, without comments. */
  public static List<String> schema() {
    return statements(SCHEMA);
  }

  /** Statements of a file, one by one, without comments. */
  public static List<String> statements(Path file) {
    return Arrays.stream(withoutComments(file).split(";"))
        .map(String::strip)
        .filter(sql -> !sql.isEmpty())
        .toList();
  }

  /** The questions in their order, which matters: the last ones change rows. */
  public static List<Question> questions() {
    try (Stream<Path> files = Files.list(FOLDER.resolve("questions"))) {
      return files
          .sorted()
          .map(file -> new Question(name(file), withoutComments(file).replace(";", "").strip()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString().replace(".sql", "");
  }

  private static String withoutComments(Path file) {
    try {
      return Files.readString(file).replaceAll("(?m)^--.*\\R", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
