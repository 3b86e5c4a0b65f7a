/**
 * What a new database begins with, as those who look after a node ask for it.
 *
 * <p>Owns: its words and its JSON. Runs on: the admin server's threads. Knows nothing of: SQL.
 */
@NullMarked
package dev.coulomb.node.admin.bootstrap;

import org.jspecify.annotations.NullMarked;
