/**
 * Sequences as statements use them.
 *
 * <p>Owns: what {@code nextval} and its like answer to a session and to a statement that is run
 * again. Runs on: the thread of the statement. Knows nothing of: partitions, SQL text.
 */
@NullMarked
package dev.coulomb.node.execution.sequence;

import org.jspecify.annotations.NullMarked;
