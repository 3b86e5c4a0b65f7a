/**
 * The composition root: options and properties, construction of everything in one place, start and
 * stop.
 *
 * <p>Owns: the process. Runs on: the main thread, and a thread of its own to stop. Knows nothing
 * of: how any part does its work.
 */
@NullMarked
package dev.coulomb.node.node;

import org.jspecify.annotations.NullMarked;
