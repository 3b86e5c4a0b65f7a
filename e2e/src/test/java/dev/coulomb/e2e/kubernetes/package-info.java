/**
 * Owns: the whole in a real Kubernetes: installed by Helm, asked from outside, disturbed, removed.
 * Runs on: the test's thread. Knows nothing of: the classes of operator and node; it sees what a
 * user sees.
 */
@NullMarked
package dev.coulomb.e2e.kubernetes;

import org.jspecify.annotations.NullMarked;
