package dev.coulomb.node.pgcatalog;

import java.util.regex.Pattern;

/** What PostgreSQL's JDBC driver asks of the search path, in arrays and series of numbers. */
final class SearchPath {
  private static final Pattern CONTAINS =
      Pattern.compile("n\\.nspname = ANY ?\\( ?current_schemas\\(true\\) ?\\)");
  private static final Pattern JOIN =
      Pattern.compile("LEFT JOIN \\( ?select ns\\.oid as nspoid.*? as sp ON sp\\.nspoid = \\w+");
  private static final Pattern ORDER = Pattern.compile("ORDER BY sp\\.r, ");
  private static final Pattern IS_ARRAY = Pattern.compile("typinput ?= ?'[a-z_.]+'::regproc");

  private SearchPath() {}

  /** The text without its conditions on the search path; every schema is in it. */
  static String removed(String question) {
    String text = CONTAINS.matcher(question).replaceAll("true");
    text = JOIN.matcher(text).replaceFirst("");
    text = ORDER.matcher(text).replaceFirst("ORDER BY ");
    return IS_ARRAY.matcher(text).replaceFirst("typelem <> 0");
  }
}
