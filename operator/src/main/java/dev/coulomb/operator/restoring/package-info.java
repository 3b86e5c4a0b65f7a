/**
 * Data that comes from elsewhere: what a new cluster begins with, restores into a running one, and
 * drills. Owns how far each is and what comes next, from what its status remembers and the node
 * says. Runs on the worker of one reconciliation. Knows nothing of Kubernetes.
 */
@NullMarked
package dev.coulomb.operator.restoring;

import org.jspecify.annotations.NullMarked;
