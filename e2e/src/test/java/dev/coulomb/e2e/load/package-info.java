/**
 * Loads that know what they were told, so that what is there afterwards can be held against it.
 *
 * <p>Owns: the works of clients and their comparison with what was acknowledged. Runs on: a thread
 * for each client while a {@link dev.coulomb.e2e.load.Load} runs, else the test's. Knows nothing
 * of: how the node keeps what it keeps, and what happens to it meanwhile.
 */
@NullMarked
package dev.coulomb.e2e.load;

import org.jspecify.annotations.NullMarked;
