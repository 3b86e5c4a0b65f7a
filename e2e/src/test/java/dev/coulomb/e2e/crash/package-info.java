/**
 * A node that is killed in the middle of its work loses nothing that it acknowledged.
 *
 * <p>Owns: loads that know what they were told, the killing, and the comparison afterwards. Runs
 * on: a thread for each client, and the test's. Knows nothing of: how the node keeps what it keeps.
 */
@NullMarked
package dev.coulomb.e2e.crash;

import org.jspecify.annotations.NullMarked;
