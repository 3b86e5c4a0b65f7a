/**
 * The loop: observe, decide, act, report, once per call. Owns the wiring into JOSDK; the only place
 * where a step is carried out.
 */
@NullMarked
package dev.coulomb.operator.reconcile;

import org.jspecify.annotations.NullMarked;
