package dev.coulomb.node.execution;

/** What one source has taken of the query's working memory, to be given back at once. */
final class HeldMemory {
  private final WorkMemory memory;
  private long bytes;

  HeldMemory(WorkMemory memory) {
    this.memory = memory;
  }

  void take(long more) {
    bytes += more;
    memory.take(more);
  }

  /** Gives everything back; idempotent. */
  void release() {
    memory.give(bytes);
    bytes = 0;
  }
}
