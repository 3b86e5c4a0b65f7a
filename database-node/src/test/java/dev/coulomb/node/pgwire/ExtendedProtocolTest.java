package dev.coulomb.node.pgwire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.node.types.SqlType;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Dialogues of the extended protocol. */
final class ExtendedProtocolTest {
  private final ServerTwin server = new ServerTwin(Runnable::run);
  private final Dialogue client = Dialogue.open(server);

  @BeforeEach
  void createTable() {
    assertThat(client.query("CREATE TABLE t").answers()).containsExactly("C CREATE TABLE", "Z I");
  }

  @AfterEach
  void noBufferIsLost() {
    assertThat(client.leakedBytes()).isZero();
  }

  @Test
  void preparedStatementsAreDescribedAndRunManyTimes() {
    assertThat(client.parse("i", "INSERT INTO t").describe('S', "i").sync().answers())
        .containsExactly("1", "t 23,25", "n", "Z I");
    client.bind("", "i", "1", "one").execute("", 0);
    client.bind("", "i", "2", null).execute("", 0);
    assertThat(client.sync().answers())
        .containsExactly("2", "C INSERT 0 1", "2", "C INSERT 0 1", "Z I");
    client.parse("", "SELECT * FROM t").bind("", "").describe('P', "").execute("", 0);
    assertThat(client.sync().answers())
        .containsExactlyInAnyOrder(
            "1", "2", "T a:23,b:25", "D 1,one", "D 2,null", "C SELECT 2", "Z I");
    assertThat(client.close('S', "i").bind("", "i", "3", "x").sync().answers())
        .containsExactly("3", "E ERROR 26000", "Z I");
  }

  @Test
  void aSettingOfTheSimpleProtocolDoesNotDescribeTheNextRows() {
    client.query("SET application_name = x").answers();
    client.parse("", "SELECT 1").bind("", "").describe('P', "").execute("", 0);
    assertThat(client.sync().answers())
        .containsExactly("1", "2", "T n:23", "D 1", "C SELECT 1", "Z I");
  }

  @Test
  void portalsAreSuspendedAndGoOn() {
    client.parse("", "SELECT 5").bind("p", "").execute("p", 2).execute("p", 2).execute("p", 2);
    assertThat(client.sync().answers())
        .containsExactly(
            "1", "2", "D 1", "D 2", "s", "D 3", "D 4", "s", "D 5", "C SELECT 5", "Z I");
    assertThat(client.execute("p", 0).sync().answers()).containsExactly("E ERROR 34000", "Z I");
  }

  @Test
  void afterAnErrorEverythingIsSkippedUntilSync() {
    client.parse("", "WRONG").bind("", "").execute("", 0).parse("q", "SELECT 1");
    assertThat(client.sync().answers()).containsExactly("E ERROR 42601 at 1", "Z I");
    assertThat(client.describe('S', "q").sync().answers()).containsExactly("E ERROR 26000", "Z I");
    client.parse("", "SELECT defect");
    assertThat(client.sync().answers()).containsExactly("E ERROR XX000", "Z I");
    assertThat(client.query("SELECT 1").answers())
        .containsExactly("T n:23", "D 1", "C SELECT 1", "Z I");
  }

  @Test
  void namesAreUniqueAndPositionsOfErrorsAreTold() {
    client.parse("s", "SELECT 1").parse("s", "SELECT 1");
    assertThat(client.sync().answers()).containsExactly("1", "E ERROR 42P05", "Z I");
    client.bind("p", "s").bind("p", "s");
    assertThat(client.sync().answers()).containsExactly("2", "E ERROR 42P03", "Z I");
    client.bind("", "s", "too many");
    assertThat(client.sync().answers()).containsExactly("E ERROR 08P01", "Z I");
    client.query("DEALLOCATE s").answers();
    assertThat(client.bind("", "s").sync().answers()).containsExactly("E ERROR 26000", "Z I");
  }

