package dev.coulomb.e2e.psql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.e2e.flights.Flights;
import dev.coulomb.e2e.programs.Command;
import dev.coulomb.e2e.programs.NodeProcess;
import dev.coulomb.e2e.programs.Psql;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What people type into psql, and what they see. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PsqlIT {
  private NodeProcess node;
  private Psql psql;

  @BeforeAll
  void start() {
    node = NodeProcess.start("psql", "--trust-loopback");
    psql = Psql.to("127.0.0.1", node.sqlPort());
    psql.file(Flights.SCHEMA);
  }

  @AfterAll
  void stop() {
    if (node != null) {
      assertThat(node.stop()).as("a graceful stop").isZero();
    }
  }

  @Test
  void listsTables() {
    assertThat(psql.show("\\dt").lines().filter(line -> line.contains(" table ")))
        .hasSize(Flights.TABLES.size())
        .allMatch(line -> line.contains(" public "))
        .allMatch(line -> line.contains("coulomb"));
    assertThat(psql.show("\\d")).contains(Flights.TABLES);
  }

  @Test
  void describesATable() {
    assertThat(psql.show("\\d flights"))
        .contains("Partitioned table \"public.flights\"", "Partition key: HASH (")
        .containsPattern("carrier +\\| character varying\\(2\\) +\\| +\\| not null")
        .containsPattern("tailnum +\\| character varying\\(6\\) +\\| +\\| +\\|")
        .containsPattern("time_hour +\\| timestamp with time zone +\\| +\\| not null");
    assertThat(psql.show("\\d airports"))
        .contains("Indexes:")
        .containsPattern("PRIMARY KEY, .*\\(faa\\)")
        .containsPattern("lat +\\| double precision");
  }

  @Test
  void saysThatATableIsNotThere() {
    assertThat(psql.say("\\d nothing").err())
        .contains("Did not find any relation named \"nothing\"");
  }

  @Test
  void pointsAtTheMistake() {
    Command.Said said = psql.say("SELECT name,\n  wings FROM airlines");
    assertThat(said.status()).isEqualTo(1);
    assertThat(said.err())
        .contains("ERROR:  the column does not exist", "wings")
        .contains("LINE 2:   wings FROM airlines")
        .containsPattern("(?m)^ {10}\\^$");
    assertThat(psql.say("SELECT * FORM airlines").err())
        .contains("ERROR:  syntax error at or near")
        .contains("LINE 1: SELECT * FORM airlines")
        .containsPattern("(?m)^ +\\^$");
    assertThat(psql.say("SELECT * FROM trains").err())
        .contains("ERROR:  the relation does not exist", "trains")
        .containsPattern("(?m)^ {22}\\^$");
  }

  @Test
  void showsTheCodeOfAnError() {
    assertThat(psql.type("\\set VERBOSITY verbose\nSELECT 1 / 0;\n").err())
        .contains("ERROR:  22012: division by zero");
    assertThat(psql.type("\\set VERBOSITY verbose\nLISTEN news;\n").err()).contains("0A000");
  }

  @Test
  void goesOnAfterAnErrorInTheSameSession() {
    Command.Said said =
        psql.type(
            "SELECT nonsense;\n\\echo still here\nSELECT 6 * 7 AS answer;\nSELECT 1; SELECT 2;\n");
    assertThat(said.err()).contains("the column does not exist");
    assertThat(said.out())
        .contains("still here")
        .containsPattern("answer *\n-+\n +42\n")
        .contains("(1 row)");
  }

  @Test
  void saysWhatAStatementDid() {
    assertThat(
            psql.type(
                """
                CREATE TABLE parts (id integer PRIMARY KEY, name text) PARTITION BY HASH (id);
                INSERT INTO parts VALUES (1, 'wing'), (2, 'tail'), (3, null);
                UPDATE parts SET name = 'wheel' WHERE id = 3 RETURNING id, name;
                DELETE FROM parts WHERE id > 1;
                TABLE parts;
                DROP TABLE parts;
                """))
        .satisfies(said -> {
          assertThat(said.err()).isEmpty();
          assertThat(said.out())
              .contains("CREATE TABLE", "INSERT 0 3", "UPDATE 1", "DELETE 2", "DROP TABLE")
              .containsPattern(" 3 \\| wheel")
              .containsPattern(" 1 \\| wing");
        });
  }

  @Test
  void showsNullAndExpandedAndCsv() {
    String sql = "SELECT 1 AS id, cast(null AS text) AS nothing";
    assertThat(psql.type("\\pset null nix\n\\x on\n" + sql + ";\n").out())
        .contains("nothing | nix");
    assertThat(psql.type("\\pset format csv\n" + sql + ";\n").out()).contains("id,nothing\n1,\n");
  }

  @Test
  void explains() {
    assertThat(psql.show("EXPLAIN SELECT * FROM flights WHERE tailnum = 'N14228'"))
        .contains("QUERY PLAN");
  }

  @Test
  void setsAndShows() {
    assertThat(
            psql.type(
                    "SET application_name = 'here';\nSHOW application_name;\nSHOW server_version;\n")
                .out())
        .contains("SET", "here", "server_version");
  }

  @Test
  void copiesInAndOut() {
    assertThat(
            psql.type(
                """
                CREATE TABLE notes (id integer PRIMARY KEY, note text);
                \\copy notes from stdin
                1\ttab\\there
                2\t\\N
                \\.
                \\copy notes to stdout csv header
                \\copy (SELECT id FROM notes ORDER BY id DESC) to stdout
                DROP TABLE notes;
                """))
        .satisfies(said -> {
          assertThat(said.err()).isEmpty();
          assertThat(said.out()).contains("COPY 2", "id,note\n", "1,tab\there\n", "2,\n", "2\n1\n");
        });
  }

  @Test
  void saysWhereACopyFailed() {
    Command.Said said =
        psql.type(
            "CREATE TABLE numbers (n integer);\n\\copy numbers from stdin\n1\ntwo\n\\.\nSELECT count(*) AS rows_kept FROM numbers;\nDROP TABLE numbers;\n");
    assertThat(said.err()).contains("invalid input syntax", "integer", "two").contains("line: 2");
    assertThat(said.out()).as("all or nothing").containsPattern("rows_kept *\n-+\n +0\n");
  }
}
