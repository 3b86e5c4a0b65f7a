/**
 * Scalar expressions, compiled once into closures, with PostgreSQL's semantics.
 *
 * <p>Owns: what every operator, function and cast of the dialect computes, the order and equality
 * of values. Runs on: any thread; compiled expressions are immutable and shared, what they need of
 * a running statement comes in as {@link dev.coulomb.node.execution.expression.Evaluation}. Knows
 * nothing of: tables, stores, operators of a query, SQL text.
 */
@NullMarked
package dev.coulomb.node.execution.expression;

import org.jspecify.annotations.NullMarked;
