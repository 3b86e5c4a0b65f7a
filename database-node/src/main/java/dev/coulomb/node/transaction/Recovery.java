package dev.coulomb.node.transaction;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.catalog.Jar;
import dev.coulomb.node.catalog.sequence.SequenceCounter;
import dev.coulomb.node.catalog.sequence.SequenceMove;
import dev.coulomb.node.catalog.sequence.SequenceMoves;
import dev.coulomb.node.partition.Partition;
import dev.coulomb.node.partition.Partitions;
import dev.coulomb.node.plan.stored.CatalogFormatException;
import dev.coulomb.node.plan.stored.StoredCatalog;
import dev.coulomb.node.replication.SequenceRecord;
import dev.coulomb.node.replication.StoredRecords;
import dev.coulomb.node.replication.TransactionRecord;
import dev.coulomb.node.replication.TransactionRecord.Part;
import dev.coulomb.node.storage.ChangeRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Does again what a log says was done, before anybody works on the partitions: rows side by side in
 * the partitions, as no transaction of the log waits for another there; the schema in between.
 * Confined to the thread that starts the node, which waits for its helpers.
 */
public final class Recovery implements StoredRecords.Reader {
  /** Records that are read before they are done, side by side. */
  private static final long BATCH_BYTES = 8L << 20;

  private final Partitions partitions;
  private final Executor workers;
  private final Map<String, byte[]> jars = new HashMap<>();
  private final TreeMap<Integer, List<Part>> waiting = new TreeMap<>();
  private final SequenceMoves moves = new SequenceMoves();
  private long waitingBytes;
  private Catalog catalog = Catalog.EMPTY;
  private long transactions;
  private long rows;
  private long micros;

  /**
   * @param partitions without tables
   * @param workers do it side by side
   */
  public Recovery(Partitions partitions, Executor workers) {
    this.partitions = partitions;
    this.workers = workers;
  }

  /** Makes the tables of a checkpoint, without rows: those are loaded by the caller. */
  public void begin(Catalog first) {
    jars.putAll(StoredCatalog.encode(first).jars());
    SchemaTransaction.leadAgain(catalog, first, new LiveStores(partitions), Set.of(), () -> {});
    commit(first);
  }

  private void commit(Catalog next) {
    partitions.everything().forEach(partition -> partition.store().commit(next.version()));
    catalog = next;
  }

  @Override
  public void transaction(TransactionRecord transaction) throws CatalogFormatException {
    transactions++;
    TransactionRecord.Schema schema = transaction.schema();
    if (schema == null) {
      transaction.parts().forEach(this::add);
      if (waitingBytes >= BATCH_BYTES) {
        carryOut();
      }
    } else {
      carryOut();
      for (byte[] jar : schema.jars()) {
        jars.put(new Jar("", jar).sha256(), jar);
      }
      Catalog next = StoredCatalog.decode(schema.image(), jars::get);
      SchemaTransaction.leadAgain(
          catalog,
          next,
          new LiveStores(partitions),
          anew(transaction.parts()),
          () -> {
            transaction.parts().forEach(this::add);
            carryOut();
          });
      commit(next);
    }
  }

  @Override
  public void sequence(SequenceRecord sequence) {
    moves.add(
        new SequenceMove(
            sequence.sequence(),
            sequence.restarts(),
            sequence.number(),
            new SequenceCounter.Place(sequence.last(), sequence.called())));
  }

  @Override
  public void time(long at) {
    micros = Math.max(micros, at);
  }

  /** The last time that was read; 0: none. */
  public long micros() {
    return micros;
  }

  /** All was read: gives the schema that holds. */
  public Catalog finish() {
    carryOut();
    catalog.sequences().recover(moves);
    return catalog;
  }

  /** Transactions that were done again. */
  public long transactions() {
    return transactions;
  }

  /** Rows that they changed. */
  public long rows() {
    return rows;
  }

  private void add(Part part) {
    rows += ChangeRecord.decode(part.record()).count();
    waiting.computeIfAbsent(part.partition(), number -> new ArrayList<>()).add(part);
    waitingBytes += part.record().length;
  }

  private void carryOut() {
    List<CompletableFuture<Void>> running = new ArrayList<>();
    waiting.forEach((number, parts) -> {
      Partition partition = partitions.everything().get(number);
      running.add(CompletableFuture.runAsync(() -> parts.forEach(partition::replay), workers));
    });
    running.forEach(CompletableFuture::join);
    waiting.clear();
    waitingBytes = 0;
  }

  /** Tables of which all rows were made anew. */
  private static Set<Integer> anew(List<Part> parts) {
    Set<Integer> tables = new HashSet<>();
    for (Part part : parts) {
      for (ChangeRecord.Change change : ChangeRecord.decode(part.record()).changes()) {
        if (change.isOfAllRows()) {
          tables.add(change.tableId());
        }
      }
    }
    return tables;
  }
}
