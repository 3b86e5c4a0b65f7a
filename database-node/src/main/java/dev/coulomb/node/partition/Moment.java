package dev.coulomb.node.partition;

import dev.coulomb.node.catalog.Catalog;
import dev.coulomb.node.storage.FrozenView;
import java.util.List;

/**
 * Everything at one moment, between transactions.
 *
 * @param views of all partitions in the order of their numbers, the replicated one last; to be
 *     closed
 * @param place in the log behind all that is in them
 */
public record Moment(Catalog catalog, List<FrozenView> views, long place) {}
