package dev.coulomb.node.plan;

import dev.coulomb.node.types.SqlType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A window function, computed for every row.
 *
 * @param aggregate of {@link WindowFunction#AGGREGATE} only
 * @param arguments of the others; over the input
 * @param type of the result
 */
public record WindowCall(
    WindowFunction function,
    @Nullable AggregateCall aggregate,
    List<Expression> arguments,
    WindowFrame frame,
    SqlType type) {}
