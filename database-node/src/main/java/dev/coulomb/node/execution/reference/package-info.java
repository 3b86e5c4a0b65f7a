/**
 * Foreign keys while a statement changes rows.
 *
 * <p>Owns what is looked at when a row comes, goes or gets another key, and what the keys change by
 * themselves. Runs on the thread that carries the statement out, which holds the stores. Knows
 * nothing of how statements find their rows, nor of transactions.
 */
@NullMarked
package dev.coulomb.node.execution.reference;

import org.jspecify.annotations.NullMarked;
