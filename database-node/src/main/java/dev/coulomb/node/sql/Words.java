package dev.coulomb.node.sql;

import java.util.Locale;

/** Words of statements that are read token by token. */
public final class Words {
  private Words() {}

  public static String upper(String word) {
    return word.toUpperCase(Locale.ROOT);
  }

  static String lower(String word) {
    return word.toLowerCase(Locale.ROOT);
  }

  /** A name as an identifier means it: folded to lower case unless quoted. */
  public static String name(String token) {
    return token.length() > 1 && token.startsWith("\"")
        ? token.substring(1, token.length() - 1).replace("\"\"", "\"")
        : token.toLowerCase(Locale.ROOT);
  }

  /** What a token says: without the quotes of a string literal, else as a name. */
  public static String value(String token) {
    if (token.length() > 1 && token.startsWith("'")) {
      return token.substring(1, token.length() - 1).replace("''", "'");
    }
    return name(token);
  }
}
