/**
 * Puts the operator together inside Quarkus. Owns which real thing stands behind each interface;
 * the only place that knows of all others. Runs once, when the process starts.
 */
@NullMarked
package dev.coulomb.operator.assembly;

import org.jspecify.annotations.NullMarked;
