package dev.coulomb.node.planner;

import dev.coulomb.node.plan.Operator;
import dev.coulomb.node.plan.SortKey;
import java.util.List;
import java.util.Set;

/**
 * A part of a plan, and where its rows are.
 *
 * @param operator what makes the rows
 * @param place where
 * @param partitionColumns output columns whose value decides the partition; of {@link
 *     Place#PARTITIONED} only
 */
record Fragment(Operator operator, Place place, Set<Integer> partitionColumns) {
  /** Where rows are. */
  enum Place {
    /** The same rows everywhere. */
    REPLICATED,
    /** Each partition has some of them. */
    PARTITIONED,
    /** All at the coordinator. */
    GATHERED
  }

  static Fragment replicated(Operator operator) {
    return new Fragment(operator, Place.REPLICATED, Set.of());
  }

  static Fragment gathered(Operator operator) {
    return new Fragment(operator, Place.GATHERED, Set.of());
  }

  boolean isPartitioned() {
    return place == Place.PARTITIONED;
  }

  /** The same place, another operator on top. */
  Fragment with(Operator next) {
    return new Fragment(next, place, partitionColumns);
  }

  Fragment with(Operator next, Set<Integer> columns) {
    return new Fragment(next, place, columns);
  }

  /** Brought to the coordinator where it was spread. */
  Fragment gather() {
    return gather(List.of());
  }

  Fragment gather(List<SortKey> order) {
    return isPartitioned() ? gathered(new Operator.Gather(operator, order)) : this;
  }
}
