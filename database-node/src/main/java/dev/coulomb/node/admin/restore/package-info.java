/**
 * Restores and checksums as those who look after a node ask for them and are told of them.
 *
 * <p>Owns: the JSON of both, which operators and scripts read. Runs on: the thread of the admin
 * server. Knows nothing of: how a restore is carried out.
 */
@NullMarked
package dev.coulomb.node.admin.restore;

import org.jspecify.annotations.NullMarked;
