package dev.coulomb.node.planner;

import dev.coulomb.node.plan.Operator;
import dev.coulomb.node.plan.SortKey;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A part of a plan, and where its rows are.
 *
 * @param operator what makes the rows
 * @param place where
 * @param partitionColumns output columns whose value decides the partition; of {@link
 *     Place#PARTITIONED} only
 */
public record Fragment(Operator operator, Place place, Set<Integer> partitionColumns) {
  /** Where rows are. */
  public enum Place {
    /** The same rows everywhere. */
    REPLICATED,
    /** Each partition has some of them. */
    PARTITIONED,
    /** All at the coordinator. */
    GATHERED
  }

  public static Fragment replicated(Operator operator) {
    return new Fragment(operator, Place.REPLICATED, Set.of());
  }

  public static Fragment gathered(Operator operator) {
    return new Fragment(operator, Place.GATHERED, Set.of());
  }

  /** What is made of whole fragments: at the coordinator when one of them is. */
  public static Fragment gathered(Operator operator, Fragment... of) {
    boolean anywhere = Stream.of(of).allMatch(part -> part.place() == Place.REPLICATED);
    return anywhere ? replicated(operator) : gathered(operator);
  }

  public boolean isPartitioned() {
    return place == Place.PARTITIONED;
  }

  /** The same place, another operator on top. */
  public Fragment with(Operator next) {
    return new Fragment(next, place, partitionColumns);
  }

  /** The same place, other columns. */
  public Fragment with(Operator next, Set<Integer> columns) {
    return new Fragment(next, place, columns);
  }

  /** Brought to the coordinator where it was spread. */
  public Fragment gather() {
    return gather(List.of());
  }

  /** Merged in that order, which each partition has. */
  public Fragment gather(List<SortKey> order) {
    return isPartitioned() ? gathered(new Operator.Gather(operator, order)) : this;
  }
}
