/**
 * How far back the archive of a cluster's log goes. Owns which old pieces may go, and when the node
 * is told so: from the backups there are and what the status remembers. Runs on the worker of one
 * reconciliation. Knows nothing of Kubernetes, nor of where the pieces are.
 */
@NullMarked
package dev.coulomb.operator.archive;

import org.jspecify.annotations.NullMarked;
