package dev.coulomb.node.catalog.sequence;

/**
 * Where a counter goes on, whatever it gave until then.
 *
 * @param sequence its id
 * @param restarts which counter of the sequence: how many it had before
 * @param number of the move, from 1: one more than that of the counter's move before it
 * @param place of the counter
 */
public record SequenceMove(int sequence, int restarts, long number, SequenceCounter.Place place) {
  boolean isAfter(SequenceMove other) {
    return restarts != other.restarts ? restarts > other.restarts : number > other.number;
  }
}
