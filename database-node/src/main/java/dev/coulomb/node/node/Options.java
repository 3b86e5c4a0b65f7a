package dev.coulomb.node.node;

import dev.coulomb.node.node.Setting.BadSetting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The command line: an option for every setting, and a few about the program itself. */
final class Options {
  private static final String CONFIG = "--config";
  private static final String REHEARSE = "--rehearse";

  private final CommandLine commandLine;
  private final ParseResult parsed;

  /** Throws {@link ParameterException} with a sentence for the user. */
  Options(String... arguments) {
    commandLine = new CommandLine(spec());
    parsed = commandLine.parseArgs(arguments);
  }

  boolean asksForHelp() {
    return parsed.isUsageHelpRequested();
  }

  boolean asksForVersion() {
    return parsed.isVersionHelpRequested();
  }

  /** A short life of a node, by which the cache of loaded classes is trained. */
  boolean isRehearsal() {
    return parsed.hasMatchedOption(REHEARSE);
  }

  String help() {
    return commandLine.getUsageMessage(CommandLine.Help.Ansi.OFF);
  }

  /** What the file says, overruled by the command line. Throws {@link BadSetting}. */
  Map<Setting, String> settings() throws IOException {
    Map<Setting, String> given = new EnumMap<>(Setting.class);
    if (parsed.hasMatchedOption(CONFIG)) {
      given.putAll(Settings.read(Path.of(parsed.<String>matchedOptionValue(CONFIG, ""))));
    }
    for (Setting setting : Setting.values()) {
      if (parsed.hasMatchedOption(setting.option())) {
        given.put(
            setting, setting.isFlag() ? "true" : parsed.matchedOptionValue(setting.option(), ""));
      }
    }
    return given;
  }

  private static CommandSpec spec() {
    CommandSpec spec = CommandSpec.create().name("coulomb-node");
    spec.usageMessage()
        .description("A node of a Coulomb database.")
        .footer(
            "",
            "Commands on snapshots, instead of options: verify, export, delete-snapshot; each has"
                + " --help.")
        .width(100);
    for (Setting setting : Setting.values()) {
      spec.addOption(option(setting));
    }
    spec.addOption(
        OptionSpec.builder(CONFIG)
            .type(String.class)
            .paramLabel("FILE")
            .description("file of properties; the command line overrules it")
            .build());
    spec.addOption(flag("--help", "shows this").usageHelp(true).build());
    spec.addOption(flag("--version", "shows the version").versionHelp(true).build());
    spec.addOption(flag(REHEARSE, "starts, runs a few statements, stops").hidden(true).build());
    return spec;
  }

  private static OptionSpec option(Setting setting) {
    String help =
        setting.help()
            + setting.defaultValue().map(value -> " (default: " + value + ")").orElse("")
            + "; property "
            + setting.property();
    return setting.isFlag()
        ? flag(setting.option(), help).build()
        : OptionSpec.builder(setting.option())
            .type(String.class)
            .paramLabel("VALUE")
            .description(help)
            .build();
  }

  private static OptionSpec.Builder flag(String name, String help) {
    return OptionSpec.builder(name).type(boolean.class).arity("0").description(help);
  }
}
