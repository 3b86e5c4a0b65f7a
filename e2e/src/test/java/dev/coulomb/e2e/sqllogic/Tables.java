package dev.coulomb.e2e.sqllogic;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the tables of a script are made in the node. */
enum Tables {
  /** As the script says: a copy everywhere. */
  REPLICATED,
  /** Every table by the hash of its key's column, or else of its first. */
  PARTITIONED;

  private static final Pattern CREATE =
      Pattern.compile("\\s*CREATE\\s+TABLE\\s+\\w+\\s*\\(\\s*(\\w+).*\\)\\s*", flags());
  private static final Pattern KEY =
      Pattern.compile(
          "PRIMARY\\s+KEY\\s*\\(\\s*(\\w+)|[(,]\\s*(\\w+)[^,]*?PRIMARY\\s+KEY", flags());
  private static final Pattern UNIQUE = Pattern.compile("CREATE\\s+UNIQUE\\s+INDEX", flags());

  /** The statement as it is sent. */
  String adapt(String sql) {
    if (this == REPLICATED) {
      return sql;
    }
    Matcher create = CREATE.matcher(sql);
    if (!create.matches()) {
      return UNIQUE.matcher(sql).replaceFirst("CREATE INDEX");
    }
    Matcher key = KEY.matcher(sql);
    String column = create.group(1);
    if (key.find()) {
      column = key.group(1) == null ? key.group(2) : key.group(1);
    }
    return sql.strip() + " PARTITION BY HASH(" + column + ")";
  }

  private static int flags() {
    return Pattern.CASE_INSENSITIVE | Pattern.DOTALL;
  }
}
