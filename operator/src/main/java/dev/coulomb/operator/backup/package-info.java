/**
 * What is to be done about a backup, or about the deletion of its snapshot, and what people are
 * told: pure functions of what was seen. The status of the resource is the only memory; the
 * operator may be killed between any two steps. Knows nothing of the Kubernetes client.
 */
@NullMarked
package dev.coulomb.operator.backup;

import org.jspecify.annotations.NullMarked;
