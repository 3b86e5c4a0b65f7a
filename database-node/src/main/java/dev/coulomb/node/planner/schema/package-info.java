/**
 * What DDL says of rows: conditions, and how rows of one definition become rows of another.
 *
 * <p>Owns: planning check constraints and {@code ALTER TABLE}. Runs on: planners' threads, confined
 * to one planning. Knows nothing of: stores, or how a change of the schema is carried out.
 */
@NullMarked
package dev.coulomb.node.planner.schema;

import org.jspecify.annotations.NullMarked;
