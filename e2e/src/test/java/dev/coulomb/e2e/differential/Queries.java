package dev.coulomb.e2e.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Queries at random over some tables. */
final class Queries {
  private final Dice dice;
  private final List<Table> tables;
  private final Expressions expressions;

  Queries(Dice dice, List<Table> tables) {
    this.dice = dice;
    this.tables = tables;
    this.expressions = new Expressions(dice);
  }

  /** What is selected from, and the columns it has. */
  private record Source(String text, Scope scope) {}

  Query next() {
    return switch (dice.between(0, 28)) {
      case 12 -> window();
      case 25, 26 -> distinctOn();
      case 27 -> series();
      case 0, 13 -> new Query("SELECT " + list(kinds(), Scope.EMPTY, 3), false);
      case 1, 2, 14, 15 -> selection(source(1));
      case 3, 4, 16, 17 -> selection(source(dice.between(2, 3)));
      case 5, 6, 18 -> grouped(source(dice.between(1, 2))).choosing();
      case 7 -> aggregated(source(dice.between(1, 2))).choosing();
      case 8 -> union().choosing();
      case 9, 19, 20 -> subquery();
      case 10, 21, 22 -> derived();
      default -> distinct().choosing();
    };
  }

  private Query selection(Source source) {
    List<Kind> kinds = kinds();
    return ordered(
        "SELECT " + list(kinds, source.scope(), 2) + source.text() + where(source), kinds);
  }

  private Query distinct() {
    Source source = source(1);
    List<Kind> kinds = comparable();
    return ordered(
        "SELECT DISTINCT " + list(kinds, source.scope(), 1) + source.text() + where(source), kinds);
  }

  /** The first row of each key; which one is told by the primary key. */
  private Query distinctOn() {
    Table table = dice.of(tables);
    Scope scope = Scope.of(table, "a");
    List<String> keys = keys(scope);
    List<String> order = new ArrayList<>(keys);
    order.add("a.k0");
    if (table.keyColumns() > 1) {
      order.add("a.k1");
    }
    String by =
        order.stream()
            .map(key -> key + dice.word("", " DESC", " NULLS FIRST"))
            .collect(Collectors.joining(", "));
    // Names of their own: a subquery with twins among its names is refused.
    String named =
        IntStream.range(0, order.size())
            .mapToObj(i -> order.get(i) + " AS x" + i)
            .collect(Collectors.joining(", "));
    String select =
        "SELECT DISTINCT ON ("
            + String.join(", ", keys)
            + ") "
            + named
            + ", "
            + list(kinds(), scope, 1)
            + " FROM "
            + table.name()
            + " a"
            + where(scope)
            + " ORDER BY "
            + by;
    if (dice.chance(30)) {
      String names =
          IntStream.range(0, order.size()).mapToObj(i -> "x" + i).collect(Collectors.joining(", "));
      return new Query(
          "SELECT " + names + " FROM (" + select + ") AS d WHERE x0 IS NOT NULL", false);
    }
    return new Query(select + (dice.chance(30) ? " LIMIT " + dice.between(0, 5) : ""), true);
  }

  private Query series() {
    Table table = dice.of(tables);
    Scope scope = Scope.of(table, "a");
    String call =
        dice.word(
            "generate_series(1, 3)",
            "generate_series(a.k0, 4)",
            "generate_series(3, a.k0, -2)",
            "generate_series(0.5, a.k0, 1.5)",
            "generate_series(date '2024-02-27', date '2024-03-02', '1 day')",
            "generate_series(timestamp '2024-01-31', timestamp '2024-06-01', interval '1 month')");
    return dice.chance(30)
        ? new Query("SELECT a.k0, " + call + " FROM " + table.name() + " a" + where(scope), false)
        : new Query(
            "SELECT "
                + list(kinds(), scope, 1)
                + ", g FROM "
                + table.name()
                + " a"
                + dice.word(", ", " CROSS JOIN LATERAL ")
                + call
                + " AS g"
                + where(scope),
            false);
  }

