/**
 * The Kubernetes objects of a cluster: desired states as pure functions, and the JOSDK dependents
 * that apply them server-side. Knows nothing of order or safety: that is decided elsewhere.
 */
@NullMarked
package dev.coulomb.operator.dependents;

import org.jspecify.annotations.NullMarked;
