/**
 * The world as interfaces, so that a test can be the world.
 *
 * <p>Owns: what the engine may ask of its surroundings: the time, a disk. Runs on: any thread.
 * Knows nothing of: how the world is made; see {@code host}.
 */
@NullMarked
package dev.coulomb.node.environment;

import org.jspecify.annotations.NullMarked;
