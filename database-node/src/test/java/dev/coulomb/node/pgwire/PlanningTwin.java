package dev.coulomb.node.pgwire;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.plan.Expression;
import dev.coulomb.node.plan.Operator;
import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.plan.PreparedPlan;
import dev.coulomb.node.plan.PreparedPlan.OutputColumn;
import dev.coulomb.node.plan.Routing;
import dev.coulomb.node.session.Planning;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Plans the texts that it was taught, and {@code SET}, {@code SHOW}, {@code BEGIN} and the like.
 */
final class PlanningTwin implements Planning {
  private final Map<String, Function<Catalog, PreparedPlan>> known = new HashMap<>();
  private final Map<String, PreparedPlan> cache = new HashMap<>();
  boolean caches;

  private record Text(String text) implements Parsed {}

  void teach(String sql, Function<Catalog, PreparedPlan> planned) {
    known.put(sql, planned);
  }

  @Override
  public synchronized @Nullable PreparedPlan cached(
      String sql, Catalog catalog, List<@Nullable SqlType> declared) {
    PreparedPlan plan = caches ? cache.get(sql) : null;
    return plan != null && plan.catalogVersion() == catalog.version() ? plan : null;
  }

  @Override
  public List<? extends Parsed> parse(String sql) {
    List<Text> statements = new ArrayList<>();
    for (String part : sql.split(";", -1)) {
      if (!part.isBlank()) {
        statements.add(new Text(part.strip()));
      }
    }
    return statements;
  }

  @Override
  public synchronized PreparedPlan plan(
      Parsed statement, Catalog catalog, List<@Nullable SqlType> declared) {
    PreparedPlan plan = planned(statement.text(), catalog);
    cache.put(statement.text(), plan);
    return plan;
  }

  private PreparedPlan planned(String sql, Catalog catalog) {
    Function<Catalog, PreparedPlan> taught = known.get(sql);
    if (taught != null) {
      return taught.apply(catalog);
    }
    String[] words = sql.split("\\s+", 4);
    String first = words[0].toUpperCase(Locale.ROOT);
    return switch (first) {
      case "SET" ->
          plan(
              catalog,
              new Plan.SetSetting(words[1], List.of(words[3].replace("'", "")), false),
              "SET",
              List.of());
      case "SHOW" ->
          plan(catalog, new Plan.ShowSetting(words[1]), "SHOW", List.of(column("x", SqlType.TEXT)));
      case "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE" -> transaction(words, catalog);
      case "DEALLOCATE" ->
          plan(catalog, new Plan.SessionCommand(first, List.of(words[1])), first, List.of());
      default -> throw new SqlError(SqlState.SYNTAX_ERROR, "syntax error").at(1);
    };
  }

  /** {@code BEGIN READ ONLY}, {@code ROLLBACK TO a} and so on. */
  private static PreparedPlan transaction(String[] words, Catalog catalog) {
    String first = words[0].toUpperCase(Locale.ROOT);
    if (words.length == 3 && words[1].equals("TO")) {
      return plan(
          catalog,
          new Plan.SessionCommand("ROLLBACK TO", List.of(words[2])),
          "ROLLBACK",
          List.of());
    }
    List<String> arguments = words.length == 1 ? List.of() : List.of(words[1]);
    if (words.length == 3) {
      arguments = List.of(words[1] + " " + words[2]);
    }
    return plan(catalog, new Plan.SessionCommand(first, arguments), first, List.of());
  }

  static OutputColumn column(String name, SqlType type) {
    return new OutputColumn(name, type, 0, 0);
  }

  static PreparedPlan plan(Catalog catalog, Plan plan, String tag, List<OutputColumn> columns) {
    return new PreparedPlan(plan, catalog.version(), List.of(), columns, tag);
  }

  /** The numbers from 1, as a query of one integer column {@code n}. */
  static PreparedPlan numbers(Catalog catalog, int count) {
    List<List<Expression>> rows = new ArrayList<>();
    for (long n = 1; n <= count; n++) {
      rows.add(List.of(new Expression.Literal(n, SqlType.INTEGER)));
    }
    Operator values = new Operator.Values(rows, List.of(SqlType.INTEGER));
    return plan(
        catalog,
        new Plan.Query(values, new Routing.Replicated(), false),
        "SELECT",
        List.of(column("n", SqlType.INTEGER)));
  }

  /** {@code SELECT $1, $2 …}: the parameters of these types as one row. */
  static PreparedPlan echo(Catalog catalog, List<SqlType> types) {
    List<Expression> row = new ArrayList<>();
    List<OutputColumn> columns = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      row.add(new Expression.Parameter(i, types.get(i)));
      columns.add(column("p" + (i + 1), types.get(i)));
    }
    Operator values = new Operator.Values(List.of(row), types);
    return new PreparedPlan(
        new Plan.Query(values, new Routing.Replicated(), true),
        catalog.version(),
        types,
        columns,
        "SELECT");
  }
}
