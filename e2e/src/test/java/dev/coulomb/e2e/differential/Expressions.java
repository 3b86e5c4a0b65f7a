package dev.coulomb.e2e.differential;

import java.util.List;

/**
 * Expressions at random that do not fail on any row: which of two conditions is looked at first is
 * nobody's promise, so that an error in one of them would prove nothing.
 */
final class Expressions {
  private final Dice dice;

  Expressions(Dice dice) {
    this.dice = dice;
  }

  String of(Kind kind, Scope scope, int depth) {
    if (depth <= 0 || dice.chance(25)) {
      return leaf(kind, scope);
    }
    if (dice.chance(20)) {
      return common(kind, scope, depth - 1);
    }
    return switch (kind) {
      case INTEGER -> integer(scope, depth - 1);
      case NUMERIC -> numeric(scope, depth - 1);
      case DOUBLE -> floating(scope, depth - 1);
      case TEXT -> text(scope, depth - 1);
      case BOOLEAN -> condition(scope, depth - 1);
      case DATE -> date(scope, depth - 1);
      case TIMESTAMP -> timestamp(scope, depth - 1);
      case INTERVAL -> interval(scope, depth - 1);
      case TIME, UUID, BYTES, JSON, JSONB -> leaf(kind, scope);
    };
  }

  /** In parentheses, for PostgreSQL does not chain comparisons. */
  String condition(Scope scope, int depth) {
    return "(" + test(scope, depth) + ")";
  }

  private String test(Scope scope, int depth) {
    Kind kind = comparable();
    String a = of(kind, scope, depth - 1);
    return switch (dice.between(0, 11)) {
      case 0, 1, 2 ->
          a + dice.word(" = ", " <> ", " < ", " <= ", " > ", " >= ") + of(kind, scope, depth - 1);
      case 3 ->
          condition(scope, depth - 1) + dice.word(" AND ", " OR ") + condition(scope, depth - 1);
      case 4 -> "NOT " + condition(scope, depth - 1);
      case 5 -> a + dice.word(" IS NULL", " IS NOT NULL");
      case 6 ->
          a
              + dice.word(" IS DISTINCT FROM ", " IS NOT DISTINCT FROM ")
              + of(kind, scope, depth - 1);
      case 7 ->
          a
              + dice.word("", " NOT")
              + " BETWEEN "
              + kind.constant(dice)
              + " AND "
              + kind.constant(dice);
      case 8 ->
          a
              + dice.word("", " NOT")
              + " IN ("
              + kind.constant(dice)
              + ", "
              + kind.constant(dice)
              + dice.word("", ", NULL")
              + ")";
      case 9 ->
          of(Kind.TEXT, scope, depth - 1)
              + dice.word(" LIKE ", " ILIKE ", " NOT LIKE ")
              + dice.word("'a%'", "'%b%'", "'_'", "'a\\%'", "'A_c'", "''");
      case 10 ->
          of(Kind.TEXT, scope, depth - 1)
              + dice.word(" ~ ", " ~* ", " !~ ")
              + dice.word("'^a'", "'b$'", "'[0-9]+'");
      default ->
          condition(scope, depth - 1)
              + dice.word(" IS TRUE", " IS NOT TRUE", " IS FALSE", " IS UNKNOWN", " IS NOT FALSE");
    };
  }

  Kind comparable() {
    Kind kind = dice.of(List.of(Kind.values()));
    return kind.comparable() ? kind : Kind.INTEGER;
  }

  private String leaf(Kind kind, Scope scope) {
    List<Scope.Name> names = scope.of(kind);
    if (!names.isEmpty() && dice.chance(75)) {
      return dice.of(names).text();
    }
    return dice.chance(6) ? "NULL::" + kind.type(dice) : kind.constant(dice);
  }

  private String common(Kind kind, Scope scope, int depth) {
    String a = of(kind, scope, depth);
    String b = of(kind, scope, depth);
    if (!kind.comparable() || dice.chance(50)) {
      return dice.chance(50)
          ? "CASE WHEN " + condition(scope, depth) + " THEN " + a + " ELSE " + b + " END"
          : "coalesce(" + a + ", " + b + ")";
    }
    return switch (dice.between(0, 2)) {
      case 0 -> "nullif(" + a + ", " + b + ")";
      case 1 -> dice.word("greatest", "least") + "(" + a + ", " + b + ")";
      default -> "CASE " + a + " WHEN " + kind.constant(dice) + " THEN " + b + " END";
    };
  }

  private String integer(Scope scope, int depth) {
    String a = of(Kind.INTEGER, scope, depth);
    String text = of(Kind.TEXT, scope, depth);
    return switch (dice.between(0, 9)) {
      case 0, 1 -> "(" + a + dice.word(" + ", " - ") + of(Kind.INTEGER, scope, depth) + ")";
      case 2 -> "(" + leaf(Kind.INTEGER, scope) + "::bigint * " + dice.between(-9, 9) + ")";
      case 3 -> "(" + a + dice.word(" / ", " % ") + dice.between(1, 7) + ")";
      case 4 -> dice.word("abs", "sign", "-") + "(" + a + ")";
      case 5 -> dice.word("length", "char_length", "octet_length", "ascii") + "(" + text + ")";
      case 6 -> "position(" + Kind.TEXT.constant(dice) + " IN " + text + ")";
      case 7 -> "(" + of(Kind.DATE, scope, depth) + " - " + of(Kind.DATE, scope, depth) + ")";
      case 8 -> "CAST(" + of(Kind.BOOLEAN, scope, depth) + " AS integer)";
      default -> "strpos(" + text + ", " + of(Kind.TEXT, scope, 0) + ")";
    };
  }

