/**
 * The Kubernetes operator: turns a {@code CoulombCluster} into a running database and keeps it so.
 *
 * <p>Owns: nothing itself; its packages are the steps observe, decide, act, report.
 */
@NullMarked
package dev.coulomb.operator;

import org.jspecify.annotations.NullMarked;
