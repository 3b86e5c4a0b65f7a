/**
 * What a new cluster begins with: a snapshot, or a schema. Owns how far it is and what comes next,
 * from what the status remembers and the node says. Runs on the worker of one reconciliation. Knows
 * nothing of Kubernetes.
 */
@NullMarked
package dev.coulomb.operator.bootstrap;

import org.jspecify.annotations.NullMarked;
