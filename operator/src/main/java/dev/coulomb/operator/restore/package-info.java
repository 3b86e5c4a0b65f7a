/**
 * Restores into running clusters. Owns their state machine: what comes next, and what people are
 * told, from what the status remembers and the node says. Runs on the worker of one reconciliation.
 * Knows nothing of Kubernetes.
 */
@NullMarked
package dev.coulomb.operator.restore;

import org.jspecify.annotations.NullMarked;
