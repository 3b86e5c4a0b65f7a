/**
 * Owns what queries are made of beyond tables, joins and groups: windows. Runs on the thread that
 * plans. Knows nothing of execution.
 */
@NullMarked
package dev.coulomb.node.planner.query;

import org.jspecify.annotations.NullMarked;
