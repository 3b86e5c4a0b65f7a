/**
 * Owns: the behaviour of the shell scripts that can be seen without an engine. Runs on: the test's
 * thread. Knows nothing of: Java's side of the whole.
 */
@NullMarked
package dev.coulomb.e2e.scripts;

import org.jspecify.annotations.NullMarked;
