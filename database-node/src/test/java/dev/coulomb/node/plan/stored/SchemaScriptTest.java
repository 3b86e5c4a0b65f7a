package dev.coulomb.node.plan.stored;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.pgcatalog.SchemaScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaScriptTest {
  @Test
  void theStatementsMakeTheSameSchema() throws IOException {
    Catalog catalog =
        RichCatalog.of(Files.readString(Path.of("src/test/resources/catalog/rich.sql")));
    catalog.sequences().named("tickets").set(35, true);
    catalog.sequences().named("down").next();
    String script = SchemaScript.of(catalog);
    Catalog again = RichCatalog.of(script);
    assertThat(bare(SchemaScript.of(again))).isEqualTo(bare(script));
    assertThat(again.tables()).extracting(Table::name).isEqualTo(names(catalog));
    for (Table table : catalog.plainTables()) {
      Table same = again.find(table.name()).orElseThrow();
      assertThat(same.columns()).isEqualTo(table.columns());
      assertThat(same.primaryKey()).isEqualTo(table.primaryKey());
      assertThat(same.partitionColumn()).isEqualTo(table.partitionColumn());
      assertThat(same.checks()).isEqualTo(table.checks());
    }
    assertThat(again.sequences().named("tickets").next())
        .isEqualTo(catalog.sequences().named("tickets").next());
  }

  /** What an index computes gets one more pair of parentheses each time. */
  private static String bare(String script) {
    return script.replaceAll("[()]", "");
  }

  private static List<String> names(Catalog catalog) {
    return catalog.tables().stream().map(Table::name).toList();
  }

  @Test
  void proceduresInJavaComeWithTheirJar() throws IOException {
    assertThat(SchemaScript.of(RichCatalog.make()))
        .contains("CREATE JAR \"unused\" AS '\\x010203';\n")
        .contains(
            """
            CREATE PROCEDURE "first"("at" timestamp with time zone)
              LANGUAGE JAVA AS 'tools.first' USING JAR "tools";
            """);
  }

  @Test
  void whatItLooksLike() {
    Catalog catalog =
        RichCatalog.of(
            """
            create table "order" (id bigint generated always as identity, "By" text default 'x',
              primary key (id), check (id > 0)) partition by hash (id);
            create index names on "order" (lower("By") desc);
            create view large as select id from "order" where id > 100;
            """);
    assertThat(SchemaScript.of(catalog))
        .isEqualTo(
            """
            CREATE TABLE "order" (
              "id" bigint NOT NULL GENERATED ALWAYS AS IDENTITY (INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
              "By" text DEFAULT 'x',
              PRIMARY KEY ("id"),
              CONSTRAINT "order_id_check" CHECK (id > 0)
            ) PARTITION BY HASH ("id");

            CREATE INDEX "names" ON "order" ((lower("By")) DESC);

            CREATE VIEW "large" ("id") AS
            select id from "order" where id > 100;
            """);
  }
}
