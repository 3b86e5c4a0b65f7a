package dev.coulomb.node.planner.procedure;

import dev.coulomb.node.catalog.Procedure.Parameter;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a procedure in which names of parameters become their numbers. As in PostgreSQL a
 * name that is also a column's means the column; so only those are replaced that turn out to mean
 * nothing else, and those that are qualified by the procedure's name. Confined to one planning.
 */
final class BodyText {
  private final String body;
  private final List<Parameter> parameters;

  /** What is replaced: where it begins in the body, how long it is, by what. */
  private final TreeMap<Integer, Edit> edits = new TreeMap<>();

  private record Edit(int length, String replacement) {}

  BodyText(String body, String procedure, List<Parameter> parameters) {
    this.body = body;
    this.parameters = parameters;
    // The grammar takes numbers and parameters for limits, no names.
    String name = "(\"(?:[^\"]|\"\")+\"|[a-z_]\\w*)";
    find("(?<![\\w.\"$])(?:limit|offset)\\s+" + name);
    find("(?<![\\w.\"$])" + Pattern.quote(procedure) + "\\s*\\.\\s*" + name);
  }

  private void find(String pattern) {
    Matcher match = Pattern.compile(pattern, Pattern.CASE_INSENSITIVE).matcher(body);
    while (match.find()) {
      int number = number(match.group(1));
      if (number > 0 && !isQuoted(match.start())) {
        boolean qualified = match.group().contains(".");
        int from = qualified ? match.start() : match.start(1);
        edits.put(from, new Edit(match.end() - from, "$" + number));
      }
    }
  }

  /** True inside of a text constant or a comment of one line. */
  private boolean isQuoted(int at) {
    boolean quoted = false;
    boolean comment = false;
    for (int i = 0; i < at; i++) {
      char c = body.charAt(i);
      if (comment) {
        comment = c != '\n';
      } else if (c == '\'') {
        quoted = !quoted;
      } else if (!quoted && body.startsWith("--", i)) {
        comment = true;
      }
    }
    return quoted || comment;
  }

  private int number(String token) {
    String name =
        token.startsWith("\"")
            ? token.substring(1, token.length() - 1).replace("\"\"", "\"")
            : token.toLowerCase(Locale.ROOT);
    for (int i = 0; i < parameters.size(); i++) {
      if (parameters.get(i).name().equals(name)) {
        return i + 1;
      }
    }
    return 0;
  }

  /** The body with what has been replaced so far. */
  String text() {
    StringBuilder text = new StringBuilder();
    int copied = 0;
    for (var edit : edits.entrySet()) {
      text.append(body, copied, edit.getKey()).append(edit.getValue().replacement());
      copied = edit.getKey() + edit.getValue().length();
    }
    return text.append(body, copied, body.length()).toString();
  }

  /** The place in the body, from 1, of one in the text. */
  int original(int position) {
    int shift = 0;
    for (var edit : edits.entrySet()) {
      if (edit.getKey() + shift >= position - 1) {
        break;
      }
      shift += edit.getValue().replacement().length() - edit.getValue().length();
    }
    return position - shift;
  }

  /** Replaces the name at a place in the text, from 1; false when it is no parameter's. */
  boolean replace(int position) {
    int at = original(position) - 1;
    if (position <= 0 || at < 0 || at >= body.length() || edits.containsKey(at)) {
      return false;
    }
    Matcher token =
        Pattern.compile("\"(?:[^\"]|\"\")+\"|[A-Za-z_]\\w*+(?!\\s*[.(])")
            .matcher(body)
            .region(at, body.length());
    if (!token.lookingAt() || number(token.group()) == 0) {
      return false;
    }
    edits.put(at, new Edit(token.group().length(), "$" + number(token.group())));
    return true;
  }
}
