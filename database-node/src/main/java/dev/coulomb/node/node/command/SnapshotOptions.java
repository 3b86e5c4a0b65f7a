package dev.coulomb.node.node.command;

import dev.coulomb.node.s3.S3Config;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The command line of a command on a snapshot; keys are taken from the environment only. */
final class SnapshotOptions {
  private static final String S3 = "s3://";
  private static final String ENDPOINT = "--s3-endpoint";
  private static final String REGION = "--s3-region";
  private static final String PATH_STYLE = "--s3-path-style";
  private static final String CA = "--s3-ca-certificate";
  private static final String TO = "--to";
  private static final String TABLE = "--table";
  private static final String USUAL_REGION = "us-east-1";

  private final Command command;
  private final Map<String, String> environment;
  private final CommandLine commandLine;
  private final ParseResult parsed;

  /** What is to be done. */
  enum Command {
    VERIFY("verify", "Reads a whole snapshot and says whether it is what was written."),
    EXPORT("export", "Writes the tables of a snapshot as CSV, and its schema as SQL."),
    DELETE(
        "delete-snapshot",
        "Deletes a snapshot, complete or not; it is no error when there is none.");

    private final String word;
    private final String help;

    Command(String word, String help) {
      this.word = word;
      this.help = help;
    }

    String word() {
      return word;
    }

    static Optional<Command> of(String word) {
      return Stream.of(values()).filter(command -> command.word.equals(word)).findFirst();
    }
  }

  /**
   * Throws {@link ParameterException} with a sentence for the user.
   *
   * @param arguments behind the word of the command
   */
  SnapshotOptions(Command command, String[] arguments, Map<String, String> environment) {
    this.command = command;
    this.environment = environment;
    this.commandLine = new CommandLine(spec(command));
    this.parsed = commandLine.parseArgs(arguments);
  }

  Command command() {
    return command;
  }

  boolean asksForHelp() {
    return parsed.isUsageHelpRequested();
  }

  String help() {
    return commandLine.getUsageMessage(CommandLine.Help.Ansi.OFF);
  }

  /** As it was given. */
  String place() {
    return parsed.matchedPositionalValue(0, "");
  }

  /** The directory; empty: it is an object store. */
  Optional<Path> directory() {
    return place().startsWith(S3) ? Optional.empty() : Optional.of(Path.of(place()));
  }

  /** The object store, when it is one. */
  S3Config s3() {
    String[] steps = place().substring(S3.length()).split("/", 2);
    String prefix = steps.length < 2 ? "" : steps[1].replaceAll("^/+|/+$", "");
    if (steps[0].isEmpty()) {
      throw bad("an object store is given as s3://BUCKET/PREFIX");
    }
    return new S3Config(
        option(ENDPOINT).map(this::endpoint).orElse(null),
        option(REGION).or(this::regionOfEnvironment).orElse(USUAL_REGION),
        steps[0],
        prefix,
        parsed.hasMatchedOption(PATH_STYLE),
        new S3Config.Credentials(
            key("AWS_ACCESS_KEY_ID"),
            key("AWS_SECRET_ACCESS_KEY"),
            variable("AWS_SESSION_TOKEN").orElse(null)),
        option(CA).map(this::read).orElse(null),
        S3Config.PATIENCE);
  }

  private URI endpoint(String text) {
    try {
      URI uri = URI.create(text);
      if (uri.getHost() != null && uri.getScheme() != null && uri.getScheme().startsWith("http")) {
        return uri;
      }
    } catch (IllegalArgumentException notAnAddress) {
      throw bad(ENDPOINT + " is not an http or https URL: " + text);
    }
    throw bad(ENDPOINT + " is not an http or https URL: " + text);
  }

  private Optional<String> regionOfEnvironment() {
    return variable("AWS_REGION").or(() -> variable("AWS_DEFAULT_REGION"));
  }

  private String key(String name) {
    return variable(name)
        .orElseThrow(() ->
            bad(
                "the keys of the store are taken from AWS_ACCESS_KEY_ID and"
                    + " AWS_SECRET_ACCESS_KEY; there is no "
                    + name));
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  private String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException notReadable) {
      throw bad(CA + " cannot be read: " + file);
    }
  }

  /** Where an export goes. */
  Path to() {
    return Path.of(option(TO).orElse(""));
  }

  /** The tables to export; none: all. */
  List<String> tables() {
    return parsed.hasMatchedOption(TABLE)
        ? Arrays.asList(parsed.matchedOptionValue(TABLE, new String[0]))
        : List.of();
  }

  private Optional<String> option(String name) {
    @Nullable String value = parsed.matchedOptionValue(name, (String) null);
    return Optional.ofNullable(value);
  }

  private ParameterException bad(String sentence) {
    return new ParameterException(commandLine, sentence);
  }

  private static CommandSpec spec(Command command) {
    CommandSpec spec = CommandSpec.create().name("coulomb-node " + command.word);
    spec.usageMessage()
        .description(command.help)
        .footer(
            "",
            "The keys of an object store are taken from AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and"
                + " AWS_SESSION_TOKEN.",
            "Exit codes: 0 done; 1 the place cannot be read or written; 2 wrong options; 4 the"
                + " snapshot is missing, incomplete, damaged, or of a newer version.")
        .width(100);
    spec.addPositional(
        PositionalParamSpec.builder()
            .type(String.class)
            .index("0")
            .arity("1")
            .required(true)
            .paramLabel("SNAPSHOT")
            .description("a directory, or s3://BUCKET/PREFIX")
            .build());
    if (command == Command.EXPORT) {
      spec.addOption(
          text(TO, "DIRECTORY", "where the files go; made, or empty").required(true).build());
      spec.addOption(
          OptionSpec.builder(TABLE)
              .type(String[].class)
              .arity("1")
              .paramLabel("NAME")
              .description("a table; may be given several times; default: all")
              .build());
    }
    spec.addOption(text(ENDPOINT, "URL", "of the store; default: AWS").build());
    spec.addOption(
        text(REGION, "NAME", "of the bucket; default: AWS_REGION, or " + USUAL_REGION).build());
    spec.addOption(flag(PATH_STYLE, "the bucket is in the path, not in the host's name").build());
    spec.addOption(text(CA, "FILE", "PEM of who signs the store's certificate").build());
    spec.addOption(flag("--help", "shows this").usageHelp(true).build());
    return spec;
  }

  private static OptionSpec.Builder text(String name, String label, String help) {
    return OptionSpec.builder(name).type(String.class).paramLabel(label).description(help);
  }

  private static OptionSpec.Builder flag(String name, String help) {
    return OptionSpec.builder(name).type(boolean.class).arity("0").description(help);
  }
}
