package dev.coulomb.node.types;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Time zones by name, in any case, and by the usual abbreviations. Any thread. */
public final class ZoneNames {
  private static final Map<String, ZoneId> BY_NAME = new HashMap<>();

  static {
    for (String id : ZoneId.getAvailableZoneIds()) {
      BY_NAME.put(id.toLowerCase(Locale.ROOT), ZoneId.of(id));
    }
    for (String name : new String[] {"z", "zulu", "utc", "gmt", "ut", "etc/utc"}) {
      BY_NAME.put(name, ZoneOffset.UTC);
    }
    abbreviation("est", -5);
    abbreviation("edt", -4);
    abbreviation("cst", -6);
    abbreviation("cdt", -5);
    abbreviation("mst", -7);
    abbreviation("mdt", -6);
    abbreviation("pst", -8);
    abbreviation("pdt", -7);
    abbreviation("wet", 0);
    abbreviation("west", 1);
    abbreviation("cet", 1);
    abbreviation("cest", 2);
    abbreviation("bst", 1);
    abbreviation("eet", 2);
    abbreviation("eest", 3);
    abbreviation("msk", 3);
    abbreviation("jst", 9);
  }

  private ZoneNames() {}

  /** The zone, or 22023 when there is none of this name. */
  public static ZoneId zone(String name) {
    String wanted = name.strip().toLowerCase(Locale.ROOT);
    ZoneId zone = BY_NAME.get(wanted);
    if (zone != null) {
      return zone;
    }
    if (wanted.startsWith("+") || wanted.startsWith("-")) {
      try {
        return ZoneOffset.of(wanted);
      } catch (DateTimeException e) {
        throw unknown(name);
      }
    }
    throw unknown(name);
  }

  private static SqlError unknown(String name) {
    return new SqlError(SqlState.INVALID_PARAMETER_VALUE, "time zone not recognized")
        .with("zone", name);
  }

  private static void abbreviation(String name, int hours) {
    BY_NAME.put(name, ZoneOffset.ofHours(hours));
  }
}
