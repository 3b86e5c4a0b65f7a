package dev.coulomb.e2e.sqllogic;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of the suite, as PostgreSQL is to read it.
 *
 * @param name path in the suite
 */
record Script(String name, List<Step> steps) {
  private static final Pattern HASHED =
      Pattern.compile("(\\d+) values hashing to ([0-9a-f]{32})\\s*");

  static Script parse(String name, List<String> lines) {
    return new Script(name, new Reader(lines).steps());
  }

  /** Goes down the lines, record by record; blank lines stand between them. */
  private static final class Reader {
    private final List<String> lines;
    private final List<Step> steps = new ArrayList<>();
    private int at;

    Reader(List<String> lines) {
      this.lines = lines;
    }

    List<Step> steps() {
      while (at < lines.size() && !record()) {
        at++;
      }
      return steps;
    }

    /** Reads the record that begins here, if one does; true at the end of the script. */
    private boolean record() {
      boolean ours = true;
      for (; at < lines.size() && !lines.get(at).isBlank(); at++) {
        String[] words = lines.get(at).strip().split("\\s+");
        switch (words[0]) {
          case "onlyif" -> ours &= words[1].equals("postgresql");
          case "skipif" -> ours &= !words[1].equals("postgresql");
          case "halt" -> {
            return ours;
          }
          case "statement" -> {
            change(ours, words[1].equals("ok"));
            return false;
          }
          case "query" -> {
            question(ours, words);
            return false;
          }
          default -> {
            // a comment, or the threshold above which answers are hashed, which the answer shows
          }
        }
      }
      return false;
    }

    private void change(boolean ours, boolean succeeds) {
      int line = ++at;
      String sql = block();
      if (ours) {
        steps.add(new Step.Change(line, sql, succeeds));
      }
    }

    private void question(boolean ours, String[] words) {
      int line = ++at;
      String sql = block();
      List<String> values = new ArrayList<>();
      if (at < lines.size() && lines.get(at).strip().equals("----")) {
        for (at++; at < lines.size() && !lines.get(at).isBlank(); at++) {
          values.add(lines.get(at));
        }
      }
      if (ours) {
        Step.Order order =
            words.length > 2
                ? Step.Order.valueOf(words[2].toUpperCase(Locale.ROOT))
                : Step.Order.NOSORT;
        steps.add(new Step.Question(line, sql, words[1], order, expected(values)));
      }
    }

    private String block() {
      StringBuilder text = new StringBuilder();
      for (; at < lines.size(); at++) {
        String line = lines.get(at);
        if (line.isBlank() || line.strip().equals("----")) {
          break;
        }
        text.append(text.isEmpty() ? "" : "\n").append(line);
      }
      return text.toString();
    }

    private static Step.Expected expected(List<String> values) {
      if (values.size() == 1) {
        Matcher hashed = HASHED.matcher(values.getFirst());
        if (hashed.matches()) {
          return new Step.Expected(List.of(), Integer.parseInt(hashed.group(1)), hashed.group(2));
        }
      }
      return new Step.Expected(values, values.size(), "");
    }
  }
}
