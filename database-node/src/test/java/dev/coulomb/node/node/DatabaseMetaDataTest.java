package dev.coulomb.node.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGResultSetMetaData;

/** What PostgreSQL's JDBC driver finds out about a whole node's tables. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DatabaseMetaDataTest {
  private TestNode node;
  private Connection connection;
  private DatabaseMetaData asked;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException, InterruptedException, SQLException {
    node = new TestNode(folder);
    connection = node.connect();
    asked = connection.getMetaData();
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE flights (carrier VARCHAR(2) NOT NULL, number INTEGER, u UUID,"
              + " price NUMERIC(12,2), leaves TIMESTAMPTZ, PRIMARY KEY (number, carrier))"
              + " PARTITION BY HASH (carrier)");
      statement.execute("CREATE TABLE air_lines (code CHAR(2) PRIMARY KEY, name TEXT UNIQUE)");
      statement.execute("CREATE INDEX flights_at ON flights (leaves, price)");
    }
  }

  @AfterAll
  void stop() throws IOException, InterruptedException, SQLException {
    connection.close();
    node.close();
  }

  private static List<String> all(ResultSet rows, String... columns) throws SQLException {
    List<String> all = new ArrayList<>();
    try (rows) {
      while (rows.next()) {
        List<String> row = new ArrayList<>();
        for (String column : columns) {
          row.add(String.valueOf(rows.getString(column)));
        }
        all.add(String.join(" ", row));
      }
    }
    return all;
  }

  @Test
  void tablesAreFoundByPatternAndType() throws SQLException {
    String[] names = {"TABLE_CAT", "TABLE_SCHEM", "TABLE_NAME", "TABLE_TYPE"};
    assertThat(all(asked.getTables(null, null, "%", new String[] {"TABLE"}), names))
        .containsExactly("coulomb public air_lines TABLE", "coulomb public flights TABLE");
    assertThat(all(asked.getTables("coulomb", "public", "f%", null), names))
        .containsExactly(
            "coulomb public flights_at INDEX",
            "coulomb public flights_pkey INDEX",
            "coulomb public flights TABLE");
    assertThat(all(asked.getTables(null, "public", "air\\_lines", new String[] {"TABLE"}), names))
        .hasSize(1);
    assertThat(all(asked.getTables(null, null, "%", new String[] {"VIEW"}), names)).isEmpty();
    assertThat(all(asked.getTables(null, "nothing", "%", null), names)).isEmpty();
    assertThat(all(asked.getTables("other", null, "%", null), names)).isEmpty();
    assertThat(all(asked.getTableTypes(), "TABLE_TYPE")).contains("TABLE", "INDEX");
  }

  @Test
  void columnsHaveTypesAndSizes() throws SQLException {
    String[] names = {
      "COLUMN_NAME",
      "TYPE_NAME",
      "DATA_TYPE",
      "COLUMN_SIZE",
      "DECIMAL_DIGITS",
      "IS_NULLABLE",
      "ORDINAL_POSITION",
      "IS_AUTOINCREMENT"
    };
    assertThat(all(asked.getColumns(null, "public", "flights", "%"), names))
        .containsExactly(
            "carrier varchar 12 2 0 NO 1 NO",
            "number int4 4 10 0 NO 2 NO",
            "u uuid 1111 2147483647 0 YES 3 NO",
            "price numeric 2 12 2 YES 4 NO",
            "leaves timestamptz 93 35 6 YES 5 NO");
    assertThat(all(asked.getColumns(null, null, "%", "na%"), "TABLE_NAME", "COLUMN_NAME"))
        .containsExactly("air_lines name");
  }

  @Test
  void keysAndIndexesAreListed() throws SQLException {
    String[] names = {"TABLE_NAME", "COLUMN_NAME", "KEY_SEQ", "PK_NAME"};
    assertThat(all(asked.getPrimaryKeys(null, "public", "flights"), names))
        .containsExactly("flights number 1 flights_pkey", "flights carrier 2 flights_pkey");
    String[] index = {"NON_UNIQUE", "INDEX_NAME", "TYPE", "ORDINAL_POSITION", "COLUMN_NAME"};
    assertThat(all(asked.getIndexInfo(null, "public", "flights", false, true), index))
        .containsExactly(
            "f flights_pkey 3 1 number",
            "f flights_pkey 3 2 carrier",
            "t flights_at 3 1 leaves",
            "t flights_at 3 2 price");
    assertThat(all(asked.getIndexInfo(null, null, "flights", true, true), index)).hasSize(2);
    assertThat(all(asked.getBestRowIdentifier(null, null, "air_lines", 2, false), "COLUMN_NAME"))
        .containsExactly("code");
  }

  @Test
  void whatDoesNotExistIsEmpty() throws SQLException {
    assertThat(all(asked.getImportedKeys(null, null, "flights"), "FK_NAME")).isEmpty();
    assertThat(all(asked.getExportedKeys(null, null, "flights"), "FK_NAME")).isEmpty();
    assertThat(all(asked.getCrossReference(null, null, "a", null, null, "b"), "FK_NAME")).isEmpty();
    assertThat(all(asked.getProcedures(null, null, "%"), "PROCEDURE_NAME")).isEmpty();
    assertThat(all(asked.getProcedureColumns(null, null, "%", "%"), "COLUMN_NAME")).isEmpty();
    assertThat(all(asked.getFunctions(null, null, "%"), "FUNCTION_NAME")).isEmpty();
    assertThat(all(asked.getFunctionColumns(null, null, "%", "%"), "COLUMN_NAME")).isEmpty();
    assertThat(all(asked.getUDTs(null, null, "%", null), "TYPE_NAME")).isEmpty();
    assertThat(all(asked.getVersionColumns(null, null, "flights"), "COLUMN_NAME")).hasSize(1);
  }

  @Test
  void foreignKeysAreFoundFromBothSides() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE owners (id int PRIMARY KEY, a int, b int, UNIQUE (a, b))");
      statement.execute(
          "CREATE TABLE things (id int PRIMARY KEY, owner int REFERENCES owners ON DELETE CASCADE,"
              + " x int, y int, CONSTRAINT pair FOREIGN KEY (y, x) REFERENCES owners (b, a)"
              + " ON UPDATE RESTRICT ON DELETE SET NULL)");
    }
    String[] names = {
      "PKTABLE_NAME",
      "PKCOLUMN_NAME",
      "FKTABLE_NAME",
      "FKCOLUMN_NAME",
      "KEY_SEQ",
      "UPDATE_RULE",
      "DELETE_RULE",
      "FK_NAME",
      "PK_NAME",
      "DEFERRABILITY"
    };
    String[] keys = {
      "owners b things y 1 1 2 pair owners_a_b_key 7",
      "owners a things x 2 1 2 pair owners_a_b_key 7",
      "owners id things owner 1 3 0 things_owner_fkey owners_pkey 7"
    };
    assertThat(all(asked.getImportedKeys(null, "public", "things"), names)).containsExactly(keys);
    assertThat(all(asked.getExportedKeys(null, null, "owners"), names)).containsExactly(keys);
    assertThat(all(asked.getCrossReference(null, null, "owners", null, null, "things"), names))
        .containsExactly(keys);
    assertThat(all(asked.getImportedKeys(null, null, "owners"), names)).isEmpty();
    assertThat(all(asked.getImportedKeys(null, "other", "things"), names)).isEmpty();
    try (Statement statement = connection.createStatement()) {
      statement.execute("DROP TABLE things, owners");
    }
  }

  @Test
  void theOwnerHasAllRights() throws SQLException {
    assertThat(all(asked.getTablePrivileges(null, null, "flights"), "GRANTEE", "PRIVILEGE"))
        .contains("coulomb SELECT", "coulomb INSERT");
    assertThat(all(asked.getColumnPrivileges(null, null, "flights", "u"), "PRIVILEGE"))
        .contains("SELECT");
  }

  @Test
  void theDatabaseTellsWhatItIs() throws SQLException {
    assertThat(all(asked.getSchemas(), "TABLE_SCHEM"))
        .containsExactly("information_schema", "pg_catalog", "public");
    assertThat(all(asked.getSchemas(null, "pub%"), "TABLE_SCHEM", "TABLE_CATALOG"))
        .containsExactly("public coulomb");
    assertThat(all(asked.getCatalogs(), "TABLE_CAT")).containsExactly("coulomb");
    assertThat(all(asked.getTypeInfo(), "TYPE_NAME", "DATA_TYPE"))
        .contains("int8 -5", "text 12", "uuid 1111", "timestamptz 93", "jsonb 1111");
    assertThat(asked.getMaxColumnNameLength()).isEqualTo(63);
    assertThat(asked.getDefaultTransactionIsolation())
        .isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
    assertThat(asked.getSQLKeywords()).contains("ilike");
  }

  @Test
  void columnsOfAnAnswerKnowTheirTables() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT number AS n, price, u, price + 1 AS more FROM flights")) {
      ResultSetMetaData columns = rows.getMetaData();
      assertThat(columns.getColumnLabel(1)).isEqualTo("n");
      assertThat(columns.getTableName(1)).isEqualTo("flights");
      assertThat(columns.unwrap(PGResultSetMetaData.class).getBaseColumnName(1))
          .isEqualTo("number");
      assertThat(columns.isNullable(1)).isEqualTo(ResultSetMetaData.columnNoNulls);
      assertThat(columns.isNullable(2)).isEqualTo(ResultSetMetaData.columnNullable);
      assertThat(columns.isNullable(4)).isEqualTo(ResultSetMetaData.columnNullableUnknown);
      assertThat(columns.isAutoIncrement(1)).isFalse();
      assertThat(columns.getScale(2)).isEqualTo(2);
      assertThat(columns.getColumnTypeName(3)).isEqualTo("uuid");
      assertThat(columns.getTableName(4)).isEmpty();
    }
  }

  @Test
  void parametersKnowTheirTypes() throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT * FROM flights WHERE u = ? AND number > ?")) {
      ParameterMetaData parameters = statement.getParameterMetaData();
      assertThat(parameters.getParameterCount()).isEqualTo(2);
      assertThat(parameters.getParameterTypeName(1)).isEqualTo("uuid");
      assertThat(parameters.getParameterType(2)).isEqualTo(Types.INTEGER);
    }
  }

  @Test
  void rowsAreUpdatedThroughTheirKeys() throws SQLException {
    try (Statement plain = connection.createStatement();
        Statement updatable =
            connection.createStatement(
                ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE)) {
      plain.execute("INSERT INTO air_lines VALUES ('LH', 'Lufthansa')");
      try (ResultSet rows = updatable.executeQuery("SELECT code, name FROM air_lines")) {
        assertThat(rows.next()).isTrue();
        rows.updateString("name", "Hansa");
        rows.updateRow();
      }
      assertThat(all(plain.executeQuery("SELECT name FROM air_lines"), "name"))
          .containsExactly("Hansa");
    }
  }

  @Test
  void informationSchemaShowsKeysAndColumns() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      String keys =
          "SELECT k.table_name, k.column_name, t.constraint_type FROM"
              + " information_schema.key_column_usage k JOIN information_schema.table_constraints t"
              + " ON k.constraint_name = t.constraint_name AND k.table_name = t.table_name"
              + " ORDER BY k.table_name, t.constraint_type, k.ordinal_position";
      assertThat(all(statement.executeQuery(keys), "table_name", "column_name", "constraint_type"))
          .containsExactly(
              "air_lines code PRIMARY KEY",
              "air_lines name UNIQUE",
              "flights number PRIMARY KEY",
              "flights carrier PRIMARY KEY");
      String columns =
          "SELECT column_name, udt_name, character_maximum_length AS c, numeric_precision AS p,"
              + " numeric_scale AS s FROM information_schema.columns"
              + " WHERE table_schema = 'public' AND table_name = 'flights'"
              + " ORDER BY ordinal_position";
      assertThat(all(statement.executeQuery(columns), "column_name", "udt_name", "c", "p", "s"))
          .containsExactly(
              "carrier varchar 2 null null",
              "number int4 null 32 0",
              "u uuid null null null",
              "price numeric null 12 2",
              "leaves timestamptz null null null");
    }
  }

  @Test
  void arraysOfKnownTypesAreNamed() throws SQLException {
    assertThat(connection.createArrayOf("int4", new Object[] {1, 2}).getBaseTypeName())
        .isEqualTo("int4");
  }
}
