package dev.coulomb.node.planner;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.SchemaChanges;
import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.plan.PlanText;
import dev.coulomb.node.plan.PreparedPlan;
import dev.coulomb.node.sql.ParsedStatement;
import dev.coulomb.node.types.SqlType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A planner and a small schema: three partitioned tables and a replicated one. */
final class Planning {
  private static final String SCHEMA =
      """
      create table airlines (carrier text primary key, name text not null);
      create table flights (id bigint primary key, month int, carrier text, delay int,
        dist numeric(10,2)) partition by hash (id);
      create table orders (customer bigint, number int, total numeric(12,2),
        primary key (customer, number)) partition by hash (customer);
      create table customers (id bigint primary key, name varchar(20)) partition by hash (id);
      create table counts (id int primary key, amount smallint) partition by hash (id);
      create table things (id uuid primary key, name text) partition by hash (id);
      create index flights_carrier on flights (carrier, month);
      create index flights_late on flights (dist) where delay > 60;
      create index customers_name on customers (lower(name))
      """;

  final Planner planner =
      new Planner(List.of(), Map.of("current_user", SqlType.TEXT, "current_schema", SqlType.TEXT));
  final Catalog catalog;

  Planning() {
    Catalog current = Catalog.EMPTY;
    for (ParsedStatement statement : planner.parse(SCHEMA)) {
      PreparedPlan plan = planner.plan(statement, current, List.of());
      if (plan.plan() instanceof Plan.ChangeSchema(var change, var rewrite)) {
        current = SchemaChanges.apply(current, change);
      }
    }
    catalog = current;
  }

  PreparedPlan plan(String sql, @Nullable SqlType... declared) {
    return planner.plan(planner.parse(sql).getFirst(), catalog, java.util.Arrays.asList(declared));
  }

  /** The text that EXPLAIN gives. */
  String text(String sql) {
    return String.join("\n", PlanText.lines(plan(sql).plan()));
  }
}