  /** One or two things to group by, which are no places in the select list. */
  private List<String> keys(Scope scope) {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < dice.between(1, 2); i++) {
      Kind kind = expressions.comparable();
      List<Scope.Name> names = scope.of(kind);
      keys.add(
          names.isEmpty() || dice.chance(30)
              ? "coalesce(" + expressions.of(kind, scope, 1) + ", " + kind.constant(dice) + ")"
              : dice.of(names).text());
    }
    return keys;
  }

  private Query grouped(Source source) {
    List<String> keys = keys(source.scope());
    String by =
        IntStream.rangeClosed(1, keys.size())
            .mapToObj(String::valueOf)
            .collect(Collectors.joining(", "));
    String having = dice.chance(30) ? " HAVING count(*) > " + dice.between(0, 3) : "";
    String sql =
        "SELECT "
            + String.join(", ", keys)
            + ", "
            + aggregates(source.scope())
            + source.text()
            + where(source)
            + " GROUP BY "
            + by
            + having;
    return new Query(sql, false);
  }

  private Query aggregated(Source source) {
    return new Query("SELECT " + aggregates(source.scope()) + source.text() + where(source), false);
  }

  private String aggregates(Scope scope) {
    List<String> calls = new ArrayList<>();
    for (int i = 0; i < dice.between(1, 4); i++) {
      calls.add(
          aggregate(scope)
              + (dice.chance(15) ? " FILTER (WHERE " + expressions.condition(scope, 1) + ")" : ""));
    }
    return String.join(", ", calls);
  }

  private String aggregate(Scope scope) {
    Kind kind = expressions.comparable();
    String distinct = dice.chance(20) ? "DISTINCT " : "";
    return switch (dice.between(0, 7)) {
      case 0 -> "count(*)";
      case 1 -> "count(" + distinct + expressions.of(kind, scope, 1) + ")";
      case 2, 3 -> {
        Kind number = dice.of(List.of(Kind.INTEGER, Kind.NUMERIC));
        yield dice.word("sum", "avg", "min", "max")
            + "("
            + distinct
            + expressions.of(number, scope, 1)
            + ")";
      }
      case 4 ->
          dice.word("min", "max")
              + "("
              + expressions.of(
                  dice.of(
                      List.of(
                          Kind.TEXT,
                          Kind.DATE,
                          Kind.TIMESTAMP,
                          Kind.INTERVAL,
                          Kind.TIME,
                          Kind.DOUBLE)),
                  scope,
                  1)
              + ")";
      case 5 ->
          dice.word("bool_and", "bool_or", "every") + "(" + expressions.condition(scope, 1) + ")";
      case 6 -> "sum(" + expressions.of(Kind.INTERVAL, scope, 1) + ")";
      default ->
          dice.word("stddev", "variance", "var_pop")
              + "("
              + expressions.of(Kind.INTEGER, scope, 0)
              + ")";
    };
  }

  /** Each row beside others of its table, in the order of the key. */
  private Query window() {
    Table table = dice.of(tables);
    Scope scope = Scope.of(table, "a");
    String keys = table.keyColumns() > 1 ? "a.k0, a.k1" : "a.k0";
    String by =
        dice.chance(60)
            ? "PARTITION BY " + expressions.of(expressions.comparable(), scope, 1) + " "
            : "";
    String call =
        dice.word(
            "row_number()",
            "rank()",
            "dense_rank()",
            "count(*)",
            "sum(a.k0)",
            "min(a.k0)",
            "lag(a.k0)",
            "lead(a.k0, 2)",
            "first_value(a.k0)",
            "ntile(3)");
    String frame =
        call.startsWith("sum") && dice.chance(50)
            ? " ROWS BETWEEN 1 PRECEDING AND " + dice.word("CURRENT ROW", "1 FOLLOWING")
            : "";
    return new Query(
        "SELECT "
            + keys
            + ", "
            + call
            + " OVER ("
            + by
            + "ORDER BY "
            + keys
            + frame
            + ") FROM "
            + table.name()
            + " a"
            + where(scope),
        false);
  }

  private Query union() {
    List<Kind> kinds = comparable();
    Source a = source(1);
    Source b = source(1);
    String sql =
        "SELECT "
            + list(kinds, a.scope(), 1)
            + a.text()
            + where(a)
            + dice.word(" UNION ", " UNION ALL ", " INTERSECT ", " EXCEPT ", " EXCEPT ALL ")
            + "SELECT "
            + list(kinds, b.scope(), 1)
            + b.text()
            + where(b);
    return ordered(sql, kinds);
  }

  private Query subquery() {
    Source source = source(1);
    Table inner = dice.of(tables);
    Scope scope = Scope.of(inner, "s");
    Scope both = dice.chance(50) ? source.scope().and(scope) : scope;
    String from = " FROM " + inner.name() + " s WHERE " + expressions.condition(both, 1);
    Kind kind = expressions.comparable();
    List<Kind> kinds = kinds();
    String list = list(kinds, source.scope(), 1);
    String condition =
        switch (dice.between(0, 3)) {
          case 0 -> dice.word("", "NOT ") + "EXISTS (SELECT 1" + from + ")";
          case 1 ->
              expressions.of(kind, source.scope(), 1)
                  + dice.word(" IN ", " NOT IN ")
                  + "(SELECT "
                  + expressions.of(kind, scope, 0)
                  + from
                  + ")";
          case 2 ->
              expressions.of(kind, source.scope(), 1)
                  + dice.word(" = ANY ", " > ALL ", " <= ANY ")
                  + "(SELECT "
                  + expressions.of(kind, scope, 0)
                  + from
                  + ")";
          default ->
              expressions.of(Kind.INTEGER, source.scope(), 1)
                  + dice.word(" < ", " >= ")
                  + "(SELECT "
                  + dice.word("count(*)", "max(s.k0)", "min(s.k0)")
                  + from
                  + ")";
        };
    if (dice.chance(30)) {
      return new Query(
          "SELECT "
              + list
              + ", (SELECT "
              + dice.word("count(*)", "max(s.k0)")
              + from
              + ")"
              + source.text(),
          false);
    }
    return new Query("SELECT " + list + source.text() + " WHERE " + condition, false);
  }

  private Query derived() {
    Source inner = source(dice.between(1, 2));
    List<Kind> kinds = kinds();
    List<Scope.Name> names = new ArrayList<>();
    List<String> items = new ArrayList<>();
    for (int i = 0; i < kinds.size(); i++) {
      items.add(expressions.of(kinds.get(i), inner.scope(), 1) + " AS x" + i);
      names.add(new Scope.Name("d.x" + i, kinds.get(i)));
    }
    String select = "SELECT " + String.join(", ", items) + inner.text() + where(inner);
    Scope scope = new Scope(names);
    List<Kind> outer = kinds();
    return dice.chance(50)
        ? new Query(
            "SELECT " + list(outer, scope, 1) + " FROM (" + select + ") AS d" + where(scope), false)
        : new Query(
            "WITH d AS (" + select + ") SELECT " + list(outer, scope, 1) + " FROM d" + where(scope),
            false);
  }

  private Source source(int count) {
    Table first = dice.of(tables);
    StringBuilder from = new StringBuilder(" FROM " + first.name() + " a");
    Scope scope = Scope.of(first, "a");
    for (int i = 1; i < count; i++) {
      Table next = dice.of(tables);
      String alias = "abcd".substring(i, i + 1);
      Scope right = Scope.of(next, alias);
      if (dice.chance(8)) {
        right = new Scope(List.of(new Scope.Name(alias + "." + alias, Kind.INTEGER)));
        from.append(dice.word(" JOIN ", " LEFT JOIN ", " RIGHT JOIN ")).append("generate_series(");
        from.append(dice.between(-3, 2)).append(", ").append(dice.between(0, 6)).append(") ");
        from.append(alias).append(" ON ").append(equality(scope, right));
      } else if (dice.chance(12)) {
        from.append(" CROSS JOIN ").append(next.name()).append(' ').append(alias);
      } else {
        from.append(dice.word(" JOIN ", " LEFT JOIN ", " RIGHT JOIN ", " FULL JOIN ", " JOIN "));
        from.append(next.name()).append(' ').append(alias).append(" ON ");
        from.append(equality(scope, right));
      }
      scope = scope.and(right);
    }
    return new Source(from.toString(), scope);
  }

  private String equality(Scope left, Scope right) {
    Kind kind = dice.chance(70) ? Kind.INTEGER : expressions.comparable();
    List<Scope.Name> a = left.of(kind);
    List<Scope.Name> b = right.of(kind);
    return a.isEmpty() || b.isEmpty()
        ? left.of(Kind.INTEGER).getFirst().text() + " = " + right.of(Kind.INTEGER).getFirst().text()
        : dice.of(a).text() + " = " + dice.of(b).text();
  }

  private String where(Source source) {
    return where(source.scope());
  }

  private String where(Scope scope) {
    if (dice.chance(30)) {
      return "";
    }
    List<Scope.Name> keys = scope.of(Kind.INTEGER);
    if (!keys.isEmpty() && dice.chance(30)) {
      return " WHERE "
          + dice.of(keys).text()
          + dice.word(" = ", " < ", " >= ")
          + Kind.INTEGER.constant(dice);
    }
    return " WHERE " + expressions.condition(scope, 2);
  }

  private String list(List<Kind> kinds, Scope scope, int depth) {
    return kinds.stream()
        .map(kind -> expressions.of(kind, scope, depth))
        .collect(Collectors.joining(", "));
  }

  private List<Kind> kinds() {
    return IntStream.range(0, dice.between(1, 4))
        .mapToObj(i -> dice.of(List.of(Kind.values())))
        .toList();
  }

  private List<Kind> comparable() {
    return IntStream.range(0, dice.between(1, 3)).mapToObj(i -> expressions.comparable()).toList();
  }

  /** Ordered by all its columns half of the time, and then sometimes cut. */
  private Query ordered(String sql, List<Kind> kinds) {
    if (dice.chance(50) || !kinds.stream().allMatch(Kind::comparable)) {
      return new Query(sql, false);
    }
    String by =
        IntStream.rangeClosed(1, kinds.size())
            .mapToObj(i -> i + dice.word("", " DESC", " NULLS FIRST", " DESC NULLS LAST"))
            .collect(Collectors.joining(", "));
    String cut = dice.chance(40) ? " LIMIT " + dice.between(0, 6) + dice.word("", " OFFSET 2") : "";
    return new Query(sql + " ORDER BY " + by + cut, true).choosing();
  }
}
