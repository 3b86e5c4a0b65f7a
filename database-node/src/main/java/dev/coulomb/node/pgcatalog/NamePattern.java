package dev.coulomb.node.pgcatalog;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Conditions on a name in the text of a driver's question: {@code AND column LIKE 'pattern'}. */
final class NamePattern {
  private NamePattern() {}

  /** Whether a name satisfies each condition that a question has on a column; true without one. */
  static boolean matches(String question, String column, String name) {
    Matcher found =
        Pattern.compile(
                "(?i)\\b(?:AND|WHERE) " + Pattern.quote(column) + " (LIKE|=) (E?)'((?:[^']|'')*)'")
            .matcher(question);
    while (found.find()) {
      String wanted = found.group(3).replace("''", "'");
      if (!found.group(2).isEmpty()) {
        wanted = wanted.replace("\\\\", "\\");
      }
      boolean same = found.group(1).equals("=") ? wanted.equals(name) : like(wanted, name);
      if (!same) {
        return false;
      }
    }
    return true;
  }

  private static boolean like(String pattern, String name) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '\\' && i + 1 < pattern.length()) {
        i++;
        regex.append(Pattern.quote(pattern.substring(i, i + 1)));
      } else if (c == '%') {
        regex.append(".*");
      } else if (c == '_') {
        regex.append('.');
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(name).matches();
  }
}
