/**
 * The admin HTTP of a database node, seen from outside. Owns the JSON contract (unknown fields are
 * ignored, so that a new operator speaks to old nodes) and the deadlines. Blocks its caller for
 * seconds at most. Knows nothing of Kubernetes.
 */
@NullMarked
package dev.coulomb.operator.nodeadmin;

import org.jspecify.annotations.NullMarked;
