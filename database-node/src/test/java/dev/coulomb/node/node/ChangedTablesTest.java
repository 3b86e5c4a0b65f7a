package dev.coulomb.node.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statements that PostgreSQL's driver keeps prepared while their table is changed. */
final class ChangedTablesTest {
  @Test
  void theDriverPreparesAgainByItself(@TempDir Path folder)
      throws IOException, InterruptedException, SQLException {
    try (TestNode node = new TestNode(folder);
        Connection connection = node.connect("prepareThreshold=1");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t (id int PRIMARY KEY)");
      statement.execute("INSERT INTO t VALUES (1)");
      try (PreparedStatement all = connection.prepareStatement("SELECT * FROM t WHERE id = ?")) {
        all.setInt(1, 1);
        assertThat(columns(all)).isEqualTo(1);
        assertThat(columns(all)).isEqualTo(1);
        statement.execute("ALTER TABLE t ADD COLUMN more text DEFAULT 'more'");
        assertThat(columns(all)).isEqualTo(2);

        connection.setAutoCommit(false);
        assertThat(columns(all)).isEqualTo(2);
        statement.execute("ALTER TABLE t DROP COLUMN more");
        assertThatThrownBy(() -> columns(all))
            .isInstanceOfSatisfying(
                SQLException.class, error -> assertThat(error.getSQLState()).isEqualTo("0A000"));
        connection.rollback();
        assertThat(columns(all)).isEqualTo(2);
      }
    }
  }

  private static int columns(PreparedStatement query) throws SQLException {
    try (ResultSet rows = query.executeQuery()) {
      assertThat(rows.next()).isTrue();
      return rows.getMetaData().getColumnCount();
    }
  }
}
