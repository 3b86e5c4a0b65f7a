/**
 * HTTP for those who look after a node: probes, status, metrics, settings, stop.
 *
 * <p>Owns: the routes, the JSON, who may change what. Runs on: its own event loop and one thread
 * for requests, so that a busy database still answers its probes. Knows nothing of: what is behind
 * {@link dev.coulomb.node.admin.NodeControl}.
 */
@NullMarked
package dev.coulomb.node.admin;

import org.jspecify.annotations.NullMarked;
