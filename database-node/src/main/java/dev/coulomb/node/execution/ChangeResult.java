package dev.coulomb.node.execution;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a change did.
 *
 * @param rows inserted, updated or deleted
 * @param returning what {@code RETURNING} asked for; empty without it
 */
public record ChangeResult(long rows, List<@Nullable Object[]> returning) {}