  private String numeric(Scope scope, int depth) {
    String a = of(Kind.NUMERIC, scope, depth);
    return switch (dice.between(0, 7)) {
      case 0, 1 -> "(" + a + dice.word(" + ", " - ") + of(Kind.NUMERIC, scope, depth) + ")";
      case 2 -> "(" + leaf(Kind.NUMERIC, scope) + " * " + Kind.NUMERIC.constant(dice) + ")";
      case 3 -> "(" + a + dice.word(" / ", " % ") + dice.between(1, 9) + dice.word("", ".5") + ")";
      case 4 -> dice.word("round", "trunc") + "(" + a + ", " + dice.between(-1, 4) + ")";
      case 5 -> dice.word("round", "trunc", "ceil", "floor", "abs", "sign", "-") + "(" + a + ")";
      case 6 -> "CAST(" + leaf(Kind.INTEGER, scope) + " AS numeric(12," + dice.between(0, 3) + "))";
      default ->
          "extract("
              + dice.word(
                  "year", "month", "day", "dow", "doy", "quarter", "week", "hour", "minute",
                  "second", "epoch")
              + " FROM "
              + of(Kind.TIMESTAMP, scope, depth)
              + ")";
    };
  }

  private String floating(Scope scope, int depth) {
    String a = leaf(Kind.DOUBLE, scope);
    return switch (dice.between(0, 4)) {
      case 0, 1 -> "(" + a + dice.word(" + ", " - ") + leaf(Kind.DOUBLE, scope) + ")";
      case 2 -> "(" + a + dice.word(" * ", " / ") + dice.between(1, 9) + ")";
      case 3 -> dice.word("abs", "floor", "ceil", "round", "trunc", "sign", "-") + "(" + a + ")";
      default -> "CAST(" + of(Kind.INTEGER, scope, depth) + " AS double precision)";
    };
  }

  private String text(Scope scope, int depth) {
    String a = of(Kind.TEXT, scope, depth);
    String b = of(Kind.TEXT, scope, 0);
    return switch (dice.between(0, 13)) {
      case 0, 1 -> "(" + a + " || " + b + ")";
      case 2 ->
          dice.word("upper", "lower", "initcap", "reverse", "trim", "ltrim", "rtrim", "md5")
              + "("
              + a
              + ")";
      case 3 ->
          "substring(" + a + " FROM " + dice.between(0, 3) + " FOR " + dice.between(0, 4) + ")";
      case 4 -> dice.word("left", "right", "repeat") + "(" + a + ", " + dice.between(-1, 3) + ")";
      case 5 ->
          dice.word("lpad", "rpad")
              + "("
              + a
              + ", "
              + dice.between(0, 6)
              + ", "
              + dice.word("'*'", "'ab'")
              + ")";
      case 6 ->
          dice.word("replace", "translate")
              + "("
              + a
              + ", 'a', "
              + dice.word("'x'", "''", "'yz'")
              + ")";
      case 7 -> "concat(" + a + ", " + of(Kind.INTEGER, scope, depth) + ", " + b + ")";
      case 8 -> "concat_ws('-', " + a + ", " + b + ", " + of(Kind.DATE, scope, 0) + ")";
      case 9 ->
          "split_part(" + a + ", " + dice.word("' '", "'b'") + ", " + dice.between(1, 2) + ")";
      case 10 ->
          "to_char("
              + of(Kind.TIMESTAMP, scope, depth)
              + ", "
              + dice.word("'YYYY-MM-DD HH24:MI'", "'Mon DD'", "'IYYY-IW'", "'Day'")
              + ")";
      case 11 -> "overlay(" + a + " PLACING 'zz' FROM 1)";
      default -> "CAST(" + of(dice.of(List.of(Kind.values())), scope, depth) + " AS text)";
    };
  }

  private String date(Scope scope, int depth) {
    return switch (dice.between(0, 2)) {
      case 0 ->
          "(" + of(Kind.DATE, scope, depth) + dice.word(" + ", " - ") + dice.between(0, 40) + ")";
      case 1 -> "CAST(" + of(Kind.TIMESTAMP, scope, depth) + " AS date)";
      default -> "(" + of(Kind.DATE, scope, 0) + " + interval '1 mon')::date";
    };
  }

  private String timestamp(Scope scope, int depth) {
    String a = of(Kind.TIMESTAMP, scope, depth);
    return switch (dice.between(0, 3)) {
      case 0 -> "(" + a + dice.word(" + ", " - ") + Kind.INTERVAL.constant(dice) + ")";
      case 1 ->
          "date_trunc('"
              + dice.word("year", "month", "week", "day", "hour", "quarter")
              + "', "
              + a
              + ")";
      case 2 -> "CAST(" + of(Kind.DATE, scope, depth) + " AS timestamp)";
      default -> "(" + of(Kind.DATE, scope, depth) + " + " + of(Kind.TIME, scope, 0) + ")";
    };
  }

  private String interval(Scope scope, int depth) {
    String a = of(Kind.INTERVAL, scope, depth);
    return switch (dice.between(0, 3)) {
      case 0 -> "(" + a + dice.word(" + ", " - ") + of(Kind.INTERVAL, scope, 0) + ")";
      case 1 -> "(" + Kind.TIMESTAMP.constant(dice) + " - " + Kind.TIMESTAMP.constant(dice) + ")";
      case 2 -> "(" + a + " * " + dice.between(-3, 3) + ")";
      default -> "(- " + a + ")";
    };
  }
}
