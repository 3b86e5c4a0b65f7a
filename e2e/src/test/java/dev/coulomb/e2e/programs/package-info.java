/**
 * Owns: running other programs (the node as a process, psql, scripts) and waiting for what they do.
 * Runs on: the test's thread. Knows nothing of: what is tested.
 */
@NullMarked
package dev.coulomb.e2e.programs;

import org.jspecify.annotations.NullMarked;
