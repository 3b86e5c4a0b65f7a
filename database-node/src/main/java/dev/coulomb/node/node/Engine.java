package dev.coulomb.node.node;

import dev.coulomb.node.node.bootstrap.FirstSchema;
import dev.coulomb.node.node.restore.Checksums;
import dev.coulomb.node.partition.Partition;
import dev.coulomb.node.partition.Partitions;
import dev.coulomb.node.pgwire.PgWireServer;
import dev.coulomb.node.pgwire.TlsFiles;
import dev.coulomb.node.planner.Planner;
import dev.coulomb.node.session.activity.Statements;
import dev.coulomb.node.storage.PagePool;
import dev.coulomb.node.transaction.Transactions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/** What serves SQL: the parts of a node that has started. Any thread. */
record Engine(
    Data data,
    Planner planner,
    Statements statements,
    PgWireServer sql,
    Optional<TlsFiles> tls,
    FirstSchema schema,
    Checksums checksums,
    List<ExecutorService> pools) {
  /** How long statements that run may go on once the node is to stop. */
  private static final Duration DRAIN_MAX = Duration.ofSeconds(10);

  /** The data, and the door to them. */
  record Data(PagePool pool, Kept kept, Partitions partitions, Transactions transactions) {
    /** Rows of all tables; each partition as of its last commit. */
    long rows() {
      return partitions.everything().stream().mapToLong(Partition::rows).sum();
    }

    int tables() {
      return transactions.catalog().tables().size();
    }
  }

  /**
   * Lets statements that run end, then ends all sessions, which takes up to some ten seconds; then
   * everything is brought to the disk.
   */
  void stop() throws InterruptedException, IOException {
    sql.stopAccepting();
    sql.drain(DRAIN_MAX);
    sql.terminateSessions();
    sql.close();
    data.kept().stop();
    pools.forEach(ExecutorService::shutdownNow);
  }
}
