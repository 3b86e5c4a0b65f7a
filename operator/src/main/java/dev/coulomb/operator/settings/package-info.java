/**
 * The engine settings a user may set: name, kind of value, bounds, default, live or restart. Owns
 * their checking and canonical form. Knows nothing of Kubernetes.
 */
@NullMarked
package dev.coulomb.operator.settings;

import org.jspecify.annotations.NullMarked;
