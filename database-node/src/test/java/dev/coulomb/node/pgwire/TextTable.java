package dev.coulomb.node.pgwire;

import dev.coulomb.node.plan.PreparedPlan.OutputColumn;
import java.util.ArrayList;
import java.util.List;

/** Rows for people: names, a line, and the values below each other, numbers to the right. */
final class TextTable {
  private TextTable() {}

  static List<String> lines(List<OutputColumn> columns, List<List<String>> rows) {
    int[] widths = columns.stream().mapToInt(column -> column.name().length()).toArray();
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], shown(row.get(i)).length());
      }
    }
    List<String> lines = new ArrayList<>();
    lines.add(line(columns, widths, columns.stream().map(OutputColumn::name).toList()));
    List<String> dashes = new ArrayList<>();
    for (int width : widths) {
      dashes.add("-".repeat(width));
    }
    lines.add(String.join("-+-", dashes));
    rows.forEach(row -> lines.add(line(columns, widths, row)));
    return lines;
  }

  private static String line(List<OutputColumn> columns, int[] widths, List<String> cells) {
    List<String> padded = new ArrayList<>();
    for (int i = 0; i < widths.length; i++) {
      String cell = shown(cells.get(i));
      String padding = " ".repeat(widths[i] - cell.length());
      boolean right = columns.get(i).type().kind().isNumeric();
      padded.add(right ? padding + cell : cell + padding);
    }
    return String.join(" | ", padded);
  }

  private static String shown(String cell) {
    return cell.replace('\n', '↵');
  }
}
