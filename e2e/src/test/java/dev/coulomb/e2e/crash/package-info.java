/**
 * A node that is killed in the middle of its work loses nothing that it acknowledged.
 *
 * <p>Owns: the killing, and the looking afterwards. Runs on: the test's thread. Knows nothing of:
 * how the node keeps what it keeps.
 */
@NullMarked
package dev.coulomb.e2e.crash;

import org.jspecify.annotations.NullMarked;
