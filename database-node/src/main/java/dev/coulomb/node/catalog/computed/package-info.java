/**
 * What the schema computes from the columns of one row: for indexes and materialized views.
 *
 * <p>Owns how such a value is told and made ready. Immutable; any thread. Knows nothing of how
 * expressions look.
 */
@NullMarked
package dev.coulomb.node.catalog.computed;

import org.jspecify.annotations.NullMarked;
