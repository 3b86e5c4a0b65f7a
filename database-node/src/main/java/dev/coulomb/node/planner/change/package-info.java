/**
 * Plans of INSERT, UPDATE and DELETE.
 *
 * <p>Owns: which rows a change concerns, what they become, what it returns, and where it runs. Runs
 * on: any thread but an event loop. Knows nothing of: data, stores.
 */
@NullMarked
package dev.coulomb.node.planner.change;

import org.jspecify.annotations.NullMarked;
