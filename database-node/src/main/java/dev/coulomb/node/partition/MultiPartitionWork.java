package dev.coulomb.node.partition;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Work that needs several tokens. Its places were put into all the queues in one critical section,
 * so any two such works stand in the same order in every queue they share: no deadlock. The thread
 * that brings it to the last head holds all the tokens and runs it.
 */
final class MultiPartitionWork {
  private final List<Partition> participants;
  private final Work work;
  private final AtomicInteger missing;

  MultiPartitionWork(List<Partition> participants, Work work) {
    this.participants = participants;
    this.work = work;
    this.missing = new AtomicInteger(participants.size());
  }

  /** It reached the head of one more queue; true: that was the last one. */
  boolean arrived() {
    return missing.decrementAndGet() == 0;
  }

  List<Partition> participants() {
    return participants;
  }

  Work work() {
    return work;
  }
}
