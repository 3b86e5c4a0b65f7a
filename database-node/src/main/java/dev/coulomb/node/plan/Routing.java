package dev.coulomb.node.plan;

import java.util.List;

/** Which partitions a plan reads or writes. */
public sealed interface Routing {
  /** No partitioned table: any partition will do for a read, replicated writes go everywhere. */
  record Replicated() implements Routing {}

  /** The partition column is bound; {@code key} is over parameters only. */
  record OnePartition(Expression key) implements Routing {}

  /**
   * The partition column is one of these values, which are over parameters only: the partitions
   * that have them, at most as many as there are values. A query's root then has {@link
   * Operator.Gather}s.
   */
  record SomePartitions(List<Expression> keys) implements Routing {}

  /** Every partition; a query's root then has {@link Operator.Gather}s. */
  record AllPartitions() implements Routing {}
}
