/**
 * Backups as those who look after a node ask for them and are told of them: where to, how far, what
 * went wrong.
 *
 * <p>Owns: the JSON of destinations and of the status of backups, which operators and scripts read.
 * Runs on: the thread of the admin server. Knows nothing of: how a backup is made, or where its
 * bytes go.
 */
@NullMarked
package dev.coulomb.node.admin.backup;

import org.jspecify.annotations.NullMarked;
