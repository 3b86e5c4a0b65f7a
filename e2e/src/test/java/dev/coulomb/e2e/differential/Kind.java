package dev.coulomb.e2e.differential;

import java.util.List;

/** A family of types whose values go together in expressions, with what its columns may be. */
enum Kind {
  INTEGER("integer", "smallint", "bigint"),
  NUMERIC("numeric", "numeric(10,2)", "numeric(18,6)"),
  DOUBLE("double precision", "real"),
  TEXT("text", "varchar(20)", "char(6)"),
  BOOLEAN("boolean"),
  DATE("date"),
  TIMESTAMP("timestamp", "timestamptz"),
  TIME("time"),
  INTERVAL("interval"),
  UUID("uuid"),
  BYTES("bytea"),
  JSON("json"),
  JSONB("jsonb");

  private final List<String> types;

  Kind(String... types) {
    this.types = List.of(types);
  }

  String type(Dice dice) {
    return dice.chance(60) ? types.getFirst() : dice.of(types);
  }

  /** Whether its values can be compared. */
  boolean comparable() {
    return this != JSON && this != JSONB;
  }

  /** A constant; few different ones, so that rows meet. */
  String constant(Dice dice) {
    return switch (this) {
      case INTEGER -> dice.chance(80) ? "" + dice.between(-9, 9) : "" + dice.between(-999, 30_000);
      case NUMERIC -> dice.between(-99, 99) + dice.of(List.of(".5", ".25", ".00", ".125", ".9"));
      case DOUBLE ->
          dice.chance(20)
              ? "'" + dice.of(List.of("NaN", "Infinity", "1e20", "-1e-5")) + "'::float8"
              : dice.between(-40, 40) + dice.of(List.of(".5", ".25", ".0")) + "::float8";
      case TEXT ->
          dice.of(
              List.of(
                  "''", "'a'", "'b'", "'ab'", "'Abc'", "'a b'", "' x '", "'42'", "'ä€'", "'%'",
                  "'a_c'"));
      case BOOLEAN -> dice.of(List.of("true", "false"));
      case DATE -> "date '" + day(dice) + "'";
      case TIMESTAMP ->
          "timestamp '%s %02d:%02d:%s'"
              .formatted(
                  day(dice),
                  dice.between(0, 23),
                  dice.between(0, 59),
                  dice.of(List.of("00", "30", "59.25", "07.123456")));
      case TIME -> "time '%02d:%02d:%02d'".formatted(dice.between(0, 23), dice.between(0, 59), 5);
      case INTERVAL ->
          "interval '"
              + dice.of(
                  List.of(
                      "1 day",
                      "2 hours",
                      "-3 days",
                      "1 mon",
                      "1 year 2 mons",
                      "90 minutes",
                      "1 day 02:03:04.5"))
              + "'";
      case UUID -> "'00000000-0000-0000-0000-00000000000" + dice.between(0, 9) + "'::uuid";
      case BYTES -> "'\\x" + dice.of(List.of("", "00", "ff01", "616263")) + "'::bytea";
      case JSON -> "'" + dice.of(List.of("1", "[1, 2]", "{\"a\": 1}", "null", "\"x\"")) + "'::json";
      case JSONB ->
          "'" + dice.of(List.of("1", "[1,2]", "{\"b\":1,\"a\":[]}", "null", "\"x\"")) + "'::jsonb";
    };
  }

  private static String day(Dice dice) {
    return dice.of(
        List.of(
            "2024-02-29",
            "2023-12-31",
            "2000-01-01",
            "1969-07-20",
            "2024-03-0" + dice.between(1, 9)));
  }
}
