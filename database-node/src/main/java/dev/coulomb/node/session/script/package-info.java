/**
 * Statements of a text, run as one transaction by a session that has no client.
 *
 * <p>Owns: the session and what it is told. Runs on: the event loop it is given. Knows nothing of:
 * who wants it, and where the text comes from.
 */
@NullMarked
package dev.coulomb.node.session.script;

import org.jspecify.annotations.NullMarked;
