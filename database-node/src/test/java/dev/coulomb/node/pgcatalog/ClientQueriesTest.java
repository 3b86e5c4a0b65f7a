package dev.coulomb.node.pgcatalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.Check;
import dev.coulomb.node.catalog.Column;
import dev.coulomb.node.catalog.ForeignKey;
import dev.coulomb.node.catalog.SchemaChange;
import dev.coulomb.node.catalog.SchemaChanges;
import dev.coulomb.node.catalog.Table;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import dev.coulomb.node.types.SqlType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The questions as psql 15 sends them, recorded with {@code psql -E}. */
class ClientQueriesTest {
  private static final Catalog CATALOG = catalog();
  private static final ClientQueries.Facts FACTS =
      new ClientQueries.Facts(CATALOG, "coulomb", "coulomb", 4);
  private static final long AIRPORTS = CATALOG.table("airports").id();

  static List<String> questions() throws IOException {
    try (InputStream in = ClientQueriesTest.class.getResourceAsStream("/psql/psql15.sql")) {
      String all = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return Arrays.stream(all.split("\n\n(?=-- )"))
          .map(text -> text.substring(text.indexOf('\n') + 1))
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("questions")
  void isKnownAndAnsweredInFullRows(String question) {
    assertThat(ClientQueries.knows(question)).isTrue();
    Answer answer = ClientQueries.answer(question, FACTS).orElseThrow();
    assertThat(answer.rows()).allMatch(row -> row.length == answer.columns().size());
  }

  @Test
  void listsTablesAndIndexes() throws IOException {
    assertThat(ask(questions().getFirst()))
        .containsExactly("public airports table coulomb", "public flights table coulomb");
    assertThat(ask(containing("c.relkind IN ('i','I','')")))
        .containsExactly(
            "public airports_pkey index coulomb airports",
            "public flights_dest index coulomb flights");
    assertThat(ask(containing("'^(fl.*)$'"))).containsExactly("public flights table coulomb");
    assertThat(ask(containing("c.relkind IN ('v','')"))).isEmpty();
  }

  @Test
  void findsATableByItsName() throws IOException {
    String find = containing("'^(flights)$'");
    long flights = CATALOG.table("flights").id();
    assertThat(ask(find)).containsExactly(flights + " public flights");
    assertThat(ask(find.replace("flights", "nothing"))).isEmpty();
    assertThat(ask(find.replace("(flights)", "(*"))).as("a pattern that is none").isEmpty();
  }

  @Test
  void describesColumnsAndKeys() throws IOException {
    assertThat(ask(about("a.attidentity")))
        .containsExactly("faa character varying(3) - t -  ", "lat double precision - f -  ");
    assertThat(ask(about("SELECT c2.relname, i.indisprimary")))
        .containsExactly(
            "airports_pkey t t f t CREATE UNIQUE INDEX airports_pkey ON public.airports USING btree (faa) PRIMARY KEY (faa) p f f f 0");
    assertThat(ask(about("SELECT c.relchecks"))).containsExactly("0 r t f f f f f f  0  p d -");
    assertThat(ask(about("pg_publication"))).isEmpty();
  }

  private static Catalog parentsAndChildren() {
    Column id = new Column("id", SqlType.INTEGER, false);
    Catalog catalog = Catalog.EMPTY;
    for (String name : List.of("parents", "children")) {
      List<ForeignKey> keys =
          name.equals("parents")
              ? List.of()
              : List.of(
                  new ForeignKey(
                      "",
                      name,
                      List.of("id"),
                      "parents",
                      List.of(),
                      ForeignKey.Action.CASCADE,
                      ForeignKey.Action.NO_ACTION));
      catalog =
          SchemaChanges.apply(
              catalog,
              new SchemaChange.CreateTable(
                  name,
                  false,
                  List.of(id),
                  List.of(0),
                  Table.REPLICATED,
                  List.of(),
                  List.of(),
                  keys));
    }
    return catalog;
  }

  @Test
  void showsForeignKeysAtBothEnds() {
    Catalog catalog = parentsAndChildren();
    ClientQueries.Facts facts = new ClientQueries.Facts(catalog, "coulomb", "coulomb", 4);
    Answer own =
        ClientQueries.answer(
                "SELECT true as sametable, conname,\n"
                    + "  pg_catalog.pg_get_constraintdef(r.oid, true) as condef,\n"
                    + "  conrelid::pg_catalog.regclass AS ontable\n"
                    + "FROM pg_catalog.pg_constraint r\nWHERE r.conrelid = '"
                    + catalog.table("children").id()
                    + "' AND r.contype = 'f'\n     AND conparentid = 0\nORDER BY conname",
                facts)
            .orElseThrow();
    String definition = "FOREIGN KEY (id) REFERENCES parents(id) ON DELETE CASCADE";
    assertThat(own.rows())
        .hasSize(1)
        .first()
        .satisfies(row ->
            assertThat(row).containsExactly("t", "children_id_fkey", definition, "children"));
    Answer naming =
        ClientQueries.answer(
                "SELECT conname, conrelid::pg_catalog.regclass AS ontable,\n"
                    + "       pg_catalog.pg_get_constraintdef(oid, true) AS condef\n"
                    + "  FROM pg_catalog.pg_constraint c\n WHERE confrelid = '"
                    + catalog.table("parents").id()
                    + "' AND contype = 'f'\nORDER BY conname",
                facts)
            .orElseThrow();
    assertThat(naming.rows())
        .hasSize(1)
        .first()
        .satisfies(
            row -> assertThat(row).containsExactly("children_id_fkey", "children", definition));
  }

  @Test
  void showsDefaultsAndChecks() {
    Catalog catalog =
        SchemaChanges.apply(
            Catalog.EMPTY,
            new SchemaChange.CreateTable(
                "accounts",
                false,
                List.of(new Column("balance", SqlType.INTEGER, true, "0")),
                List.of(),
                Table.REPLICATED,
                List.of(),
                List.of(new Check("", "balance >= 0", List.of("balance"))),
                List.of()));
    ClientQueries.Facts facts = new ClientQueries.Facts(catalog, "coulomb", "coulomb", 4);
    long oid = catalog.table("accounts").id();
    Answer checks =
        ClientQueries.answer(
                "SELECT r.conname, pg_catalog.pg_get_constraintdef(r.oid, true)\n"
                    + "FROM pg_catalog.pg_constraint r\nWHERE r.conrelid = '"
                    + oid
                    + "' AND r.contype = 'c'\nORDER BY 1;",
                facts)
            .orElseThrow();
    assertThat(checks.rows())
        .singleElement()
        .isEqualTo(new Object[] {"accounts_balance_check", "CHECK (balance >= 0)"});
    Answer columns =
        ClientQueries.answer(
                "SELECT a.attname,\n  pg_catalog.format_type(a.atttypid, a.atttypmod),\n"
                    + "FROM pg_catalog.pg_attribute a WHERE a.attrelid = '"
                    + oid
                    + "'",
                facts)
            .orElseThrow();
    assertThat(columns.rows().getFirst()[2]).isEqualTo("0");
  }

  @Test
  void showsHowATableIsPartitioned() throws IOException {
    String flights = "'" + CATALOG.table("flights").id() + "'";
    String key = containing("pg_get_partkeydef");
    assertThat(ask(key.replaceAll("'\\d{5}'", flights))).containsExactly("HASH (tailnum)");
    assertThat(ask(about("pg_get_partkeydef"))).as("a replicated table").isEmpty();
    String parts = containing("inhdetachpending").replaceAll("'\\d{5}'", flights);
    assertThat(ask(parts))
        .hasSize(4)
        .contains("partition 3 r f FOR VALUES WITH (modulus 4, remainder 3)");
    String details = containing("SELECT c.relchecks").replaceAll("'\\d{5}'", flights);
    assertThat(ask(details).getFirst()).startsWith("0 p ");
  }

  @Test
  void functionsDoNotExist() {
    assertThatThrownBy(() -> ask("SELECT 'f'::pg_catalog.regproc::pg_catalog.oid"))
        .isInstanceOfSatisfying(
            SqlError.class,
            error -> assertThat(error.state()).isEqualTo(SqlState.UNDEFINED_FUNCTION));
    assertThat(ask("SELECT 'airports'::pg_catalog.regclass::pg_catalog.oid"))
        .containsExactly(String.valueOf(AIRPORTS));
  }

  @Test
  void leavesEverythingElseToThePlanner() {
    assertThat(ClientQueries.knows("SELECT count(*) FROM flights")).isFalse();
    assertThat(ClientQueries.knows("SELECT relname FROM pg_catalog.pg_class")).isFalse();
    assertThat(ClientQueries.answer("SELECT 1", FACTS)).isEmpty();
  }

  private static String about(String part) throws IOException {
    return containing(part).replaceAll("'\\d{5}'", "'" + AIRPORTS + "'");
  }

  private static String containing(String part) throws IOException {
    return questions().stream().filter(one -> one.contains(part)).findFirst().orElseThrow();
  }

  private static List<String> ask(String question) {
    return ClientQueries.answer(question, FACTS).orElseThrow().rows().stream()
        .map(row ->
            String.join(
                " ",
                Arrays.stream(row).map(value -> value == null ? "-" : value.toString()).toList()))
        .toList();
  }

  private static Catalog catalog() {
    Catalog catalog =
        SchemaChanges.apply(
            Catalog.EMPTY,
            new SchemaChange.CreateTable(
                "airports",
                false,
                List.of(
                    new Column("faa", SqlType.varchar(3), false),
                    new Column("lat", SqlType.DOUBLE, true)),
                List.of(0),
                Table.REPLICATED,
                List.of()));
    catalog =
        SchemaChanges.apply(
            catalog,
            new SchemaChange.CreateTable(
                "flights",
                false,
                List.of(
                    new Column("dest", SqlType.varchar(3), false),
                    new Column("tailnum", SqlType.TEXT, true)),
                List.of(),
                1,
                List.of()));
    return SchemaChanges.apply(
        catalog,
        new SchemaChange.CreateIndex("flights_dest", false, "flights", List.of("dest"), false));
  }
}
