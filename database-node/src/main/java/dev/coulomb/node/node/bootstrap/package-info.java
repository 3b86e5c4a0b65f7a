/**
 * The first schema of a new database.
 *
 * <p>Owns: whether it was run, and what came of it. Runs on: one thread of its own. Knows nothing
 * of: who asks for it.
 */
@NullMarked
package dev.coulomb.node.node.bootstrap;

import org.jspecify.annotations.NullMarked;
