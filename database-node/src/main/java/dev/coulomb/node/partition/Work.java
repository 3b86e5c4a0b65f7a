package dev.coulomb.node.partition;

/**
 * Work on one or several partitions, whose tokens are held while it runs. It must not throw: what
 * it has to say it says to whoever waits for it.
 */
@FunctionalInterface
public interface Work {
  void run();
}
