/**
 * The loops of backups: observe, decide, act, report, once per call. Owns the only places where
 * something is done about a backup; what is to be done is decided in {@code backup}.
 */
@NullMarked
package dev.coulomb.operator.reconcile.backup;

import org.jspecify.annotations.NullMarked;
