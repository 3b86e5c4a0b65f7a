package dev.coulomb.node.pgwire;

import java.util.List;
import java.util.Map;

/** The start-up option {@code options}: {@code -c name=value} and {@code --name=value}. */
final class StartupOptions {
  private StartupOptions() {}

  static void read(String options, Map<String, String> into) {
    List<String> words = List.of(options.strip().split("(?<!\\\\)\\s+", -1));
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      String setting;
      if (word.equals("-c") && i + 1 < words.size()) {
        i++;
        setting = words.get(i);
      } else if (word.startsWith("-c")) {
        setting = word.substring(2);
      } else if (word.startsWith("--")) {
        setting = word.substring(2).replace('-', '_');
      } else {
        continue;
      }
      int equal = setting.indexOf('=');
      if (equal > 0) {
        into.put(setting.substring(0, equal), setting.substring(equal + 1).replace("\\", ""));
      }
    }
  }
}
