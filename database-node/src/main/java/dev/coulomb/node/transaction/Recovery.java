package dev.coulomb.node.transaction;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.partition.Partition;
import dev.coulomb.node.partition.Partitions;
import dev.coulomb.node.replication.TransactionRecord;
import dev.coulomb.node.replication.TransactionRecord.Part;
import dev.coulomb.node.storage.ChangeRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Does again what a log says was done, before anybody works on the partitions: rows side by side in
 * the partitions, as no transaction of the log waits for another there; the schema in between.
 * Confined to the thread that starts the node, which waits for its helpers.
 */
public final class Recovery {
  /** Records that are read before they are done, side by side. */
  private static final long BATCH_BYTES = 8L << 20;

  private final Partitions partitions;
  private final Executor workers;
  private final Function<byte[], Catalog> schemas;
  private final TreeMap<Integer, List<Part>> waiting = new TreeMap<>();
  private long waitingBytes;
  private Catalog catalog;
  private long transactions;

  /**
   * @param catalog what the partitions have now
   * @param workers do it side by side
   * @param schemas reads a schema
   */
  public Recovery(
      Partitions partitions, Catalog catalog, Executor workers, Function<byte[], Catalog> schemas) {
    this.partitions = partitions;
    this.catalog = catalog;
    this.workers = workers;
    this.schemas = schemas;
  }

  /** The next transaction of the log. */
  public void replay(TransactionRecord transaction) {
    transactions++;
    byte[] schema = transaction.schema();
    if (schema == null) {
      transaction.parts().forEach(this::add);
      if (waitingBytes >= BATCH_BYTES) {
        carryOut();
      }
    } else {
      carryOut();
      Catalog next = schemas.apply(schema);
      SchemaTransaction.leadAgain(
          catalog,
          next,
          new LiveStores(partitions),
          anew(transaction.parts()),
          () -> {
            transaction.parts().forEach(this::add);
            carryOut();
          });
      partitions.everything().forEach(partition -> partition.store().commit(next.version()));
      catalog = next;
    }
  }

  /** All was read: gives the schema that holds. */
  public Catalog finish() {
    carryOut();
    return catalog;
  }

  /** Transactions that were done again. */
  public long transactions() {
    return transactions;
  }

  private void add(Part part) {
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
