package dev.coulomb.node.session;

import dev.coulomb.node.environment.Clock;
import dev.coulomb.node.session.activity.Statements;
import dev.coulomb.node.transaction.Transactions;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * What all sessions of a node share.
 *
 * @param planners runs planning that is not answered by the cache
 * @param statementTimeout of sessions that begin now; zero: none
 * @param statements where executions are counted
 */
public record SessionServices(
    Planning planning,
    Transactions transactions,
    Executor planners,
    Clock clock,
    Supplier<Duration> statementTimeout,
    CancelKeys cancelKeys,
    Statements statements) {}
