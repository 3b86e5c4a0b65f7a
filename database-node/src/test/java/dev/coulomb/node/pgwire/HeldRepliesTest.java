package dev.coulomb.node.pgwire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.node.transaction.TransactionMetrics.Ending;
import dev.coulomb.node.transaction.TransactionMetrics.Kind;
import dev.coulomb.node.types.PartitionHash;
import dev.coulomb.node.types.SqlError;
import dev.coulomb.node.types.SqlState;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nobody is told what could still be lost, and nobody waits for what others changed. */
final class HeldRepliesTest {
  private static final int HERE = 1;
  private static final int ELSEWHERE =
      IntStream.iterate(2, key -> key + 1)
          .filter(key -> partition(key) != partition(HERE))
          .findFirst()
          .orElseThrow();

  private final ServerTwin server = new ServerTwin(Runnable::run);
  private final Dialogue client = Dialogue.open(server);
  private final Dialogue other = Dialogue.open(server);

  private static int partition(int key) {
    return PartitionHash.partition((long) key, 4);
  }

  @BeforeEach
  void createTable() {
    assertThat(client.query("CREATE TABLE t").answers()).endsWith("Z I");
    for (Dialogue each : new Dialogue[] {client, other}) {
      each.parse("i", "INSERT INTO t").parse("s", "SELECT * FROM t WHERE a = $1").sync().answers();
    }
    insert(client, ELSEWHERE).sync();
    assertThat(client.answers()).containsExactly("2", "C INSERT 0 1", "Z I");
  }

  @AfterEach
  void nothingIsLeft() {
    assertThat(client.leakedBytes()).isZero();
    assertThat(other.leakedBytes()).isZero();
  }

  private static Dialogue insert(Dialogue client, int key) {
    return client.bind("", "i", Integer.toString(key), "x").execute("", 0);
  }

  private static Dialogue select(Dialogue client, int key) {
    return client.bind("", "s", Integer.toString(key)).execute("", 0);
  }

  @Test
  void aChangeIsToldWhenItIsCommitted() {
    server.log.holdBack();
    insert(client, HERE).sync();
    assertThat(client.answers()).isEmpty();
    server.log.commitAll();
    assertThat(client.answers()).containsExactly("2", "C INSERT 0 1", "Z I");
  }

  @Test
  void aRowIsShownWhenItIsCommittedAndOthersAtOnce() {
    server.log.holdBack();
    insert(client, HERE).sync();
    select(other, ELSEWHERE).sync();
    assertThat(other.answers()).containsExactly("2", "D " + ELSEWHERE + ",x", "C SELECT 1", "Z I");
    select(other, HERE).sync();
    assertThat(other.answers()).isEmpty();
    server.log.commitAll();
    assertThat(other.answers()).containsExactly("2", "D 1,x", "C SELECT 1", "Z I");
  }

  @Test
  void anErrorThatShowsAChangeWaitsForItToo() {
    server.log.holdBack();
    insert(client, HERE).sync();
    insert(other, HERE).sync();
    assertThat(other.answers()).isEmpty();
    server.log.commitAll();
    assertThat(other.answers()).containsExactly("2", "E ERROR 23505", "Z I");
  }

  @Test
  void aQueryOfAllPartitionsWaitsForAllChanges() {
    server.log.holdBack();
    insert(client, HERE).sync();
    other.query("SELECT * FROM t");
    assertThat(other.answers()).isEmpty();
    server.log.commitAll();
    assertThat(other.answers()).contains("D 1,x", "C SELECT 2").endsWith("Z I");
  }

  @Test
  void aPipelineGoesOnWhileItsAnswersWait() {
    server.log.holdBack();
    insert(client, HERE).sync();
    select(client, HERE).sync();
    insert(client, 100).sync();
    assertThat(server.partitions.everything().stream().mapToLong(p -> p.rows()).sum()).isEqualTo(3);
    assertThat(client.answers()).isEmpty();
    server.log.commitAll();
    assertThat(client.answers())
        .containsExactly(
            "2",
            "C INSERT 0 1",
            "Z I",
            "2",
            "D 1,x",
            "C SELECT 1",
            "Z I",
            "2",
            "C INSERT 0 1",
            "Z I");
  }

  @Test
  void theCommitOfATransactionIsToldWhenItIsCommitted() {
    client.query("BEGIN").answers();
    insert(client, HERE).sync();
    assertThat(client.answers()).containsExactly("2", "C INSERT 0 1", "Z T");
    server.log.holdBack();
    client.query("COMMIT");
    assertThat(client.answers()).isEmpty();
    server.log.commitAll();
    assertThat(client.answers()).containsExactly("C COMMIT", "Z I");
  }

  @Test
  void aPipelineOfOneTransactionIsReadyWhenItIsCommitted() {
    server.log.holdBack();
    insert(client, HERE);
    insert(client, 100).sync();
    assertThat(client.answers()).doesNotContain("Z I");
    server.log.commitAll();
    assertThat(client.answers()).endsWith("Z I");
  }

  @Test
  void aSessionThatIsEndedHearsOfWhatItChangedBefore() {
    server.log.holdBack();
    insert(client, HERE).sync();
    client
        .channel
        .pipeline()
        .get(Connection.class)
        .terminate(new SqlError(SqlState.ADMIN_SHUTDOWN, "terminating connection"));
    assertThat(client.answers()).isEmpty();
    assertThat(client.channel.isOpen()).isTrue();
    server.log.commitAll();
    assertThat(client.answers()).containsExactly("2", "C INSERT 0 1", "Z I", "E FATAL 57P01");
    assertThat(client.channel.isOpen()).isFalse();
  }

  @Test
  void aClientThatGoesTakesWhatItWaitsForWithIt() {
    server.log.holdBack();
    insert(client, HERE).sync();
    client.channel.close();
    assertThat(client.leakedBytes()).isZero();
    server.log.commitAll();
    select(other, HERE).sync();
    assertThat(other.answers()).contains("D 1,x");
  }

  /** What waits is bounded: the session stops for it, and goes on by itself. */
  @Test
  void aSessionWaitsWhenVeryMuchWaits() {
    server.log.holdBack();
    String text = "x".repeat(100_000);
    client.bind("", "i", "1", text).execute("", 0).sync();
    for (int i = 0; i < 100; i++) {
      select(client, HERE).sync();
    }
    long read = server.transactions.metrics().count(Kind.QUERY, Ending.DONE);
    assertThat(read).isLessThan(60);
    server.log.commitAll();
    assertThat(client.answers().stream().filter(answer -> answer.startsWith("D "))).hasSize(100);
  }
}
