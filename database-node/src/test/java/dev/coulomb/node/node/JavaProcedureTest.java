package dev.coulomb.node.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.coulomb.node.procedure.CompiledJar;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Classes as procedures: what they see, what they may, how they fail. */
class JavaProcedureTest {
  private static final String LOADER = "dev.coulomb.node.procedure.JarClasses";

  @TempDir private Path folder;

  private TestNode node;
  private Connection client;
  private Statement statement;

  @BeforeEach
  void start() throws IOException, InterruptedException, SQLException {
    node = new TestNode(folder);
    client = node.connect();
    statement = client.createStatement();
    statement.execute(
        "CREATE TABLE kv (k bigint PRIMARY KEY, v bigint) PARTITION BY HASH (k);"
            + " INSERT INTO kv VALUES (1, 10), (2, 20)");
  }

  @AfterEach
  void stop() throws IOException, InterruptedException, SQLException {
    client.close();
    node.close();
  }

  private void upload(String name, String body) throws SQLException {
    upload(new CompiledJar().with(name, "public class " + name + " {" + body + "}"));
  }

  private void upload(CompiledJar jar) throws SQLException {
    try (PreparedStatement upload = client.prepareStatement("CREATE OR REPLACE JAR j AS ?")) {
      upload.setBytes(1, jar.bytes());
      upload.execute();
    }
  }

  private void create(String declaration, String name) throws SQLException {
    statement.execute(
        "CREATE OR REPLACE PROCEDURE %s LANGUAGE JAVA AS '%s' USING JAR j"
            .formatted(declaration, name));
  }

