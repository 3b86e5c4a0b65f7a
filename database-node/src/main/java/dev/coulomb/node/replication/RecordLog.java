package dev.coulomb.node.replication;

/** Takes the change records of all partitions. Called by the holder of the partition's token. */
public interface RecordLog {
  /**
   * Takes the next record of a partition.
   *
   * @param partition 0 … P−1, and P for the replicated tables
   * @param epoch the reign under which it was executed
   * @param position one more than that of the record before
   * @param record its bytes
   */
  void append(int partition, long epoch, long position, byte[] record);

  /** The position up to which the partition's records are committed: replies may be released. */
  long committed(int partition);
}
