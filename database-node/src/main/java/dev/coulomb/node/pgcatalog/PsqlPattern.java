package dev.coulomb.node.pgcatalog;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The pattern that psql makes of what follows a backslash command: a regular expression on a name.
 *
 * @param where finds it in a question
 */
record PsqlPattern(Pattern where) {
  static PsqlPattern of(String column) {
    return new PsqlPattern(
        Pattern.compile(Pattern.quote(column) + " OPERATOR\\(pg_catalog\\.~\\) '((?:[^']|'')*)'"));
  }

  /** Whether a name is one that the question asks for; true without a pattern. */
  boolean matches(String question, String name) {
    Matcher found = where.matcher(question);
    if (!found.find()) {
      return true;
    }
    try {
      return Pattern.compile(found.group(1).replace("''", "'")).matcher(name).find();
    } catch (PatternSyntaxException e) {
      return false;
    }
  }
}
