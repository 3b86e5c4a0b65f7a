/**
 * Owns: the flights of 2013: loading them, asking the questions of {@code e2e/flights}, and an
 * independent engine's answers. Runs on: the test's thread. Knows nothing of: Kubernetes.
 */
@NullMarked
package dev.coulomb.e2e.flights;

import org.jspecify.annotations.NullMarked;
