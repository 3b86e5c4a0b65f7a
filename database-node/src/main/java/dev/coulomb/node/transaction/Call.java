package dev.coulomb.node.transaction;

import dev.coulomb.node.execution.SessionInfo;
import dev.coulomb.node.plan.PreparedPlan;
import dev.coulomb.node.types.CancelSignal;
import org.jspecify.annotations.Nullable;

/**
 * A statement to be carried out.
 *
 * @param parameters values of {@code $1 …}, of the types that the plan says
 * @param cancel ends it: raised by the client, a timer or a stop
 */
public record Call(
    PreparedPlan prepared,
    @Nullable Object[] parameters,
    SessionInfo session,
    CancelSignal cancel) {}
