package dev.coulomb.node.durability.files;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a snapshot is written of: all partitions at one moment.
 *
 * @param lsn see {@link Manifest}, as the other numbers
 * @param tables whose rows the partitions have
 * @param catalog as bytes
 * @param jars each as its bytes
 */
public record SnapshotCut(
    Manifest.Kind kind,
    @Nullable String id,
    Manifest.Origin origin,
    long lsn,
    long catalogVersion,
    long timeMicros,
    int partitionCount,
    List<PartitionRows> partitions,
    List<Table> tables,
    byte[] catalog,
    List<byte[]> jars)
    implements AutoCloseable {

  /** A table, and whether it is a materialized view. */
  public record Table(int id, String name, boolean derived) {}

  /** Gives up what the partitions hold. Idempotent. */
  @Override
  public void close() {
    partitions.forEach(PartitionRows::close);
  }

  /** Rows of some partitions that are written together, by one thread. */
  public interface RowGroup {
    /** Of the partitions; no other group has one of them. */
    List<Integer> numbers();

    /**
     * Writes all rows, table by table, each table's in the order of their keys.
     *
     * @param files in the order of the numbers
     */
    void writeTo(List<BlockFileWriter> files) throws IOException;
  }

  /** The rows of one partition, as they were at the moment of the cut. */
  public interface PartitionRows extends AutoCloseable {
    int number();

    long epoch();

    long position();

    /** How many rows there are. */
    long rows();

    /** Writes all rows, table by table, each table's in the order of their keys. One thread. */
    void writeTo(BlockFileWriter file) throws IOException;

    /** They are not needed any more. Idempotent; any thread. */
    @Override
    void close();
  }
}
