/**
 * What sessions do and have done, to be looked at from outside.
 *
 * <p>Owns: figures of statements by their text, and what each session does at the moment. Runs on:
 * written by the sessions' event loops, read by any thread. Knows nothing of: how statements are
 * carried out, views, metrics.
 */
@NullMarked
package dev.coulomb.node.session.activity;

import org.jspecify.annotations.NullMarked;
