package dev.coulomb.node.plan;

/** Which partitions a plan reads or writes. */
public sealed interface Routing {
  /** No partitioned table: any partition will do for a read, replicated writes go everywhere. */
  record Replicated() implements Routing {}

  /** The partition column is bound; {@code key} is over parameters only. */
  record OnePartition(Expression key) implements Routing {}

  /** Every partition; a query's root then has {@link Operator.Gather}s. */
  record AllPartitions() implements Routing {}
}
