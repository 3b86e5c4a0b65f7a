/**
 * Runs procedures.
 *
 * <p>Owns: arguments and answers of a call; loading, checking and replacing classes of uploaded
 * jars, and stopping those that do not end. Runs on: whoever holds the tokens of the partitions; it
 * is loaded where it is planned. Knows nothing of: partitions, sessions, who may call.
 */
@NullMarked
package dev.coulomb.node.procedure;

import org.jspecify.annotations.NullMarked;
