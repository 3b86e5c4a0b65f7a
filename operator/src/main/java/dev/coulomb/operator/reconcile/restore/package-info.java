/**
 * The loop of restores into running clusters: observe, decide, act, report, once per call. Owns the
 * wiring into JOSDK; the only place where a step of a restore is carried out.
 */
@NullMarked
package dev.coulomb.operator.reconcile.restore;

import org.jspecify.annotations.NullMarked;
