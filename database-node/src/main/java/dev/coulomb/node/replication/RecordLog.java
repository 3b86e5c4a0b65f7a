package dev.coulomb.node.replication;

/**
 * Takes what transactions did, in the order in which it becomes final: one total order of the node.
 * A place in it is a number that only grows. Any thread.
 */
public interface RecordLog {
  /** The place before everything: what rests on it rests on nothing that could be lost. */
  long START = 0;

  /**
   * Makes sure that there is room for a transaction, before any of it becomes final. {@link
   * #append} uses it up; else it is given back.
   *
   * @param bytes of the transaction, encoded
   * @return what was reserved
   * @throws LogUnavailableException when there is no room; nothing is reserved then
   */
  long reserve(long bytes);

  /** Gives back what was reserved and not used. */
  void giveBack(long reserved);

  /**
   * Takes a transaction, whole: it is kept whole or not at all. For the holder of the tokens of its
   * partitions. Gives the place behind it.
   */
  long append(long reserved, TransactionRecord transaction);

  /**
   * Takes how far a sequence may count. Gives the place behind it.
   *
   * @throws LogUnavailableException when there is no room
   */
  long append(SequenceRecord sequence);

  /** The place behind all that was appended. */
  long appended();

  /** The place up to which all is kept as safely as was promised: replies may be released. */
  long committed();

  /** Runs once, on any thread, when a place is committed; at once, when it already is. */
  void whenCommitted(long place, Runnable then);
}
