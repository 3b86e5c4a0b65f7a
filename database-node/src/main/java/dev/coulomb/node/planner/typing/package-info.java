/**
 * The types of expressions as PostgreSQL resolves them, within Calcite's validator.
 *
 * <p>Owns: types to Calcite and back, our operators, which of them an expression means, and what is
 * cast to what on the way; the errors where nothing fits. Runs on: any thread, confined to one
 * planning. Knows nothing of: tables, partitions, plans.
 */
@NullMarked
package dev.coulomb.node.planner.typing;

import org.jspecify.annotations.NullMarked;
