package dev.coulomb.node.pgwire;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A file of statements with the answer of each right below it, in lines that begin with {@code
 * --|}; so it is also a script for psql.
 *
 * <pre>
 * SELECT id, name FROM t ORDER BY id;
 * --| id | name
 * --| ---+-----
 * --|  1 | one
 * --|  2 | ∅
 * </pre>
 *
 * <p>A statement begins in a line of its own and ends with the line that ends in a semicolon
 * outside of {@code $$}, {@code COPY … FROM STDIN} after its data with {@code \.}. All else are
 * comments and stays.
 */
final class SqlScript {
  private static final String ANSWER = "--|";
  private static final Pattern COPY_IN = Pattern.compile("(?is)\\s*copy\\b.*\\bfrom\\s+stdin\\b.*");

  private final List<Part> parts = new ArrayList<>();

  private sealed interface Part {
    record Remark(String line) implements Part {}

    record Asked(Statement statement) implements Part {}
  }

  /**
   * A statement.
   *
   * @param line in the file, from 1
   * @param data lines of a {@code COPY FROM}, without the last one
   * @param answer lines
   */
  record Statement(int line, String sql, List<String> data, List<String> answer) {
    boolean isCopyIn() {
      return COPY_IN.matcher(sql).matches();
    }
  }

  SqlScript(List<String> lines) {
    for (int i = 0; i < lines.size(); ) {
      String line = lines.get(i);
      if (line.isBlank() || line.startsWith("--")) {
        parts.add(new Part.Remark(line));
        i++;
      } else {
        i = statement(lines, i);
      }
    }
  }

  /** Reads the statement that begins in a line; gives the line after its answer. */
  private int statement(List<String> lines, int begin) {
    int end = after(lines, begin, ";");
    Statement statement =
        new Statement(
            begin + 1,
            String.join("\n", lines.subList(begin, end)),
            new ArrayList<>(),
            new ArrayList<>());
    if (statement.isCopyIn()) {
      int data = end;
      end = after(lines, data, "\\.");
      statement.data.addAll(lines.subList(data, end - 1));
    }
    for (; end < lines.size() && lines.get(end).startsWith(ANSWER); end++) {
      statement.answer.add(lines.get(end).substring(ANSWER.length()).replaceFirst("^ ", ""));
    }
    parts.add(new Part.Asked(statement));
    return end;
  }

  private static int after(List<String> lines, int from, String ending) {
    boolean quoted = false;
    for (int i = from; i < lines.size(); i++) {
      quoted ^= lines.get(i).split("\\$\\$", -1).length % 2 == 0;
      if (!quoted && lines.get(i).endsWith(ending)) {
        return i + 1;
      }
    }
    throw new IllegalArgumentException(
        "what begins in line %d does not end with %s".formatted(from + 1, ending));
  }

  List<Statement> statements() {
    return parts.stream()
        .filter(Part.Asked.class::isInstance)
        .map(part -> ((Part.Asked) part).statement())
        .toList();
  }

  /** The file with other answers. */
  String text(Function<Statement, List<String>> answers) {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      switch (part) {
        case Part.Remark(String line) -> text.append(line).append('\n');
        case Part.Asked(Statement statement) -> {
          text.append(statement.sql).append('\n');
          statement.data.forEach(line -> text.append(line).append('\n'));
          if (statement.isCopyIn()) {
            text.append("\\.\n");
          }
          answers.apply(statement).forEach(line -> text.append(answerLine(line)).append('\n'));
        }
      }
    }
    return text.toString();
  }

  private static String answerLine(String line) {
    return line.isEmpty() ? ANSWER : ANSWER + " " + line;
  }
}
