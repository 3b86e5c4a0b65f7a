package dev.coulomb.node.plan.stored;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.Jar;
import dev.coulomb.node.catalog.Procedure;
import dev.coulomb.node.catalog.SchemaChange;
import dev.coulomb.node.catalog.SchemaChanges;
import dev.coulomb.node.plan.Plan;
import dev.coulomb.node.plan.PreparedPlan;
import dev.coulomb.node.planner.Planner;
import dev.coulomb.node.sql.ParsedStatement;
import dev.coulomb.node.types.SqlType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A catalog with something of everything that there can be in one. */
final class RichCatalog {
  private static final Path SCHEMA = Path.of("src/test/resources/catalog/rich.sql");

  private RichCatalog() {}

  static Catalog make() throws IOException {
    Catalog catalog = of(Files.readString(SCHEMA));
    catalog.sequences().named("tickets").set(35, true);
    catalog.sequences().named("down").next();
    byte[] archive = "an archive".getBytes(StandardCharsets.UTF_8);
    for (String name : List.of("tools", "copy_of_tools", "unused")) {
      byte[] bytes = name.equals("unused") ? new byte[] {1, 2, 3} : archive;
      catalog = SchemaChanges.apply(catalog, new SchemaChange.CreateJar(name, false, bytes));
    }
    for (String name : List.of("first", "second")) {
      catalog = SchemaChanges.apply(catalog, inJar(catalog, name));
    }
    return catalog;
  }

  private static SchemaChange inJar(Catalog catalog, String name) {
    Jar jar = catalog.procedures().jar("tools");
    Procedure procedure =
        new Procedure(
            0,
            name,
            List.of(new Procedure.Parameter("at", SqlType.TIMESTAMPTZ)),
            new Procedure.Answer.AsItComes(),
            Procedure.ALL_PARTITIONS,
            new Procedure.Body.Java("tools." + name, jar));
    return new SchemaChange.CreateProcedure(procedure, false);
  }

  /** What statements make of an empty catalog. */
  static Catalog of(String sql) {
    Planner planner =
        new Planner(
            List.of(), Map.of("current_user", SqlType.TEXT, "current_schema", SqlType.TEXT));
    Catalog catalog = Catalog.EMPTY;
    for (ParsedStatement statement : planner.parse(sql)) {
      PreparedPlan plan = planner.plan(statement, catalog, List.of());
      if (!(plan.plan() instanceof Plan.ChangeSchema(var change, var rewrite))) {
        throw new IllegalArgumentException("no change of the schema: " + statement.text());
      }
      catalog = SchemaChanges.apply(catalog, change);
    }
    return catalog;
  }
}
