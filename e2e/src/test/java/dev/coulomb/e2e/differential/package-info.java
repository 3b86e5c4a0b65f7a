/**
 * Statements made at random, asked of a node and of a PostgreSQL: rows are compared as text, errors
 * by the class of their SQLSTATE. Knows nothing of what the node is inside.
 */
@NullMarked
package dev.coulomb.e2e.differential;

import org.jspecify.annotations.NullMarked;
