/**
 * One client's state: statements, portals, settings, the statement that runs, its cancellation.
 *
 * <p>Owns: what a session remembers, and the order in which it does things. Runs on: the client's
 * event loop; outcomes come from elsewhere and are brought back to it. Knows nothing of: bytes,
 * frames, formats.
 */
@NullMarked
package dev.coulomb.node.session;

import org.jspecify.annotations.NullMarked;
