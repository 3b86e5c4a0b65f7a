package dev.coulomb.node.session;

import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The run-time parameters of one session: those that clients of PostgreSQL set. What has only one
 * meaning here can only be set to it. Confined to the session's event loop.
 */
public final class SessionSettings {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,10})\\s*(us|ms|s|min|h|d)?");

  /** Names as {@code SHOW} writes them, with what they are when nobody sets them. */
  private static final Map<String, String> DEFAULTS = defaults();

  /** The same names by what clients call them, in small letters. */
  private static final Map<String, String> NAMES = names();

  /** Those whose changes a client is told of without asking. */
  private static final Set<String> REPORTED =
      Set.of(
          "application_name",
          "client_encoding",
          "DateStyle",
          "default_transaction_read_only",
          "in_hot_standby",
          "integer_datetimes",
          "IntervalStyle",
          "is_superuser",
          "server_encoding",
          "server_version",
          "session_authorization",
          "standard_conforming_strings",
          "TimeZone");

  private static final Set<String> FIXED =
      Set.of(
          "server_version",
          "server_version_num",
          "server_encoding",
          "integer_datetimes",
          "is_superuser",
          "session_authorization",
          "in_hot_standby",
          "max_identifier_length",
          "block_size",
          "lc_collate",
          "lc_ctype",
          "max_index_keys");

  private final Map<String, String> values = new LinkedHashMap<>();
  private final Map<String, String> starting = new LinkedHashMap<>();
  private ZoneId zone = ZoneId.of("UTC");

  /** What every statement asks for, until a parameter changes; null: to be worked out. */
  private @Nullable Duration statementTimeout;

  private @Nullable Boolean readOnly;

  SessionSettings(String user, Duration statementTimeout) {
    starting.put("session_authorization", user);
    starting.put("statement_timeout", statementTimeout.toMillis() + "ms");
    if (statementTimeout.isZero()) {
      starting.put("statement_timeout", "0");
    }
    values.putAll(starting);
  }

  private static Map<String, String> defaults() {
    Map<String, String> known = new LinkedHashMap<>();
    known.put("application_name", "");
    known.put("block_size", "8192");
    known.put("bytea_output", "hex");
    known.put("check_function_bodies", "on");
    known.put("client_encoding", "UTF8");
    known.put("client_min_messages", "notice");
    known.put("DateStyle", "ISO, MDY");
    known.put("default_transaction_isolation", "serializable");
    known.put("default_transaction_read_only", "off");
    known.put("extra_float_digits", "1");
    known.put("idle_in_transaction_session_timeout", "0");
    known.put("in_hot_standby", "off");
    known.put("integer_datetimes", "on");
    known.put("IntervalStyle", "postgres");
    known.put("is_superuser", "on");
    known.put("lc_collate", "C");
    known.put("lc_ctype", "C");
    known.put("lock_timeout", "0");
    known.put("max_identifier_length", "63");
    known.put("max_index_keys", "32");
    known.put("search_path", "\"$user\", public");
    known.put("server_encoding", "UTF8");
    known.put("server_version", "15.0");
    known.put("server_version_num", "150000");
    known.put("session_authorization", "");
    known.put("standard_conforming_strings", "on");
    known.put("statement_timeout", "0");
    known.put("TimeZone", "UTC");
    known.put("transaction_isolation", "serializable");
    known.put("transaction_read_only", "off");
    known.put("transaction_timeout", "1h");
    return known;
  }

  private static Map<String, String> names() {
    Map<String, String> names = new HashMap<>();
    for (String name : DEFAULTS.keySet()) {
      names.put(name.toLowerCase(Locale.ROOT), name);
      names.put(name, name);
    }
    names.put("time zone", "TimeZone");
    names.put("transaction isolation level", "transaction_isolation");
    return names;
  }

  /** The name as {@code SHOW} writes it; 42704 when there is no such parameter. */
  static String known(String name) {
    String exact = NAMES.get(name);
    String known = exact != null ? exact : NAMES.get(name.toLowerCase(Locale.ROOT));
    if (known != null) {
      return known;
    }
    throw new SqlError(SqlState.UNDEFINED_OBJECT, "unrecognized configuration parameter")
        .with("parameter", name);
  }

  String get(String name) {
    String known = known(name);
    String value = values.get(known);
    return value != null ? value : DEFAULTS.getOrDefault(known, "");
  }

  SortedMap<String, String> all() {
    SortedMap<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    DEFAULTS.keySet().forEach(name -> all.put(name, get(name)));
    return all;
  }

  /** Values that the client is told when it connects. */
  Map<String, String> reported() {
    Map<String, String> reported = new LinkedHashMap<>();
    REPORTED.stream().sorted().forEach(name -> reported.put(name, get(name)));
    return reported;
  }

  static boolean isReported(String known) {
    return REPORTED.contains(known);
  }

  /** Sets a parameter, or with null back to what it was at the start. Gives its known name. */
  String set(String name, @Nullable String value) {
    String known = known(name);
    if (FIXED.contains(known)) {
      throw new SqlError(SqlState.CANT_CHANGE_RUNTIME_PARAM, "the parameter cannot be changed")
          .with("parameter", known);
    }
    String wanted = value;
    if (wanted == null) {
      values.remove(known);
      String start = starting.get(known);
      wanted = start != null ? start : DEFAULTS.getOrDefault(known, "");
    }
    values.put(known, checked(known, wanted));
    changed();
    return known;
  }

  /** Sets a parameter to what {@code RESET} comes back to. */
  void start(String name, String value) {
    String known = set(name, value);
    starting.put(known, get(known));
  }

  /** Back to the start. */
  void resetAll() {
    values.clear();
    values.putAll(starting);
    zone = zone(get("TimeZone"));
    changed();
  }

  ZoneId zone() {
    return zone;
  }

  Duration statementTimeout() {
    Duration timeout = statementTimeout;
    if (timeout == null) {
      timeout = duration("statement_timeout");
      statementTimeout = timeout;
    }
    return timeout;
  }

  /** Whether transactions change nothing unless they say that they do. */
  boolean isReadOnly() {
    Boolean now = readOnly;
    if (now == null) {
      now = get("default_transaction_read_only").equals("on");
      readOnly = now;
    }
    return now;
  }

  private void changed() {
    statementTimeout = null;
    readOnly = null;
  }

  /** The value of a parameter that is a time; zero: none. */
  Duration duration(String name) {
    return duration(name, get(name));
  }

  /** What was set, to come back to. */
  record Values(Map<String, String> values, ZoneId zone) {
    static final Values NONE = new Values(Map.of(), ZoneId.of("UTC"));
  }

  Values values() {
    return new Values(Map.copyOf(values), zone);
  }

  /** Comes back to what was set; gives the parameters that this changed. */
  Map<String, String> restore(Values before) {
    Map<String, String> changed = new LinkedHashMap<>();
    for (String name : DEFAULTS.keySet()) {
      String now = get(name);
      String then = before.values().getOrDefault(name, DEFAULTS.getOrDefault(name, ""));
      if (!now.equals(then)) {
        changed.put(name, then);
      }
    }
    values.clear();
    values.putAll(before.values());
    zone = before.zone();
    changed();
    return changed;
  }

  private String checked(String known, String value) {
    return switch (known) {
      case "client_encoding" -> only(known, value, "UTF8", "UTF-8", "UNICODE", "SQL_ASCII");
      case "DateStyle" -> {
        if (!value.toUpperCase(Locale.ROOT).startsWith("ISO")) {
          throw invalid(known, value);
        }
        yield "ISO, MDY";
      }
      case "IntervalStyle" -> only(known, value, "postgres");
      case "bytea_output" -> only(known, value, "hex");
      case "standard_conforming_strings" -> only(known, value, "on", "true", "1", "yes");
      case "default_transaction_isolation", "transaction_isolation" -> "serializable";
      case "TimeZone" -> {
        zone = zone(value);
        yield value;
      }
      case "default_transaction_read_only" -> onOrOff(known, value);
      case "statement_timeout", "transaction_timeout", "idle_in_transaction_session_timeout" -> {
        Duration checked = duration(known, value);
        yield checked.isZero() ? "0" : value;
      }
      default -> value;
    };
  }

  private static String only(String known, String value, String first, String... aliases) {
    if (value.equalsIgnoreCase(first)) {
      return first;
    }
    for (String alias : aliases) {
      if (value.equalsIgnoreCase(alias)) {
        return first;
      }
    }
    throw invalid(known, value);
  }

  /** As PostgreSQL writes it. */
  static String onOrOff(String known, String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "on", "true", "yes", "1", "t", "y" -> "on";
      case "off", "false", "no", "0", "f", "n" -> "off";
      default -> throw invalid(known, value);
    };
  }

  private static ZoneId zone(String value) {
    if (value.equalsIgnoreCase("default") || value.equalsIgnoreCase("local")) {
      return ZoneId.of("UTC");
    }
    for (String id : ZoneId.getAvailableZoneIds()) {
      if (id.equalsIgnoreCase(value)) {
        return ZoneId.of(id);
      }
    }
    try {
      return ZoneId.of(value);
    } catch (DateTimeException unknown) {
      throw invalid("TimeZone", value);
    }
  }

  private static Duration duration(String known, String value) {
    Matcher match = DURATION.matcher(value.strip().toLowerCase(Locale.ROOT));
    if (!match.matches()) {
      throw invalid(known, value);
    }
    long amount = Long.parseLong(match.group(1));
    return switch (match.group(2) == null ? "ms" : match.group(2)) {
      case "us" -> Duration.ofNanos(amount * 1_000);
      case "s" -> Duration.ofSeconds(amount);
      case "min" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      case "d" -> Duration.ofDays(amount);
      default -> Duration.ofMillis(amount);
    };
  }

  private static SqlError invalid(String known, String value) {
    return new SqlError(SqlState.INVALID_PARAMETER_VALUE, "invalid value for parameter")
        .with("parameter", known)
        .with("value", value);
  }
}
