package dev.coulomb.node.plan;

import dev.coulomb.node.plan.PreparedPlan.OutputColumn;
import dev.coulomb.node.types.TextFormat;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes lines of {@code COPY TO}: PostgreSQL's text format, or CSV. Without state. */
public final class CopyText {
  private CopyText() {}

  public static String header(List<OutputColumn> columns, CopyFormat format) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < columns.size(); i++) {
      if (i > 0) {
        line.append(format.delimiter());
      }
      value(line, columns.get(i).name(), format, false);
    }
    return line.append('\n').toString();
  }

  public static String line(
      List<OutputColumn> columns, CopyFormat format, ZoneId zone, @Nullable Object[] row) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.length; i++) {
      if (i > 0) {
        line.append(format.delimiter());
      }
      Object value = row[i];
      if (value == null) {
        line.append(format.nullText());
      } else {
        value(line, TextFormat.format(columns.get(i).type(), value, zone), format, row.length == 1);
      }
    }
    return line.append('\n').toString();
  }

  private static void value(StringBuilder line, String text, CopyFormat format, boolean alone) {
    if (format.csv()) {
      csv(line, text, format, alone);
    } else {
      escaped(line, text, format.delimiter());
    }
  }

  private static void csv(StringBuilder line, String text, CopyFormat format, boolean alone) {
    boolean quote =
        text.equals(format.nullText())
            || (alone && text.equals("\\."))
            || text.chars()
                .anyMatch(
                    c -> c == format.delimiter() || c == format.quote() || c == '\n' || c == '\r');
    if (!quote) {
      line.append(text);
      return;
    }
    line.append(format.quote());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == format.quote() || c == format.escape()) {
        line.append(format.escape());
      }
      line.append(c);
    }
    line.append(format.quote());
  }

  private static void escaped(StringBuilder line, String text, char delimiter) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> line.append("\\\\");
        case '\b' -> line.append("\\b");
        case '\f' -> line.append("\\f");
        case '\n' -> line.append("\\n");
        case '\r' -> line.append("\\r");
        case '\t' -> line.append("\\t");
        case 0x0B -> line.append("\\v");
        default -> {
          if (c == delimiter) {
            line.append('\\');
          }
          line.append(c);
        }
      }
    }
  }
}