  @Test
  void emptyStatementsAreAnsweredAsEmpty() {
    client.parse("", "").describe('S', "").bind("", "").describe('P', "").execute("", 0);
    assertThat(client.sync().answers()).containsExactly("1", "t", "n", "2", "n", "I", "Z I");
    assertThat(client.query(" ; ").answers()).containsExactly("I", "Z I");
  }

  @Test
  void aStalePlanIsMadeAgainOrRefusedWhenItsResultIsAnother() {
    client.parse("s", "SELECT * FROM t").parse("i", "INSERT INTO t").sync();
    server.planning.teach(
        "DROP TABLE t",
        catalog ->
            PlanningTwin.plan(
                catalog,
                new dev.coulomb.node.plan.Plan.ChangeSchema(
                    new dev.coulomb.node.catalog.SchemaChange.DropTable(List.of("t"), false)),
                "DROP TABLE",
                List.of()));
    client.answers();
    client.query("DROP TABLE t; CREATE TABLE t").answers();
    client.bind("", "i", "7", "seven").execute("", 0).bind("", "s").execute("", 0);
    assertThat(client.sync().answers())
        .containsExactly("2", "C INSERT 0 1", "2", "D 7,seven", "C SELECT 1", "Z I");
    client.bind("p", "s").execute("p", 1).execute("p", 1);
    assertThat(client.sync().answers()).contains("D 7,seven").endsWith("Z I");
    client.query("DROP TABLE t; CREATE TABLE t").answers();
    server.planning.teach("SELECT * FROM t", catalog -> PlanningTwin.numbers(catalog, 1));
    assertThat(client.bind("", "s").execute("", 0).sync().answers())
        .containsExactly("2", "E ERROR 0A000", "Z I");
  }

  @Test
  void aSuspendedPortalOfAStalePlanGoesOnWhereItWas() {
    client.parse("s", "SELECT 5").sync().answers();
    server.planning.teach(
        "DROP TABLE t",
        catalog ->
            PlanningTwin.plan(
                catalog,
                new dev.coulomb.node.plan.Plan.ChangeSchema(
                    new dev.coulomb.node.catalog.SchemaChange.DropTable(List.of("t"), false)),
                "DROP TABLE",
                List.of()));
    client.query("DROP TABLE t").answers();
    client.bind("p", "s").execute("p", 3).execute("p", 3);
    assertThat(client.sync().answers())
        .containsExactly("2", "D 1", "D 2", "D 3", "s", "D 4", "D 5", "C SELECT 5", "Z I");
  }

  @Test
  void binaryParametersAndResultsAreThoseOfTheirTypes() {
    server.planning.teach(
        "ECHO", catalog -> PlanningTwin.echo(catalog, List.of(SqlType.SMALLINT, SqlType.TEXT)));
    client.parse("", "ECHO", 21, 25).describe('S', "");
    client.bind("", "", 1, List.of(new byte[] {0, 'A'}, new byte[] {'x'}), 1).describe('P', "");
    assertThat(client.execute("", 0).sync().answers())
        .containsExactly(
            "1",
            "t 21,25",
            "T p1:21,p2:25",
            "2",
            "T p1:21b,p2:25b",
            "D \0A,x",
            "C SELECT 1",
            "Z I");
    client.bind("", "", 1, List.of(new byte[] {1, 2, 3}, new byte[0]), 1);
    assertThat(client.sync().answers()).containsExactly("E ERROR 22P03", "Z I");
    client.bind("", "", 0, List.of("99999".getBytes(UTF_8), new byte[0]), 1);
    assertThat(client.sync().answers()).containsExactly("E ERROR 22003", "Z I");
  }

  @Test
  void manyMessagesAtOnceAreAnsweredInOrder() {
    for (int i = 0; i < 1_000; i++) {
      client.parse("", "INSERT INTO t").bind("", "", String.valueOf(i), "x").execute("", 0);
    }
    List<String> answers = client.sync().answers();
    assertThat(answers).hasSize(3_001).filteredOn("C INSERT 0 1"::equals).hasSize(1_000);
    assertThat(answers).endsWith("Z I");
  }
}
