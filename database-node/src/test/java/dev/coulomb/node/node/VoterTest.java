package dev.coulomb.node.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coulomb.node.procedure.CompiledJar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of docs/procedures.md, as a user of PostgreSQL's driver runs it. */
class VoterTest {
  private static final Path EXAMPLE = Path.of("procedure-example/src/main");

  @TempDir private Path folder;

  @Test
  void theExampleCountsVotes() throws Exception {
    try (TestNode node = new TestNode(folder);
        Connection client = node.connect("escapeSyntaxCallMode=callIfNoReturn");
        Statement statement = client.createStatement()) {
      try (PreparedStatement upload = client.prepareStatement("CREATE JAR voter AS ?")) {
        upload.setBytes(1, CompiledJar.ofFolder(EXAMPLE.resolve("java")).bytes());
        upload.execute();
      }
      statement.execute(Files.readString(EXAMPLE.resolve("sql/voter.sql")));
      try (ResultSet known = client.getMetaData().getProcedures(null, "public", "v%")) {
        assertThat(known.next()).isTrue();
        assertThat(known.getString("PROCEDURE_NAME")).isEqualTo("vote");
        assertThat(known.next()).isFalse();
      }
      assertThatThrownBy(() -> standings(statement))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("nobody has voted yet")
          .extracting(error -> ((SQLException) error).getSQLState())
          .isEqualTo("VOTE0");

      try (PreparedStatement vote = client.prepareStatement("CALL vote(?, ?, ?)")) {
        assertThat(vote(vote, 212_555_0001L, 1)).isEqualTo(0);
        assertThat(vote(vote, 212_555_0001L, 1)).isEqualTo(0);
        assertThat(vote(vote, 212_555_0001L, 2)).isEqualTo(2);
        assertThat(vote(vote, 415_555_0002L, 9)).isEqualTo(1);
        for (int i = 0; i < 10; i++) {
          assertThat(vote(vote, 617_555_0000L + i, 2)).isEqualTo(0);
        }
        assertThat(vote(vote, 1L, 3)).isEqualTo(0);
      }
      assertThat(standings(statement))
          .containsExactly("1 Tabatha Gehling 76.9", "2 Edwina Burnam 15.4", "3 Kelly Clauss 7.7");
      try (ResultSet states =
          statement.executeQuery("SELECT state, count(*) FROM votes GROUP BY state ORDER BY 1")) {
        List<String> found = new ArrayList<>();
        while (states.next()) {
          found.add(states.getString(1) + " " + states.getLong(2));
        }
        assertThat(found).containsExactly("MA 10", "NY 2", "XX 1");
      }
    }
  }

  private static int vote(PreparedStatement vote, long phone, int contestant) throws SQLException {
    vote.setLong(1, phone);
    vote.setInt(2, contestant);
    vote.setInt(3, 2);
    try (ResultSet answer = vote.executeQuery()) {
      assertThat(answer.next()).isTrue();
      return answer.getInt("vote");
    }
  }

  private static List<String> standings(Statement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery("SELECT * FROM standings()")) {
      List<String> standings = new ArrayList<>();
      while (rows.next()) {
        standings.add(
            "%d %s %.1f"
                .formatted(rows.getInt("place"), rows.getString("name"), rows.getDouble("share")));
      }
      return standings;
    }
  }
}
