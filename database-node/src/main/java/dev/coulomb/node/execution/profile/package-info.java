/**
 * What a query did, operator by operator, for {@code EXPLAIN ANALYZE}.
 *
 * <p>Owns: counts of rows and time of each operator of one execution. Runs on: whatever thread runs
 * the operator. Knows nothing of: operators beside their identity, how they are compiled.
 */
@NullMarked
package dev.coulomb.node.execution.profile;

import org.jspecify.annotations.NullMarked;
