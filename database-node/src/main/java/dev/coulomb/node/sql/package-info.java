/**
 * The dialect: PostgreSQL's as far as it goes, parsed by Calcite's grammar with our additions.
 *
 * <p>Owns: text → syntax tree, and the errors of that step. Runs on: any thread but an event loop;
 * {@link dev.coulomb.node.sql.SessionText} and {@link dev.coulomb.node.sql.LiftedText} there too.
 * Knows nothing of: tables that exist, plans. Its types stay within {@code sql} and {@code
 * planner}.
 */
@NullMarked
package dev.coulomb.node.sql;

import org.jspecify.annotations.NullMarked;
