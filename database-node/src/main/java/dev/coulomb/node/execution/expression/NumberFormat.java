package dev.coulomb.node.execution.expression;

import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * {@code to_char} of numbers: the patterns 9 0 . , D G S MI PL SG PR FM and text in quotes. The
 * locale is C. Others (V, EEEE, RN, TH, L) are refused.
 */
final class NumberFormat {
  private final String pattern;
  private boolean fill = true;
  private boolean brackets;
  private String signPattern = "";
  private int whole;
  private int fraction;
  private int firstZero = -1;

  private NumberFormat(String pattern) {
    this.pattern = pattern.toUpperCase(Locale.ROOT);
  }

  static String format(BigDecimal value, String pattern) {
    NumberFormat format = new NumberFormat(pattern);
    format.scan();
    return format.write(value);
  }

  private void scan() {
    boolean point = false;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      String two = pattern.substring(i, Math.min(i + 2, pattern.length()));
      if (c == '9' || c == '0') {
        if (point) {
          fraction++;
        } else {
          firstZero = c == '0' && firstZero < 0 ? whole : firstZero;
          whole++;
        }
      } else if (c == '.' || c == 'D') {
        point = true;
      } else if (two.equals("FM") || two.equals("PR") || isSign(two)) {
        option(two);
        i++;
      } else if (c == 'S') {
        signPattern = i == 0 || whole == 0 ? "S" : "SAFTER";
      } else if ("VELR".indexOf(c) >= 0 || two.equals("TH")) {
        throw new SqlError(
                SqlState.FEATURE_NOT_SUPPORTED,
                "to_char formats numbers with 9 0 . , D G S MI PL SG PR FM only")
            .with("pattern", pattern);
      }
    }
  }

  private static boolean isSign(String two) {
    return two.equals("MI") || two.equals("PL") || two.equals("SG");
  }

  private void option(String name) {
    switch (name) {
      case "FM" -> fill = false;
      case "PR" -> brackets = true;
      default -> signPattern = name;
    }
  }

  private String write(BigDecimal value) {
    BigDecimal rounded = value.setScale(fraction, RoundingMode.HALF_UP);
    boolean negative = rounded.signum() < 0;
    String digits = rounded.abs().unscaledValue().toString();
    digits = "0".repeat(Math.max(0, fraction + 1 - digits.length())) + digits;
    String before = digits.substring(0, digits.length() - fraction);
    String after = digits.substring(digits.length() - fraction);
    boolean tooLong = before.length() > whole && !(before.equals("0") && whole == 0);
    if (tooLong) {
      before = "#".repeat(whole);
      after = "#".repeat(fraction);
    }
    if (before.equals("0") && (firstZero < 0 && fraction > 0)) {
      before = "";
    }
    return layout(before, after, negative);
  }

  private String layout(String before, String after, boolean negative) {
    StringBuilder out = new StringBuilder();
    int missing = whole - before.length();
    int position = 0;
    int decimals = 0;
    boolean started = false;
    int signAt = -1;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '9' || c == '0') {
        if (position < whole) {
          boolean shown = position >= missing || (firstZero >= 0 && position >= firstZero);
          if (shown && !started) {
            started = true;
            signAt = out.length();
          }
          out.append(
              shown
                  ? position >= missing ? before.charAt(position - missing) : '0'
                  : fill ? ' ' : "");
          position++;
        } else {
          out.append(after.charAt(decimals++));
        }
      } else if (c == '.' || c == 'D') {
        if (!started) {
          started = true;
          signAt = out.length();
        }
        out.append('.');
      } else if (c == ',' || c == 'G') {
        out.append(started ? "," : fill ? " " : "");
      } else if (c == '"') {
        int end = pattern.indexOf('"', i + 1);
        end = end < 0 ? pattern.length() : end;
        out.append(pattern, i + 1, end);
        i = end;
      } else if (Character.isLetter(c)) {
        i += c == 'S' && !pattern.startsWith("SG", i) ? 0 : 1;
      } else {
        out.append(c);
      }
    }
    return signed(fill ? out : withoutTrailing(out, decimals), Math.max(signAt, 0), negative);
  }

  /** FM drops zeros at the end that a 9 stands for. */
  private StringBuilder withoutTrailing(StringBuilder out, int decimals) {
    int lastZero = pattern.lastIndexOf('0');
    int point = Math.max(pattern.indexOf('.'), pattern.indexOf('D'));
    int kept = lastZero > point && point >= 0 ? lastZero - point : 0;
    int end = out.length();
    for (int i = decimals; i > kept && end > 0 && out.charAt(end - 1) == '0'; i--) {
      end--;
    }
    out.setLength(end);
    return out;
  }

  private String signed(StringBuilder out, int signAt, boolean negative) {
    if (brackets) {
      String closed = negative ? ">" : fill ? " " : "";
      return out.insert(signAt, negative ? "<" : fill ? " " : "").append(closed).toString();
    }
    return switch (signPattern) {
      case "S" -> out.insert(signAt, negative ? '-' : '+').toString();
      case "SAFTER" -> out.append(negative ? '-' : '+').toString();
      case "MI" ->
          pattern.indexOf("MI") == 0
              ? (negative ? "-" : fill ? " " : "") + out
              : out + (negative ? "-" : fill ? " " : "");
      case "SG" ->
          pattern.indexOf("SG") == 0 ? (negative ? "-" : "+") + out : out + (negative ? "-" : "+");
      case "PL" -> {
        String plus = negative ? fill ? " " : "" : "+";
        String minus = negative ? "-" : fill ? " " : "";
        out.insert(signAt, minus);
        yield pattern.indexOf("PL") == 0 ? plus + out : out + plus;
      }
      default -> out.insert(signAt, negative ? "-" : fill ? " " : "").toString();
    };
  }
}
