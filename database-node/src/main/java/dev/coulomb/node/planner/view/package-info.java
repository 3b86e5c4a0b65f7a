/**
 * Views: what they are made of, and what they are in a query.
 *
 * <p>Owns: planning {@code CREATE VIEW}, and whether views can still be what they are when a table
 * changes. Runs on: planners' threads, confined to one planning. Knows nothing of: stores.
 */
@NullMarked
package dev.coulomb.node.planner.view;

import org.jspecify.annotations.NullMarked;
