/**
 * What is, at one moment. Reads Kubernetes objects and asks the nodes, and makes one immutable
 * Observation of it. Runs on the worker of one reconciliation. Knows nothing of what is wanted.
 */
@NullMarked
package dev.coulomb.operator.observe;

import org.jspecify.annotations.NullMarked;