  private List<String> rows(String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      List<String> all = new ArrayList<>();
      while (rows.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          row.add(rows.getString(i));
        }
        all.add(String.join(" ", row));
      }
      return all;
    }
  }

  private String refusal(String sql) {
    SQLException error = catchThrowableOfType(SQLException.class, () -> statement.execute(sql));
    return error.getSQLState()
        + " "
        + String.valueOf(error.getMessage()).lines().findFirst().orElse("");
  }

  private static final String ADD =
      "static final Sql ADD = Sql.of(\"UPDATE kv SET v = v + $2 WHERE k = $1\");";

  @Test
  void allTypesGoInAndOut() throws SQLException {
    upload(
        "Echo",
        "public Rows run(Transaction tx, boolean a, short b, int c, Long d, float e, double f,"
            + " BigDecimal g, String h, byte[] i, LocalDate j, LocalTime k, LocalDateTime l,"
            + " Instant m, UUID n) { return tx.rows(\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\","
            + "\"h\",\"i\",\"j\",\"k\",\"l\",\"m\",\"n\").add(a,b,c,d,e,f,g,h,i,j,k,l,m,n); }");
    String columns =
        "a boolean, b smallint, c integer, d bigint, e real, f double precision, g numeric,"
            + " h text, i bytea, j date, k time, l timestamp, m timestamptz, n uuid";
    create("echo(" + columns + ") RETURNS TABLE (" + columns + ")", "Echo");
    statement.execute("SET timezone = 'UTC'");
    assertThat(
            rows(
                "CALL echo(true, 2, 3, NULL, 1.5, 2.5, 10.50, 'text', '\\x0aff', '2024-02-29',"
                    + " '12:34:56.789', '2024-02-29 01:02:03.000004', '2024-02-29 01:02:03+00',"
                    + " '00000000-0000-0000-0000-00000000000a')"))
        .containsExactly(
            "t 2 3 null 1.5 2.5 10.50 text \\x0aff 2024-02-29 12:34:56.789"
                + " 2024-02-29 01:02:03.000004 2024-02-29 01:02:03+00"
                + " 00000000-0000-0000-0000-00000000000a");
    assertThat(
            refusal(
                "CALL echo(NULL, 2, 3, 4, 1, 2, 1, '', '', '2024-02-29', '12:00', '2024-02-29',"
                    + " '2024-02-29', NULL)"))
        .startsWith("22004");
  }

  @Test
  void batchesRunInOrderAndRowsAreTyped() throws SQLException {
    upload(
        "Move",
        ADD
            + "static final Sql GET = Sql.of(\"SELECT k, v FROM kv WHERE k = $1\");"
            + "public long run(Transaction tx, long a, long b, long sum) {"
            + " var r = tx.batch().add(GET, a).add(ADD, a, -sum).add(ADD, b, sum).add(GET, b).run();"
            + " if (r.get(1).changed() + r.get(2).changed() != 2) throw new ProcedureAbort(\"gone\");"
            + " return r.get(0).first().getLong(\"v\") * 1000 + r.get(3).first().getInt(1); }");
    create("move(a bigint, b bigint, amount bigint) RETURNS bigint", "Move");
    assertThat(rows("CALL move(1, 2, 3)")).containsExactly("10023");
    assertThat(refusal("CALL move(1, 7, 3)")).startsWith("P0001 ERROR: gone");
    assertThat(rows("SELECT k, v FROM kv ORDER BY k")).containsExactly("1 7", "2 23");
  }

  @Test
  void runsInsideOfATransactionOfTheClient() throws SQLException {
    upload(
        "Add", ADD + "public void run(Transaction tx, long k, long by) { tx.update(ADD, k, by); }");
    create("add(k bigint, more bigint) PARTITION BY (k)", "Add");
    client.setAutoCommit(false);
    statement.execute("CALL add(1, 5)");
    assertThat(rows("SELECT v FROM kv WHERE k = 1")).containsExactly("15");
    try (Connection other = node.connect();
        Statement others = other.createStatement()) {
      others.execute("CALL add(1, 100)");
    }
    // Nothing the client was told is different now: it is run again on what is there.
    client.rollback();
    statement.execute("CALL add(1, 5)");
    try (Connection other = node.connect();
        Statement others = other.createStatement()) {
      others.execute("CALL add(1, 100)");
    }
    client.commit();
    assertThat(rows("SELECT v FROM kv WHERE k = 1")).containsExactly("215");
    client.commit();
  }

  @Test
  void timeAndChanceAreTheTransactions() throws SQLException {
    upload(
        "Now",
        "static final Sql NOW = Sql.of(\"SELECT now()\");"
            + "public String run(Transaction tx) { return "
            + "tx.time().equals(tx.query(NOW).first().getInstant(0)) + \" \""
            + " + (tx.random().nextLong() != tx.random().nextLong()) + \" \""
            + " + tx.randomUuid().version(); }");
    create("moment() RETURNS text", "Now");
    assertThat(rows("CALL moment()")).containsExactly("true true 4");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "throw new IllegalStateException(\"no\");",
        "Object[] all = new Object[0]; Object first = all[0];",
        "run(tx, k);",
        "int[][] big = new int[Integer.MAX_VALUE][]; for (int i = 0; ; i++) big[i] = new int[1 << 28];",
        "throw new AssertionError(\"no\");"
      })
  void whatItThrowsUndoesTheCall(String mistake) throws SQLException {
    upload(
        "Fails",
        ADD + "public void run(Transaction tx, long k) { tx.update(ADD, k, 1); " + mistake + "}");
    create("fails(k bigint) PARTITION BY (k)", "Fails");
    assertThat(refusal("CALL fails(1)")).startsWith("38000 ERROR: the procedure failed");
    assertThat(rows("SELECT v FROM kv WHERE k = 1")).containsExactly("10");
  }

  @Test
  void aStatementThatFailsFailsTheCallEvenWhenItIsCaught() throws SQLException {
    upload(
        "Caught",
        "static final Sql PUT = Sql.of(\"INSERT INTO kv VALUES ($1, 0)\");"
            + "public void run(Transaction tx, long k) {"
            + " tx.update(PUT, k + 8); try { tx.update(PUT, k); } catch (SqlFailure known) { } }");
    create("caught(k bigint)", "Caught");
    assertThat(refusal("CALL caught(1)")).startsWith("23505");
    assertThat(rows("SELECT count(*) FROM kv")).containsExactly("2");
  }

  @Test
  void aStatementNeverLooksAtAnotherPartition() throws SQLException {
    upload(
        "Both",
        ADD
            + "public void run(Transaction tx, long k) { tx.update(ADD, k, 1); tx.update(ADD, k + 1, 1); }");
    create("twice(k bigint) PARTITION BY (k)", "Both");
    assertThat(refusal("CALL twice(1)")).startsWith("22023");
    assertThat(rows("SELECT v FROM kv ORDER BY k")).containsExactly("10", "20");
    upload(
        "Every",
        "static final Sql ALL = Sql.of(\"SELECT * FROM kv\"); public void run(Transaction tx, long k) { }");
    assertThat(
            refusal(
                "CREATE PROCEDURE each_one(k bigint) PARTITION BY (k) LANGUAGE JAVA AS 'Every' USING JAR j"))
        .startsWith("0A000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "System.exit(1);",
        "Runtime.getRuntime().halt(1);",
        "new Thread(() -> {}).start();",
        "new java.io.File(\"/tmp/x\").delete();",
        "try { new java.net.Socket(\"localhost\", 1); } catch (Exception e) {}",
        "try { new ProcessBuilder(\"ls\").start(); } catch (Exception e) {}",
        "try { Class.forName(\"java.lang.Thread\"); } catch (Exception e) {}",
        "Object o = getClass().getClassLoader();",
        "System.currentTimeMillis();",
        "Instant.now();",
        "Math.random();",
        "UUID.randomUUID();",
        "synchronized (this) { k++; }",
        "new ArrayList<Integer>().parallelStream();",
        "java.util.concurrent.ForkJoinPool.commonPool();",
        "dev.coulomb.node.node.Main.class.getName();  dev.coulomb.node.types.SqlType.of(null);"
      })
  void whatItMayNotUseIsRefusedWhenItIsUploaded(String use) {
    SQLException refused =
        catchThrowableOfType(
            SQLException.class,
            () -> upload("Bad", "public void run(Transaction tx, long k) { " + use + " }"));
    assertThat(refused.getSQLState()).isEqualTo("42501");
  }

  @Test
  void lambdasRecordsSwitchesAndStreamsArePermitted() throws SQLException {
    upload(
        "Modern",
        "record P(String n, int x) {} enum E { A, B } sealed interface S { record T(int a) implements S {} }"
            + "public String run(Transaction tx, int k) { var list = new ArrayList<P>();"
            + " for (int i = 0; i < k; i++) { final int x = i; list.add(new P(\"p\" + x, x)); }"
            + " S s = new S.T(4); int t = switch (s) { case S.T(int a) -> a; };"
            + " var sum = list.stream().filter(p -> p.x() % 2 == 0).mapToInt(P::x).sum();"
            + " return sum + \" \" + t + \" \" + E.B + \" \" + list.get(0) + \" \" + switch (\"b\" + k) { case \"b3\" -> 1; default -> 2; }; }");
    create("modern(k integer) RETURNS text", "Modern");
    assertThat(rows("CALL modern(3)")).containsExactly("2 4 B P[n=p0, x=0] 1");
  }

  @Test
  void isNotCreatedAsWhatItIsNot() throws SQLException {
    upload(
        "Run",
        "static final Sql BAD = Sql.of(\"SELECT nothing FROM kv\"); public int run(Transaction tx, int k) { return k; }");
    String as = " LANGUAGE JAVA AS 'Run' USING JAR j";
    assertThat(refusal("CREATE PROCEDURE r(k integer) RETURNS integer" + as)).startsWith("42703");
    upload("Run", "public int run(Transaction tx, int k) { return k; }");
    assertThat(refusal("CREATE PROCEDURE r(k bigint) RETURNS integer" + as)).startsWith("42P13");
    assertThat(refusal("CREATE PROCEDURE r(k integer) RETURNS text" + as)).startsWith("42P13");
    assertThat(refusal("CREATE PROCEDURE r(k integer)" + as)).startsWith("42P13");
    assertThat(refusal("CREATE PROCEDURE r() RETURNS integer" + as)).startsWith("42P13");
    assertThat(refusal("CREATE PROCEDURE r() LANGUAGE JAVA AS 'Other' USING JAR j"))
        .startsWith("42P13");
    assertThat(refusal("CREATE PROCEDURE r() LANGUAGE JAVA AS 'Other' USING JAR none"))
        .startsWith("42704");
    assertThat(refusal("CREATE JAR k AS 'no jar'")).startsWith("22023");
    assertThat(refusal("CREATE JAR j AS 'no jar'")).startsWith("22023");
    create("r(k integer) RETURNS integer", "Run");
    assertThat(refusal("DROP JAR j")).startsWith("2BP01");
    statement.execute("DROP PROCEDURE r; DROP JAR j; DROP JAR IF EXISTS j");
    assertThat(refusal("DROP JAR j")).startsWith("42704");
  }

  @Test
  void aNewVersionTakesThePlaceOfTheOldWhichIsCollected() throws Exception {
    for (int version = 1; version <= 3; version++) {
      upload("Version", "public int run(Transaction tx) { return " + version + "; }");
      if (version == 1) {
        create("version() RETURNS integer", "Version");
      }
      assertThat(rows("CALL version()")).containsExactly(String.valueOf(version));
      assertThat(rows("SELECT * FROM version()")).containsExactly(String.valueOf(version));
    }
    assertThat(classLoaders()).isEqualTo(1);
    statement.execute("DROP PROCEDURE version; DROP JAR j");
    assertThat(classLoaders()).isEqualTo(0);
  }

  /** How many there are once all garbage has been collected. */
  private static long classLoaders() throws JMException {
    String histogram =
        (String)
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "gcClassHistogram",
                    new Object[] {new String[0]},
                    new String[] {String[].class.getName()});
    return histogram
        .lines()
        .map(line -> line.strip().split("\\s+"))
        .filter(words -> words.length > 3 && words[3].equals(LOADER))
        .mapToLong(words -> Long.parseLong(words[1]))
        .sum();
  }
}
