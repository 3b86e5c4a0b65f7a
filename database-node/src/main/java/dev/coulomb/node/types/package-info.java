/**
 * SQL types, values, rows and their encodings, the partition hash, errors and outcomes.
 *
 * <p>Owns: what a value is in Java ({@link dev.coulomb.node.types.SqlType}), how a row and a key
 * are laid out in bytes, how a value hashes to a partition, what a statement answers. Runs on: any
 * thread; everything here is immutable or confined to its caller. Knows nothing of: tables, plans,
 * the network.
 */
@NullMarked
package dev.coulomb.node.types;

import org.jspecify.annotations.NullMarked;
