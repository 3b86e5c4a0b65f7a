/**
 * The executable plan of a statement as sealed records, and its text for {@code EXPLAIN}.
 *
 * <p>Owns: what can be executed, and how it reads. Runs on: any thread; plans are immutable and
 * cached. Knows nothing of: SQL text, Calcite, storage, or how an operator does its work.
 */
@NullMarked
package dev.coulomb.node.plan;

import org.jspecify.annotations.NullMarked;
