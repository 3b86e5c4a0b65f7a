/**
 * Names, labels, ports and paths of everything the operator makes, in one place. Owns them; an old
 * cluster must be found again by the same words, so nothing here ever changes meaning. Knows
 * nothing of the Kubernetes client.
 */
@NullMarked
package dev.coulomb.operator.naming;

import org.jspecify.annotations.NullMarked;
